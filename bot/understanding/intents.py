"""What a message can want, which dangers it can hold, and the words that steer a dialogue."""

from enum import StrEnum


class Intent(StrEnum):
    """The route of a message."""

    OUTAGE_CHECK = "outage_check"
    DUPLICATE_CHARGE = "duplicate_charge"
    FROZEN_ACCOUNT = "frozen_account"
    FRAUD = "fraud"
    VANISHED_PLATFORM = "vanished_platform"
    VANISHED_MERCHANT = "vanished_merchant"
    EVIDENCE = "evidence"
    CLAIM_STATUS = "claim_status"
    HUMAN = "human"
    FAQ = "faq"
    SMALLTALK = "smalltalk"
    OUT_OF_SCOPE = "out_of_scope"
    ABUSE = "abuse"
    CLARIFY = "clarify"


class Danger(StrEnum):
    """What has to be answered before anything else."""

    DISTRESS = "distress"
    """A wish to die, or despair close to it."""
    HELD = "held"
    """Violence, threats, or held somewhere against one's will."""
    SECRET_SENT = "secret_sent"
    """A card number, code, password or seed phrase stands in the message itself."""
    CODE_GIVEN = "code_given"
    """A code, password or card was given to somebody."""
    REMOTE_CONTROL = "remote_control"
    """Somebody else sees or steers the screen."""
    PAY_TO_UNFREEZE = "pay_to_unfreeze"
    """Money is asked for first, to unfreeze or withdraw."""
    RECOVERY_OFFER = "recovery_offer"
    """Somebody offers to get lost money back."""
    DEVICE_LOST = "device_lost"
    """Phone, SIM or card is in other hands."""


class Wish(StrEnum):
    """A word that steers the dialogue, when it is all that a message says."""

    BACK = "back"
    SKIP = "skip"
    CANCEL = "cancel"
    CONTINUE = "continue"
    PERSON = "person"
    CHINESE = "chinese"
    TRADITIONAL = "traditional"
    ENGLISH = "english"
    WHY = "why"
    YES = "yes"
    NO = "no"
    DONE = "done"
    DELETE_DATA = "delete_data"
    STATUS = "status"
    HELP = "help"
    REMINDERS_OFF = "reminders_off"
    REMINDERS_ON = "reminders_on"
    CALENDAR = "calendar"
    UNSURE = "unsure"
    """"I don't know": an open question may be left out."""

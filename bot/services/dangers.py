"""What comes before everything else: danger to life, a secret that was sent, a wrong hotline."""

from collections.abc import Iterable

from bot.domain.messages import Message
from bot.domain.taps import Tap
from bot.services.desk_notices import alert_agents
from bot.services.exchange import Exchange
from bot.services.filing import DISTRESS
from bot.services.handover import hand_over_words
from bot.storage.audit import Deed, put_deed

_NAMED_SECRETS = ("card", "cvv", "code", "password", "seed", "id_number")


async def distress(ex: Exchange) -> None:
    """Answer somebody who cannot go on: crisis lines, a person at once, no question."""
    await put_deed(ex.connection, ex.bot, Deed("system", "danger.distress"), ex.now)
    await hand_over_words(ex, ex.received.text, DISTRESS)
    await alert_agents(ex, "desk.distress")
    ex.say(
        "danger.distress",
        (ex.label("danger.calling"), Tap("calm")),
        (ex.label("danger.someone_here"), Tap("calm")),
        (ex.label("danger.talk"), Tap("calm")),
    )


async def held(ex: Exchange) -> None:
    """Answer somebody who is threatened or held."""
    await put_deed(ex.connection, ex.bot, Deed("system", "danger.held"), ex.now)
    await alert_agents(ex, "desk.held")
    ex.say("danger.held")


def secret(ex: Exchange, kinds: Iterable[str]) -> None:
    """Delete a message that held a secret and say why; nothing of it was kept."""
    names = [kind for kind in kinds if kind in _NAMED_SECRETS]
    between = "、" if ex.voice.language.is_chinese else ", "
    what = between.join(ex.line(f"secret.{name}") for name in names)
    if ex.received.message_id:
        ex.messages.append(Message(ex.chat, "", delete=ex.received.message_id))
    ex.say(
        "danger.secret",
        (ex.label("danger.gave"), Tap("secret", ("gave",))),
        (ex.label("danger.asked_not_given"), Tap("secret", ("asked",))),
        (ex.label("danger.myself"), Tap("secret", ("myself",))),
        what=what or ex.line("secret.code"),
    )


def wrong_number(ex: Exchange, text: str) -> bool:
    """Warn of a number that is not the provider's; False: the text names none."""
    found = ex.library.is_wrong_number(text)
    if found is None:
        return False
    provider = ex.library.provider(found.owner)
    values = ex.tables.of_provider(provider)
    rendered = ex.lines(
        "danger.wrong_number", number=found.number, owner=ex.tables.provider_name(found.owner)
    )
    ex.say_rendered(rendered + ex.lines("danger.right_number", **values))
    return True

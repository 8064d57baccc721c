"""From a draft that was checked to a claim: number, deadlines, timers, what to do next."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.dialogue.drafts import Draft, answers, claim_of, current_question
from bot.domain.casework import ClaimEvent, FiledClaim
from bot.domain.filings import filings
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Role, Status
from bot.domain.numbers import new_number
from bot.services.claim_deadlines import Dated, deadline_lines, keep_deadlines
from bot.services.claim_marks import keep_marks
from bot.services.custody import seal_claim
from bot.services.desk_notices import announce_claim
from bot.services.exchange import Exchange
from bot.services.promises import NORMAL, URGENT, Promises
from bot.services.reminders import set_reminder
from bot.services.sla import begin
from bot.services.table_values import AUTHORITY
from bot.storage.claims import insert_claim, put_claim_event
from bot.storage.drafts import StoredDraft, remove_draft
from bot.storage.evidence import draft_to_claim
from bot.storage.messages import give_to_claim
from bot.storage.timers import Timer, cancel, schedule
from bot.texts.layouts import fitting
from bot.texts.shown import Shown, Value
from bot.texts.wording import due_text

# The wording of the privacy notice that customers agree to when they file.
CONSENT = "2026-11"


# Filed as it is, because a person takes over.
HANDED_OVER = "person"


# Type of a claim of somebody who spoke of not living.
DISTRESS = "distress"


# Type of a claim of somebody who asked for a person.
ASKED = "person"
_TRIES = 5


# Hour of the customer's clock at which a follow-up is asked. Chosen: nobody is woken.
_ASK_AT_HOUR = 9


@dataclass(frozen=True, slots=True)
class Filed:
    """A claim just filed, the values its message shows, and the seal of the custody log."""

    claim: FiledClaim
    values: dict[str, Value]
    key: str
    seal: str


async def file_claim(ex: Exchange, stored: StoredDraft, filing: str) -> Filed | None:
    """File a draft; None: it is not complete, or cannot be filed like this.

    Args:
        ex (Exchange): of the step.
        stored (StoredDraft): the draft whose review was confirmed.
        filing (str): which of `filings` the customer chose, or `HANDED_OVER`.
    """
    draft = stored.draft
    if filing != HANDED_OVER:
        allowed = filings(draft.kind, claim_of(draft))
        if current_question(draft) is not None or filing not in allowed:
            return None
    filed = await _insert(ex, draft, filing)
    deadlines = await keep_deadlines(ex, filed)
    await set_reminder(ex, filed)
    await draft_to_claim(ex.connection, stored.id, filed.id)
    await remove_draft(ex.connection, ex.bot, ex.chat, stored.id)
    await cancel(ex.connection, ex.bot, f"draft:{stored.id}")
    await give_to_claim(ex.connection, ex.bot, ex.chat, filed.id, stored.created_at)
    ex.claim = filed.id
    head = await seal_claim(ex, filed.id)
    await keep_marks(ex, filed)
    if filing == "ask_tomorrow":
        await _ask_tomorrow(ex, filed)
    await announce_claim(ex, filed)
    values = _values(ex, filed, draft, deadlines)
    return Filed(filed, values, filed_key(ex, draft, filing), head.seal)


def _pace(draft: Draft, priority: str) -> str:
    """Return how soon we answer: who asked for a person was told so when they asked."""
    asked = draft.kind is ClaimKind.OTHER and draft.type == ASKED
    return URGENT if asked else priority


async def _insert(ex: Exchange, draft: Draft, filing: str) -> FiledClaim:
    promises = Promises(ex.library)
    urgent = (draft.kind is ClaimKind.FRAUD and filing != "report") or draft.type == DISTRESS
    priority = URGENT if urgent else NORMAL
    region = ex.customer.region
    facts = claim_of(draft).model_dump(mode="json", exclude_defaults=True)
    claim = FiledClaim(
        id=0,
        bot=ex.bot,
        chat=ex.chat,
        number="",
        kind=draft.kind,
        type=draft.type,
        filing=filing,
        facts=facts,
        status=Status.FILED,
        priority=priority,
        region=region,
        language=ex.customer.language,
        filed_at=ex.now,
        due_at=promises.first_response_due(draft.kind, _pace(draft, priority), region, ex.now),
    )
    for _ in range(_TRIES):
        numbered = replace(claim, number=new_number())
        identifier = await insert_claim(ex.connection, numbered, CONSENT)
        if identifier is not None:
            filed = replace(numbered, id=identifier)
            event = ClaimEvent(
                "filed", Role.CUSTOMER, str(ex.chat), "", Status.FILED, filing, ex.now, version=1
            )
            await put_claim_event(ex.connection, identifier, event)
            await begin(ex, filed)
            return filed
    raise RuntimeError("no free claim number was found")


def _values(
    ex: Exchange,
    claim: FiledClaim,
    draft: Draft,
    deadlines: list[Dated],
) -> dict[str, Value]:
    return {
        **ex.tables.of_draft(draft),
        "provider": _provider_name(ex, draft),
        "number": Shown(claim.number, code=True),
        "by": due_text(claim.due_at, ex.voice),
        "within": within_text(ex, claim),
        "deadlines": deadline_lines(ex, deadlines),
    }


def within_text(ex: Exchange, claim: FiledClaim) -> str:
    """Return our promise as a wait where somebody is there, else as a moment."""
    promises = Promises(ex.library)
    wait = promises.wait(claim.kind, claim.priority, claim.region, ex.now)
    if wait is None:
        return ex.line("sla.by", due=due_text(claim.due_at, ex.voice))
    minutes = int(wait / timedelta(minutes=1))
    if minutes < 60:
        return ex.line("sla.within_minutes", count=minutes)
    return ex.line("sla.within_hours", count=minutes // 60)


def _provider_name(ex: Exchange, draft: Draft) -> str | None:
    held = answers(draft).values
    named = held.get("provider") or held.get("platform")
    return ex.tables.provider_name(str(named)) if named else None


def filed_key(ex: Exchange, draft: Draft, filing: str) -> str:
    """Return the text that tells what happens after filing."""
    base = f"{draft.kind}.filed"
    if filing == "report":
        return f"{base}.record"
    if draft.kind is ClaimKind.FROZEN_ACCOUNT and answers(draft).values.get("reason") in AUTHORITY:
        return f"{base}.authority" if ex.customer.region == "CN" else f"{base}.authority_abroad"
    return fitting(ex.catalog, f"{base}.{filing}", f"{base}.text")


async def _ask_tomorrow(ex: Exchange, claim: FiledClaim) -> None:
    local = ex.now.astimezone(ex.customer.clock) + timedelta(days=1)
    due = max(
        local, local.replace(hour=_ASK_AT_HOUR, minute=0, second=0, microsecond=0)
    ).astimezone(ex.now.tzinfo)
    payload = {"claim": claim.id}
    timer = Timer(f"claim:{claim.id}:follow", ex.chat, "claim.follow", due, payload)
    await schedule(ex.connection, ex.bot, timer)

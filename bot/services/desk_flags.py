"""Flags on the card of a claim: what was seen, never a judgement; customers never read them.

Source: the model texts of the desk, "Flags". A flag without a reason is not shown.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status
from bot.domain.readings import from_json
from bot.domain.redaction import Secret
from bot.domain.reuse import Likeness
from bot.services.claim_rules import event_at
from bot.services.exchange import Exchange
from bot.services.promises import URGENT
from bot.storage.evidence import StoredEvidence
from bot.storage.messages import masked_kinds, was_masked
from bot.storage.reuse import Reuse, reused

# Money that left so lately may still be stopped. Source: the model texts, flag "urgent".
_STOPPABLE: Final = timedelta(hours=48)
_WAITED_LONG: Final = timedelta(days=1)
_CLAIMS_SHOWN: Final = 5
# Types of claims, see `filing.DISTRESS` and `cases.yaml`.
_DISTRESS: Final = "distress"
_RECOVERY: Final = "recovery"
_RECOVERS = re.compile(
    r"追回|追款|追损|挽回损失|能要回来|recover(?:y|ed)? (?:your|my|the|agent|service|money|funds)"
    r"|get (?:my|your) money back",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"(?:我|俺)(?:妈|爸|爷爷|奶奶|外公|外婆|姥姥|姥爷|老公|老婆|孩子|儿子|女儿|母亲|父亲)"
    r"|\bmy (?:mum|mom|mother|dad|father|gran|grandma|grandpa|grandmother|grandfather|son"
    r"|daughter|child|kid|wife|husband)\b",
    re.IGNORECASE,
)


async def flags(ex: Exchange, claim: FiledClaim, files: Sequence[StoredEvidence]) -> list[str]:
    """Return the flags of a claim as agents read them, plain, the most urgent first.

    Args:
        ex (Exchange): as agents are told of it.
        claim (FiledClaim): any.
        files (sequence): its evidence.
    """
    said = " ".join(str(value) for value in claim.facts.values() if isinstance(value, str))
    lines = [
        *_of_danger(ex, claim),
        *_of_words(ex, claim, said),
        *await _of_secrets(ex, claim),
        *_differing(ex, claim, files),
        *_reused(ex, await reused(ex.connection, claim.id)),
    ]
    if claim.status is Status.WAITING and claim.waiting_since is not None:
        waited = ex.now - claim.waiting_since
        if waited >= _WAITED_LONG:
            lines.append(ex.line("desk.flag.waiting_long", days=waited // timedelta(days=1)))
    return lines


async def _of_secrets(ex: Exchange, claim: FiledClaim) -> list[str]:
    """Return the line that names the kinds of secrets that were masked, never the secrets."""
    kinds = await masked_kinds(ex.connection, claim.id)
    if kinds:
        between = "、" if ex.voice.language.is_chinese else ", "
        named = between.join(ex.line(f"desk.secret.{kind}") for kind in Secret if kind in kinds)
        return [ex.line("desk.flag.secret_removed", kinds=named)]
    # Messages from before the kinds were kept.
    was = await was_masked(ex.connection, claim.id)
    return [ex.line("desk.flag.sensitive_removed")] if was else []


def _of_danger(ex: Exchange, claim: FiledClaim) -> list[str]:
    lines = []
    if claim.type == _DISTRESS:
        lines.append(ex.line("desk.flag.distress"))
    at = event_at(claim)
    is_fresh = at is None or ex.now - at < _STOPPABLE
    if claim.kind is ClaimKind.FRAUD and claim.priority == URGENT and is_fresh:
        lines.append(ex.line("desk.flag.urgent"))
    return lines


def _of_words(ex: Exchange, claim: FiledClaim, said: str) -> list[str]:
    lines = []
    if claim.type == _RECOVERY or _RECOVERS.search(said):
        lines.append(ex.line("desk.flag.second_scam"))
    if _FAMILY.search(said):
        lines.append(ex.line("desk.flag.family"))
    wrong = ex.library.is_wrong_number(said)
    if wrong is not None:
        lines.append(ex.line("desk.flag.wrong_number", number=wrong.number))
    return lines


def _differing(ex: Exchange, claim: FiledClaim, files: Sequence[StoredEvidence]) -> list[str]:
    """Return the line that names the facts of which a file says something else."""
    readings = [from_json(file.reading) for file in files if file.reading]
    fields = sorted({field for reading in readings for field in reading.differs})
    if not fields:
        return []
    names = ", ".join(ex.label(f"{claim.kind}.{field}.name") for field in fields)
    return [ex.line("readings.numbers_differ", facts=names)]


def _reused(ex: Exchange, found: Sequence[Reuse]) -> list[str]:
    """Return a line for each way in which other claims hold the same."""
    lines = []
    for how in Likeness:
        claims = dict.fromkeys(each.claim for each in found if each.how is how)
        if claims:
            shown = ", ".join(list(claims)[:_CLAIMS_SHOWN])
            more = "…" if len(claims) > _CLAIMS_SHOWN else ""
            count = len(claims) + 1
            lines.append(ex.line(f"desk.reused.{how}", claims=shown + more, count=count))
    return lines

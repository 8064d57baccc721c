"""What was said of a matter whose guide was only offered: kept until the guide is opened."""

import json

from bot.domain.kinds import ClaimKind
from bot.services import guides
from bot.services.exchange import Exchange


def keep_matter(ex: Exchange, kind: ClaimKind, facts: guides.Facts, type_: str) -> None:
    """Keep the facts of a matter for the guide that is offered; the latest offer counts."""
    pending = {"kind": kind.value, "facts": facts, "type": type_}
    ex.update(pending=json.dumps(pending, ensure_ascii=False))


def kept_matter(ex: Exchange, kind: ClaimKind) -> tuple[guides.Facts, str]:
    """Return what was said of the matter that was offered; it is used once."""
    if not ex.customer.pending:
        return {}, ""
    kept = json.loads(ex.customer.pending)
    ex.update(pending="")
    return (kept["facts"], kept["type"]) if kept["kind"] == kind.value else ({}, "")


def offered_kind(ex: Exchange) -> ClaimKind | None:
    """Return the kind of the guide that was offered and not opened; None: there is none."""
    return ClaimKind(json.loads(ex.customer.pending)["kind"]) if ex.customer.pending else None

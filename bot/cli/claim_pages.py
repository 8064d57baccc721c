"""Claims as people read them in a terminal."""

from collections.abc import Sequence
from decimal import Decimal

from pydantic import JsonValue
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.showing import console_width, moment_shown, one_line
from bot.domain.casework import FiledClaim
from bot.domain.currencies import minor_digits
from bot.domain.kept_facts import older_text
from bot.domain.money import Money
from bot.services.claim_json import WholeClaim

_COLUMNS = ("number", "kind", "status", "priority", "wanted", "region", "agent", "filed (UTC)",
            "first answer by (UTC)")  # fmt: skip


def print_claims(claims: Sequence[FiledClaim]) -> None:
    """Print a table, one row a claim."""
    console = _console()
    table = Table(*_COLUMNS)
    table.columns[0].no_wrap = True
    for claim in claims:
        cells = (
            claim.number,
            claim.kind.value,
            _status(claim),
            claim.priority,
            money_shown(claim.wanted),
            claim.region,
            claim.agent_name,
            moment_shown(claim.filed_at),
            moment_shown(claim.due_at),
        )
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    console.print(table)
    console.print(f"claims: {len(claims)}")


def print_claim(whole: WholeClaim) -> None:
    """Print one claim with all that belongs to it."""
    claim = whole.claim
    console = _console()
    console.print(f"{claim.number}  {claim.kind}  {_status(claim)}", style="bold")
    lines = {
        "filed": f"{moment_shown(claim.filed_at)} UTC, as {claim.filing}",
        "first answer by": f"{moment_shown(claim.due_at)} UTC, {claim.priority}",
        "wanted": money_shown(claim.wanted),
        "customer": f"chat {claim.chat}, {claim.language}, {claim.region or 'region unknown'}",
        "agent": claim.agent_name,
        "seal": whole.seal,
    }
    _print_pairs(console, lines)
    _head(console, "Facts")
    _print_pairs(console, {name: _fact(value) for name, value in claim.facts.items()})
    if claim.older:
        _head(console, "Facts of an older version, as they are kept")
        _print_pairs(console, {name: older_text(value) for name, value in claim.older.items()})
    _print_deadlines(console, whole)
    _print_evidence(console, whole)
    _print_events(console, whole)
    _print_conversation(console, whole)


def money_shown(money: Money | None) -> str:
    """Return an amount such as 1,869.00 CNY; empty for none."""
    if money is None:
        return ""
    amount = Decimal(money.minor).scaleb(-minor_digits(money.currency))
    return f"{amount:,} {money.currency}"


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False, width=console_width())


def _status(claim: FiledClaim) -> str:
    return f"{claim.status}: {claim.outcome}" if claim.outcome else claim.status.value


def _head(console: Console, title: str) -> None:
    console.print(f"\n{title}", style="bold")


def _print_pairs(console: Console, pairs: dict[str, str]) -> None:
    for name, value in pairs.items():
        if value:
            console.print(f"  {name:16} {one_line(value)}")


def _fact(value: JsonValue) -> str:
    match value:
        case {"minor": int(minor), "currency": str(currency)}:
            return money_shown(Money(minor=minor, currency=currency))
        case {"at": str(at)}:
            return at
        case list():
            return f"{len(value)}"
        case _:
            return str(value)


def _print_deadlines(console: Console, whole: WholeClaim) -> None:
    _head(console, f"Deadlines: {len(whole.deadlines)}")
    for each in whole.deadlines:
        hint = ", not checked on an official page" if each.hint else ""
        counted = f"counted from {each.counted_from}" + (", done" if each.is_done else "")
        console.print(f"  {each.due_on}  {each.rule} ({each.actor}, {counted}{hint})")


def _print_evidence(console: Console, whole: WholeClaim) -> None:
    _head(console, f"Evidence: {len(whole.evidence)}")
    for each in whole.evidence:
        about = f"{each.state}  {each.mime or each.form}  {each.size:,} bytes"
        console.print(f"  {each.id}  {about}  {one_line(each.name)}")
        if each.sha256:
            console.print(f"     sha256 {each.sha256}")
    for one in whole.reused:
        whose = f"file {one.evidence}" if one.evidence else "said"
        console.print(f"  same {one.how} in {one.claim}: {whose}")


def _print_events(console: Console, whole: WholeClaim) -> None:
    _head(console, f"Events: {len(whole.events)}")
    for each in whole.events:
        moved = (
            f"{each.before} > {each.after}" if each.before not in ("", each.after) else each.after
        )
        who = f"{each.role} {each.actor}".strip()
        console.print(
            f"  {moment_shown(each.at)}  {each.action}  {moved}  {who}  {one_line(each.note)}"
        )


def _print_conversation(console: Console, whole: WholeClaim) -> None:
    _head(console, f"Conversation: {len(whole.messages)}")
    for each in whole.messages:
        sign = ">" if each.incoming else "<"
        sign = sign if each.chat == whole.claim.chat else "< (to the agents)"
        first, *others = each.text.splitlines() or [""]
        console.print(f"  {moment_shown(each.at)} {sign} {one_line(first)}")
        for line in others:
            console.print(f"  {'':16}   {one_line(line)}")

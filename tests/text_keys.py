"""Which texts the program asks for: read from its sources, and from claims and choices."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.dialogue.drafts import questions
from bot.domain.claims import CLAIM_TYPES
from bot.domain.kinds import ClaimKind

ROOT = Path(__file__).parent.parent
# Functions whose first text argument is the key of a text.
SAYING = frozenset(
    "say line lines label fill words rows entry has _line _fill _button Part alert_agents "
    "label_text NotAllowed NotFound Conflict SupportError choice refuse".split()
)
WAYS_TO_FILE = {
    ClaimKind.OUTAGE: {"look", "ask_tomorrow"},
    ClaimKind.DUPLICATE_CHARGE: {"refund", "look", "record"},
    ClaimKind.FROZEN_ACCOUNT: {"lift", "record"},
    ClaimKind.FRAUD: {"now", "report"},
    ClaimKind.VANISHED_PLATFORM: {"today"},
    ClaimKind.VANISHED_MERCHANT: {"refund_and_pause", "refund"},
    ClaimKind.OTHER: {"person"},
}
# Parts of a question's texts that every field, or every choice, may have.
OF_FIELD = ("name", "ask", "why", "example", "skip", "after")
OF_CHOICE = ("choice", "say", "said", "after", "end")
OF_KIND = ("first", "noted", "review", "wants", "wish", "filed.text", "filed.record")
OF_AUTHORITY = ("filed.authority", "filed.authority_abroad", "wish_authority")
ASKED = re.compile(r"""\bt\("([a-z_.]+)\"""")
KEY = re.compile(r"[a-z_]+(\.[A-Za-z_]+)+")


@cache
def sources() -> tuple[ast.Module, ...]:
    paths = [path for name in ("bot", "handlers") for path in sorted((ROOT / name).rglob("*.py"))]
    return tuple(ast.parse(path.read_text("utf-8")) for path in paths)


@cache
def in_templates() -> frozenset[str]:
    """Keys that the pages of the console ask for."""
    pages = sorted((ROOT / "handlers" / "console" / "templates").glob("*.html"))
    return frozenset(key for page in pages for key in ASKED.findall(page.read_text("utf-8")))


@cache
def constants() -> frozenset[str]:
    """Every text that stands in the sources, and every key in the templates."""
    return in_templates() | frozenset(
        node.value
        for tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Keys that are put together, where at least their section is spelt out."""
    found = set()
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else r"[^.]+"
                    for part in node.values
                ]
                if re.match(r"[a-z_]+\.", str(node.values[0].value)):
                    found.add("".join(parts))
    return tuple(re.compile(pattern) for pattern in sorted(found))


def keys_said() -> Iterator[str]:
    """Keys that are spelt out where something is said."""
    yield from in_templates()
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                if name in SAYING:
                    yield from (t for t in texts if isinstance(t, str) and KEY.fullmatch(t))


@cache
def of_claims() -> frozenset[str]:
    """Keys that follow from the claims, their fields and choices."""
    return frozenset(_of_claims())


def _of_claims() -> Iterator[str]:
    for kind in CLAIM_TYPES:
        yield from (f"{kind}.{name}" for name in (*OF_KIND, *OF_AUTHORITY))
        for way in WAYS_TO_FILE[kind]:
            yield from (f"{kind}.file.{way}", f"{kind}.filed.{way}", f"{kind}.wants_{way}")
        for each in questions(kind):
            yield from (f"{kind}.{each.field}.{part}" for part in OF_FIELD)
            for choice in each.ask.choices:
                yield from (f"{kind}.{each.field}.{part}.{choice}" for part in OF_CHOICE)
                yield f"{kind}.wish_{choice}"


def is_used(key: str, types: frozenset[str]) -> bool:
    """Whether something in the program leads to a key.

    Args:
        key: of a text.
        types: narrower kinds of claims, which may have first messages of their own.
    """
    if key in constants() or key in of_claims():
        return True
    if any(pattern.fullmatch(key) for pattern in patterns()):
        return True
    variant = re.fullmatch(r"(\w+)\.(?:first|\w+\.ask)_(\w+)", key)
    if variant and variant[1] in set(ClaimKind):
        return variant[2] in types or variant[2] in constants()
    section, _, rest = key.partition(".")
    return section == "statements" and is_used(rest, types)

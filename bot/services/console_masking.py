"""A whole claim as JSON, with what is private masked."""

from typing import Final

from pydantic import JsonValue

from bot.domain.kept_facts import older_text
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Role
from bot.services.claim_json import Object
from bot.services.console_facts import Mask, masked_facts

# Lists that belong to a claim, and what in each of their entries somebody wrote.
_WRITTEN: Final = {"events": "note", "messages": "text", "evidence": "name"}
# A Telegram id has as many digits as a phone number; so short ones are masked as well.
_ID_DIGITS: Final = 10
# Of one fact that an older version kept, in characters.
_LONGEST: Final = 4000


def masked_object(whole: Object, mask: Mask) -> Object:
    """Return a claim of `whole_object` with contacts, accounts and chats masked."""
    kind, facts, older = ClaimKind(str(whole["kind"])), whole["facts"], whole["older_facts"]
    if not isinstance(facts, dict) or not isinstance(older, dict):
        raise TypeError("the facts of a claim are an object")
    lists = {name: _entries(whole[name], field, mask) for name, field in _WRITTEN.items()}
    chat = _chat(whole["chat"], mask)
    told = {"facts": masked_facts(kind, facts, mask), "older_facts": _older(older, mask)}
    return {**whole, **told, "chat": chat, **lists}


def _older(facts: Object, mask: Mask) -> Object:
    """Return facts of an older version as texts: a number that nobody knows may be an account."""
    return {name: mask(older_text(value, _LONGEST)) for name, value in facts.items()}


def _entries(entries: JsonValue, field: str, mask: Mask) -> JsonValue:
    if not isinstance(entries, list):
        raise TypeError("what belongs to a claim comes in lists")
    return [_entry(each, field, mask) for each in entries if isinstance(each, dict)]


def _entry(entry: Object, field: str, mask: Mask) -> Object:
    found = {**entry, field: mask(str(entry[field]))}
    if "chat" in found:
        found["chat"] = _chat(found["chat"], mask)
    if found.get("role") == Role.CUSTOMER:
        found["actor"] = _chat(found["actor"], mask)
    return found


def _chat(chat: JsonValue, mask: Mask) -> str:
    return mask(f"{chat:0>{_ID_DIGITS}}")

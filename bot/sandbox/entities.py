"""Telegram's HTML to plain text and entities, with offsets in UTF-16 units.

Source: Bot API, "Formatting options", "HTML style"; the refusals are worded as TDLib's.
"""

import html
import re
from dataclasses import dataclass, field

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.values import Json

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)?([^>]*)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
_LINK = re.compile(r"^(?:https?://|tg://|mailto:)?[^\s/:]+\.[^\s]+$|^(?:https?|tg)://\S+$")

_FOUND = (
    ("url", re.compile(r"\bhttps?://[^\s<>，。；！？）]+")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w", re.ASCII)),
    ("bot_command", re.compile(r"(?<![\w/])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?\b", re.ASCII)),
    ("mention", re.compile(r"(?<![\w@.])@[a-zA-Z]\w{3,31}\b", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#])#[^\W\d]\w*")),
)
_OPAQUE = frozenset({"code", "pre", "text_link"})


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 units, which is how Telegram counts."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


@dataclass(slots=True)
class _Open:
    tag: str
    kind: str
    start: int
    extra: Json = field(default_factory=dict)


@dataclass(slots=True)
class _Parser:
    """One pass over the source; `text` and `entities` are what has been read."""

    source: str
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def run(self) -> tuple[str, list[Json]]:
        position = 0
        while (start := self.source.find("<", position)) >= 0:
            self._literal(self.source[position:start])
            match = _TAG.match(self.source, start)
            if match is None:
                raise self._refused("Unclosed start tag", start)
            self._tag(match)
            position = match.end()
        self._literal(self.source[position:])
        if self.stack:
            raise _unparsable(
                f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"'
            )
        return self.text, self.entities

    def _literal(self, piece: str) -> None:
        self.text += _REFERENCE.sub(lambda match: html.unescape(match[0]), piece)

    def _tag(self, match: re.Match[str]) -> None:
        closing, tag, rest = match[1], (match[2] or "").lower(), match[3]
        if closing:
            self._close(tag, match.start())
        elif tag not in _TAGS:
            raise self._refused(f'Unsupported start tag "{tag}"', match.start())
        else:
            attributes = {
                m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(rest)
            }
            if tag == "span" and attributes.get("class") != "tg-spoiler":
                reason = 'Tag "span" must have class "tg-spoiler"'
                raise self._refused(reason, match.start())
            self.stack.append(self._opened(tag, attributes))

    def _opened(self, tag: str, attributes: dict[str, str]) -> _Open:
        opened = _Open(tag, _TAGS[tag], utf16_length(self.text))
        if tag == "blockquote" and "expandable" in attributes:
            opened.kind = "expandable_blockquote"
        elif tag == "a":
            opened.extra = {"url": html.unescape(attributes.get("href", ""))}
        elif tag == "tg-emoji":
            opened.extra = {"custom_emoji_id": attributes.get("emoji-id", "")}
        elif tag == "code" and self.stack and self.stack[-1].tag == "pre":
            language = attributes.get("class", "").removeprefix("language-")
            opened.extra = {"language": language} if language else {}
        return opened

    def _close(self, tag: str, at: int) -> None:
        if not self.stack:
            raise self._refused("Unexpected end tag", at)
        opened = self.stack.pop()
        if tag not in {"", opened.tag}:
            expected = f'Unmatched end tag, expected "</{opened.tag}>", found "</{tag}>"'
            raise self._refused(expected, at)
        inside_pre = opened.tag == "code" and self.stack and self.stack[-1].tag == "pre"
        if inside_pre:
            self.stack[-1].extra = opened.extra
            return
        length = utf16_length(self.text) - opened.start
        if length and (opened.tag != "a" or _LINK.match(opened.extra["url"])):
            entity = {"type": opened.kind, "offset": opened.start, "length": length}
            self.entities.append({**entity, **opened.extra})

    def _refused(self, reason: str, at: int) -> ApiError:
        return _unparsable(f"{reason} at byte offset {len(self.source[:at].encode())}")


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def parse(text: str, mode: str | None, given: list[Json] | None = None) -> tuple[str, list[Json]]:
    """Return the plain text and its entities, trimmed as Telegram does.

    Args:
        text: as the bot sent it.
        mode: `parse_mode`; HTML or none, Markdown is not offered by the sandbox.
        given: `entities`, where the bot sent them itself.

    Raises:
        ApiError: 400, broken HTML or an unknown mode.
    """
    if mode and mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    entities = list(given or [])
    if mode:
        text, entities = _Parser(text).run()
    text, entities = _trimmed(text, entities)
    entities += detected(text, entities)
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, entities


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    kept = text.strip()
    cut, size = utf16_length(text) - utf16_length(text.lstrip()), utf16_length(kept)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, size)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return kept, moved


def detected(text: str, known: list[Json] | None = None) -> list[Json]:
    """Return the commands, links, mentions and addresses that Telegram finds by itself."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in known or [] if e["type"] in _OPAQUE]
    found: list[Json] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match[0])
            if all(end <= low or start >= high for low, high in taken):
                found.append({"type": kind, "offset": start, "length": end - start})
                taken.append((start, end))
    return found

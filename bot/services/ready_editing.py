"""Ready answers for admins in the chat: the list, one in both languages, and its files."""

from itertools import groupby
from typing import Final

from bot.domain.kinds import ClaimKind
from bot.domain.messages import Button
from bot.domain.taps import Tap
from bot.services.exchange import Exchange
from bot.services.knowledge_steps import VERB
from bot.texts.layouts import arranged
from bot.texts.shown import Lines, Shown
from knowledge.ready import ReadyAnswer

_LANGUAGES: Final = ("zh", "en")
_KINDS: Final = tuple(ClaimKind)
# Buttons under one message. Source: Bot API, 100.
_MOST: Final = 90


async def list_ready(ex: Exchange) -> None:
    """Show the titles of all ready answers, each as a button."""
    language = ex.voice.language.facts
    every = [each for each in ex.library.ready.values() if each.language == language]
    every.sort(key=lambda each: (_KINDS.index(each.kind), each.place))
    kinds = [
        Shown(f"{ex.line(f'kind.{kind}')}: {sum(1 for _ in found)}")
        for kind, found in groupby(every, lambda each: each.kind)
    ]
    buttons = [
        Button(ex.tables.written(each.title), data=Tap(VERB, ("answer", each.name)).encode())
        for each in every[:_MOST]
    ]
    said = ex.lines("knowledge.ready_list", kinds=Lines(tuple(kinds)) if kinds else None)
    ex.say_rows(said, arranged(buttons))


async def read_ready(ex: Exchange, name: str) -> None:
    """Show a ready answer as it stands in its files."""
    found: list[ReadyAnswer] = [
        each for language in _LANGUAGES if (each := ex.library.ready.get((name, language)))
    ]
    if not found:
        ex.say("knowledge.gone")
        return
    files = [
        Button(
            ex.label(f"knowledge.button.file_{each.language}"),
            data=Tap(VERB, ("ready", each.language, name)).encode(),
        )
        for each in found
    ]
    first = found[0]
    said = ex.lines(
        "knowledge.ready_read",
        name=first.name,
        kind=ex.line(f"kind.{first.kind}"),
        outcome=ex.line(f"claims.outcome.{first.outcome}") if first.outcome else None,
        bodies=Lines(tuple(Shown(each.body) for each in found)),
    )
    ex.say_rows(said, arranged(files))

"""Buttons of a draft: answers, back, stop, file, change, a person."""

from collections.abc import Awaitable, Callable

from bot.dialogue.changes import back, reopen
from bot.dialogue.drafts import answers, current_question
from bot.dialogue.engine import choose, skip
from bot.dialogue.replies import Part
from bot.services import guides, handover, own_files, paused_guides, preferences
from bot.services.exchange import Exchange
from bot.services.turns import take
from bot.storage.drafts import DraftState, StoredDraft, find_draft, remove_draft

About = tuple[str, ...]


async def old_button(ex: Exchange) -> None:
    """Say that a button belongs to something earlier, and where we are now."""
    stored = await guides.active(ex)
    if stored is None:
        ex.say("question.old_button", *preferences.menu(ex))
        return
    await guides.repeat_question(
        ex, stored, Part("question.old_button"), Part("question.old_button_now")
    )


async def _of_active(ex: Exchange, about: About) -> StoredDraft | None:
    """Return the active draft if the button belongs to it."""
    stored = await guides.active(ex)
    if stored is None or not about or about[0] != str(stored.id):
        await old_button(ex)
        return None
    return stored


async def _answer(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is None:
        return
    turn = choose(stored.draft, about[1], about[2]) if len(about) == 3 else None
    if turn is None:
        await old_button(ex)
        return
    await take(ex, stored, turn)


async def _skip(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is None:
        return
    current = current_question(stored.draft)
    same = current is not None and (len(about) < 2 or about[1] == current.field)
    turn = skip(stored.draft) if same else None
    if turn is None:
        await old_button(ex)
        return
    await take(ex, stored, turn)


async def _back(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        await guides.continue_with(ex, stored, back(stored.draft))


async def _stop(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        await paused_guides.stop(ex, stored)


async def _resume(ex: Exchange, about: About) -> None:
    stored = await _found(ex, about)
    if stored is not None:
        await paused_guides.resume(ex, stored, fresh=stored.state is DraftState.ACTIVE)


async def _found(ex: Exchange, about: About) -> StoredDraft | None:
    number = _number(about[0]) if about else 0
    stored = await find_draft(ex.connection, ex.bot, ex.chat, number)
    if stored is None or stored.state is DraftState.DELETED:
        await old_button(ex)
        return None
    return stored


async def _delete(ex: Exchange, about: About) -> None:
    stored = await _found(ex, about)
    if stored is not None:
        await paused_guides.delete(ex, stored)


async def _undo(ex: Exchange, about: About) -> None:
    number = _number(about[0]) if about else 0
    await paused_guides.undo(ex, number)


async def _file(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        await guides.file(ex, stored, about[1] if len(about) > 1 else "")


async def _change(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        await guides.change_list(ex, stored)


async def _reopen(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is None:
        return
    held = answers(stored.draft).values
    turn = reopen(stored.draft, about[1]) if len(about) > 1 and about[1] in held else None
    if turn is None:
        await old_button(ex)
        return
    await guides.continue_with(ex, stored, turn)


async def _person(ex: Exchange, _: About) -> None:
    stored = await guides.active(ex)
    if stored is not None and answers(stored.draft).values:
        await handover.hand_over(ex, stored)
        return
    await handover.ask_for_person(ex)


async def _handover(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        await handover.hand_over(ex, stored)


async def _stop_person(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        await remove_draft(ex.connection, ex.bot, ex.chat, stored.id)
        ex.say("person.bot_again", *preferences.menu(ex))


Doing = Callable[[Exchange, About], Awaitable[None]]


async def _files(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        start = about[1] if len(about) > 1 else ""
        await own_files.list_files(ex, stored, _number(start))


async def _unfile(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is None:
        return
    item = about[1] if len(about) > 1 else ""
    if not await own_files.take_out(ex, stored, _number(item)):
        await old_button(ex)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


DRAFT_VERBS: dict[str, Doing] = {
    "answer": _answer,
    "skip": _skip,
    "back": _back,
    "stop": _stop,
    "dontfile": _stop,
    "resume": _resume,
    "delete": _delete,
    "undo": _undo,
    "file": _file,
    "change": _change,
    "reopen": _reopen,
    "person": _person,
    "handover": _handover,
    "stop_person": _stop_person,
    "files": _files,
    "unfile": _unfile,
}

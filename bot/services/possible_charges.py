"""Charges that only the customer can tell apart are asked about, one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.dialogue.replies import Part, Reply
from bot.dialogue.turns import ask
from bot.domain.kinds import ClaimKind
from bot.domain.messages import Button
from bot.domain.readings import (
    SHUT,
    FileReading,
    FoundCharges,
    Told,
    from_json,
    to_json,
)
from bot.domain.taps import Tap
from bot.services import guides
from bot.services.exchange import Exchange
from bot.services.statement_findings import filled, when_text
from bot.storage.arrivals import put_reading
from bot.storage.drafts import StoredDraft, save_draft
from bot.storage.evidence import evidence_of_draft
from bot.texts.layouts import arranged
from bot.texts.shown import Value
from bot.texts.wording import amount_text, clock_text

# Verb of the buttons: file, place of the finding in it, what the customer says.
VERB = "reading"
# Most questions about one batch; who repeats everything is not asked about everything.
_MOST_ASKED = 5

# Passwords tried on one file; typing errors come in ones and twos. Chosen.
MOST_TRIES = 3
_DECLINED = "no_password"

Open = tuple[int, int, FoundCharges]


async def speak(
    ex: Exchange, stored: StoredDraft, said: Sequence[Reply], values: Mapping[str, Value]
) -> None:
    """Say what was read, then ask about the next unsure finding, or go on with the guide."""
    shown = {**await guides.guide_values(ex, stored), **values}
    if shut := await locked(ex, stored):
        way_out = Button(ex.label("readings.decline"), data=way_out_of(shut[0]))
        spoken = ex.compose(stored, tuple(said), shown)
        ex.send(replace(spoken, buttons=(*spoken.buttons, (way_out,))))
        return
    waiting = await _open(ex, stored)
    if not waiting:
        offers = guides.provider_offers(ex, stored.draft)
        ex.send(ex.compose(stored, (*said, *ask(stored.draft)), shown, offers))
        return
    item, place, one = waiting[0]
    question = Part("readings.possible", _values(ex, one, len(waiting)))
    spoken = ex.compose(stored, (*said, question), shown)
    buttons = [
        Button(
            ex.label(f"readings.told.{told}", times=one.times),
            data=Tap(VERB, (str(item), str(place), told.value)).encode(),
        )
        for told in Told
    ]
    ex.send(replace(spoken, buttons=(*spoken.buttons, *arranged(buttons))))


async def locked(ex: Exchange, stored: StoredDraft) -> tuple[int, FileReading] | None:
    """Return the file whose password is wanted, with its reading; None: there is none."""
    if stored.draft.kind is not ClaimKind.DUPLICATE_CHARGE:
        return None
    for item, reading in await _readings(ex, stored):
        if reading.refused in SHUT and reading.tries < MOST_TRIES:
            return item, reading
    return None


def way_out_of(item: int) -> str:
    """Return what the button carries that stands under the question for a password."""
    return Tap(VERB, (str(item), "0", _DECLINED)).encode()


async def _open(ex: Exchange, stored: StoredDraft) -> list[Open]:
    found: list[Open] = []
    asked = 0
    for item, reading in await _readings(ex, stored):
        for place, one in enumerate(reading.found):
            asked += one.told is not None
            if one.is_open:
                found.append((item, place, one))
    return found[: max(_MOST_ASKED - asked, 0)]


async def _readings(ex: Exchange, stored: StoredDraft) -> list[tuple[int, FileReading]]:
    files = await evidence_of_draft(ex.connection, stored.id)
    return [(file.id, from_json(file.reading)) for file in files if file.reading]


def _values(ex: Exchange, one: FoundCharges, left: int) -> dict[str, object]:
    first, last = clock_text(one.first_at, ex.voice), clock_text(one.last_at, ex.voice)
    return {
        "left": left if left > 1 else "",
        "payee": one.payee or ex.line("readings.no_name"),
        "amount": amount_text(one.each, ex.voice),
        "times": one.times,
        "when": when_text(ex, one),
        "last": "" if one.day_only or first == last else last,
    }


async def told(ex: Exchange, about: tuple[str, ...]) -> bool:
    """Take the answer about an unsure finding or a password; False: nobody asked that."""
    stored = await guides.active(ex)
    if stored is not None and about[2:] == (_DECLINED,):
        return await _declined(ex, stored)
    if stored is None or len(about) != 3 or about[2] not in set(Told):
        return False
    readings = dict(await _readings(ex, stored))
    item = int(about[0]) if about[0].isdecimal() else 0
    place = int(about[1]) if about[1].isdecimal() else -1
    found = readings[item].found if item in readings else ()
    if not 0 <= place < len(found) or not found[place].is_open:
        return False
    answered = replace(found[place], told=Told(about[2]))
    readings[item] = replace(readings[item], found=(*found[:place], answered, *found[place + 1 :]))
    await put_reading(ex.connection, ex.bot, item, to_json(readings[item]))
    done = filled(stored.draft, [one for one in readings.values() if one.layout], ex.library)
    changed = replace(stored, draft=done.draft)
    await save_draft(ex.connection, ex.bot, ex.chat, changed, ex.now)
    await speak(ex, changed, (Part(f"readings.after.{about[2]}"),), {})
    return True


async def _declined(ex: Exchange, stored: StoredDraft) -> bool:
    shut = await locked(ex, stored)
    if shut is None:
        return False
    item, reading = shut
    await put_reading(ex.connection, ex.bot, item, to_json(replace(reading, tries=MOST_TRIES)))
    await speak(ex, stored, (Part("readings.no_password"),), {})
    return True

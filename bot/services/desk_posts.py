"""What customers write, on its way to the agents: the words of a few seconds go as one message."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.messages import Button, FileKind, Message, OutgoingFile
from bot.domain.taps import Tap
from bot.services.desk_lag import lag, watch_lag
from bot.services.desk_topics import desk_message, for_agents
from bot.services.exchange import Exchange
from bot.services.promises import URGENT
from bot.storage.claims import claim_by_id
from bot.storage.desk_links import (
    Link,
    link_from,
    link_to,
    links_of_outbox,
    put_desk_link,
    reword,
    waiting_words,
    words_posted,
)
from bot.storage.outbox import put_messages
from bot.storage.timers import Timer, schedule_new
from bot.texts.dividing import divided, units

WORDS_DUE: Final = "desk.words"
# Words that come within this time of the first go as one message.
TOGETHER: Final = timedelta(seconds=5)
TOGETHER_BEHIND: Final = timedelta(seconds=60)
# Telegram's limits, with room for a number and a name: text and caption, UTF-16 units.
_LONGEST_TEXT: Final = 3500
_LONGEST_CAPTION: Final = 900
_ALBUM: Final = 10
_IN_ALBUMS: Final = (FileKind.PHOTO, FileKind.VIDEO)


async def keep_words(
    ex: Exchange, claim: FiledClaim, text: str, files: Sequence[OutgoingFile] = ()
) -> None:
    """Keep what a customer wrote until it is sent to the agents, with its files.

    Args:
        ex (Exchange): of the customer.
        claim (FiledClaim): which it is about.
        text (str): redacted.
        files (sequence): that Telegram holds already; an album is one message each to it.
    """
    said = await link_to(ex.connection, ex.bot, ex.chat, ex.received.reply_to)
    link = Link(
        claim.id, ex.chat, ex.received.message_id, ex.agents_chat, words=text,
        reply_to=said.from_id if said else 0,
    )  # fmt: skip
    for file in files or (None,):
        await put_desk_link(ex.connection, ex.bot, replace(link, file=file))
        link = replace(link, words="", from_id=0)
    due = ex.now + await _gathered(ex, claim)
    timer = Timer(f"words:{claim.id}", claim.chat, WORDS_DUE, due, {"claim": claim.id})
    await schedule_new(ex.connection, ex.bot, timer)


async def _gathered(ex: Exchange, claim: FiledClaim) -> timedelta:
    """Return how long words are gathered: longer while the group lags, or it never catches up."""
    behind = await lag(ex.connection, ex.bot, ex.agents_chat, ex.now)
    if behind is None:
        return TOGETHER
    await watch_lag(ex)
    return TOGETHER if claim.priority == URGENT else TOGETHER_BEHIND


async def post_words(ex: Exchange, claim: int) -> None:
    """Send the agents what a customer wrote about a claim since the last time."""
    found = await claim_by_id(ex.connection, ex.bot, claim)
    if found is None:
        return
    for links in _together(await waiting_words(ex.connection, claim)):
        key = f"words:{links[0].id}"
        message = replace(await _post(ex, found, links), key=key)
        further = await _further(ex, found, links)
        outbox, *_ = await put_messages(ex.connection, ex.bot, [message, *further], ex.now)
        await words_posted(ex.connection, links, outbox, key)
    await watch_lag(ex)


async def edit_words(ex: Exchange, claim: FiledClaim, text: str) -> None:
    """Show the agents what an edited message says now."""
    link = await link_from(ex.connection, ex.bot, ex.chat, ex.received.message_id)
    if link is None or link.claim != claim.id:
        await keep_words(ex, claim, _edited(ex, claim, text))
        return
    await reword(ex.connection, link, text)
    if link.outbox is None:
        return
    message = await _post(ex, claim, await links_of_outbox(ex.connection, link.outbox))
    anew = await desk_message(ex, claim, _edited(ex, claim, divided(text, _LONGEST_TEXT)[0]))
    edit = replace(message, edit_of=link.key, album=(), file=None, instead=anew.text)
    await put_messages(ex.connection, ex.bot, [edit], ex.now)


def _edited(ex: Exchange, claim: FiledClaim, text: str) -> str:
    return for_agents(ex, claim).line("desk.edited", text=text)


def _parts(links: Sequence[Link]) -> tuple[str, ...]:
    """Return what was said; a customer may write as much as Telegram takes, and we add a word."""
    return divided("\n".join(link.words for link in links if link.words), _LONGEST_TEXT)


async def _further(ex: Exchange, claim: FiledClaim, links: Sequence[Link]) -> list[Message]:
    """Return the messages that a long text needs besides the first."""
    desk = for_agents(ex, claim)
    parts = [desk.line("desk.customer_says", text=part) for part in _parts(links)[1:]]
    return [await desk_message(ex, claim, part) for part in parts]


async def _post(ex: Exchange, claim: FiledClaim, links: Sequence[Link]) -> Message:
    words = _parts(links)[0]
    files = tuple(link.file for link in links if link.file)
    said = for_agents(ex, claim).line("desk.customer_says", text=words) if words else ""
    message = await desk_message(ex, claim, said)
    reply_to = next((link.reply_to for link in links if link.reply_to), 0)
    # The nearest articles are offered under what a customer wrote.
    look = Tap("ready", ("near", claim.number)).encode()
    near = Button(for_agents(ex, claim).label("ready.near"), data=look)
    return replace(
        message,
        buttons=((near,),) if words and len(files) < 2 else (),
        reply_to=reply_to,
        file=files[0] if len(files) == 1 else None,
        album=files if len(files) > 1 else (),
    )


def _together(links: Sequence[Link]) -> Iterable[list[Link]]:
    """Divide what waits into messages: words under the first album if they fit, else before it."""
    texts = [link for link in links if link.file is None]
    albums = [album for _, of in groupby(_files(links), _sort) for album in _albums(list(of))]
    if albums and _length([*texts, *albums[0]]) <= _LONGEST_CAPTION:
        return [[*texts, *albums[0]], *albums[1:]]
    return [*_pages(texts), *albums]


def _files(links: Sequence[Link]) -> list[Link]:
    return sorted((link for link in links if link.file), key=_sort)


def _sort(link: Link) -> str:
    kind = link.file.kind if link.file else FileKind.DOCUMENT
    return "" if kind in _IN_ALBUMS else kind.value


def _albums(links: list[Link]) -> list[list[Link]]:
    size = _ALBUM if not _sort(links[0]) else 1
    return [links[start : start + size] for start in range(0, len(links), size)]


def _pages(texts: Sequence[Link]) -> list[list[Link]]:
    pages: list[list[Link]] = []
    for link in texts:
        if pages and _length([*pages[-1], link]) <= _LONGEST_TEXT:
            pages[-1].append(link)
        else:
            pages.append([link])
    return pages


def _length(links: Sequence[Link]) -> int:
    return sum(units(link.words) + 1 for link in links)

"""A blocked customer wrote: told once how to reach a person otherwise, then not answered.

Words that show a danger are shown to agents all the same. Nothing else of it is kept.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.domain.messages import Button, Message, Priority
from bot.domain.taps import Tap
from bot.services.desk_topics import desk_message, for_agents
from bot.services.exchange import Exchange, Received
from bot.storage.audit import Deed, put_deed
from bot.storage.blocks import Block, block_alerted, block_told
from bot.storage.claims import claim_by_id
from bot.storage.outbox import put_messages

# Agents are shown one blocked customer's danger at most so often: the group is for claims.
_ALERTED_AGAIN: Final = timedelta(hours=1)
_WORDS_SHOWN: Final = 300


async def turn_away(ex: Exchange, block: Block, *, is_pressing: bool) -> None:
    """Take what a blocked customer did; `is_pressing` where their words show a danger."""
    if is_pressing:
        await _alert(ex, block)
    if block.is_told:
        return
    ex.received = Received()
    await block_told(ex.connection, ex.bot, ex.chat)
    ex.say("spam.told")
    await ex.close()


async def _alert(ex: Exchange, block: Block) -> None:
    if block.alerted_at is not None and ex.now < block.alerted_at + _ALERTED_AGAIN:
        return
    await block_alerted(ex.connection, ex.bot, ex.chat, ex.now)
    deed = Deed("system", "spam.danger", str(ex.chat))
    await put_deed(ex.connection, ex.bot, deed, ex.now)
    if not ex.agents_chat:
        return
    words = ex.received.text[:_WORDS_SHOWN]
    claim = await claim_by_id(ex.connection, ex.bot, block.claim)
    if claim is None:
        # Whoever had all deleted is known by their chat only.
        desk = ex.for_agents("")
        said = desk.lines("spam.danger_of_chat", chat=ex.chat, text=words)
        message = Message(ex.agents_chat, "\n".join(said.lines))
    else:
        desk = for_agents(ex, claim)
        undo = Button(desk.label("spam.undo"), data=Tap("spam", ("undo", claim.number)).encode())
        line = desk.line("spam.danger", text=words)
        message = replace(await desk_message(ex, claim, line), buttons=((undo,),))
    urgent = replace(message, priority=Priority.URGENT)
    await put_messages(ex.connection, ex.bot, [urgent], ex.now)

"""The update that is being handled: its lane is checked and it is marked done in its own step."""

from contextvars import ContextVar
from dataclasses import dataclass, field

from bot.storage.connection import Connection, Step, T
from bot.storage.errors import Fenced, SecondWriteError

_DONE = """
    UPDATE inbox SET state = 'done', payload = NULL, done_at = :now
    WHERE bot_id = :bot AND update_id = :update AND state = 'open' AND EXISTS (
        SELECT 1 FROM lane WHERE bot_id = :bot AND chat_id = :chat AND epoch = :epoch)
"""


@dataclass(slots=True)
class CurrentUpdate:
    """What the dispatcher is handling; one object for each attempt.

    Attributes:
        bot: Telegram id of the bot.
        update: key of the row in the inbox.
        chat: the lane.
        epoch: fencing number of the lane when it was claimed.
        now: moment of the attempt, microseconds.
        siblings: keys of the other items of the same album; marked done together.
        is_slowed: its sender floods; answers to it are sent after everybody else's.
        written: its step is committed.
    """

    bot: int
    update: int
    chat: int
    epoch: int
    now: int
    siblings: tuple[int, ...] = ()
    is_slowed: bool = False
    written: bool = field(default=False, init=False)


current_update: ContextVar[CurrentUpdate | None] = ContextVar("current_update", default=None)
slowed_chat: ContextVar[int] = ContextVar("slowed_chat", default=0)
"""Inside the step of an update whose sender floods: their chat."""


def fenced(step: Step[T], current: CurrentUpdate) -> Step[T]:
    """Return the step with the check of the lane and the done mark in front of it.

    Raises:
        SecondWriteError: the update has its written step already.
        Fenced: (the returned step) another process has the lane, or the update is done.
    """
    if current.written:
        raise SecondWriteError(
            f"update {current.update} has been written already; put both effects into one step"
        )

    async def run(connection: Connection) -> T:
        await mark_done(connection, current)
        # The step may run in another thread, which does not see `current_update`.
        token = slowed_chat.set(current.chat if current.is_slowed else 0)
        try:
            return await step(connection)
        finally:
            slowed_chat.reset(token)

    return run


async def mark_done(connection: Connection, current: CurrentUpdate) -> None:
    """Mark the update and its siblings done, and drop their payloads.

    Raises:
        Fenced: another process has the lane, or the update is done.
    """
    for update in (current.update, *current.siblings):
        changed = await connection.run(
            _DONE,
            now=current.now,
            bot=current.bot,
            update=update,
            chat=current.chat,
            epoch=current.epoch,
        )
        if changed != 1:
            raise Fenced(f"update {update} is not ours any more (lane epoch {current.epoch})")

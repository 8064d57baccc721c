"""A sandbox with one of everything, for tests that call methods."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.sandbox import Bot, customer_of, make_sandbox, picture


@asynccontextmanager
async def furnished(folder: Path) -> AsyncIterator[SimpleNamespace]:
    """Yield a sandbox, a bot and the names of what is there, for `filled`."""
    sandbox = make_sandbox(folder)
    bot = Bot(sandbox)
    customer = await customer_of(sandbox)
    other = sandbox.people.create("Li")
    group = sandbox.groups.create("agents", [customer, other], is_forum=True)
    owner = customer.as_user()
    closed = sandbox.groups.create_topic(group, owner, "closed").thread
    sandbox.groups.close_topic(group, owner, closed, is_closed=True)
    photo = await bot.form("sendPhoto", {"chat_id": customer.id}, {"photo": ("a.png", picture())})
    sent = await bot.call("sendMessage", chat_id=customer.id, text="hello")
    app = sandbox.people.open_web_app(customer.id, "https://example.org/")
    assert app.startswith("https://example.org/#")
    query = next(key for key in sandbox.world.queries)
    yield SimpleNamespace(
        sandbox=sandbox,
        bot=bot,
        names={
            "chat": customer.id,
            "other": other.id,
            "group": group.id,
            "closed": closed,
            "thread": sandbox.groups.create_topic(group, owner, "PA-0").thread,
            "theirs": min(sandbox.world.messages[customer.id]),
            "sent": sent["message_id"],
            "photo": photo["message_id"],
            "file": photo["photo"][-1]["file_id"],
            "query": sandbox.people.tap(customer.id, sent["message_id"], "x"),
            "app": query,
        },
    )
    await sandbox.close()


def filled(value: Any, names: dict[str, Any]) -> Any:
    """Return a value with `@name` replaced by what the name stands for."""
    if isinstance(value, dict):
        return {key: filled(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, names) for inner in value]
    is_name = isinstance(value, str) and value.startswith("@")
    return names[value[1:]] if is_name else value

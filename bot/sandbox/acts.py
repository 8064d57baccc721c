"""What the chat page can do, by name; each act takes the page's JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.sandbox import messages
from bot.sandbox.errors import bad_request
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.parts import Parts
from bot.sandbox.people import People
from bot.sandbox.posting import Posting
from bot.sandbox.values import Json, Role


@dataclass(frozen=True, slots=True)
class Stage:
    """What the acts work on."""

    parts: Parts
    people: People
    posting: Posting


Act: TypeAlias = Callable[[Stage, Json], Json]

ACTS: dict[str, Act] = {}


def act(function: Act) -> Act:
    """Register a function as an act under its name."""
    ACTS[function.__name__] = function
    return function


def run(stage: Stage, name: str, body: Json) -> Json:
    """Do what the page asks for and return what it answers.

    Raises:
        ApiError: 400, no such act, or it is refused.
    """
    found = ACTS.get(name)
    if found is None:
        raise bad_request(f"the page cannot {name}")
    try:
        return found(stage, body)
    except (KeyError, TypeError, ValueError) as error:
        raise bad_request(f"{name} does not understand {error}") from error


@act
def send(stage: Stage, body: Json) -> Json:
    """Write a message: `by`, `text`, `chat`, `thread`, `reply_to`; a long one is divided."""
    sent: Json = {}
    for text in messages.divided(body["text"]):
        sent = stage.people.send_text(
            body["by"],
            text,
            body.get("chat", 0),
            thread=body.get("thread", 0),
            reply_to=body.get("reply_to", 0),
        )
    return sent


@act
def forward(stage: Stage, body: Json) -> Json:
    """Forward a message to the bot: `by`, `chat`, `message`."""
    return stage.posting.forward(body["by"], body["message"], body.get("chat", 0))


@act
def edit(stage: Stage, body: Json) -> Json:
    """Change a message of one's own: `by`, `chat`, `message`, `text`."""
    return stage.people.edit_text(body["by"], body["message"], body["text"], body.get("chat", 0))


@act
def delete(stage: Stage, body: Json) -> Json:
    """Delete a message of one's own: `by`, `chat`, `message`."""
    stage.people.delete(body["by"], body["message"], body.get("chat", 0))
    return {}


@act
def tap(stage: Stage, body: Json) -> Json:
    """Tap a button: `by`, `chat`, `message`, `data`."""
    query = stage.people.tap(body["by"], body["message"], body["data"], body.get("chat", 0))
    return {"query_id": query}


@act
def web_app(stage: Stage, body: Json) -> Json:
    """Open a Mini App: `by`, `url`."""
    return {"url": stage.people.open_web_app(body["by"], body["url"])}


@act
def react(stage: Stage, body: Json) -> Json:
    """Put an emoji under a message, or take it away: `by`, `chat`, `message`, `emoji`."""
    stage.people.react(body["by"], body["message"], body["emoji"], body.get("chat", 0))
    return {}


@act
def block(stage: Stage, body: Json) -> Json:
    """Block the bot or start it again: `by`, `blocked`."""
    if body["blocked"]:
        stage.people.block(body["by"])
    else:
        stage.people.unblock(body["by"])
    return {}


@act
def language(stage: Stage, body: Json) -> Json:
    """Change the language of a person's app: `by`, `code`."""
    stage.people.set_language(body["by"], body["code"])
    return {}


@act
def person(stage: Stage, body: Json) -> Json:
    """Add a person: `name`, `code`, `role`."""
    if not body["name"].strip():
        raise bad_request("a person needs a name")
    role = Role(body.get("role", Role.CUSTOMER))
    created = stage.people.create(body["name"].strip(), body.get("code", ""), role)
    return {"id": created.id}


@act
def group(stage: Stage, body: Json) -> Json:
    """Make a group: `by`, `title`, `forum`; `small` makes a basic group without topics."""
    owner = stage.people.person(body["by"])
    is_small, is_forum = bool(body.get("small")), bool(body.get("forum"))
    chat = stage.parts.groups.create(
        body["title"], [owner], is_forum=is_forum and not is_small, is_small=is_small
    )
    return {"id": chat.id}


@act
def migrate(stage: Stage, body: Json) -> Json:
    """Make a supergroup of a basic group: `by`, `chat`."""
    chat = stage.people.chat_for(body["by"], body["chat"])
    return {"id": stage.parts.groups.migrate(chat, stage.people.person(body["by"])).id}


@act
def topic(stage: Stage, body: Json) -> Json:
    """Open a topic: `by`, `chat`, `name`."""
    chat = stage.people.chat_for(body["by"], body["chat"])
    sender = stage.people.person(body["by"]).as_user()
    return {"thread": stage.parts.groups.create_topic(chat, sender, body["name"]).thread}


@act
def close_topic(stage: Stage, body: Json) -> Json:
    """Close a topic or open it again: `by`, `chat`, `thread`, `closed`."""
    chat = stage.people.chat_for(body["by"], body["chat"])
    sender = stage.people.person(body["by"]).as_user()
    stage.parts.groups.close_topic(chat, sender, body["thread"], is_closed=body["closed"])
    return {}


@act
def bot_in_group(stage: Stage, body: Json) -> Json:
    """Add, promote or remove the bot: `by`, `chat`, `status`."""
    chat = stage.people.chat_for(body["by"], body["chat"])
    stage.parts.groups.set_bot(chat, stage.people.person(body["by"]), body["status"])
    return {}


@act
def clock(stage: Stage, body: Json) -> Json:
    """Move the sandbox's time: `seconds`."""
    stage.parts.world.move_clock(int(body["seconds"]))
    return {"offset": stage.parts.world.bot.clock_offset}


@act
def fault(stage: Stage, body: Json) -> Json:
    """Order a trouble: `kind`, `method`, `seconds`, `times`."""
    stage.parts.faults.add(
        Fault(
            FaultKind(body["kind"]),
            body.get("method") or "*",
            seconds=float(body.get("seconds", 3)),
            times=int(body.get("times", 1)),
        )
    )
    stage.parts.show_faults()
    return {}


@act
def no_faults(stage: Stage, _body: Json) -> Json:
    """Call all troubles off."""
    stage.parts.faults.clear()
    stage.parts.show_faults()
    return {}

"""What the chat page can do, called as the page calls it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from tests.asgi_request import call_asgi
from tests.sandbox import KEY, Bot, RefusedError, customer_of, make_sandbox, picture, press

BASE = f"http://127.0.0.1/chat/{KEY}"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[SimpleNamespace]:
    sandbox = make_sandbox(tmp_path)
    customer = await customer_of(sandbox)
    yield SimpleNamespace(sandbox=sandbox, bot=Bot(sandbox), by=customer.id)
    await sandbox.close()


async def act(stage: SimpleNamespace, name: str, /, **body: Any) -> Any:
    request = httpx.Request("POST", f"{BASE}/act/{name}", json={"by": stage.by, **body})
    answer = await call_asgi(stage.sandbox.app, request)
    said = json.loads(answer.body)
    if answer.status != 200:
        raise RefusedError(answer.status, said)
    return said


async def upload(stage: SimpleNamespace, *files: tuple[str, bytes, str], **fields: Any) -> Any:
    parts = [("file", file) for file in files]
    data = {"by": str(stage.by), **fields}
    request = httpx.Request("POST", f"{BASE}/upload", data=data, files=parts)
    answer = await call_asgi(stage.sandbox.app, request)
    said = json.loads(answer.body)
    if answer.status != 200:
        raise RefusedError(answer.status, said)
    return said


async def test_a_long_text_is_divided_as_apps_do(stage: SimpleNamespace) -> None:
    text = "😭" * 2048 + "支" * 5000
    await act(stage, "send", text=text)
    sent = [u["message"]["text"] for u in (await stage.bot.updates())[1:]]
    assert [len(piece) for piece in sent] == [2048, 4096, 904]
    assert "".join(sent) == text


async def test_a_message_is_forwarded_with_its_writer(stage: SimpleNamespace) -> None:
    sent = await stage.bot.call("sendMessage", chat_id=stage.by, text="x")
    await act(stage, "forward", message=sent["message_id"])
    message = (await stage.bot.updates())[-1]["message"]
    assert message["forward_origin"]["sender_user"]["is_bot"] is True
    assert message["text"] == "x"


@pytest.mark.parametrize(
    ("files", "fields", "kinds"),
    [
        ([("a.png", picture(), "image/png")], {}, ["photo"]),
        ([("a.png", picture(), "image/png")], {"as_files": "1"}, ["document"]),
        ([("a.png", picture(), "image/png")] * 2, {}, ["photo", "photo"]),
        ([("a.csv", b"1,2", "text/csv")] * 3, {}, ["document"] * 3),
        ([("a.ogg", b"OggS", "audio/ogg")], {}, ["voice"]),
    ],
)
async def test_files_become_what_an_app_makes_of_them(
    stage: SimpleNamespace, files: list[Any], fields: dict[str, str], kinds: list[str]
) -> None:
    sent = await upload(stage, *files, caption="slip", **fields)
    found = [next(k for k in ("photo", "document", "voice") if k in m) for m in sent]
    assert found == kinds
    assert len({message.get("media_group_id") for message in sent}) == 1
    assert [m.get("caption") for m in sent[1:]] == [None] * (len(sent) - 1)


@pytest.mark.parametrize(
    ("count", "says"), [(0, "an album has 2 to 10 items"), (11, "an album has 2 to 10 items")]
)
async def test_too_many_files_or_none_are_refused(
    stage: SimpleNamespace, count: int, says: str
) -> None:
    with pytest.raises(RefusedError, match=says):
        await upload(stage, *[("a.csv", b"1", "text/csv")] * count, caption="x")


async def test_people_groups_and_topics_are_made(stage: SimpleNamespace) -> None:
    person = await act(stage, "person", name=" Li ", code="en", role="agent")
    group = await act(stage, "group", title="agents", forum=True)
    topic = await act(stage, "topic", chat=group["id"], name="PA-1")
    await act(stage, "close_topic", chat=group["id"], thread=topic["thread"], closed=True)
    await act(stage, "language", code="zh-hant")
    await act(stage, "bot_in_group", chat=group["id"], status="member")
    world = stage.sandbox.world
    assert world.people[person["id"]].first_name == "Li"
    assert world.people[stage.by].language_code == "zh-hant"
    assert world.chats[group["id"]].topics[str(topic["thread"])].is_closed
    assert world.chats[group["id"]].status_of(world.bot.id) == "member"


async def test_a_basic_group_becomes_a_supergroup(stage: SimpleNamespace) -> None:
    group = await act(stage, "group", title="small", small=True, forum=True)
    bigger = await act(stage, "migrate", chat=group["id"])
    with pytest.raises(RefusedError, match="upgraded to a supergroup"):
        await stage.bot.call("sendMessage", chat_id=group["id"], text="x")
    sent = await stage.bot.call("sendMessage", chat_id=bigger["id"], text="x")
    assert (sent["chat"]["type"], "is_forum" in sent["chat"]) == ("supergroup", False)
    with pytest.raises(RefusedError, match="only a basic group"):
        await act(stage, "migrate", chat=bigger["id"])


async def test_own_messages_are_edited_and_deleted_and_others_are_not(
    stage: SimpleNamespace,
) -> None:
    own = await act(stage, "send", text="x")
    edited = await act(stage, "edit", message=own["message_id"], text="y")
    assert (edited["text"], "edit_date" in edited) == ("y", True)
    await act(stage, "delete", message=own["message_id"])
    assert own["message_id"] not in stage.sandbox.world.messages[stage.by]
    sent = await stage.bot.call("sendMessage", chat_id=stage.by, text="x")
    for name, more in (("edit", {"text": "mine"}), ("delete", {})):
        with pytest.raises(RefusedError, match="not found"):
            await act(stage, name, message=sent["message_id"], **more)


async def test_taps_reactions_blocks_and_apps(stage: SimpleNamespace) -> None:
    keys = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    sent = await stage.bot.call("sendMessage", chat_id=stage.by, text="x", reply_markup=keys)
    number = sent["message_id"]
    await stage.bot.updates(allowed_updates=["callback_query", "message_reaction"])
    query = await act(stage, "tap", message=number, data="y")
    second = press(stage.sandbox, stage.by, "Yes")
    await act(stage, "react", message=number, emoji="👍")
    taps = [u["callback_query"] for u in await stage.bot.updates() if "callback_query" in u]
    assert [(tap["id"], tap["data"]) for tap in taps] == [(query["query_id"], "y"), (second, "y")]
    await act(stage, "block", blocked=True)
    assert stage.sandbox.world.chats[stage.by].is_blocked
    await act(stage, "block", blocked=False)
    assert not stage.sandbox.world.chats[stage.by].is_blocked
    app = await act(stage, "web_app", url="https://example.org/")
    assert "tgWebAppData=" in app["url"]


async def test_clock_and_troubles_are_ordered(stage: SimpleNamespace) -> None:
    assert await act(stage, "clock", seconds=60) == {"offset": 60}
    await act(stage, "fault", kind="flood", method="sendMessage", seconds=9, times=2)
    assert stage.sandbox.faults.as_json()[0]["seconds"] == 9
    await act(stage, "no_faults")
    assert stage.sandbox.faults.as_json() == []


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("nothing", {}),
        ("send", {}),
        ("send", {"text": " "}),
        ("send", {"text": "x", "chat": 5}),
        ("send", {"text": "x", "by": 5}),
        ("tap", {"message": 5, "data": "x"}),
        ("fault", {"kind": "fire"}),
        ("person", {"name": " "}),
        ("forward", {"message": 5}),
    ],
)
async def test_a_wrong_act_is_refused(
    stage: SimpleNamespace, name: str, body: dict[str, Any]
) -> None:
    with pytest.raises(RefusedError) as refused:
        await act(stage, name, **body)
    assert refused.value.status == 400


async def test_nobody_writes_in_a_group_of_others(stage: SimpleNamespace) -> None:
    forum = stage.sandbox.cast().agents_chat
    with pytest.raises(RefusedError, match="not a member"):
        await act(stage, "send", chat=forum.id, text="let me in")


async def test_a_file_that_a_browser_may_not_show_is_downloaded(stage: SimpleNamespace) -> None:
    page = ("支.svg", b"<svg/>", "image/svg+xml")
    (sent,) = await upload(stage, page)
    url = f"{BASE}/file/{sent['document']['file_id']}"
    answer = await call_asgi(stage.sandbox.app, httpx.Request("GET", url))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"

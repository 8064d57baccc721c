"""getUpdates as Telegram does it, and updates as its description says."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Sandbox, schema
from bot.sandbox.people import People
from bot.sandbox.posting import Place
from bot.sandbox.updates import TAP_LIFE, UPDATE_LIFE
from bot.sandbox.wire import Upload
from tests.sandbox import Bot, RefusedError, customer_of, make_sandbox, picture


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    made = make_sandbox(tmp_path)
    yield made
    await made.close()


async def written(sandbox: Sandbox, *texts: str) -> People:
    """Let one customer write several messages."""
    person = sandbox.people.create("Alex", "en")
    for text in texts:
        sandbox.people.send_text(person.id, text)
    return sandbox.people


def texts_of(updates: list[dict]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_offset_confirms_everything_below_it(sandbox: Sandbox) -> None:
    bot = Bot(sandbox)
    await written(sandbox, "a", "b", "c")
    first = await bot.updates()

    later = await bot.updates(offset=first[1]["update_id"])

    assert texts_of(later) == ["b", "c"]
    assert texts_of(await bot.updates()) == ["b", "c"]


async def test_a_negative_offset_forgets_the_earlier_ones(sandbox: Sandbox) -> None:
    bot = Bot(sandbox)
    await written(sandbox, "a", "b", "c")

    assert texts_of(await bot.updates(offset=-1)) == ["c"]
    assert texts_of(await bot.updates()) == ["c"]


async def test_a_limit_holds(sandbox: Sandbox) -> None:
    await written(sandbox, "a", "b", "c")
    assert texts_of(await Bot(sandbox).updates(limit=2)) == ["a", "b"]


async def test_ids_rise_one_by_one(sandbox: Sandbox) -> None:
    await written(sandbox, "a", "b")
    first, second = await Bot(sandbox).updates()
    assert second["update_id"] == first["update_id"] + 1


async def test_a_long_poll_ends_with_the_first_update(sandbox: Sandbox) -> None:
    poll = asyncio.create_task(Bot(sandbox).updates(timeout=50))
    await asyncio.sleep(0)
    await written(sandbox, "a")
    assert texts_of(await asyncio.wait_for(poll, 5)) == ["a"]


async def test_an_earlier_poller_is_told_about_the_later_one(sandbox: Sandbox) -> None:
    bot = Bot(sandbox)
    # Tasks begin in the order in which they were made.
    earlier = asyncio.create_task(bot.updates(timeout=50))
    later = asyncio.create_task(bot.updates(timeout=50))

    with pytest.raises(RefusedError, match="terminated by other getUpdates") as refused:
        await earlier

    assert refused.value.status == 409
    sandbox.release()
    assert await later == []


async def test_polling_is_refused_while_a_webhook_is_set(sandbox: Sandbox) -> None:
    bot = Bot(sandbox)
    await bot.call("setWebhook", url="https://127.0.0.1/hook")
    with pytest.raises(RefusedError, match="while webhook is active"):
        await bot.updates()
    await bot.call("deleteWebhook")
    assert await bot.updates() == []


async def test_allowed_updates_are_remembered(sandbox: Sandbox) -> None:
    bot = Bot(sandbox)
    await bot.updates(allowed_updates=["callback_query"])
    await written(sandbox, "a")
    assert await bot.updates() == []
    await bot.updates(allowed_updates=["message"])
    await written(sandbox, "b")
    assert texts_of(await bot.updates()) == ["b"]


async def test_reactions_come_only_when_asked_for(sandbox: Sandbox) -> None:
    bot = Bot(sandbox)
    person = await customer_of(sandbox)
    (update,) = await bot.updates()
    number = update["message"]["message_id"]
    sandbox.people.react(person.id, number, "👍")
    assert len(await bot.updates()) == 1
    await bot.updates(allowed_updates=["message_reaction"])
    sandbox.people.react(person.id, number, "")
    assert "message_reaction" in (await bot.updates())[-1]


async def test_a_message_waits_a_day_and_a_tap_150_seconds(sandbox: Sandbox) -> None:
    bot = Bot(sandbox)
    person = await customer_of(sandbox)
    sent = await bot.call("sendMessage", chat_id=person.id, text="x")
    query = sandbox.people.tap(person.id, sent["message_id"], "data")

    sandbox.world.move_clock(TAP_LIFE + 1)

    assert [list(update)[1] for update in await bot.updates()] == ["message"]
    with pytest.raises(RefusedError, match="query is too old"):
        await bot.call("answerCallbackQuery", callback_query_id=query)
    sandbox.world.move_clock(UPDATE_LIFE)
    assert await bot.updates() == []


async def test_updates_keep_to_the_description(sandbox: Sandbox) -> None:
    bot = Bot(sandbox)
    await bot.updates(allowed_updates=list(schema.description()["types"]["Update"]["fields"]))
    person = await customer_of(sandbox)
    place = Place(person.id)
    sent = await bot.call("sendMessage", chat_id=person.id, text="x")
    own = sandbox.people.send_text(person.id, "see https://a.org", reply_to=sent["message_id"])
    sandbox.people.edit_text(person.id, own["message_id"], "another")
    sandbox.people.tap(person.id, sent["message_id"], "data")
    sandbox.people.react(person.id, sent["message_id"], "👍")
    upload = Upload("a.png", "image/png", picture())
    sandbox.posting.album(place, [upload, upload], "both")
    sandbox.posting.document(place, upload)
    sandbox.posting.voice(place, upload)
    group = sandbox.groups.create("small", [person], is_small=True)
    sandbox.groups.add(group, sandbox.people.create("Li"))
    sandbox.groups.migrate(group, person)
    forum = sandbox.groups.create("agents", [person], is_forum=True)
    topic = sandbox.groups.create_topic(forum, person.as_user(), "PA-1")
    sandbox.groups.rename_topic(forum, person.as_user(), topic.thread, "PA-2")
    sandbox.groups.close_topic(forum, person.as_user(), topic.thread, is_closed=True)
    sandbox.people.send_text(person.id, "in a topic", forum.id, thread=topic.thread)
    sandbox.people.block(person.id)
    sandbox.people.unblock(person.id)
    sandbox.groups.set_bot(forum, person, "kicked")

    updates = await bot.updates()

    assert len(updates) == 21
    assert [schema.check_object("Update", update) for update in updates] == [[]] * 21


async def test_privacy_mode_hides_what_is_not_meant_for_the_bot(sandbox: Sandbox) -> None:
    bot = Bot(sandbox)
    person = sandbox.people.create("Alex")
    group = sandbox.groups.create("friends", [person])
    sandbox.groups.set_bot(group, person, "member")
    name = sandbox.world.bot.username
    await bot.updates(offset=-1)
    before = len(await bot.updates())
    for text in ("dinner?", "/start", "/start@other_bot", f"/start@{name}", f"hi @{name}"):
        sandbox.people.send_text(person.id, text, group.id)
    seen = texts_of((await bot.updates())[before:])
    assert seen == ["/start", f"/start@{name}", f"hi @{name}"]


async def test_a_closed_topic_takes_words_of_admins_only(sandbox: Sandbox) -> None:
    cast = sandbox.cast()
    forum = cast.agents_chat
    topic = sandbox.groups.create_topic(forum, cast.admin.as_user(), "PA-1")
    sandbox.groups.close_topic(forum, cast.admin.as_user(), topic.thread, is_closed=True)
    sandbox.people.send_text(cast.admin.id, "still here", forum.id, thread=topic.thread)
    with pytest.raises(Exception, match="TOPIC_CLOSED"):
        sandbox.people.send_text(cast.agent.id, "me too", forum.id, thread=topic.thread)


async def test_a_group_that_moved_says_where_to(sandbox: Sandbox) -> None:
    person = sandbox.people.create("Alex")
    group = sandbox.groups.create("small", [person], is_small=True)
    bigger = sandbox.groups.migrate(group, person)
    with pytest.raises(RefusedError, match="upgraded to a supergroup") as refused:
        await Bot(sandbox).call("sendMessage", chat_id=group.id, text="x")
    assert refused.value.body["parameters"] == {"migrate_to_chat_id": bigger.id}


async def test_who_blocks_the_bot_is_not_reached_until_they_write(sandbox: Sandbox) -> None:
    bot = Bot(sandbox)
    person = await customer_of(sandbox)
    sandbox.people.block(person.id)
    with pytest.raises(RefusedError, match="bot was blocked by the user") as refused:
        await bot.call("sendMessage", chat_id=person.id, text="x")
    assert refused.value.status == 403
    sandbox.people.send_text(person.id, "back again")
    await bot.call("sendMessage", chat_id=person.id, text="x")
    statuses = [
        update["my_chat_member"]["new_chat_member"]["status"]
        for update in await bot.updates()
        if "my_chat_member" in update
    ]
    assert statuses == ["kicked", "member"]

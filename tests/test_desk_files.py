"""Agents look at files: safe copies of pictures, each look logged, nothing for anybody else."""

import io
import json
from collections.abc import AsyncIterator
from functools import partial

import pytest
from PIL import Image

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.taps import Tap
from bot.evidence_wiring import reading_runners
from bot.gateway.jobs import JobFailed
from bot.services.desk import Agent, Desk
from bot.services.password_box import PasswordBox
from bot.storage.blobs import Blobs
from bot.storage.custody import custody_page
from bot.workers.pool import WorkerPool
from tests.file_chat import CHAT, FileChat, no_reading, open_file_chat
from tests.gateway import BOT
from tests.test_file_readings import FIRST, PICTURES, SECOND, STATEMENT
from tests.test_pictures import page, with_exif

AGENT, STRANGER = Agent(77, "小李"), Agent(78, "路人")
GROUP = -100
LEFT_OUT = {"had_position": True, "had_metadata": True}


@pytest.fixture
async def chat(tmp_path) -> AsyncIterator[FileChat]:
    async with open_file_chat(
        tmp_path, copies=LEFT_OUT, agents_chat=GROUP, staff=frozenset({AGENT.id})
    ) as opened:
        yield opened


async def filed(chat) -> str:
    """File a claim with two pictures; return its number."""
    chat.pictures = {PICTURES[0]: FIRST, PICTURES[1]: SECOND}.__getitem__
    await chat.opens("duplicate_charge")
    for answer in ("支付宝", "乐家超市", "75元", "2次", "昨晚", "一次", "都入账了"):
        await chat.says(answer)
    await chat.sends(PICTURES[0], PICTURES[1])
    await chat.taps("提交，要求退 75.00 元")
    [row] = await chat.database.read(lambda c: c.all("SELECT number FROM claim"))
    return str(row["number"])


async def add(chat, number, *contents) -> None:
    await chat.taps_data(Tap("claim", (number, "add")))
    await chat.sends(*contents)


async def looks(chat, number, start=0, agent=AGENT):
    """Let an agent look; return the messages that came of it."""
    before = len(await chat.sent())
    await Desk(chat.office).show_files(agent, number, start)
    await chat.drain()
    return (await chat.sent())[before:]


async def shown(chat):
    entries = await chat.database.read(partial(custody_page, after=0, limit=99))
    return [each.handled for each in entries if each.handled.act == "shown"]


async def test_pictures_are_shown_as_copies_with_a_note_on_what_was_left_out(chat):
    number = await filed(chat)
    first, second = await chat.evidence()
    one, two = await looks(chat, number)
    kind, name, blob, _, once = one["file"]
    assert (kind, name, once) == ("photo", f"{number}-1.jpg", True)
    assert first.sha256 not in blob
    assert one["text"].split("\n") == [
        f"{number}，第 1 个文件，共 2 个",
        f"SHA-256 {first.sha256}",
        "原图带拍摄地点，这里已去掉。",
    ]
    assert second.sha256 in two["text"]
    assert [(each.evidence, each.by) for each in await shown(chat)] == [
        (first.id, AGENT.id), (second.id, AGENT.id),
    ]  # fmt: skip


async def test_a_picture_without_such_data_has_no_note(chat):
    chat.copies = {"had_position": False}
    number = await filed(chat)
    assert "原图" not in (await looks(chat, number))[0]["text"]


async def test_a_screenshot_too_long_for_a_chat_goes_as_a_document(chat):
    chat.copies = {"is_long": True}
    number = await filed(chat)
    assert (await looks(chat, number))[0]["file"][0] == "document"


async def test_a_statement_goes_as_it_came_under_a_name_of_ours(chat):
    await chat.sends(STATEMENT, name="../../我的账单.csv")
    await chat.taps("提交，要求退 43.00 元")
    [row] = await chat.database.read(lambda c: c.all("SELECT number FROM claim"))
    [message] = await looks(chat, row["number"])
    [file] = await chat.evidence()
    kind, name, blob, _, once = message["file"]
    assert (kind, name, once) == ("document", f"{row['number']}-1.txt", False)
    assert blob.endswith(file.sha256)
    assert [each.evidence for each in await shown(chat)] == [file.id]


async def test_what_may_tell_a_place_and_cannot_be_cleaned_is_not_passed_on(chat):
    number = await filed(chat)
    await add(chat, number, b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")
    last = (await looks(chat, number))[0]
    assert "这里显示不了" in last["text"]
    assert not last.get("file")
    assert len(await shown(chat)) == 2


async def test_a_picture_that_cannot_be_copied_is_not_shown(chat):
    chat.copies = {}
    number = await filed(chat)
    said = await looks(chat, number)
    assert [each.get("file") for each in said] == [None, None]
    assert "这里显示不了（image/jpeg）" in said[0]["text"]
    assert await shown(chat) == []


async def test_many_files_come_ten_at_a_time(chat):
    number = await filed(chat)
    chat.pictures = no_reading
    await add(chat, number, *(b"\xff\xd8\xff" + bytes([each]) * 30 for each in range(10)))
    first = await looks(chat, number)
    assert len([each for each in first if each.get("file")]) == 10
    [more] = [each for each in first if not each.get("file")]
    assert "还有 2 个文件" in more["text"]
    assert f"desk:files:{number}:10" in json.dumps(more)
    assert len(await looks(chat, number, 10)) == 2


async def test_only_staff_looks(chat):
    number = await filed(chat)
    with pytest.raises(NotAllowed):
        await Desk(chat.office).show_files(STRANGER, number, 0)
    with pytest.raises(NotFound):
        await Desk(chat.office).show_files(AGENT, "PA-0000-0000-0", 0)
    assert await shown(chat) == []


async def test_a_customer_who_has_it_all_deleted_meanwhile_is_not_shown(chat):
    number = await filed(chat)
    chat.holds.add("evidence.copy")
    await looks(chat, number)
    jobs = [each for each in await chat.jobs() if each["kind"] == "evidence.copy"]
    assert len(jobs) == 2
    await chat.taps_data(Tap("forget", ("all",)))
    chat.holds.clear()
    await chat.drain()
    assert await shown(chat) == []


async def test_copies_on_their_way_to_the_agents_go_with_the_customer(chat):
    number = await filed(chat)
    await looks(chat, number)
    chat.holds.add("blob.remove")
    await chat.taps_data(Tap("forget", ("all",)))
    assert not [each for each in await chat.sent() if each.get("file")]
    removed = [json.loads(each["payload"]) for each in await chat.jobs()]
    assert {"chat": CHAT, "sha256": "ab" * 32} in removed


async def test_the_card_has_a_button_once_there_are_files(chat):
    number = await filed(chat)
    card = next(each for each in await chat.sent() if "前首次回复" in each["text"])
    assert f"desk:files:{number}:0" in json.dumps(card)


async def test_the_worker_makes_the_copy_and_nothing_of_the_original_is_in_it(tmp_path):
    blobs = Blobs(tmp_path / "evidence", tmp_path / "evidence.key")
    original = with_exif()
    _, digest = blobs.put(f"{BOT}/{CHAT}", original)
    request = {"evidence": 1, "chat": CHAT, "sha256": digest}
    pool = WorkerPool()
    try:
        copy = reading_runners(pool, BOT, blobs, PasswordBox())["evidence.copy"]
        result = await copy(request)
        _, plain = blobs.put(f"{BOT}/{CHAT}", b"\xff\xd8\xff no picture")
        with pytest.raises(JobFailed):
            await copy({**request, "sha256": plain})
    finally:
        await pool.close()
    assert (result["had_position"], result["had_metadata"]) == (True, True)
    picture = Image.open(io.BytesIO(blobs.get(str(result["blob"]))))
    assert (picture.format, picture.size, len(picture.getexif())) == ("JPEG", page().size, 0)


async def test_without_a_worker_no_picture_is_opened(tmp_path):
    blobs = Blobs(tmp_path / "evidence", tmp_path / "evidence.key")
    _, digest = blobs.put(f"{BOT}/{CHAT}", with_exif())
    copy = reading_runners(None, BOT, blobs, PasswordBox())["evidence.copy"]
    with pytest.raises(JobFailed, match="switched_off"):
        await copy({"evidence": 1, "chat": CHAT, "sha256": digest})

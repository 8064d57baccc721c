"""Files in the whole chat: what is kept, and what never reaches the disk."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.wire import Upload
from tests.chat import open_chat
from tests.transcript import upload

SUNDAY = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "kept", "says"),
    [
        pytest.param(b"%PDF-1.4\nbill", 1, "收到", id="a PDF is kept"),
        pytest.param(
            b"<html><script>1</script></html>", 0, "收不了", id="a page that calls itself PDF"
        ),
        pytest.param(b"MZ\x90\0" + bytes(60), 0, "收不了", id="a program that calls itself PDF"),
    ],
)
async def test_what_is_refused_by_its_bytes_never_reaches_the_disk(
    tmp_path: Path, content: bytes, kept: int, says: str
) -> None:
    async with open_chat(tmp_path, SUNDAY) as chat:
        await chat.sends([Upload("bill.pdf", "application/pdf", content)])
        assert len(list((tmp_path / "evidence").glob("*/*/*/*"))) == kept
        assert says in chat.last()


async def test_agents_have_the_files_of_a_claim_shown_in_their_group(tmp_path: Path) -> None:
    async with open_chat(tmp_path, SUNDAY) as chat:
        await chat.says("转人工")
        await chat.says("平台说我违规，货款不给结")
        await chat.sends([Upload("bill.pdf", "application/pdf", b"%PDF-1.4\nbill")])
        await chat.sends([upload("a.jpg")])
        [new] = [each for each in chat.in_topic() if "document" in each]
        assert "第 1 个文件，共 1 个" in new["caption"]
        chat.agent_taps("files")
        await chat.settle()
        group = chat.messages(chat.cast.agents_chat.id)
        [_, document] = [message for message in group if "document" in message]
        assert "第 1 个文件，共 2 个" in document["caption"]
        assert document["document"]["file_name"].endswith("-1.pdf")
        [shown] = [message for message in group if "photo" in message]
        assert "第 2 个文件，共 2 个" in shown["caption"]


async def test_a_stranger_in_the_group_is_shown_no_file(tmp_path: Path) -> None:
    async with open_chat(tmp_path, SUNDAY) as chat:
        await chat.says("转人工")
        await chat.says("平台说我违规，货款不给结")
        await chat.sends([Upload("bill.pdf", "application/pdf", b"%PDF-1.4\nbill")])
        stranger = chat.sandbox.people.create("路人", "zh-hans")
        chat.sandbox.groups.add(chat.cast.agents_chat, stranger)
        before = len(chat.messages(chat.cast.agents_chat.id))
        chat.agent_taps("files", stranger)
        await chat.settle()
        assert len(chat.messages(chat.cast.agents_chat.id)) == before


async def test_files_for_a_new_matter_are_not_taken_for_one_that_is_closed(tmp_path: Path) -> None:
    async with open_chat(tmp_path, SUNDAY) as chat:
        await chat.says("转人工")
        await chat.says("平台说我违规，货款不给结")
        chat.agent_taps("take")
        await chat.settle()
        await chat.taps("查看我的登记")
        await chat.taps("我要补充")
        chat.agent_taps("resolve")
        await chat.settle()
        chat.agent_taps("explained")
        await chat.settle()
        await chat.says("支付宝昨晚扣了我22次每次89块")
        await chat.sends([upload("a.jpg")])
        assert "收到 1 个" in chat.last()
        assert "已经结束" not in chat.last()

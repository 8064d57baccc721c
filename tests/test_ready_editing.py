"""Admins read and edit ready answers in their chat as they do articles."""

import pytest

from tests.knowledge_chat import open_admin_chat


@pytest.fixture
async def admin(tmp_path):
    async with open_admin_chat(tmp_path) as admin:
        yield admin


async def test_a_ready_answer_is_read_edited_and_put_back(admin):
    chat, path = admin.chat, admin.folder / "ready" / "zh" / "fraud-stopped.md"
    await chat.says("/ready")
    assert "被骗或被盗刷: 5" in chat.last()
    await chat.taps("已止付")
    assert "{who} 说 {amount} 已经止付" in chat.last()
    assert "{who} says {amount} is stopped" in chat.last()
    await chat.taps(admin.labels()[0])
    assert chat.messages()[-1]["document"]["file_name"] == "ready.fraud-stopped.zh.md"
    before = path.read_text("utf-8")
    edited = before.replace("请尽快做笔录", "请今天就去做笔录")
    answer = await admin.sends_file("ready.fraud-stopped.zh (1).md", edited)
    assert "ready/zh/fraud-stopped.md" in answer
    await chat.taps(admin.labels()[0])
    assert path.read_text("utf-8") == edited
    await chat.taps(admin.labels()[0])
    assert path.read_text("utf-8") == before


async def test_an_edit_that_is_wrong_is_not_taken(admin):
    path = admin.folder / "ready" / "zh" / "fraud-stopped.md"
    text = path.read_text("utf-8")
    answer = await admin.sends_file("ready.fraud-stopped.zh.md", text.replace("{who}", "{wer}"))
    assert "没有东西可以填进" in answer
    answer = await admin.sends_file("ready.fraud-stopped.zh.md", text + "\n打 95188")
    assert "95188" in answer
    assert path.read_text("utf-8") == text


async def test_a_broken_file_in_the_folder_keeps_the_last_good_version(admin):
    path = admin.folder / "ready" / "en" / "fraud-stopped.md"
    await admin.chat.says("/ready")
    path.write_text(path.read_text("utf-8").replace('kind = "fraud"', 'kind = "robbery"'), "utf-8")
    await admin.looks()
    assert "ready/en/fraud-stopped.md" in admin.chat.last()
    await admin.chat.says("/ready")
    await admin.chat.taps("已止付")
    assert "{who} says {amount} is stopped" in admin.chat.last()

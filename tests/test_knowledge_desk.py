"""Admins and the knowledge, in their chat with the bot: every path, on a folder of its own."""

import pytest

from knowledge.editing import with_phrasing
from tests.knowledge_chat import open_admin_chat

NEW = "亲属卡怎么解绑才安全"


@pytest.fixture
async def admin(tmp_path):
    async with open_admin_chat(tmp_path) as opened:
        yield opened


async def test_a_question_finds_articles_to_read_and_to_get_as_a_file(admin):
    await admin.chat.says("/faq 怎么开启双重验证")
    assert "1. 双重验证怎么开（" in admin.chat.last()
    await admin.chat.taps("双重验证怎么开")
    shown = admin.chat.last()
    assert "{" not in shown
    assert admin.labels() == ["取中文文件", "取英文文件"]
    await admin.chat.taps("取中文文件")
    sent = admin.chat.messages()[-1]
    assert sent["document"]["file_name"] == "two-factor.zh.md"
    stored = admin.chat.sandbox.parts.files.by_id(sent["document"]["file_id"])
    assert admin.chat.sandbox.parts.files.content(stored) == admin.file("two-factor").read_bytes()


async def test_an_edit_is_checked_shown_used_and_undone(admin):
    path = admin.file("two-factor")
    before = path.read_text("utf-8")
    after = with_phrasing(before, NEW)
    said = await admin.sends_file("two-factor.zh (1).md", after)
    assert "检查通过：articles/zh/two-factor.md" in said
    assert "更准" in said
    assert path.read_text("utf-8") == before
    await admin.chat.taps("用这一版")
    assert path.read_text("utf-8") == after
    await admin.looks()
    await admin.chat.says(f"/faq {NEW}")
    assert "1. 双重验证怎么开" in admin.chat.last()
    await admin.chat.taps("双重验证怎么开")
    await admin.chat.taps("取中文文件")
    hint = admin.chat.messages()[-1]
    assert f"上次改动：2026-11-22 18:00，管理员 {admin.chat.person.id}" in hint["caption"]
    await admin.chat.taps("撤回上一次改动")
    assert path.read_text("utf-8") == before
    await admin.chat.taps("撤回这次改动")
    assert "已经处理过" in admin.chat.last()


async def test_a_changed_body_is_offered_and_can_be_dropped(admin):
    path = admin.file("two-factor")
    before = path.read_text("utf-8")
    said = await admin.sends_file("two-factor.zh.md", before + "\n先看清是不是官方页面。\n")
    assert "问法没变" in said
    await admin.chat.taps("不用")
    assert path.read_text("utf-8") == before
    await admin.chat.taps("用这一版")
    assert path.read_text("utf-8") == before
    assert "已经处理过" in admin.chat.last()


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        pytest.param("two-factor.zh.md", lambda text: text + "\n打 95188\n",
                     "像是直接写的电话号码", id="a bare number, by line and column"),
        pytest.param("two-factor.zh.md", lambda text: text.replace("2026-11-22", "2026-13-01"),
                     "articles/zh/two-factor.md:", id="no date"),
        pytest.param("two-factor.zh.md", lambda text: text, "没有改动", id="no change"),
        pytest.param("notes.md", lambda text: text, "不认得", id="a name that says no language"),
        pytest.param("two-factor.zh.md", lambda text: b"\xff\xfe", "UTF-8", id="no text"),
        pytest.param("two-factor.zh.md", lambda text: text + "字" * 30_000, "太大", id="too long"),
    ],
)  # fmt: skip
async def test_a_file_that_cannot_be_used_changes_nothing(admin, name, change, says):
    before = admin.file("two-factor").read_text("utf-8")
    assert says in await admin.sends_file(name, change(before))
    assert admin.file("two-factor").read_text("utf-8") == before
    assert "用这一版" not in admin.labels()


async def test_an_edit_of_somebody_else_is_not_overwritten(admin):
    path = admin.file("two-factor")
    before = path.read_text("utf-8")
    await admin.sends_file("two-factor.zh.md", before + "\n一句。\n")
    path.write_text(before + "\n另一句。\n", "utf-8")
    await admin.chat.taps("用这一版")
    assert "中间被别人改过" in admin.chat.last()
    assert path.read_text("utf-8") == before + "\n另一句。\n"


async def test_open_questions_are_grouped_and_added_with_one_tap(admin):
    await admin.unanswered("数字人民币硬钱包丢了", "亲属卡怎么解绑呀", "怎么解绑亲属卡")
    await admin.chat.says("/unanswered")
    assert "没答上：3 个，并成 2 组。" in admin.chat.last()
    assert "1. 2 次：" in admin.chat.last()
    await admin.chat.taps("第 1 组")
    label = admin.labels()[0]
    await admin.chat.taps(label)
    assert "已加进 articles/zh/" in admin.chat.last()
    added = [path for path in (admin.folder / "articles/zh").glob("*.md")
             if "怎么解绑亲属卡" in path.read_text("utf-8")]  # fmt: skip
    assert len(added) == 1
    await admin.chat.says("/unanswered")
    assert "没答上：1 个" in admin.chat.last()
    await admin.chat.taps("第 1 组")
    await admin.chat.taps("不用答")
    await admin.chat.says("/unanswered")
    assert admin.chat.last() == "没有没答上的问题。"


async def test_a_broken_phrasing_of_a_route_is_told_and_the_watch_goes_on(admin):
    await admin.chat.says("/start")
    path = admin.folder / "phrasings/human.yaml"
    good = path.read_text("utf-8")
    path.write_text("nonsense:\n  - x\n", "utf-8")
    article = admin.file("two-factor")
    article.write_text(article.read_text("utf-8") + "\n一句。\n", "utf-8")
    await admin.looks()
    assert "知识库没更新：phrasings/human.yaml" in admin.chat.last()
    path.write_text(good, "utf-8")
    article.write_text(article.read_text("utf-8") + "\n两句。\n", "utf-8")
    await admin.looks()
    assert "知识库又好了" in admin.chat.last()


async def test_only_admins_are_let_in(admin):
    stranger = admin.chat.sandbox.people.create("李晨", "zh-hans")
    admin.chat.person = stranger
    for command in ("/faq 冻结", "/unanswered"):
        await admin.chat.says(command)
        assert "给管理员用" in admin.chat.last()
    before = admin.file("two-factor").read_text("utf-8")
    await admin.sends_file("two-factor.zh.md", before + "\n一句。\n")
    assert admin.file("two-factor").read_text("utf-8") == before
    assert "用这一版" not in admin.labels()


async def test_a_broken_file_is_told_once_and_so_is_its_mending(admin):
    path = admin.file("two-factor")
    before = path.read_text("utf-8")
    await admin.chat.says("/start")  # who never wrote cannot be written to
    path.write_text(before.replace("reviewed_on = 2026-11-22", "reviewed_on = soon"), "utf-8")
    await admin.looks()
    assert "知识库没更新：articles/zh/two-factor.md 第 " in admin.chat.last()
    assert "上一个好的版本（11-22 18:00）" in admin.chat.last()
    told = len(admin.chat.messages())
    await admin.looks()
    assert len(admin.chat.messages()) == told
    path.write_text(before, "utf-8")
    await admin.looks()
    assert "知识库又好了" in admin.chat.last()

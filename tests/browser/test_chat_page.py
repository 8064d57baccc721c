"""The chat page in a real browser: what people do, what they see, how it looks."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.sandbox import RunningSandbox, serve
from bot.sandbox.cast import Cast
from bot.sandbox.faults import FaultKind
from bot.sandbox.values import Json
from tests.browser.chat_page import DESK, PHONE, content_of, open_chat
from tests.sandbox import Bot, make_sandbox, picture

pytestmark = pytest.mark.asyncio(loop_scope="session")

START = (
    "付款出了什么问题？<b>一句话就行。</b>\n例：昨晚支付宝多扣了我 89 元\n\n反诈专线，24 小时：\n"
    "<code>96110</code>\n<blockquote expandable>我们只记录和提醒。\n不能退款。\n不能解冻。\n"
    "保存哪些内容、保存多久，见 /privacy 。</blockquote>"
)
KEYS = [
    [
        {"text": "付不了款", "callback_data": "outage"},
        {"text": "多扣了钱", "callback_data": "twice"},
    ],
    [{"text": "复制 96110", "copy_text": {"text": "96110"}}],
]
SIZES = {"phone": PHONE, "narrow": (360, 740), "desk": DESK}
STICKS_OUT = (
    "[...document.querySelectorAll('body *:not(.skip)')]"
    ".filter(node => node.getBoundingClientRect().right > innerWidth + 1).length"
)


@dataclass
class Stage:
    """A running sandbox with its people, and a bot that a test speaks for."""

    running: RunningSandbox
    cast: Cast
    bot: Bot

    @property
    def customer(self) -> int:
        return self.cast.customers[0].id

    async def start(self) -> Json:
        """Let the first customer press Start and the bot answer."""
        self.running.sandbox.people.send_text(self.customer, "/start")
        keys = {"inline_keyboard": KEYS}
        sent: Json = await self.bot.call(
            "sendMessage", chat_id=self.customer, text=START, parse_mode="HTML", reply_markup=keys
        )
        return sent

    async def next_update(self, kind: str) -> Json:
        """Wait for the next update of a kind, confirming what came before."""
        offset = 0
        while True:
            for update in await self.bot.updates(offset=offset, timeout=5):
                offset = update["update_id"] + 1
                if kind in update:
                    await self.bot.updates(offset=offset)
                    found: Json = update[kind]
                    return found


@pytest_asyncio.fixture(loop_scope="session")
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    sandbox = make_sandbox(tmp_path)
    cast, bot = sandbox.cast(), Bot(sandbox)
    commands = [
        {"command": "start", "description": "开始"},
        {"command": "help", "description": "帮助"},
    ]
    await bot.call("setMyCommands", commands=commands)
    await bot.call("setMyDescription", description="付款出了问题？在这里告诉我。")
    running = await serve(sandbox)
    await bot.call("deleteWebhook", drop_pending_updates=True)
    yield Stage(running, cast, bot)
    await running.stop()


async def test_a_customer_starts_taps_and_reads_the_edit(stage: Stage, browser: Browser) -> None:
    async with open_chat(browser, stage.running.page_url, locale="zh-CN") as chat:
        await expect(chat.page.get_by_text("付款出了问题？在这里告诉我。")).to_be_visible()
        await chat.page.get_by_role("button", name="开始").click()
        await chat.sees("/start")
        sent = await stage.start()
        assert (await chat.next_message()).startswith("付款出了什么问题？一句话就行。")
        await chat.tap("多扣了钱")
        tap = await stage.next_update("callback_query")
        assert (tap["data"], tap["from"]["id"]) == ("twice", stage.customer)
        await stage.bot.call("answerCallbackQuery", callback_query_id=tap["id"], text="好的")
        await expect(chat.page.locator("#toast")).to_have_text("好的")
        place = {"chat_id": stage.customer, "message_id": sent["message_id"]}
        await stage.bot.call("editMessageText", **place, text="是哪一笔？")
        await chat.sees("是哪一笔？")
        assert await chat.page.locator(".keyboard").count() == 0
        assert chat.troubles == []


async def test_a_document_of_the_bot_is_shown_and_saved(stage: Stage, browser: Browser) -> None:
    await stage.start()
    fields = {"chat_id": stage.customer, "document": "attach://file", "caption": "到期日"}
    files = {"file": ("PA-7K3M-4QXW-X.ics", b"BEGIN:VCALENDAR", "text/calendar")}
    async with open_chat(browser, stage.running.page_url, locale="zh-CN") as chat:
        await stage.bot.form("sendDocument", fields, files)
        await chat.sees("到期日")
        async with chat.page.expect_download() as saving:
            await chat.page.get_by_role("link", name="PA-7K3M-4QXW-X.ics").click()
        saved = await saving.value
        assert saved.suggested_filename == "PA-7K3M-4QXW-X.ics"
        assert content_of(await saved.path()) == b"BEGIN:VCALENDAR"
        assert chat.troubles == []


async def test_a_number_is_copied_and_a_quotation_unfolds(stage: Stage, browser: Browser) -> None:
    await stage.start()
    async with open_chat(browser, stage.running.page_url, locale="zh-CN") as chat:
        await chat.tap("复制 96110")
        assert await chat.page.evaluate("navigator.clipboard.readText()") == "96110"
        quote = chat.page.locator("blockquote .clip")
        folded = (await quote.bounding_box() or {})["height"]
        await chat.page.get_by_role("button", name="展开").click()
        assert (await quote.bounding_box() or {})["height"] > folded


async def test_texts_replies_and_edits_reach_the_bot(stage: Stage, browser: Browser) -> None:
    sent = await stage.start()
    async with open_chat(browser, stage.running.page_url, size=DESK) as chat:
        input_field = chat.page.get_by_label("Message", exact=True)
        await input_field.fill("first")
        await input_field.press("Shift+Enter")
        await input_field.press_sequentially("<b>second</b> 😭")
        await input_field.press("Enter")
        message = await stage.next_update("message")
        while message["text"] == "/start":
            message = await stage.next_update("message")
        assert message["text"] == "first\n<b>second</b> 😭"
        await chat.sees("<b>second</b> 😭")

        article = chat.page.locator(f"article[data-message-id='{sent['message_id']}']")
        await article.hover()
        await article.get_by_role("button", name="Actions").click()
        await chat.page.get_by_role("menuitem", name="Reply").click()
        await chat.send("to that")
        reply = await stage.next_update("message")
        assert reply["reply_to_message"]["message_id"] == sent["message_id"]

        await chat.sees("to that")
        await input_field.press("ArrowUp")
        await expect(input_field).to_have_value("to that")
        await chat.send("to this")
        edited = await stage.next_update("edited_message")
        assert (edited["message_id"], edited["text"]) == (reply["message_id"], "to this")


async def test_pictures_go_as_an_album_or_a_file_and_commands_are_offered(
    stage: Stage, browser: Browser, tmp_path: Path
) -> None:
    files = [tmp_path / name for name in ("a.png", "b.png")]
    for number, file in enumerate(files):
        file.write_bytes(picture(60 + number, 40))
    async with open_chat(browser, stage.running.page_url) as chat:
        await chat.upload(files, "two slips")
        first, second = await stage.next_update("message"), await stage.next_update("message")
        assert first["media_group_id"] == second["media_group_id"]
        assert (first["caption"], "caption" in second) == ("two slips", False)
        await expect(chat.page.locator(".photos img")).to_have_count(2)
        await chat.upload(files[:1], as_files=True)
        assert (await stage.next_update("message"))["document"]["file_name"] == "a.png"

        await chat.page.locator("#input").press_sequentially("/h")
        await expect(chat.page.get_by_role("option")).to_have_count(1)
        await chat.page.locator("#input").press("Enter")
        assert (await stage.next_update("message"))["text"] == "/help"
        assert chat.troubles == []


async def test_an_agent_works_in_a_topic(stage: Stage, browser: Browser) -> None:
    chat_id = stage.cast.agents_chat.id
    topic = await stage.bot.call("createForumTopic", chat_id=chat_id, name="PA-7K3M-4QXW-X")
    thread = topic["message_thread_id"]
    text = "新登记：重复扣款"
    await stage.bot.call("sendMessage", chat_id=chat_id, message_thread_id=thread, text=text)
    async with open_chat(browser, stage.running.page_url, size=DESK) as chat:
        await chat.become(stage.cast.agent.first_name)
        await chat.enter("PA-7K3M-4QXW-X")
        await chat.sees(text)
        await chat.send("我来处理")
        message = await stage.next_update("message")
        assert message["message_thread_id"] == thread
        assert message["from"]["id"] == stage.cast.agent.id


async def test_the_tools_move_the_clock_order_troubles_and_block(
    stage: Stage, browser: Browser
) -> None:
    sandbox = stage.running.sandbox
    await stage.start()
    async with open_chat(browser, stage.running.page_url, size=DESK) as chat:
        await chat.page.get_by_role("button", name="Tools").click()
        await chat.page.get_by_role("button", name="+1 h").click()
        await expect(chat.page.locator("#clock")).to_contain_text("+1 h")
        assert sandbox.world.bot.clock_offset == 3600
        await chat.page.get_by_label("What goes wrong").select_option("flood")
        await chat.page.get_by_role("button", name="Order").click()
        await expect(chat.page.get_by_label("Waiting")).to_contain_text("429")
        assert sandbox.faults.waiting[0].kind is FaultKind.FLOOD
        await chat.page.get_by_role("button", name="Block the bot", exact=True).click()
        await expect(chat.page.get_by_role("button", name="Unblock and restart")).to_be_visible()
        change = await stage.next_update("my_chat_member")
        assert change["new_chat_member"]["status"] == "kicked"


async def test_new_messages_are_counted_for_who_is_not_looking(
    stage: Stage, browser: Browser
) -> None:
    await stage.start()
    async with open_chat(browser, stage.running.page_url, size=DESK) as chat:
        await chat.become("Alex")
        await stage.bot.call("sendMessage", chat_id=stage.customer, text="one")
        await stage.bot.call("sendMessage", chat_id=stage.customer, text="two")
        await expect(chat.page.get_by_role("radio", name="王芳").locator(".count")).to_have_text(
            "2"
        )


async def test_the_page_fits_and_is_pictured(stage: Stage, browser: Browser) -> None:
    await stage.start()
    async with open_chat(browser, stage.running.page_url, locale="zh-CN") as chat:
        await chat.sees("付款出了什么问题")
        for scheme in ("light", "dark"):
            await chat.page.emulate_media(color_scheme=scheme)
            for name, (width, height) in SIZES.items():
                await chat.page.set_viewport_size({"width": width, "height": height})
                assert await chat.page.evaluate(STICKS_OUT) == 0
                assert (await chat.shoot(f"chat-{name}-{scheme}")).stat().st_size > 10_000
        assert chat.troubles == []

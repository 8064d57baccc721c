"""Two whole claims typed into the chat page, against the real bot in a process of its own."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.sandbox import RunningSandbox
from tests.browser.chat_page import DESK, PHONE, ChatPage, content_of, open_chat
from tests.process.bot_process import NO_LIMITS, arguments, bot_process, sandbox_over_http
from tests.sandbox import picture

# Labels of the card and of the page, in either language.
_TAKE = re.compile("^(接手|Take)$")
_RESOLVE = re.compile("^(办结|Resolve)$")

STATEMENT = Path(__file__).parents[1] / "fixtures" / "statements" / "alipay_2023.csv"

pytestmark = pytest.mark.asyncio(loop_scope="session")


@dataclass
class Service:
    """A sandbox and the bot that answers in it."""

    telegram: RunningSandbox
    folder: Path

    def pictures(self, count: int) -> list[Path]:
        """Return files with different pictures."""
        files = [self.folder / f"bill{number}.png" for number in range(count)]
        for number, file in enumerate(files):
            file.write_bytes(picture(300 + number, 500))
        return files


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    folder = tmp_path_factory.mktemp("claims")
    async with sandbox_over_http(folder) as telegram:
        cast = telegram.sandbox.cast()
        settings = {
            **NO_LIMITS,
            "BOT_AGENTS_CHAT": str(cast.agents_chat.id),
            "BOT_AGENT_IDS": str(cast.agent.id),
            "BOT_ADMIN_IDS": str(cast.admin.id),
        }
        async with bot_process(folder, *arguments(telegram), **settings) as bot:
            await bot.ready()
            yield Service(telegram, folder)


async def answer_as_agent(chat: ChatPage, service: Service, topic: str, words: str) -> None:
    """Take the claim of a topic, named by its kind, and answer its customer."""
    await chat.become(service.telegram.sandbox.cast().agent.first_name)
    await chat.enter(topic)
    card = chat.page.locator("#log article", has=chat.page.locator(".keyboard")).last
    await card.get_by_role("button", name=_TAKE).click()
    await expect(card.get_by_role("button", name=_RESOLVE)).to_be_visible()
    await chat.send(words)


async def test_a_chinese_claim_about_a_double_charge(service: Service, browser: Browser) -> None:
    url = service.telegram.page_url
    async with open_chat(browser, url, size=PHONE, locale="zh-CN") as chat:
        await chat.become("王芳")
        await chat.send("/start")
        await chat.next_message()
        await chat.tap("简体中文")
        assert (await chat.next_message()).startswith("付款出了问题，直接说")
        await chat.send("支付宝昨晚扣了我22次每次89块")
        assert (await chat.next_message()).startswith("先别再付。")
        await chat.send("青禾影视")
        await chat.next_message()
        await chat.tap("该付一次，其余是多扣的")
        await chat.next_message()
        await chat.upload(service.pictures(3))
        assert "收到 3 个" in await chat.next_message()
        await chat.shoot("claim-zh-review")
        await chat.tap("提交，要求退 1,869.00 元")
        filed = await chat.next_message()
        assert filed.startswith("已提交，编号 PA-")
        assert "我们不能退款" in filed
        await chat.shoot("claim-zh-filed")
        assert chat.troubles == []
    async with open_chat(browser, url, size=DESK, locale="zh-CN") as desk:
        await answer_as_agent(desk, service, "多扣", "您好，工单号有了吗？")
        await desk.shoot("claim-zh-desk")
        await desk.become("王芳")
        await desk.sees("接手了")
        await desk.sees("您好，工单号有了吗？")
        assert desk.troubles == []


async def test_an_english_claim_about_a_fraud(service: Service, browser: Browser) -> None:
    url = service.telegram.page_url
    async with open_chat(browser, url, size=PHONE, scheme="dark") as chat:
        await chat.become("Alex")
        await chat.send("/region United Kingdom")
        await chat.next_message()
        await chat.send("I was tricked into sending £900 to a scammer with Monzo an hour ago")
        first = await chat.next_message()
        assert "159" in first
        assert "?" not in first.split("\n")[0]
        await chat.shoot("claim-en-first")
        await chat.tap("Done, next step")
        await file_with_every_answer(chat, service)
        assert "PA-" in await chat.next_message()
        await chat.shoot("claim-en-filed")
        assert chat.troubles == []
    async with open_chat(browser, url, size=DESK) as desk:
        await answer_as_agent(desk, service, "诈骗", "Please keep the phone on, your bank calls.")
        await desk.become("Alex")
        await desk.sees("Please keep the phone on, your bank calls.")
        assert desk.troubles == []


_ANSWERS = {
    "What happened": "a man said he was from Monzo and that my money had to be moved",
    "yourself": "Yes, I was tricked",
    "paid from": "Monzo",
    "How much": "900 GBP",
    "When": "today at 9",
    "Who received": "J Marlow, ends 4471",
    "Whom have you told": "Monzo, by phone",
}


async def file_with_every_answer(chat: ChatPage, service: Service) -> None:
    """Answer what is asked until the claim is filed."""
    for _ in range(len(_ANSWERS) + 1):
        asked = await chat.next_message()
        if "send what you have" in asked:
            await chat.upload(service.pictures(1))
            continue
        if "Please check" in asked:
            await chat.tap("File, a person looks now")
            return
        await chat.send(next(words for part, words in _ANSWERS.items() if part in asked))
    raise AssertionError("the claim was not filed")


async def test_a_statement_becomes_a_claim_and_a_pack(service: Service, browser: Browser) -> None:
    async with open_chat(browser, service.telegram.page_url, locale="zh-CN") as chat:
        await chat.become("陳大文")
        await chat.send("/language zh-Hans")
        await chat.next_message()
        await chat.upload([STATEMENT])
        await chat.sees("8 笔里找到多扣的 2 笔")
        await chat.shoot("statement-zh-found")
        await chat.tap("提交，要求退 43.00 元")
        assert (await chat.next_message()).startswith("已提交，编号 PA-")
        await chat.shoot("statement-zh-filed")
        await chat.send("/pack")
        document = chat.page.get_by_role("link", name=re.compile(r"^PA-.*\.pdf"))
        await expect(document).to_be_visible(timeout=30_000)
        await chat.shoot("statement-zh-pack")
        async with chat.page.expect_download() as saving:
            await document.click()
        saved = await saving.value
        assert content_of(await saved.path()).startswith(b"%PDF-")
        assert chat.troubles == []

"""Screenshots for the documents: `python -m tests.pictures DIR`.

The real bot answers a Chinese and an English customer on the chat page; each conversation is
pictured on a phone and on a desk, light and dark. So are the pages of the agents' console.
"""

import argparse
import asyncio
import io
import itertools
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser

from bot.services.desk import Agent
from tests.board_stage import fill_board, fill_figures
from tests.browser.browser import open_browser
from tests.browser.chat_page import DESK, PHONE, ChatPage, open_chat
from tests.browser.console_page import NARROW, WIDE, open_console, served_stage
from tests.console import ADMIN, Stage
from tests.console_claims import full_claim
from tests.console_outages import busy_day
from tests.filed import put_claim
from tests.process.bot_process import NO_LIMITS, arguments, bot_process, sandbox_over_http
from tests.sandbox import picture

_SIZES = {"phone": PHONE, "desk": DESK}
_CONSOLE_SIZES = {"phone": NARROW, "desk": WIDE}
_SCHEMES = ("light", "dark")
# Each look in one language, so that the folder stays small: both are in both.
_LANGUAGES = {
    ("phone", "light"): "zh-hans", ("phone", "dark"): "en",
    ("desk", "light"): "en", ("desk", "dark"): "zh-hans",
}  # fmt: skip
_SCREENSHOTS = Path(__file__).parent / "fixtures" / "screenshots"


async def chinese(chat: ChatPage, folder: Path) -> None:
    """A subscription was charged 22 times."""
    await chat.become("王芳")
    for words in ("支付宝昨晚扣了我22次每次89块", "青禾影视", "该付一次，其余是多扣的"):
        await chat.send(words)
        await chat.next_message()
    files = [folder / f"账单{number}.png" for number in range(2)]
    for number, file in enumerate(files):
        file.write_bytes(picture(320 + number, 200))
    await chat.upload(files)
    await chat.next_message()


async def english(chat: ChatPage, _: Path) -> None:
    """A caller wanted money to be moved."""
    await chat.become("Alex")
    for words in (
        "/region United Kingdom",
        "I was tricked into sending £900 to a scammer an hour ago",
        "Done, next step",
    ):
        await chat.send(words)
        await chat.next_message()


async def answered(chat: ChatPage, _: Path) -> None:
    """A question that an article answers."""
    await chat.become("王芳")
    await chat.send("微信退款一般多久能到账")
    await chat.next_message()


async def offered(chat: ChatPage, _: Path) -> None:
    """A question that several articles may answer."""
    await chat.become("王芳")
    await chat.send("账单 看不懂")
    await chat.next_message()


async def handed_over(chat: ChatPage, _: Path) -> None:
    """A customer wants a person."""
    await chat.become("王芳")
    await chat.send("我要找人工")
    await chat.next_message()


async def shoot(chat: ChatPage, folder: Path, name: str) -> None:
    """Picture the open conversation in each size and scheme."""
    for size, (width, height) in _SIZES.items():
        await chat.page.set_viewport_size({"width": width, "height": height})
        for scheme in _SCHEMES:
            await chat.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            await chat.page.screenshot(path=folder / f"{name}-{size}-{scheme}.png")


TALKS = {
    "zh": (chinese, "zh-CN"),
    "en": (english, "en-GB"),
    "answer": (answered, "zh-CN"),
    "offer": (offered, "zh-CN"),
    "person": (handed_over, "zh-CN"),
}


async def take(browser: Browser, name: str, folder: Path) -> None:
    """Have one conversation with a bot of its own and keep its pictures."""
    talk, locale = TALKS[name]
    with tempfile.TemporaryDirectory() as kept:
        async with sandbox_over_http(Path(kept)) as telegram:
            group = str(telegram.sandbox.cast().agents_chat.id)
            settings = {**NO_LIMITS, "BOT_AGENTS_CHAT": group}
            async with bot_process(Path(kept), *arguments(telegram), **settings) as bot:
                await bot.ready()
                async with open_chat(browser, telegram.page_url, locale=locale) as chat:
                    await talk(chat, Path(kept))
                    await shoot(chat, folder, f"chat-{name}")


async def take_console(browser: Browser, folder: Path) -> None:
    """Picture the pages of the console, with invented claims, in each size and scheme."""
    with tempfile.TemporaryDirectory() as kept:
        async with served_stage(Path(kept)) as stage:
            pages = await console_pages(stage)
            for (size, wide), scheme in itertools.product(_CONSOLE_SIZES.items(), _SCHEMES):
                language = _LANGUAGES[size, scheme]
                look = {"viewport": {"width": wide[0], "height": wide[1]}, "color_scheme": scheme}
                # Each look signs in anew; links are given at a measured pace.
                stage.later(minutes=4)
                async with open_console(
                    browser, stage, person=ADMIN, language=language, **look
                ) as (page, _):
                    for name, path in pages.items():
                        await page.goto(f"{stage.base}/console{path}")
                        file = folder / f"{name}-{size}-{scheme}.png"
                        keep_small(await page.screenshot(), file)


def keep_small(screenshot: bytes, file: Path) -> None:
    """Keep a picture with 128 colours, which nobody sees and which takes a third of the room."""
    with Image.open(io.BytesIO(screenshot)) as shown:
        shown.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(
            file, "PNG", optimize=True
        )


async def console_pages(stage: Stage) -> dict[str, str]:
    """Fill a console with claims and return the paths of the pages that are worth a look."""
    claim, file = await full_claim(stage)
    stage.redrawn = (_SCREENSHOTS / "alipay.jpg").read_bytes()
    await fill_board(stage)
    await fill_figures(stage)
    await stage.desk.take(Agent(ADMIN, "Wang Mei"), claim.number)
    await busy_day(stage)
    other = (await put_claim(stage.database, number="PA-6T2X-4E9X-4", chat=6)).number
    await stage.desk.links.link(Agent(ADMIN, "Wang Mei"), claim.number, other)
    one = f"/claim/{claim.number}"
    return {
        "queue": "/", "claim": one, "file": f"{one}/file/{file}",
        "outages": "/outages", "outage": "/outages/alipay",
        "knowledge": "/knowledge", "article": "/knowledge/article/two-factor",
        "table": "/knowledge/tables/deadlines", "edit": "/knowledge/edit/en/two-factor",
        "unanswered": "/knowledge/unanswered", "team": "/staff", "audit": "/audit",
        "retention": "/retention", "figures": "/figures",
    }  # fmt: skip


async def main(folder: Path) -> None:
    """Open a browser and take the pictures of every conversation and of the console."""
    async with open_browser() as browser:
        for name in TALKS:
            await take(browser, name, folder)
        await take_console(browser, folder / "console")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the PNG files go")
    target = parser.parse_args().folder
    (target / "console").mkdir(parents=True, exist_ok=True)
    asyncio.run(main(target))
    sys.stdout.write(f"{len(list(target.glob('*.png')))} pictures in {target}\n")

"""Steers the sandbox's chat page in a browser, as a person would."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, expect

ARTEFACTS = Path(__file__).parents[2] / "test-artefacts"

PHONE = (390, 844)
DESK = (1280, 800)

# Milliseconds that the bot has to answer before a test gives up.
PATIENCE = 10_000


@dataclass
class ChatPage:
    """One open chat page; `troubles` are errors that the browser reported."""

    page: Page
    seen: int = 0
    troubles: list[str] = field(default_factory=list)

    async def become(self, name: str) -> None:
        """Switch to a person by name."""
        if await self.page.locator("#back").is_visible():
            await self.page.locator("#back").click()
        await self.page.get_by_role("radio", name=name).click()
        if not await self.page.locator("#chat").is_visible():
            await self.page.locator("#chats button").first.click()
        await self.mark()

    async def enter(self, title: str) -> None:
        """Open a chat or a topic of the person by its title."""
        if await self.page.locator("#back").is_visible():
            await self.page.locator("#back").click()
        await self.page.locator("#chats button", has_text=title).click()
        await self.mark()

    async def send(self, text: str) -> None:
        """Write a message and press Enter."""
        await self.mark()
        await self.page.locator("#input").fill(text)
        await self.page.locator("#input").press("Enter")

    async def tap(self, label: str) -> None:
        """Tap the newest button with exactly this label."""
        await self.mark()
        await (
            self.page.locator(".keyboard")
            .get_by_role("button", name=label, exact=True)
            .last.click()
        )

    async def upload(
        self, files: Sequence[Path], caption: str = "", *, as_files: bool = False
    ) -> None:
        """Send files: pictures as photos, several as an album."""
        await self.mark()
        await self.page.locator("#files").set_input_files([str(file) for file in files])
        if as_files:
            await self.page.locator("#as-files").check()
        await self.page.locator("#input").fill(caption)
        await self.page.locator("#input").press("Enter")

    async def mark(self) -> None:
        """Take all messages that are there as read by the test."""
        ids = await self.page.locator("#log [data-message-id]").evaluate_all(
            "nodes => nodes.map(node => Number(node.dataset.messageId))"
        )
        self.seen = max([self.seen, *ids])

    async def next_message(self) -> str:
        """Wait for the bot's next message, newer than what the test has read; return its text."""
        await self.page.wait_for_function(
            "seen => [...document.querySelectorAll('#log .from-bot')]"
            ".some(node => Number(node.dataset.messageId) > seen)",
            arg=self.seen,
            timeout=PATIENCE,
        )
        fresh = await self.page.locator("#log .from-bot").evaluate_all(
            "(nodes, seen) => nodes.map(node => [Number(node.dataset.messageId),"
            " node.querySelector('.text')?.innerText ?? ''])"
            ".filter(([id]) => id > seen)[0]",
            self.seen,
        )
        self.seen, text = int(fresh[0]), str(fresh[1])
        return text

    def messages(self) -> Locator:
        """All messages of the chat that is open."""
        return self.page.locator("#log article")

    async def sees(self, text: str) -> None:
        """Wait until a text stands in the chat."""
        await expect(self.page.locator("#log")).to_contain_text(text, timeout=PATIENCE)

    async def buttons(self) -> list[str]:
        """Return the labels under the newest message that has buttons."""
        newest = self.page.locator(".keyboard").last
        return await newest.locator("button").all_inner_texts()

    async def shoot(self, name: str) -> Path:
        """Keep a picture of the page in `test-artefacts/`."""
        ARTEFACTS.mkdir(exist_ok=True)
        path = ARTEFACTS / f"{name}.png"
        await self.page.screenshot(path=path)
        return path


def content_of(path: Path) -> bytes:
    """Return what a saved file holds."""
    return path.read_bytes()


@asynccontextmanager
async def open_chat(
    browser: Browser,
    url: str,
    *,
    size: tuple[int, int] = PHONE,
    scheme: str = "light",
    locale: str = "en-GB",
) -> AsyncIterator[ChatPage]:
    """Open the chat page in a fresh profile and wait until it is ready.

    Args:
        browser: of `open_browser`.
        url: `page_url` of a running sandbox.
        size: width and height, pixels.
        scheme: light or dark.
        locale: of the browser; the page's own words follow it.
    """
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale=locale,
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat = ChatPage(await context.new_page())

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            chat.troubles.append(message.text)

    chat.page.on("console", note)
    chat.page.on("pageerror", lambda error: chat.troubles.append(str(error)))
    await chat.page.goto(url)
    await chat.page.wait_for_selector("body[data-ready]")
    await chat.mark()
    yield chat
    await context.close()

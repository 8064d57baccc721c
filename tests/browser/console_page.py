"""The console on a port of this machine, for a browser: served, opened, looked at."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from tests.console import AGENT, Stage
from tests.databases import open_file
from tests.served import served

NARROW, WIDE = (360, 740), (1440, 900)
_AXE = Path(__file__).parent / "vendor" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _axe() -> str:
    return _AXE.read_text("utf-8")


@asynccontextmanager
async def served_stage(folder: Path) -> AsyncIterator[Stage]:
    """Serve a console with a database of its own."""
    database = await open_file(folder)
    try:
        async with served(database) as stage:
            yield stage
    finally:
        await database.close()


@asynccontextmanager
async def open_console(
    browser: Browser,
    stage: Stage,
    *,
    person: int = AGENT,
    name: str = "Priya",
    language: str = "en",
    **more: Any,
) -> AsyncIterator[tuple[Page, list[str]]]:
    """Sign somebody in by their link; give the page, and what the browser complained of."""
    context = await browser.new_context(
        timezone_id="Asia/Shanghai", reduced_motion="reduce", **more
    )
    page, troubles = await context.new_page(), []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    token = await stage.link(person, name=name, language=language)
    await page.goto(f"{stage.base}/console/login/{token}")
    await page.get_by_role("button").click()
    await page.wait_for_selector("h1")
    yield page, troubles
    await context.close()


async def faults(page: Page) -> list[str]:
    """Return what axe-core finds wrong with a page, each with where it is."""
    await page.evaluate(_axe())
    found = await page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", _RULES
    )
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


async def sticks_out(page: Page) -> list[str]:
    """Return what is wider than the window; what scrolls in a frame of its own may be."""
    found: list[str] = await page.evaluate(
        "[...document.querySelectorAll('body *:not(.skip):not(.hidden):not(.scroll *)')]"
        ".filter(node => node.getBoundingClientRect().right > innerWidth + 1)"
        ".map(node => node.outerHTML.slice(0, 80))"
    )
    return found

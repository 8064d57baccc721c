"""The queue as a desk of several people, in a real browser: views, keys, how it looks."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.services.desk import Agent
from tests.board_stage import NAMES, fill_board, fill_figures
from tests.browser.console_page import NARROW, WIDE, faults, open_console, served_stage, sticks_out
from tests.console import ADMIN, AGENT

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGES = ("/?order=deadline", "/export?kind=fraud&status=filed", "/figures", "/figures?days=364")


@pytest.mark.parametrize(
    ("size", "scheme", "language"), [(NARROW, "light", "zh-hans"), (WIDE, "dark", "en")]
)
async def test_the_board_can_be_read_by_everybody(
    browser: Browser, tmp_path: Path, size: tuple[int, int], scheme: str, language: str
) -> None:
    look = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    async with served_stage(tmp_path) as stage:
        await fill_board(stage)
        await fill_figures(stage)
        who = {"person": ADMIN, "name": NAMES[ADMIN], "language": language}
        async with open_console(browser, stage, **who, **look) as (page, troubles):
            for path in PAGES:
                await page.goto(f"{stage.base}/console{path}")
                for details in await page.locator("main details").all():
                    await details.evaluate("node => { node.open = true; }")
                assert await sticks_out(page) == [], path
                assert await faults(page) == [], path
        assert troubles == []


async def test_an_agent_keeps_a_view_and_asks_for_the_keys(
    browser: Browser, tmp_path: Path
) -> None:
    async with served_stage(tmp_path) as stage:
        await fill_board(stage, 4)
        async with open_console(browser, stage, name="Priya") as (page, troubles):
            await page.get_by_label("Whose").select_option("Nobody's yet")
            await page.get_by_role("button", name="Show").click()
            await page.get_by_text("Keep this view").click()
            await page.get_by_label("Name of the view").fill("Fresh")
            await page.get_by_role("button", name="Save", exact=True).last.click()
            view = page.get_by_role("link", name="Fresh")
            await expect(view).to_have_attribute("aria-current", "page")
            await expect(page.locator("a.row")).to_have_count(2)
            await page.keyboard.press("?")
            dialog = page.get_by_role("dialog", name="Keys")
            await expect(dialog).to_be_visible()
            assert await faults(page) == []
            await page.keyboard.press("Escape")
            await expect(dialog).to_be_hidden()
        assert troubles == []


async def test_several_claims_are_picked_by_keyboard_planned_and_undone(
    browser: Browser, tmp_path: Path
) -> None:
    async with served_stage(tmp_path) as stage:
        numbers = await fill_board(stage, 5)
        async with open_console(browser, stage, name="Priya") as (page, troubles):
            bar = page.get_by_role("form", name="Several claims")
            await expect(bar).to_be_hidden()
            for key in "jxjjjx":
                await page.keyboard.press(key)
            await expect(bar).to_be_visible()
            await expect(bar).to_contain_text("Picked: 2")
            # Somebody is faster with one of them: it is shown, and no longer picked.
            stage.later(minutes=1)
            await stage.desk.take(Agent(ADMIN, "Wang Mei"), numbers[0])
            await expect(bar).to_contain_text("Picked: 1")
            await page.locator("[name=do]").select_option("Take those that nobody has")
            assert await faults(page) == []
            await page.get_by_role("button", name="Go").click()
            plan = page.locator(".plan")
            await expect(plan).to_contain_text("Waiting: Take: 1.")
            await expect(page.locator("#rows")).to_contain_text("planned: Take")
            assert await faults(page) == []
            await page.get_by_role("button", name="Undo").click()
            await expect(plan).to_have_count(0)
            await page.locator(".pick input").nth(3).check()
            await page.locator("[name=do]").select_option("Take those that nobody has")
            await page.locator("[name=within]").select_option("At once, no undo")
            await page.get_by_role("button", name="Go").click()
            await expect(plan).to_contain_text("Done: Take: 1")
        assert troubles == []


@pytest.mark.parametrize(
    ("person", "seen"), [(ADMIN, True), (AGENT, False)], ids=["an admin", "an agent"]
)
async def test_what_only_admins_may_is_not_offered_to_agents(
    browser: Browser, tmp_path: Path, person: int, *, seen: bool
) -> None:
    async with served_stage(tmp_path) as stage:
        await fill_board(stage, 3)
        async with open_console(browser, stage, person=person, name="Priya") as (page, troubles):
            await page.get_by_text("Keep this view").click()
            await expect(page.get_by_label("For the whole team")).to_have_count(int(seen))
            await page.get_by_role("link", name="Export").click()
            await expect(page.get_by_label("With phone numbers")).to_have_count(int(seen))
            async with page.expect_download() as download:
                await page.get_by_role("button", name="Make the file").click()
            assert (await download.value).suggested_filename.endswith(".csv")
            await page.goto(f"{stage.base}/console/figures")
            await expect(page.get_by_role("img")).to_have_count(1)
            stage.staff.discard(person)
            stage.admins.discard(person)
            for path in ("/", "/figures", "/export"):
                await page.goto(f"{stage.base}/console{path}")
                await expect(page.get_by_role("heading", name="Not signed in")).to_be_visible()
        assert all("401" in trouble for trouble in troubles)

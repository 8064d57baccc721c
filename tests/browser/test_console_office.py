"""Pages of outages and of the office in a real browser: who can read them, how they look."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.console_page import NARROW, WIDE, faults, open_console, served_stage, sticks_out
from tests.console import ADMIN, AGENT
from tests.console_outages import busy_day

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATHS = (
    "/outages", "/outages/alipay", "/outages/paypal", "/staff", "/audit", "/retention",
    "/knowledge", "/knowledge/article/two-factor", "/knowledge/tables/sla",
    "/knowledge/edit/en/two-factor", "/knowledge/unanswered",
)  # fmt: skip


@pytest.mark.parametrize(
    ("size", "scheme", "language"),
    [(NARROW, "dark", "zh-hans"), (WIDE, "light", "en")],
)
async def test_every_page_of_the_office_can_be_read_by_everybody(
    browser: Browser, tmp_path: Path, size: tuple[int, int], scheme: str, language: str
) -> None:
    look = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    async with served_stage(tmp_path) as stage:
        await busy_day(stage)
        async with open_console(browser, stage, person=ADMIN, language=language, **look) as (
            page,
            troubles,
        ):
            for path in PATHS:
                await page.goto(f"{stage.base}/console{path}")
                for details in await page.locator("details:not(.me, .menu)").all():
                    await details.evaluate("node => { node.open = true; }")
                assert await sticks_out(page) == [], path
                assert await faults(page) == [], path
            await page.locator(".menu summary").click()
            assert await sticks_out(page) == []
            assert await faults(page) == []
        assert troubles == []


async def test_an_admin_declares_an_incident_by_keyboard_and_an_agent_sees_it(
    browser: Browser, tmp_path: Path
) -> None:
    async with served_stage(tmp_path) as stage:
        async with open_console(browser, stage, person=ADMIN) as (page, troubles):
            await page.goto(f"{stage.base}/console/outages/alipay")
            await page.get_by_label("in Chinese").fill("转账失败")
            await page.keyboard.press("Tab")
            await page.keyboard.type("Transfers fail")
            await page.keyboard.press("Tab")
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("status")).to_contain_text(
                "Customers hear it from now on"
            )
        async with open_console(browser, stage, person=AGENT) as (agent, more):
            await agent.locator(".menu summary").click()
            await expect(agent.get_by_role("link", name="Audit")).to_have_count(0)
            await agent.get_by_role("link", name="Outages").click()
            await agent.get_by_role("link", name="Alipay").click()
            await expect(agent.get_by_text("Transfers fail")).to_be_visible()
            await expect(agent.get_by_role("button", name="Correct")).to_have_count(0)
        assert [*troubles, *more] == []

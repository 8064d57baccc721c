"""The console in a real browser: keys, live changes, words that survive them, how it looks."""

from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.services.desk import Agent
from bot.storage.messages import LoggedMessage, log_message
from tests.browser.console_page import NARROW, WIDE, faults, open_console, served_stage, sticks_out
from tests.console import ADMIN
from tests.console_claims import PHONE, full_claim
from tests.filed import CHAT, put_claim
from tests.gateway import BOT

SCREENSHOT = Path(__file__).parents[1] / "fixtures" / "screenshots" / "alipay.jpg"
# Two fingers that move apart to twice their distance.
PINCH = """node => {
  const box = node.getBoundingClientRect();
  const at = (id, x) => new Touch({identifier: id, target: node, clientX: box.left + x,
                                   clientY: box.top + 100});
  for (const [kind, x] of [["touchstart", 200], ["touchmove", 300]]) {
    node.dispatchEvent(new TouchEvent(kind, {touches: [at(1, 100), at(2, x)], cancelable: true}));
  }
}"""

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_agent_works_by_keyboard_while_others_change_things(
    browser: Browser, tmp_path: Path
) -> None:
    async with served_stage(tmp_path) as stage:
        claim, _ = await full_claim(stage)
        await put_claim(stage.database, number="PA-6T2X-4E9X-4", priority="urgent")
        async with open_console(browser, stage) as (page, troubles):
            rows = page.locator("a.row")
            await page.keyboard.press("j")
            await page.keyboard.press("j")
            await expect(rows.nth(1)).to_be_focused()
            await page.keyboard.press("k")
            await expect(rows.first).to_be_focused()
            # Somebody takes a claim: the row changes, and the place of the keys stays.
            stage.later(minutes=1)
            await stage.desk.take(Agent(ADMIN, "Wang Mei"), "PA-6T2X-4E9X-4")
            await expect(page.locator("#rows")).to_contain_text("Wang Mei")
            await expect(rows.first).to_be_focused()
            await page.keyboard.press("Enter")
            await expect(page.locator("h1")).to_contain_text(claim.number)
            words = page.get_by_label("Words to the customer")
            await words.fill("half a sentence")
            said = LoggedMessage(
                bot=BOT, chat=CHAT, incoming=True, text="one thing more", at=stage.now,
                claim=claim.id,
            )  # fmt: skip
            await stage.database.write(partial(log_message, message=said))
            await expect(page.locator(".talk")).to_contain_text("one thing more")
            await expect(words).to_have_value("half a sentence")
            await page.get_by_role("button", name="Take").click()
            await expect(page.get_by_text("Done.")).to_be_visible()
            await expect(page.locator("header.head")).to_contain_text("Priya")
            assert PHONE not in await page.content()
            await page.get_by_role("button", name="Show private data").click()
            assert PHONE in await page.content()
        assert troubles == []


@pytest.mark.parametrize(
    ("size", "scheme", "language"),
    [(NARROW, "dark", "zh-hans"), (WIDE, "light", "en")],
)
async def test_every_page_can_be_read_by_everybody(
    browser: Browser, tmp_path: Path, size: tuple[int, int], scheme: str, language: str
) -> None:
    look = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    async with served_stage(tmp_path) as stage:
        claim, file = await full_claim(stage)
        await stage.desk.take(Agent(ADMIN, "Wang Mei"), claim.number)
        async with open_console(browser, stage, language=language, **look) as (page, troubles):
            for path in ("/", f"/claim/{claim.number}", f"/claim/{claim.number}/file/{file}"):
                await page.goto(f"{stage.base}/console{path}")
                for details in await page.locator("details").all():
                    await details.evaluate("node => { node.open = true; }")
                assert await sticks_out(page) == [], path
                assert await faults(page) == [], path
            picture = page.locator("[data-picture]")
            before = (await picture.bounding_box())["width"]
            await page.keyboard.press("+")
            assert (await picture.bounding_box())["width"] > before * 1.4
            await page.keyboard.press("0")
            assert (await picture.bounding_box())["width"] == before
            stage.later(minutes=10)
            assert await stage.search.catch_up()
            await page.keyboard.press("/")
            await page.keyboard.type("咖啡")
            await page.keyboard.press("Enter")
            await expect(page.locator("a.row")).to_have_count(1)
            assert await sticks_out(page) == []
            assert await faults(page) == []
        assert troubles == []


async def test_the_second_of_two_agents_is_told_what_changed_and_loses_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    async with served_stage(tmp_path) as stage:
        claim, _ = await full_claim(stage)
        one = f"{stage.base}/console/claim/{claim.number}"
        async with (
            open_console(browser, stage) as (first, troubles),
            open_console(browser, stage, person=ADMIN, name="Wang Mei") as (second, _),
        ):
            # The second one's page hears no news, as on a train.
            await second.route("**/events", lambda route: route.abort())
            for page in (first, second):
                await page.goto(one)
            await second.get_by_label("Words to the customer").fill("We look into it today.")
            await first.get_by_role("button", name="Take").click()
            await expect(first.get_by_text("Done.")).to_be_visible()
            await second.get_by_role("button", name="Note for the team").click()
            alert = second.get_by_role("alert")
            await expect(alert).to_contain_text("Somebody changed it a moment ago")
            await expect(alert).to_contain_text("Priya")
            words = second.get_by_label("Words to the customer")
            await expect(words).to_have_value("We look into it today.")
            stage.later(minutes=1)
            await second.get_by_role("button", name="Note for the team").click()
            await expect(second.get_by_text("Done.")).to_be_visible()
        assert troubles == []


async def test_a_picture_is_looked_at_closely_with_mouse_keys_and_fingers(
    browser: Browser, tmp_path: Path
) -> None:
    look = {"viewport": {"width": NARROW[0], "height": NARROW[1]}, "has_touch": True}
    async with served_stage(tmp_path) as stage:
        claim, file = await full_claim(stage)
        stage.redrawn = SCREENSHOT.read_bytes()
        async with open_console(browser, stage, **look) as (page, troubles):
            await page.goto(f"{stage.base}/console/claim/{claim.number}/file/{file}")
            picture, frame = page.locator("[data-picture]"), page.locator("[data-frame]")
            await expect(picture).to_be_visible()
            fitting = (await picture.bounding_box())["width"]
            await picture.dblclick()
            wide = (await picture.bounding_box())["width"]
            assert wide > 1.8 * fitting
            await page.keyboard.press("+")
            # A mouse drags what is larger than its frame.
            box = await frame.bounding_box()
            before = await frame.evaluate("node => [node.scrollLeft, node.scrollTop]")
            await page.mouse.move(box["x"] + 200, box["y"] + 200)
            await page.mouse.down()
            await page.mouse.move(box["x"] + 120, box["y"] + 90)
            await page.mouse.up()
            after = await frame.evaluate("node => [node.scrollLeft, node.scrollTop]")
            assert [now - was for was, now in zip(before, after, strict=True)] == [80, 110]
            await page.keyboard.press("0")
            assert (await picture.bounding_box())["width"] == fitting
            await frame.evaluate(PINCH)
            assert (await picture.bounding_box())["width"] > 1.8 * fitting
            # The page itself does not scroll sideways, the frame does.
            assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
        assert troubles == []

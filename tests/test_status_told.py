"""From a provider's page over HTTP to what a customer hears: the polls, the tables, the answer."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.gateway.fetch import Fetcher
from bot.gateway.status_polls import PollMeans, StatusPolls
from bot.gateway.status_sources import Feed, Sources
from tests import status_pages
from tests.chat import open_chat
from tests.feeds import item, rss, update
from tests.status_pages import of_this_machine, page, read_here

site = status_pages.site
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
async def chat(tmp_path):
    async with open_chat(tmp_path, NOW) as opened:
        person = Customer(
            opened.bot, opened.person.id, Language.ENGLISH, language_chosen=True, region="GB"
        )
        await opened.know(person)
        yield opened


@pytest.fixture
async def polls(chat, site):
    """Polls of PayPal's feed, which is the page `paypal` of this machine's site."""
    fetcher = Fetcher(of_this_machine)
    feed = Feed("paypal", "https://www.paypal-status.com", site.url("paypal"), "rss")
    means = PollMeans(lambda: Sources((feed,)), read_here, chat.clock, "", lambda: 0.5, 0.001)
    yield StatusPolls(chat.database, fetcher, means)
    await fetcher.close()


async def heard(chat):
    await chat.says("is paypal down?")
    return chat.last()


async def test_a_customer_hears_what_the_page_says_and_nothing_that_harms(chat, polls, site):
    title = "<![CDATA[<script>x</script>Payments <b>fail</b>, call 400-123-4567 or evil.example]]>"
    site.answers["paypal"] = page(rss(item(title, update("Investigating"), NOW - HOUR)))
    await polls.round()
    said = await heard(chat)
    assert "PayPal itself says that part of it is disturbed" in said
    assert "Payments fail, call … or …" in said
    assert "10:00" in said
    for harm in ("evil", "script", "400"):
        assert harm not in said


async def test_maintenance_is_told_before_it_starts(chat, polls, site):
    begins = NOW + 5 * HOUR
    end = f"<maintenanceEndDate>{begins + HOUR:%a, %d %b %Y %H:%M:%S} +0000</maintenanceEndDate>"
    site.answers["paypal"] = page(rss(item("Card works", update("Scheduled"), begins, end)))
    await polls.round()
    said = await heard(chat)
    assert "15:00" in said
    assert "16:00" in said


async def test_a_page_that_is_away_costs_the_customer_nothing(chat, polls, site):
    site.answers["paypal"] = page(b"", 503)
    await polls.round()
    said = await heard(chat)
    assert "https://www.paypal-status.com" in said
    assert "itself says" not in said

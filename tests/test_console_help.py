"""Ready answers, near articles and a block on the claim page of the console."""

import re

import pytest

from bot.storage.blocks import block_of
from bot.storage.messages import LoggedMessage, log_message
from tests.console import AGENT, Stage
from tests.filed import CHAT, put_claim
from tests.gateway import BOT
from tests.postgres import database  # noqa: F401 - a fixture

NUMBER = "PA-7K3M-4QXW-X"


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    stage = Stage(database)
    claim = await put_claim(database)
    said = LoggedMessage(BOT, CHAT, True, "退款要多久才到账", stage.now, claim=claim.id)  # noqa: FBT003
    await database.write(lambda c: log_message(c, said))
    return stage


async def taken(inside):
    version = re.search(
        r'name="version" value="(\d+)"', (await inside.get(f"/claim/{NUMBER}")).text
    )
    await inside.post(f"/claim/{NUMBER}/act", action="take", version=version[1])


def words_in(page):
    return re.search(r'<textarea id="words"[^>]*>([^<]*)<', page.text)[1]


async def test_a_ready_answer_is_put_below_what_was_written_and_not_sent(stage):
    async with stage.inside(AGENT, language="en") as inside:
        assert "Ready answers" not in (await inside.get(f"/claim/{NUMBER}")).text, "not taken yet"
        await taken(inside)
        page = await inside.get(f"/claim/{NUMBER}")
        assert 'value="ready:duplicate-refused"' in page.text
        before = await stage.count("outbox")
        shown = await inside.post(
            f"/claim/{NUMBER}/prepare", wish="ready:duplicate-refused", words="您好"
        )
        assert shown.status_code == 200
        assert words_in(shown) == (
            "您好\n支付宝不同意退。请让它书面说明理由，发给我。下一步：{next}。"
        )
        assert "<code>{next}</code> one thing for the customer to do" in shown.text
        assert await stage.count("outbox") == before
        refused = await inside.post(
            f"/claim/{NUMBER}/act", action="answer", words=words_in(shown),
            version=re.search(r'name="version" value="(\d+)"', shown.text)[1],
        )  # fmt: skip
        assert refused.status_code == 409
        assert "{next} is still to be filled in" in refused.text
        assert words_in(refused) == words_in(shown), "the words stay"
        assert await stage.count("outbox") == before


async def test_the_nearest_articles_are_offered(stage):
    async with stage.inside(AGENT, language="zh-hans") as inside:
        await taken(inside)
        page = (await inside.get(f"/claim/{NUMBER}")).text
        names = re.findall(r'value="article:([a-z0-9-]+)"', page)
        assert 1 <= len(names) <= 3
        shown = await inside.post(f"/claim/{NUMBER}/prepare", wish=f"article:{names[0]}")
        assert len(words_in(shown)) > 20
        assert "<b>" not in words_in(shown)


@pytest.mark.parametrize(
    "wish", ["", "ready:", "ready:../x", "article:none", "x", "ready:" + "a" * 99]
)
async def test_what_is_no_answer_puts_nothing_before_the_agent(stage, wish):
    async with stage.inside(AGENT) as inside:
        await taken(inside)
        shown = await inside.post(f"/claim/{NUMBER}/prepare", wish=wish, words="hello")
        assert shown.status_code in (400, 409)
        assert words_in(shown) == "hello"


async def test_a_customer_is_blocked_and_the_block_undone(stage):
    async with stage.inside(AGENT, language="en") as inside:
        path = f"/claim/{NUMBER}"
        assert (await inside.post(f"{path}/disturbing", verb="block")).status_code == 303
        assert await stage.database.read(lambda c: block_of(c, BOT, CHAT))
        page = (await inside.get(path)).text
        assert "Undo the block" in page
        assert 'value="block"' not in page
        assert (await inside.post(f"{path}/disturbing", verb="block")).status_code == 409
        assert (await inside.post(f"{path}/disturbing", verb="ban")).status_code == 400
        assert (await inside.post(f"{path}/disturbing", verb="undo")).status_code == 303
        assert await stage.database.read(lambda c: block_of(c, BOT, CHAT)) is None
        assert "拉黑了这位用户" in page, "the timeline says who did it"


async def test_a_customer_who_spoke_of_not_living_gets_no_ready_words(stage):
    await stage.database.write(lambda c: c.run("UPDATE claim SET type = 'distress'"))
    async with stage.inside(AGENT, language="en") as inside:
        await taken(inside)
        assert "Ready answers" not in (await inside.get(f"/claim/{NUMBER}")).text
        shown = await inside.post(f"/claim/{NUMBER}/prepare", wish="ready:other-taking-over")
        assert shown.status_code == 409


@pytest.mark.parametrize("path", ["prepare", "disturbing"])
async def test_nothing_of_it_without_a_session_or_a_form_of_ours(stage, path):
    async with stage.visitor() as client:
        answer = await client.post(f"/console/claim/{NUMBER}/{path}", data={"verb": "block"})
        assert answer.status_code == 401
    async with stage.inside(AGENT) as inside:
        answer = await inside.client.post(
            f"/console/claim/{NUMBER}/{path}", data={"verb": "block", "csrf": "0" * 64}
        )
        assert answer.status_code == 403
    assert await stage.database.read(lambda c: block_of(c, BOT, CHAT)) is None

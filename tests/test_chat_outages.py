"""What a customer hears who asks whether a provider is down."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.customers import Customer
from bot.domain.incident_log import Incident, Nature
from bot.domain.languages import Language
from bot.domain.official import OfficialLevel, Published
from bot.storage.connection import Connection
from bot.storage.incidents import put_incident
from bot.storage.official import put_states
from bot.storage.watches import watches
from tests.chat import Chat, open_chat
from tests.outages import minutes, reported_by
from tests.sandbox import labels

# 10:05 in China.
NOW = datetime(2026, 11, 22, 2, 5, tzinfo=UTC)
_SOURCE = """
    INSERT INTO status_source (key, provider, page, address, etag, last_modified, failures, streak,
        error, tried_at, read_at, next_at)
    VALUES ('page', 'paypal', 'https://www.paypal-status.com', 'https://x', '', '', 0, 0, '',
        :at, :at, :at)
"""


async def known(chat: Chat, language: Language = Language.SIMPLIFIED) -> None:
    person = Customer(chat.bot, chat.person.id, language, language_chosen=True, region="CN")
    await chat.know(person)


async def declared(chat: Chat, nature: Nature, words: tuple[str, str] = ("", "")) -> None:
    incident = Incident(0, "alipay", nature, chat.clock() - minutes(30), *words)
    await chat.database.write(partial(put_incident, bot=chat.bot, incident=incident))


async def tap_data(chat: Chat, data: str) -> None:
    """Tap a button of an earlier message that carries this, whether we ever showed it or not."""
    await chat.says("/privacy")
    message = chat.messages()[-1]["message_id"]
    chat.sandbox.people.tap(chat.person.id, message, data)
    await chat.settle()


def lines(chat: Chat) -> list[str]:
    return chat.last().split("\n")


async def test_many_reports_are_told_with_the_usual_number_and_since_when(tmp_path: Path) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat)
        await reported_by(chat, 40, "alipay")
        await chat.says("支付宝付不了款")
        assert lines(chat)[1] == "支付宝从 10:05 起多半在出故障，应该不是您手机的问题。"
        assert lines(chat)[2] == "这里：近 15 分钟 41 人报同样的情况，平时不到 1 人。"
        assert ["看近几小时的图"] in labels(chat.messages()[-1])


async def test_one_report_is_no_outage_and_no_picture(tmp_path: Path) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat, Language.ENGLISH)
        await chat.says("is alipay down?")
        assert "It may be only you" in chat.last()
        assert "as a picture" not in str(labels(chat.messages()[-1]))
        assert "looks down" not in chat.last()


@pytest.mark.parametrize(
    ("nature", "says"),
    [
        (Nature.OUTAGE, "支付宝从 09:35 起出故障，我们的人工查过。"),
        (Nature.PARTIAL, "支付宝从 09:35 起有一部分用不了，我们的人工查过。"),
        (Nature.ATTACK, "支付宝从 09:35 起有安全问题，我们的人工查过。"),
        (Nature.MAINTENANCE, "支付宝从 09:35 起在维护。"),
    ],
)
async def test_a_declared_incident_comes_first_with_its_words(
    tmp_path: Path, nature: Nature, says: str
) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat)
        await declared(chat, nature, ("转账<不行>", "transfers fail"))
        await chat.says("/start outage_alipay")
        assert lines(chat)[1:3] == [says, "转账<不行>"]


async def test_the_status_page_is_told_with_its_age(tmp_path: Path) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat)
        told = Published(OfficialLevel.DOWN, "Card <b>payments</b>", chat.clock() - minutes(9))
        await published(chat, told)
        await chat.says("PayPal 付不了款")
        assert lines(chat)[1] == "PayPal（贝宝）自己公布：09:56 起出故障，不是您手机的问题。"
        assert "PayPal（贝宝）的状态页（10:03 读到）：故障：Card <b>payments</b>" in lines(chat)
        await chat.later(timedelta(hours=1))
        await chat.says("/start outage_paypal")
        assert "自己公布" not in chat.last()


async def published(chat: Chat, *states: Published) -> None:
    """Let PayPal's page have said this two minutes ago."""

    async def step(connection: Connection) -> None:
        at = int(chat.clock().timestamp()) * 1_000_000 - 120_000_000
        await connection.run(_SOURCE, at=at)
        await put_states(connection, "page", states)

    await chat.database.write(step)


async def test_maintenance_is_told_before_it_starts_and_as_such_when_it_did(
    tmp_path: Path,
) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat, Language.ENGLISH)
        begins, ends = chat.clock() + minutes(10), chat.clock() + minutes(200)
        works = Published(OfficialLevel.MAINTENANCE, "Database works", begins, ends)
        await published(chat, Published(OfficialLevel.OPERATIONAL), works)
        await chat.says("/start outage_paypal")
        assert "PayPal announces maintenance from 10:15 to 13:25." in lines(chat)
        assert "under maintenance" not in chat.last()
        await chat.later(minutes(11))
        await chat.says("/start outage_paypal")
        assert "announces maintenance" not in chat.last()


async def test_maintenance_under_way_comes_first(tmp_path: Path) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat, Language.ENGLISH)
        since = chat.clock() - minutes(20)
        await published(chat, Published(OfficialLevel.MAINTENANCE, "Database works", since))
        await chat.says("/start outage_paypal")
        assert lines(chat)[1] == "PayPal is under maintenance since 09:45."


@pytest.mark.parametrize("late", [False, True], ids=["never read", "read an hour ago"])
async def test_a_page_that_cannot_be_read_is_said_so_with_its_address(
    tmp_path: Path, late: bool
) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat, Language.ENGLISH)
        if late:
            await published(chat, Published(OfficialLevel.OPERATIONAL))
            await chat.later(minutes(60))
        await chat.says("/start outage_paypal")
        assert (
            "I can't read PayPal's status page just now. Please look yourself: "
            "https://www.paypal-status.com" in lines(chat)
        )


async def test_a_question_inside_another_guide_is_answered_there(tmp_path: Path) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat)
        await reported_by(chat, 40, "alipay")
        await chat.says("支付宝昨晚重复扣款了")
        question = lines(chat)[-1]
        before = len(chat.messages())
        await chat.says("支付宝是不是崩了？")
        assert len(chat.messages()) == before + 1
        assert lines(chat)[0] == "支付宝从 10:05 起多半在出故障，应该不是您手机的问题。"
        assert lines(chat)[-1] == question


async def test_the_picture_is_drawn_and_says_in_words_what_it_shows(tmp_path: Path) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat)
        await reported_by(chat, 40, "alipay")
        await chat.says("支付宝付不了款")
        await chat.taps("看近几小时的图")
        sent = chat.messages()[-1]
        assert sent["caption"].split("\n")[0] == "支付宝"
        assert "41 人" in sent["caption"]
        assert (sent["photo"][-1]["width"], sent["photo"][-1]["height"]) == (960, 540)


async def test_buttons_of_an_answer_lead_on(tmp_path: Path) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat)
        await tap_data(chat, "outage:still:alipay")
        assert labels(chat.messages()[-1]) == [
            ["没付成却扣了钱", "恢复了告诉我"],
            ["看近几小时的图"],
        ]
        await chat.taps("看近几小时的图")
        assert "photo" in chat.messages()[-1]
        await chat.taps("恢复了告诉我")
        hears = partial(watches, bot=chat.bot, provider="alipay", chat=chat.person.id)
        assert await chat.database.read(hears)
        await chat.taps("不用再告诉我")
        assert not await chat.database.read(hears)


@pytest.mark.parametrize("text", ["/start outage_alipay", "/outage 支付宝", "/outage alipay"])
async def test_a_link_and_the_command_count(tmp_path: Path, text: str) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat)
        await chat.says(text)
        rows = await chat.database.read(lambda c: c.all("SELECT provider FROM outage_report"))
        assert [row["provider"] for row in rows] == ["alipay"]


async def test_charged_anyway_begins_the_other_guide_with_the_provider(tmp_path: Path) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat)
        await tap_data(chat, "outage:still:alipay")
        await chat.taps("没付成却扣了钱")
        assert "记下：支付宝" in chat.last()
        assert "商户" in lines(chat)[-1]


@pytest.mark.parametrize(
    "data",
    ["outage:still:nobody", "outage:chart:../x", "outage:watch", "outage", "outage:x:alipay"],
)
async def test_a_forged_button_does_nothing(tmp_path: Path, data: str) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat)
        await tap_data(chat, data)

        async def step(connection: Connection) -> int:
            row = await connection.one(
                "SELECT (SELECT COUNT(*) FROM outage_minute) + (SELECT COUNT(*) FROM outage_watch)"
                " AS found"
            )
            return int(row["found"]) if row else -1

        assert await chat.database.read(step) == 0


async def test_a_free_name_is_not_counted(tmp_path: Path) -> None:
    async with open_chat(tmp_path, NOW) as chat:
        await known(chat)
        await chat.says("/start outage_nobody-knows-it")
        await chat.says("城东小额信用社")
        assert "没有公开的状态页" in chat.last()
        rows = await chat.database.read(lambda c: c.all("SELECT provider FROM outage_minute"))
        assert rows == []

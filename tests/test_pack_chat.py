"""Who gets a claim pack: its customer and the agents, one at a time, and nobody else."""

import io
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bot.domain.casework import FiledClaim
from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.domain.messages import Message
from bot.sandbox.values import Json
from bot.sandbox.wire import Upload
from bot.services import made_files, packs
from bot.services.exchange import Exchange
from bot.storage.connection import Connection
from bot.storage.database import open_database
from bot.storage.jobs import jobs_of
from tests.chat import Chat, open_chat
from tests.filed import put_claim
from tests.gateway import NOW
from tests.knowledge_base import library
from tests.packing import CATALOG, screenshot
from tests.sandbox import labels

# A Monday, 10:00 in China.
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NUMBER = "PA-7K3M-4QXW-X"
OTHERS = "PA-0000-0001-Y"
Step = tuple[FiledClaim, Callable[..., Awaitable[list[Message]]]]
BUTTON = "做资料包"


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with open_chat(tmp_path, MONDAY) as opened:
        customer = Customer(
            opened.bot, opened.person.id, Language.SIMPLIFIED, language_chosen=True, region="CN"
        )
        await opened.know(customer)
        yield opened


async def filed(chat: Chat, /, **changes: object) -> FiledClaim:
    known = {"bot": chat.bot, "chat": chat.person.id, "number": NUMBER}
    return await put_claim(chat.database, **{**known, **changes})


def sent(chat: Chat, where: int = 0) -> list[Json]:
    return [message["document"] for message in chat.messages(where) if "document" in message]


def content(chat: Chat, document: Json) -> bytes:
    files = chat.sandbox.parts.files
    return files.content(files.by_id(document["file_id"]))


async def deeds(chat: Chat) -> list[str]:
    async def step(connection: Connection) -> list[str]:
        return [row["action"] for row in await connection.all("SELECT action FROM audit")]

    return await chat.database.read(step)


async def test_a_customer_gets_document_and_zip_with_their_own_files(chat: Chat) -> None:
    await filed(chat)
    await chat.says("/status")
    await chat.taps("我要补充")
    picture = screenshot(1)
    await chat.sends([Upload("账单.jpg", "image/jpeg", picture)])
    await chat.says("/pack")
    pdf, archive = sent(chat)
    assert (pdf["file_name"], archive["file_name"]) == (f"{NUMBER}.pdf", f"{NUMBER}.zip")
    inside = zipfile.ZipFile(io.BytesIO(content(chat, archive)))
    assert inside.read(f"{NUMBER}.pdf") == content(chat, pdf)
    assert sha256(inside.read("evidence/01-photo.jpg")).digest() == sha256(picture).digest()


async def test_of_several_claims_one_is_chosen(chat: Chat) -> None:
    await filed(chat)
    await filed(chat, number=OTHERS)
    await chat.says("/pack")
    assert sent(chat) == []
    await chat.taps(f"{OTHERS} 多扣了钱已提交")
    assert [document["file_name"] for document in sent(chat)] == [f"{OTHERS}.pdf", f"{OTHERS}.zip"]


async def test_a_closed_claim_has_its_pack_too(chat: Chat) -> None:
    await filed(chat)
    await chat.says("/status")
    await chat.taps("撤回这件登记")
    await chat.taps("确定撤回")
    await chat.says("/status")
    await chat.taps(BUTTON)
    assert len(sent(chat)) == 2


@pytest.mark.parametrize("asks", [f"/pack {OTHERS}", f"/pack {OTHERS.lower()}"])
async def test_the_number_of_somebody_else_opens_nothing(chat: Chat, asks: str) -> None:
    await filed(chat, number=OTHERS, chat=chat.person.id + 1)
    await chat.says(asks)
    assert sent(chat) == []
    assert "没有查到您名下" in chat.last()


async def test_a_forged_button_opens_nothing(chat: Chat) -> None:
    await filed(chat)
    await filed(chat, number=OTHERS, chat=chat.person.id + 1)
    await chat.says("/status")
    message = chat.messages()[-1]["message_id"]
    chat.sandbox.people.tap(chat.person.id, message, f"claim:{OTHERS}:pack")
    await chat.settle()
    assert sent(chat) == []


async def test_agents_get_the_document_without_originals_and_it_is_noted(chat: Chat) -> None:
    await chat.says("转人工")
    await chat.says("平台说我违规，货款不给结")
    await chat.sends([Upload("a.jpg", "image/jpeg", screenshot(1))])
    before = len(chat.messages())
    group = chat.cast.agents_chat.id
    assert "资料包" in str(labels(chat.messages(group)[0]))
    chat.agent_taps("pack")
    await chat.settle()
    assert [document["file_name"][-4:] for document in sent(chat, group)] == [".pdf"]
    assert sent(chat) == []
    assert len(chat.messages()) == before
    assert "claim.pack" in await deeds(chat)
    shown = "SELECT by_id FROM custody WHERE act = 'shown'"
    rows = await chat.database.read(lambda connection: connection.all(shown))
    assert [row["by_id"] for row in rows] == [0, chat.cast.agent.id]


async def test_somebody_in_the_group_who_is_no_agent_gets_nothing(chat: Chat) -> None:
    await chat.says("转人工")
    await chat.says("平台说我违规，货款不给结")
    guest = chat.sandbox.people.create("Guest", "en")
    chat.sandbox.groups.add(chat.cast.agents_chat, guest)
    chat.agent_taps("pack", guest)
    await chat.settle()
    assert sent(chat, chat.cast.agents_chat.id) == []
    assert "desk.refused" in await deeds(chat)


async def test_nothing_of_a_pack_is_kept_once_it_is_sent(chat: Chat, tmp_path: Path) -> None:
    await filed(chat)
    await chat.says("/pack")
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []
    said = len(chat.messages())
    await chat.later(timedelta(seconds=9))
    assert len(chat.messages()) == said


@pytest.fixture
async def step(tmp_path: Path) -> AsyncIterator[Step]:
    database = await open_database(f"sqlite:///{tmp_path}/alone.db")
    claim = await put_claim(database)

    async def done(doing: Callable[[Exchange], Awaitable[None]]) -> list[Message]:
        async def inside(connection: Connection) -> list[Message]:
            customer = Customer(claim.bot, claim.chat, claim.language, region="CN")
            ex = Exchange(connection, customer, NOW, library(), CATALOG, agents_chat=-100)
            await doing(ex)
            return ex.messages

        return await database.write(inside)

    try:
        yield claim, done
    finally:
        await database.close()


async def test_while_one_is_made_no_second_is_begun_and_waiting_is_explained(step: Step) -> None:
    claim, done = step

    async def orders(ex: Exchange) -> None:
        await packs.order(ex, claim)

    async def late(ex: Exchange) -> None:
        await packs.slow(ex, claim.id)

    async def is_done(ex: Exchange) -> None:
        await ex.connection.run("DELETE FROM job")

    assert await done(late) == []
    assert await done(orders) == []
    assert [message.text for message in await done(orders)] == [
        f"{claim.number} 的资料包正在做，做好自动发到这里。"
    ]
    assert "还要一会儿" in (await done(late))[0].text
    await done(is_done)
    assert await done(late) == []


async def test_a_pack_for_the_agents_that_fails_is_not_told_to_the_customer(step: Step) -> None:
    claim, done = step
    requests: list[Mapping[str, Any]] = []

    async def orders(ex: Exchange) -> None:
        await packs.order_for_desk(ex, claim, 77)
        requests.extend(await jobs_of(ex.connection, ex.bot, ex.chat, made_files.MAKE))

    async def fails(ex: Exchange) -> None:
        await made_files.not_made(ex, requests[0])

    await done(orders)
    (message,) = await done(fails)
    assert (message.chat, message.file) == (-100, None)
    assert claim.number in message.text

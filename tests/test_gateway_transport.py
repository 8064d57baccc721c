"""Both HTTP clients against a Bot API on this machine."""

import asyncio

import aiohttp.web
import pytest
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.ext import Application
from telegram.request import RequestData

from bot.gateway import transport
from bot.gateway.transport import NotConnected, Transport, make_request

SENT = {"message_id": 1, "date": 1_790_000_000, "chat": {"id": 5, "type": "private"}}


@pytest.fixture
async def server():
    """A Bot API on this machine that tells what it got."""
    got = []

    async def call(request):
        method = request.match_info["method"]
        got.append((method, {k: _plain(v) for k, v in (await request.post()).items()}))
        if method == "slow":
            await asyncio.Event().wait()
        if method == "moved":
            raise aiohttp.web.HTTPTemporaryRedirect("/bot/elsewhere")
        if method == "huge":
            return aiohttp.web.Response(body=b"{" + b" " * 2000)
        if method == "limited":
            again = {"ok": False, "description": "slow", "parameters": {"retry_after": 7}}
            return aiohttp.web.json_response(again, status=429)
        return aiohttp.web.json_response({"ok": True, "result": SENT})

    made = aiohttp.web.Application()
    made.router.add_route("*", "/{token}/{method}", call)
    runner = aiohttp.web.AppRunner(made, shutdown_timeout=0.01)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", got
    await runner.cleanup()


def _plain(value):
    if isinstance(value, str):
        return value
    return value.filename, value.content_type, value.file.read()


@pytest.fixture(params=list(Transport))
async def request_object(request):
    made = make_request(request.param)
    await made.initialize()
    yield made
    await made.shutdown()


async def test_both_transports_carry_texts_and_files_alike(server, request_object):
    address, got = server
    bot = Application.builder().token("1:x").base_url(f"{address}/bot").updater(None)
    bot = bot.request(request_object).get_updates_request(request_object).build().bot
    await bot.send_message(5, "支付 & more")
    await bot.send_document(5, b"%PDF", filename="账单.pdf", caption="x")
    assert got[0] == ("sendMessage", {"chat_id": "5", "text": "支付 & more"})
    method, given = got[1]
    assert (method, given["chat_id"], given["caption"]) == ("sendDocument", "5", "x")
    assert given["document"] == ("账单.pdf", "application/pdf", b"%PDF")


@pytest.mark.parametrize("text", ["", "%41+b =&", "a\nb", "👩‍👩‍👧 é", "订单\u200b号", "\x00~"])
async def test_both_transports_carry_any_text_unchanged(server, request_object, text):
    address, got = server
    bot = Application.builder().token("1:x").base_url(f"{address}/bot").updater(None)
    bot = bot.request(request_object).get_updates_request(request_object).build().bot
    await bot.answer_callback_query("7", text=text)
    assert got[0][1]["text"] == text


async def test_both_transports_tell_a_late_answer_from_an_absent_server(server, request_object):
    address, _ = server
    with pytest.raises(NetworkError) as late:
        await request_object.post(f"{address}/bot/slow", RequestData([]), read_timeout=0.05)
    assert type(late.value) is TimedOut
    with pytest.raises(NetworkError) as absent:
        await request_object.post("http://127.0.0.1:9/bot1:secret/getMe")
    assert "secret" not in str(absent.value)
    assert type(absent.value) is NotConnected


async def test_a_redirect_is_not_followed_with_the_words_of_a_customer(server, request_object):
    address, got = server
    with pytest.raises(NetworkError):
        await request_object.post(f"{address}/bot/moved", RequestData([]))
    assert [method for method, _ in got] == ["moved"]


async def test_an_answer_larger_than_any_of_telegram_is_not_read(server, monkeypatch):
    monkeypatch.setattr(transport, "_LARGEST_ANSWER", 1000)
    made = make_request(Transport.AIOHTTP)
    await made.initialize()
    with pytest.raises(NetworkError, match="too large"):
        await made.post(f"{server[0]}/bot/huge")
    await made.shutdown()


async def test_429_carries_its_seconds(server, request_object):
    address, _ = server
    with pytest.raises(RetryAfter) as slower:
        await request_object.post(f"{address}/bot/limited")
    assert slower.value.retry_after.total_seconds() == 7

"""What a sandbox remembers, and how it reads calls of every form."""

import asyncio
import hashlib
import hmac
import json
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest

from bot.sandbox import Sandbox, SandboxSettings
from bot.sandbox.people import Role
from bot.sandbox.webapp import signed_init_data
from tests.asgi_request import call_asgi
from tests.sandbox import TOKEN, Bot, RefusedError, customer_of, make_sandbox, picture, result_of


async def test_chats_files_and_updates_outlive_a_restart(tmp_path: Path) -> None:
    first = make_sandbox(tmp_path)
    cast, bot = first.cast(), Bot(first)
    customer = cast.customers[0]
    first.people.send_text(customer.id, "before")
    await bot.form("sendDocument", {"chat_id": customer.id}, {"document": ("a.txt", b"words")})
    await bot.call("setMyCommands", commands=[{"command": "start", "description": "x"}])
    first.world.move_clock(60)
    await first.close()

    second = make_sandbox(tmp_path)

    again = second.cast()
    assert again.customers == cast.customers
    assert again.agents_chat == cast.agents_chat
    assert second.world.messages == first.world.messages
    assert second.world.bot == first.world.bot
    assert [w.update for w in second.updates.waiting.values()] == [
        w.update for w in first.updates.waiting.values()
    ]
    (stored,) = second.world.files.values()
    assert second.parts.files.content(stored) == b"words"
    await second.close()


async def test_new_ids_go_on_after_a_restart(tmp_path: Path) -> None:
    first = make_sandbox(tmp_path)
    person = await customer_of(first)
    (before,) = await Bot(first).updates()
    await first.close()
    second = make_sandbox(tmp_path)
    second.people.send_text(person.id, "after")
    after = (await Bot(second).updates())[-1]
    assert after["update_id"] == before["update_id"] + 1
    assert after["message"]["message_id"] > before["message"]["message_id"]
    await second.close()


async def test_a_new_run_has_the_same_bot_and_another_secret(tmp_path: Path) -> None:
    first = Sandbox(SandboxSettings(tmp_path))
    group, token = first.cast().agents_chat, first.token
    await first.close()
    second = Sandbox(SandboxSettings(tmp_path))
    assert second.token.partition(":")[0] == token.partition(":")[0]
    assert second.token != token
    assert second.world.chats[group.id].status_of(second.world.bot.id) == "administrator"
    await second.close()
    with pytest.raises(ValueError, match="the chats belong to bot"):
        Sandbox(SandboxSettings(tmp_path, token=TOKEN))


async def test_a_page_that_falls_behind_is_cut_off(tmp_path: Path) -> None:
    sandbox = make_sandbox(tmp_path)
    slow = asyncio.Queue[dict | None](2)
    sandbox.world.listeners.add(slow)
    for name in ("A", "B", "C"):
        sandbox.people.create(name)
    assert slow.get_nowait() is None
    await sandbox.close()


async def test_first_ids_are_random(tmp_path: Path) -> None:
    sandboxes = [make_sandbox(tmp_path / name) for name in "abc"]
    assert len({sandbox.world.bot.next_update_id for sandbox in sandboxes}) == 3
    assert len({sandbox.world.bot.next_message_id for sandbox in sandboxes}) == 3
    for sandbox in sandboxes:
        await sandbox.close()


async def test_the_cast_has_every_role_and_is_made_once(tmp_path: Path) -> None:
    sandbox = make_sandbox(tmp_path)
    cast = sandbox.cast()
    assert [person.role for person in cast.customers] == [Role.CUSTOMER] * 3
    assert (cast.agent.role, cast.admin.role) == (Role.AGENT, Role.ADMIN)
    assert cast.agents_chat.status_of(sandbox.world.bot.id) == "administrator"
    assert sandbox.cast() == cast
    await sandbox.close()


@pytest.mark.parametrize("form", ["query", "urlencoded", "json", "multipart"])
async def test_a_call_is_read_in_every_form(tmp_path: Path, form: str) -> None:
    sandbox = make_sandbox(tmp_path)
    person = await customer_of(sandbox)
    url = f"http://127.0.0.1/bot{TOKEN}/SendMessage"
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}
    texts = {"chat_id": str(person.id), "text": "hi", "protect_content": "true"}
    texts["reply_markup"] = json.dumps(markup)
    match form:
        case "query":
            request = httpx.Request("GET", url, params=texts)
        case "urlencoded":
            request = httpx.Request("POST", url, data=texts)
        case "json":
            typed = {**texts, "chat_id": person.id, "protect_content": True}
            request = httpx.Request("POST", url, json={**typed, "reply_markup": markup})
        case _:
            parts = {name: (None, value) for name, value in texts.items()}
            request = httpx.Request("POST", url, files=parts)

    message = result_of(await call_asgi(sandbox.app, request))

    assert message["text"] == "hi"
    assert message["has_protected_content"] is True
    assert message["reply_markup"] == markup
    await sandbox.close()


async def test_broken_json_in_a_field_is_refused(tmp_path: Path) -> None:
    sandbox = make_sandbox(tmp_path)
    person = await customer_of(sandbox)
    fields = {"chat_id": person.id, "text": "x", "reply_markup": "{"}
    with pytest.raises(RefusedError, match="can't parse reply markup JSON object"):
        await Bot(sandbox).form("sendMessage", fields)
    await sandbox.close()


async def test_a_sent_file_can_be_downloaded(tmp_path: Path) -> None:
    sandbox = make_sandbox(tmp_path)
    bot, person = Bot(sandbox), await customer_of(sandbox)
    image = picture()
    media = [
        {"type": "photo", "media": "attach://one"},
        {"type": "photo", "media": "attach://two"},
    ]
    fields = {"chat_id": person.id, "media": json.dumps(media)}
    files = {"one": ("1.png", image), "two": ("2.png", picture(90, 900))}

    album = await bot.form("sendMediaGroup", fields, files)

    assert len({message["media_group_id"] for message in album}) == 1
    assert [size["height"] for size in album[1]["photo"]] == [90, 320, 800, 900]
    file = await bot.call("getFile", file_id=album[0]["photo"][-1]["file_id"])
    url = f"http://127.0.0.1/file/bot{TOKEN}/{file['file_path']}"
    assert (await call_asgi(sandbox.app, httpx.Request("GET", url))).body == image
    await sandbox.close()


async def test_what_is_no_picture_is_no_photo(tmp_path: Path) -> None:
    sandbox = make_sandbox(tmp_path)
    person = await customer_of(sandbox)
    with pytest.raises(RefusedError, match="IMAGE_PROCESS_FAILED"):
        await Bot(sandbox).form("sendPhoto", {"chat_id": person.id}, {"photo": ("a.png", b"no")})
    await sandbox.close()


async def test_a_mini_app_gets_signed_data(tmp_path: Path) -> None:
    sandbox = make_sandbox(tmp_path)
    person = await customer_of(sandbox)
    address = sandbox.people.open_web_app(person.id, "https://example.org/desk")
    data = parse_qs(urlsplit(address).fragment)["tgWebAppData"][0]
    fields = dict(parse_qsl(data))
    given = fields.pop("hash")
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.new(b"WebAppData", TOKEN.encode(), hashlib.sha256).digest()
    assert given == hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()
    assert json.loads(fields["user"])["id"] == person.id
    assert given not in signed_init_data("1:other", fields)
    await sandbox.close()


@pytest.mark.parametrize(
    ("scope", "language", "seen"),
    [
        (None, "", "default"),
        (None, "zh", "default zh"),
        ({"type": "all_private_chats"}, "", "private"),
        ({"type": "all_private_chats"}, "en", "default zh"),
    ],
)
async def test_the_narrowest_commands_are_shown(
    tmp_path: Path, scope: dict | None, language: str, seen: str
) -> None:
    sandbox = make_sandbox(tmp_path)
    bot, person = Bot(sandbox), await customer_of(sandbox)
    for words, given in (("default", ""), ("default zh", "zh")):
        commands = [{"command": "start", "description": words}]
        await bot.call("setMyCommands", commands=commands, language_code=given)
    if scope or not language:
        words = "private" if scope else "default"
        commands = [{"command": "start", "description": words}]
        scoped = {"scope": scope} if scope else {}
        await bot.call("setMyCommands", commands=commands, language_code=language, **scoped)
    if not scope and not language:
        sandbox.people.set_language(person.id, "de")
    request = httpx.Request("GET", "http://127.0.0.1/chat/page-key/state")
    state = json.loads((await call_asgi(sandbox.app, request)).body)
    shown = state["profile"][str(person.id)]["commands"][str(person.id)]
    assert [command["description"] for command in shown] == [seen]
    await sandbox.close()

"""Customers: language, region, clock, what was offered last."""

import json
from datetime import datetime

from bot.domain.customers import Customer, Mode
from bot.domain.languages import Language
from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, to_micros

_FIND = "SELECT * FROM customer WHERE bot_id = :bot AND chat_id = :chat"
_PUT = """
    INSERT INTO customer (bot_id, chat_id, language, language_chosen, region, region_chosen, zone,
        offered, mode, mode_claim, adding_to, pending, misses, adverts, earlier,
        created_at, seen_at)
    VALUES (:bot, :chat, :language, :language_chosen, :region, :region_chosen, :zone, :offered,
        :mode, :mode_claim, :adding_to, :pending, :misses, :adverts, :earlier, :now, :now)
    ON CONFLICT (bot_id, chat_id) DO UPDATE SET language = excluded.language,
        language_chosen = excluded.language_chosen, region = excluded.region,
        region_chosen = excluded.region_chosen, zone = excluded.zone,
        offered = excluded.offered, mode = excluded.mode, mode_claim = excluded.mode_claim,
        adding_to = excluded.adding_to, pending = excluded.pending,
        misses = excluded.misses, adverts = excluded.adverts, earlier = excluded.earlier,
        seen_at = excluded.seen_at
"""
_SINCE = "SELECT created_at FROM customer WHERE bot_id = :bot AND chat_id = :chat"
_FORGET = "DELETE FROM customer WHERE bot_id = :bot AND chat_id = :chat"
_PERSON_IS_DONE = """
    UPDATE customer SET mode = 'bot', mode_claim = NULL
    WHERE bot_id = :bot AND mode_claim = :claim
"""


async def find_customer(connection: Connection, bot: int, chat: int) -> Customer | None:
    """Return a customer; None: they have not written yet."""
    row = await connection.one(_FIND, bot=bot, chat=chat)
    return _customer(row) if row else None


async def customer_since(connection: Connection, bot: int, chat: int) -> datetime | None:
    """Return when a customer wrote for the first time; None: they have not yet."""
    row = await connection.one(_SINCE, bot=bot, chat=chat)
    return from_micros(row["created_at"]) if row else None


async def put_customer(connection: Connection, customer: Customer, now: datetime) -> None:
    """Store a customer as they are now."""
    await connection.run(
        _PUT,
        bot=customer.bot,
        chat=customer.chat,
        language=customer.language.value,
        language_chosen=int(customer.language_chosen),
        region=customer.region,
        region_chosen=int(customer.region_chosen),
        zone=customer.zone,
        offered=json.dumps(customer.offered, ensure_ascii=False),
        mode=customer.mode.value,
        mode_claim=customer.mode_claim,
        adding_to=customer.adding_to,
        pending=customer.pending,
        misses=customer.misses,
        adverts=customer.adverts,
        earlier=customer.earlier,
        now=to_micros(now),
    )


async def forget_customer(connection: Connection, bot: int, chat: int) -> None:
    """Delete what is known about a customer."""
    await connection.run(_FORGET, bot=bot, chat=chat)


async def end_handover(connection: Connection, bot: int, claim: int) -> None:
    """Let the bot answer again where an agent talked about a claim."""
    await connection.run(_PERSON_IS_DONE, bot=bot, claim=claim)


def _customer(row: Row) -> Customer:
    return Customer(
        bot=row["bot_id"],
        chat=row["chat_id"],
        language=Language(row["language"]),
        language_chosen=bool(row["language_chosen"]),
        region=row["region"],
        region_chosen=bool(row["region_chosen"]),
        zone=row["zone"],
        offered=tuple((label, data) for label, data in json.loads(row["offered"])),
        mode=Mode(row["mode"]),
        mode_claim=row["mode_claim"],
        adding_to=row["adding_to"],
        pending=row["pending"],
        misses=row["misses"],
        adverts=row["adverts"],
        earlier=row["earlier"],
        seen_at=from_micros(row["seen_at"]),
    )

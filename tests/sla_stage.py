"""A desk whose promises a test watches: it moves the clock, and timers go off at their moments."""

import json
from dataclasses import replace

from bot.domain.customers import Customer
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.services.desk import Desk
from bot.services.exchange import Exchange
from bot.services.own_claims import say_to_person
from bot.services.promises import Promises
from bot.services.sla import begin
from bot.services.sla_watch import SLA_EVENTS, SlaWatch
from bot.storage.claim_targets import promises_of
from bot.storage.claims import claim_by_number
from bot.storage.customers import find_customer, put_customer
from bot.storage.events import Event
from bot.storage.micros import from_micros
from tests.console import CATALOG, CUSTOMER, Stage
from tests.filed import put_claim
from tests.gateway import BOT

ONE = "PA-7K3M-4QXW-X"
GROUP = -100


class Watched(Stage):
    """A desk whose timers a test lets go off, with an agents' group."""

    def __post_init__(self):
        super().__post_init__()
        self.office = replace(self.office, agents_chat=GROUP)
        self.desk = Desk(self.office)
        self.watch = SlaWatch(self.office)

    async def file(self, priority="urgent", kind=ClaimKind.FRAUD, language=Language.SIMPLIFIED):
        """File a claim as the guide does, from the customer's side."""
        facts = (
            {"amount": {"minor": 4980000, "currency": "CNY"}} if kind is ClaimKind.FRAUD else {}
        )
        region = "GB" if language is Language.ENGLISH else "CN"
        customer = Customer(BOT, CUSTOMER, language, region=region)
        await self.database.write(lambda c: put_customer(c, customer, self.now))
        due = Promises(self.office.library()).first_response_due(kind, priority, region, self.now)
        claim = await put_claim(
            self.database, number=ONE, kind=kind, type="", filing="now", facts=facts,
            priority=priority, language=language, region=region, filed_at=self.now, due_at=due,
        )  # fmt: skip
        await self.customer(lambda ex: begin(ex, claim))

    async def customer(self, doing):
        """Do something in the customer's own step."""

        async def step(connection):
            customer = await find_customer(connection, BOT, CUSTOMER)
            ex = Exchange(
                connection, customer, self.now, self.office.library(), CATALOG,
                agents_chat=GROUP,
            )  # fmt: skip
            await doing(ex)
            await ex.close()

        await self.database.write(step)

    async def says(self, words):
        claim = await self.claim_now()
        await self.customer(lambda ex: say_to_person(ex, claim, words))

    async def until(self, at):
        """Move the clock, letting every timer go off at its own moment."""
        while True:
            row = await self.one("SELECT * FROM timer ORDER BY due_at LIMIT 1")
            if row is None or from_micros(row["due_at"]) > at:
                break
            self.now = max(self.now, from_micros(row["due_at"]))
            await self.fire(row)
        self.now = at

    async def fire(self, row):
        await self.database.write(
            lambda c: c.run("DELETE FROM timer WHERE key = :k", k=row["key"])
        )
        if row["kind"] in SLA_EVENTS:
            event = Event(row["chat_id"], row["kind"], json.loads(row["payload"]))
            await self.watch.event(event)

    async def claim_now(self):
        return await self.database.read(lambda c: claim_by_number(c, BOT, ONE))

    async def promises(self):
        claim = await self.claim_now()
        found = await self.database.read(lambda c: promises_of(c, claim.id))
        return [(each.goal, each.state) for each in found]

    async def told(self, chat):
        rows = await self.database.read(
            lambda c: c.all("SELECT body FROM outbox WHERE chat_id = :chat ORDER BY id", chat=chat)
        )
        bodies = [json.loads(row["body"]) for row in rows]
        return [body["text"] for body in bodies if not body.get("edit_of")]

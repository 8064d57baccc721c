"""How a claim goes on from its first word: who does what, and how long it takes them."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.dialogue.drafts import claim_of, current_question
from bot.domain.errors import SupportError
from bot.domain.filings import filings
from bot.domain.kinds import ClaimKind
from bot.domain.money import Money
from bot.domain.questions import Reads
from bot.sandbox.values import Person
from bot.services.desk import Agent
from tools.demo.screens import Payment, Shot, shot_of
from tools.demo.scripts import PLAY, Script
from tools.demo.town import Town

# Questions of the longest guide, with those that are asked again.
_MOST_ANSWERS: Final = 16
_AMOUNTS: Final = (890, 2500, 3990, 8900, 12900, 19900, 45000)


@dataclass
class Matter:
    """One customer with one trouble; yields the moments at which it goes on.

    Attributes:
        town: where it happens.
        people: who it may happen to: the first who has no other trouble.
        begins: when the first word is written.
        agents: who may take it.
        shared: pictures that were sent before; one in a while is sent again.
    """

    town: Town
    script: Script
    people: list[Person]
    begins: datetime
    chance: random.Random
    agents: tuple[Agent, ...]
    shared: list[Shot]

    def __post_init__(self) -> None:
        self.minor = self.script.times * self.chance.choice(_AMOUNTS)
        merchants = self.script.merchants
        self.merchant = self.chance.choice(merchants) if merchants else "北巷咖啡"
        self.count = self.chance.choice((2, 2, 2, 3, 4))
        self.paid_at = self.begins - timedelta(hours=self.chance.randrange(2, 14))

    async def goes_on(self) -> AsyncIterator[datetime]:
        """Live through it; the moments grow."""
        yield self.begins
        free = [each for each in self.people if each.id not in self.town.busy]
        self.person = self.chance.choice(free) if free else self.people[0]
        self.town.busy.add(self.person.id)
        number = await self._filed()
        if not number:
            return
        at = self.begins + self._minutes(3, 200)
        yield at
        fate = self.chance.random()
        if fate < 0.06:
            await self.town.taps(self.person, "claim", number, "withdrawn")
            self.town.busy.discard(self.person.id)
        if fate < 0.12:
            return  # Withdrawn, or overlooked by everybody.
        agent = self.chance.choice(self.agents)
        if not await self._does(self.town.faces.desk.take(agent, number)):
            return
        async for moment in self._talk(agent, number, at):
            at = moment
            yield at
        async for moment in self._end(agent, number, at):
            yield moment

    async def _talk(self, agent: Agent, number: str, at: datetime) -> AsyncIterator[datetime]:
        lines, chance = PLAY.agents.lines(self.script.tongue), self.chance
        if chance.random() < 0.5:
            at += self._minutes(2, 25)
            yield at
            await self._does(self.town.faces.desk.ask(agent, number, chance.choice(lines.asks)))
            at += self._minutes(20, 1500)
            yield at
            if chance.random() < 0.35:
                await self.town.sends(self.person, self._shots(1))
            words = chance.choice(lines.replies)
            await self.town.says(self.person, words.format(n=chance.randrange(1000, 9999)))
        if chance.random() < 0.4:
            at += self._minutes(5, 60)
            yield at
            await self._does(
                self.town.faces.desk.note(agent, number, chance.choice(PLAY.agents.notes))
            )
        at += self._minutes(10, 400)
        yield at
        await self._does(self.town.faces.desk.say(agent, number, chance.choice(lines.says)))
        yield at

    async def _end(self, agent: Agent, number: str, at: datetime) -> AsyncIterator[datetime]:
        chance, script = self.chance, self.script
        at += self._minutes(300, 9_000)
        yield at
        outcome = chance.choice(PLAY.outcomes[script.kind])
        note = PLAY.agents.lines(script.tongue).solved
        await self._does(self.town.faces.desk.resolve(agent, number, outcome, note))
        self.town.busy.discard(self.person.id)
        at += self._minutes(2, 300)
        yield at
        verdict = chance.choices(("good", "fair", "bad", "reopen", ""), (9, 3, 1, 1, 6))[0]
        if verdict:
            await self.town.taps(self.person, "claim", number, verdict)

    async def _does(self, deed: object) -> bool:
        """Do what an agent does; False: somebody was faster, or the claim is closed."""
        try:
            await deed  # type: ignore[misc]  # a coroutine of the desk
        except SupportError:
            return False
        await self.town.settle()
        return True

    async def _filed(self) -> str:
        before = await self.town.number(self.person)
        draft = await self.town.draft(self.person)
        if draft is not None:
            await self.town.taps(self.person, "stop", str(draft.id))
        await self.town.says(self.person, self._words(self.script.opening))
        asked = ""
        for _ in range(_MOST_ANSWERS):
            before_it, asked = asked, await self._asked()
            if not asked or not await self._answers(again=asked == before_it):
                break
        number = await self.town.number(self.person)
        return number if number != before else ""

    async def _asked(self) -> str:
        """Return the field that is asked for now; empty: there is no guide."""
        stored = await self.town.draft(self.person)
        current = current_question(stored.draft) if stored else None
        return (current.field if current else "the end") if stored else ""

    async def _answers(self, *, again: bool) -> bool:
        """Answer what is asked now; False: that was the last."""
        town, person = self.town, self.person
        stored = await town.draft(person)
        if stored is None:
            return False
        current, draft = current_question(stored.draft), str(stored.id)
        if current is None:
            ways = filings(stored.draft.kind, claim_of(stored.draft))
            await town.taps(person, "file", draft, ways[0])
            return False
        wanted = "" if again else self.script.answers.get(current.field, "")
        if current.ask.reads is Reads.FILES:
            await self._files(draft, current.field)
        elif current.ask.choices:
            choice = wanted or current.ask.choices[0]
            await town.taps(person, "answer", draft, current.field, choice)
        elif wanted:
            await town.says(person, self._words(wanted))
        else:
            await town.taps(person, "skip", draft, current.field)
        return True

    async def _files(self, draft: str, field: str) -> None:
        shown = self.script.kind not in (ClaimKind.FROZEN_ACCOUNT, ClaimKind.OTHER)
        if shown and self.chance.random() < 0.85:
            await self.town.sends(self.person, self._shots(self.chance.choice((1, 2, 2, 3))))
            return
        await self.town.taps(self.person, "skip", draft, field)

    def _shots(self, count: int) -> list[Shot]:
        if self.shared and self.chance.random() < 0.05:
            return [self.chance.choice(self.shared)]
        language = "en" if self.script.tongue == "en" else "zh"
        shots = [shot_of(self._payment(place), language, self.chance) for place in range(count)]
        self.shared.append(shots[0])
        return shots

    def _payment(self, place: int) -> Payment:
        at = self.paid_at + timedelta(seconds=3 * place)
        money = Money(minor=self.minor, currency=self.script.currency)
        digits = f"{at:%Y%m%d}2200{self.chance.randrange(10**15, 10**16)}"
        return Payment(
            money, self.merchant, at, digits, f"{self.chance.randrange(10**11, 10**12)}"
        )

    def _words(self, template: str) -> str:
        day = self.begins - timedelta(days=5)
        return template.format(
            amount=f"{self.minor / 100:.2f}".removesuffix(".00"),
            count=self.count,
            merchant=self.merchant,
            payee=self.merchant,
            day=f"{day.day} {day:%B}"
            if self.script.tongue == "en"
            else f"{day.month}月{day.day}号",
        )

    def _minutes(self, least: int, most: int) -> timedelta:
        # Most things go quickly, some take long.
        return timedelta(minutes=least + (most - least) * self.chance.random() ** 2)

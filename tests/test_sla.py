"""Our promises: who keeps them, when agents are warned, when an admin has the claim."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.customers import Mode
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.lifecycle import Action, Outcome
from bot.domain.promised import Goal, GoalState
from bot.services.desk import Agent
from bot.services.own_claims import withdraw
from bot.storage.claims import claim_events
from bot.storage.customers import find_customer
from bot.storage.micros import to_micros
from tests.console import ADMIN, AGENT, CUSTOMER
from tests.gateway import BOT, NOW
from tests.postgres import database  # noqa: F401 - a fixture
from tests.sla_stage import GROUP, ONE, Watched

PRIYA, WANG = Agent(AGENT, "Priya"), Agent(ADMIN, "Wang")
OPEN, MET, LATE, DROPPED = GoalState
FIRST, NEXT, END = Goal
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    return Watched(database)


def minutes(count):
    return timedelta(minutes=count)


WARNED = [
    "10 分钟后超时：PA-7K3M-4QXW-X 被骗或被盗刷 49,800.00 元，还没人接。（首次回复未到）",
    "已超时 5 分钟：PA-7K3M-4QXW-X 被骗或被盗刷 49,800.00 元。已升级给王梅。原因：首次回复未到。",
]
LATE_WORDS = {
    Language.SIMPLIFIED: "我们晚了（PA-7K3M-4QXW-X），原定 18:15。\n"
    "现在已转给王梅，18:35 前一定有人看到，不用重发。",
    Language.ENGLISH: "We are late with PA-7K3M-4QXW-X; this was due 10:15.\n"
    "王梅 has it now; a person reads it by 10:35. No need to send it again.",
}


@pytest.mark.parametrize("language", list(LATE_WORDS))
async def test_a_promise_is_warned_of_then_escalated_and_the_customer_hears_it(stage, language):
    async with stage.inside(ADMIN, name="王梅"):
        pass
    await stage.file(language=language)
    await stage.until(NOW + minutes(5))
    assert await stage.told(GROUP) == WARNED[:1]
    await stage.until(NOW + minutes(19))
    assert len(await stage.told(GROUP)) == 1
    await stage.until(NOW + minutes(20))
    assert await stage.told(GROUP) == WARNED
    assert await stage.told(CUSTOMER) == [LATE_WORDS[language]]
    claim = await stage.claim_now()
    assert (claim.escalated_to, claim.escalated_name, claim.priority) == (ADMIN, "王梅", "urgent")
    assert (claim.due_at, claim.due_for) == (NOW + minutes(35), "first_response")
    event = (await stage.database.read(lambda c: claim_events(c, claim.id)))[-1]
    assert (event.action, event.role, event.note) == ("escalate", "system", "first_response")
    assert event.changes == {"escalated_to": ("", "王梅")}


async def test_what_was_promised_after_being_late_is_watched_too(stage):
    await stage.file()
    await stage.until(NOW + minutes(36))
    assert len(await stage.told(CUSTOMER)) == 1
    assert [text.split("：")[0] for text in await stage.told(GROUP)] == [
        "10 分钟后超时", "已超时 5 分钟", "还是没有回复，已超时 20 分钟",
    ]  # fmt: skip
    await stage.until(NOW + timedelta(hours=12))
    assert len(await stage.told(GROUP)) == 3, "nobody is told the same for ever"


async def test_an_answer_in_time_ends_it_and_nobody_is_warned(stage):
    await stage.file()
    stage.later(minutes=4)
    await stage.desk.take(PRIYA, ONE)
    await stage.desk.say(PRIYA, ONE, "I have this now.")
    await stage.until(NOW + timedelta(hours=10))
    assert await stage.promises() == [(FIRST, MET), (END, OPEN)]
    claim = await stage.claim_now()
    assert (claim.first_response_at, claim.due_for) == (NOW + minutes(4), "resolution")
    assert not any("超时" in text for text in await stage.told(GROUP))


async def test_taking_a_claim_and_what_the_bot_says_are_no_answer(stage):
    await stage.file()
    await stage.desk.take(PRIYA, ONE)
    await stage.desk.moves.pass_on(PRIYA, ONE, WANG)
    await stage.desk.note(WANG, ONE, "will look")
    claim = await stage.claim_now()
    assert (claim.first_response_at, claim.due_for) == (None, "first_response")
    await stage.until(NOW + minutes(20))
    assert "Wang 在办" in (await stage.told(GROUP))[0]
    assert await stage.promises() == [(FIRST, OPEN), (END, OPEN)]
    await stage.desk.say(WANG, ONE, "Sorry, here I am.")
    assert await stage.promises() == [(FIRST, LATE), (END, OPEN)]


async def test_who_has_the_claim_does_not_get_it_handed_up_where_another_can(stage):
    stage.admins.add(72)
    stage.staff.add(72)
    await stage.file()
    await stage.desk.take(WANG, ONE)
    await stage.until(NOW + minutes(20))
    assert (await stage.claim_now()).escalated_to == 72


async def test_each_word_of_the_customer_wants_an_answer_once(stage):
    await stage.file()
    await stage.desk.take(PRIYA, ONE)
    await stage.desk.say(PRIYA, ONE, "Hello.")
    stage.later(minutes=30)
    asked = stage.now
    await stage.says("是的")
    stage.later(minutes=5)
    await stage.says("还有一件事")
    assert await stage.promises() == [(FIRST, MET), (END, OPEN), (NEXT, OPEN)]
    claim = await stage.claim_now()
    assert (claim.due_at, claim.due_for) == (asked + minutes(60), "next_response")
    await stage.desk.say(PRIYA, ONE, "Noted.")
    assert await stage.promises() == [(FIRST, MET), (END, OPEN), (NEXT, MET)]


async def test_words_in_a_talk_do_not_disturb_what_an_agent_types(stage):
    await stage.file()
    await stage.desk.take(PRIYA, ONE)
    await stage.desk.say(PRIYA, ONE, "Hello.")
    seen = (await stage.claim_now()).version
    await stage.says("您好")
    await stage.desk.say(replace(PRIYA, seen=seen), ONE, "Which bank?")


async def test_the_end_waits_while_the_customer_is_asked(stage):
    await stage.file()
    await stage.desk.take(PRIYA, ONE)
    before = (await stage.database.read(lambda c: c.all("SELECT * FROM claim_target")))[1][
        "due_at"
    ]
    await stage.desk.ask(PRIYA, ONE, "Which card?")
    claim = await stage.claim_now()
    assert (claim.due_for, claim.due_at) == ("customer", stage.now + timedelta(days=14))
    await stage.until(NOW + timedelta(days=9))
    assert len(await stage.told(CUSTOMER)) == 2
    assert not any("超时" in text for text in await stage.told(GROUP))
    await stage.says("尾号 6620")
    claim = await stage.claim_now()
    assert (claim.status, claim.due_for) == ("in_review", "next_response")
    row = (await stage.database.read(lambda c: c.all("SELECT * FROM claim_target")))[1]
    assert row["due_at"] - before == 9 * 86_400_000_000


async def test_a_claim_that_takes_too_long_is_handed_up_and_said_so(stage):
    await stage.file("normal", ClaimKind.OTHER)
    await stage.desk.take(PRIYA, ONE)
    await stage.desk.say(PRIYA, ONE, "I look into it.")
    # Two weeks of working days later at six in the evening.
    due = datetime(2026, 12, 6, 18, tzinfo=SHANGHAI)
    await stage.until(due + minutes(5))
    assert await stage.told(CUSTOMER) == [
        "PA-7K3M-4QXW-X：人工 Priya 接手了，会在这里跟您说。",
        "Priya：I look into it.",
        "PA-7K3M-4QXW-X 比原定的 18:00 慢了。\n"
        "现在由能拍板的人来看，最晚 12 月 7 日 18:00 在这里给您一句话，您不用做什么。",
    ]
    assert (await stage.promises())[-1] == (NEXT, OPEN)
    assert (await stage.told(GROUP))[-1].endswith("原因：还没办结。")


async def test_a_promise_that_fell_due_while_nothing_ran_is_broken_at_once_not_warned_of(stage):
    await stage.file()
    stage.later(hours=3)
    row = await stage.one("SELECT * FROM timer WHERE kind = 'claim.sla'")
    await stage.fire(row)
    [told] = await stage.told(GROUP)
    assert told.startswith("已超时 2 小时：")
    assert len(await stage.told(CUSTOMER)) == 1


async def test_a_claim_taken_back_or_merged_owes_nothing(stage):
    await stage.file()
    claim = await stage.claim_now()
    await stage.customer(lambda ex: withdraw(ex, claim))
    assert await stage.promises() == [(FIRST, DROPPED), (END, DROPPED)]
    assert (await stage.claim_now()).closed_at == NOW
    assert await stage.one("SELECT * FROM timer WHERE kind = 'claim.sla'") is None


async def test_a_reopened_claim_owes_an_answer_and_an_end_again(stage):
    await stage.file()
    await stage.desk.take(PRIYA, ONE)
    await stage.desk.resolve(PRIYA, ONE, Outcome.EXPLAINED)
    assert await stage.promises() == [(FIRST, MET), (END, MET)]
    stage.later(days=1)
    await stage.desk.moves.reopen(PRIYA, ONE)
    claim = await stage.claim_now()
    assert (await stage.promises())[2:] == [(END, OPEN), (NEXT, OPEN)]
    assert (claim.due_at, claim.due_for) == (stage.now + minutes(60), "next_response")


async def test_escalating_by_hand_makes_the_answer_due_sooner(stage):
    await stage.file("normal", ClaimKind.OTHER)
    assert (await stage.claim_now()).due_at == datetime(2026, 11, 23, 18, tzinfo=SHANGHAI)
    await stage.desk.moves.escalate(PRIYA, ONE, "a threat")
    assert (await stage.claim_now()).due_at == NOW + minutes(15)


async def test_calling_it_urgent_makes_the_answer_due_sooner_and_tells_nobody(stage):
    await stage.file("normal", ClaimKind.OTHER)
    await stage.desk.moves.prioritize(PRIYA, ONE, "urgent")
    urgent = await stage.claim_now()
    assert (urgent.priority, urgent.due_at) == ("urgent", NOW + minutes(15))
    await stage.desk.moves.prioritize(PRIYA, ONE, "normal")
    assert (await stage.claim_now()).due_at == NOW + minutes(15), "what is promised stays so"
    assert await stage.promises() == [(FIRST, OPEN), (END, OPEN)]
    assert await stage.told(CUSTOMER) == []


async def test_what_is_due_today_is_listed_when_the_desk_opens(stage):
    await stage.watch.begin()
    await stage.file("normal", ClaimKind.OTHER)
    await stage.until(datetime(2026, 11, 23, 9, tzinfo=SHANGHAI))
    assert await stage.told(GROUP) == [
        "今天到期 1 件，最近的 18:00：PA-7K3M-4QXW-X。\n18:00 PA-7K3M-4QXW-X 其他"
    ]
    row = await stage.one("SELECT due_at FROM timer WHERE key = 'sla.today'")
    assert row["due_at"] == to_micros(datetime(2026, 11, 24, 9, tzinfo=SHANGHAI))


async def test_a_claim_in_talk_stays_with_the_person(stage):
    """The word that we are late does not let the bot talk again."""
    await stage.file()
    await stage.desk.take(PRIYA, ONE)
    await stage.until(NOW + minutes(20))
    customer = await stage.database.read(lambda c: find_customer(c, BOT, CUSTOMER))
    assert customer.mode is Mode.PERSON


async def test_the_history_names_the_escalation(stage):
    await stage.file()
    await stage.until(NOW + minutes(20))
    claim = await stage.claim_now()
    events = await stage.database.read(lambda c: claim_events(c, claim.id))
    assert [event.action for event in events] == [Action.ESCALATE]

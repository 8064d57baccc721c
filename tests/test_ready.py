"""Ready answers: the files and their check, and how a claim's facts fill them."""

import shutil
from datetime import date

import pytest

from bot.domain.customers import Customer
from bot.domain.errors import Conflict, NotAllowed, NotFound
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.lifecycle import Outcome
from bot.services.desk import Agent, Desk
from bot.services.ready_answers import ReadyAnswers
from bot.storage.customers import put_customer
from knowledge.check import check
from knowledge.library import FOLDER, load_library
from knowledge.problem_words import in_chinese
from knowledge.problems import KnowledgeError, Severity
from knowledge.proposals import propose, ready_file
from knowledge.ready import PLACES, open_places
from tests.console import ADMIN, AGENT, CUSTOMER, Stage
from tests.filed import CHAT, put_claim
from tests.gateway import BOT
from tests.knowledge_base import cache_folder, library
from tests.postgres import database  # noqa: F401 - a fixture

TODAY = date(2026, 11, 22)
PRIYA = Agent(AGENT, "Priya")
GOOD = '+++\ntitle = "T"\nkind = "fraud"\nplace = 9\nreviewed_on = 2026-11-22\n+++\n\n'
HAN, EN = Language.SIMPLIFIED, Language.ENGLISH


@pytest.fixture
def folder(tmp_path):
    library()
    for part in ("tables", "ready"):
        shutil.copytree(FOLDER / part, tmp_path / part)
    return tmp_path


def found(folder):
    problems = check(TODAY, folder, cache_folder())
    errors = [each for each in problems if each.severity is Severity.ERROR]
    return [each for each in errors if each.file.startswith("ready/")]


def test_the_files_of_the_project_are_good_and_in_both_languages(folder):
    assert found(folder) == []
    names = [{name for name, each in library().ready if each == code} for code in ("zh", "en")]
    assert names[0] == names[1]
    assert {each.kind for each in library().ready.values()} == set(ClaimKind)


def test_every_place_is_used_by_some_answer():
    used = {place for each in library().ready.values() for place in each.places}
    assert used == set(PLACES)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param("打 95188 挂失", "bare phone", id="a number of the tables"),
        pytest.param("看 www.alipay.com 吧", "web address", id="an address"),
        pytest.param("15 天内答复", "bare period", id="a period"),
        pytest.param("{channel:cn-1}", "leads nowhere", id="a dead reference"),
        pytest.param("给 {money}", "nothing fills", id="a place that is none"),
        pytest.param("给 {Amount}", "a brace that is no reference", id="another brace"),
        pytest.param("**快**", "sent as it stands", id="bold"),
        pytest.param("> 小字", "sent as it stands", id="a quotation"),
        pytest.param("一\n二\n三\n四\n五\n六\n七", "too long", id="seven lines"),
        pytest.param("字" * 1001, "too long", id="a thousand characters"),
    ],
)
def test_what_must_not_stand_in_a_ready_answer(folder, body, says):
    for language in ("zh", "en"):
        (folder / "ready" / language / "new.md").write_text(GOOD + body, "utf-8")
    problems = found(folder)
    assert any(says in each.what for each in problems), problems
    assert in_chinese(problems[0].what) != problems[0].what


@pytest.mark.parametrize(
    ("zh", "en", "says"),
    [
        pytest.param(GOOD + "好", None, "there is no ready/en/new.md", id="one language"),
        pytest.param(GOOD + "{amount}", GOOD + "ok", "other places", id="another place"),
        pytest.param(
            GOOD + "好", GOOD.replace("9", "8") + "ok", "kind, outcome or place", id="the head"
        ),
        pytest.param(
            GOOD.replace('"T"', '"' + "长" * 21 + '"') + "好", GOOD + "ok", "the title has 21",
            id="a title that fits on no button",
        ),
    ],
)  # fmt: skip
def test_what_the_two_languages_share(folder, zh, en, says):
    for language, text in (("zh", zh), ("en", en)):
        if text:
            (folder / "ready" / language / "new.md").write_text(text, "utf-8")
    assert any(says in each.what for each in found(folder))


@pytest.mark.parametrize(
    "head", ['kind = "robbery"', 'outcome = "won"', "place = 0", 'title = ""', "color = 1"]
)
def test_a_head_that_is_wrong_keeps_the_library_from_loading(folder, head):
    name = head.split()[0]
    lines = [line for line in GOOD.splitlines() if not line.startswith(name)]
    text = "\n".join([lines[0], head, *lines[1:], "好"])
    (folder / "ready" / "zh" / "new.md").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=f"ready/zh/new.md:2:1: {name}"):
        load_library(folder, cache_folder())


def test_an_edit_is_checked_as_one_of_an_article_is(folder):
    file = ready_file("fraud-stopped", "zh")
    before = (folder / file).read_text("utf-8")
    good = propose(folder, file, before.replace("尽快", "今天"), TODAY, cache_folder())
    assert good.problems == ()
    assert good.library.ready["fraud-stopped", "zh"].body.endswith("请今天做笔录。")
    bad = propose(folder, file, before + "打 95188", TODAY, cache_folder())
    assert [each.line for each in bad.problems] == [9]
    for path in ("ready/zh/../x.md", "ready/fr/x.md", "ready/zh/x.yaml", "tables/x.md"):
        with pytest.raises(ValueError, match="no path"):
            propose(folder, path, before, TODAY, cache_folder())


def test_open_places():
    assert open_places("{next} {amount} {next} {mine} {a:b}") == ("next", "amount")


@pytest.fixture
def stage(database):  # noqa: F811 - the fixture
    return Stage(database)


@pytest.fixture
def ready(stage):
    return ReadyAnswers(stage.office)


async def filled(stage, ready, name, language=HAN, region="CN", given=None, **changes):
    customer = Customer(BOT, CHAT, language, language_chosen=True, region=region)
    await stage.database.write(lambda c: put_customer(c, customer, stage.now))
    claim = await put_claim(stage.database, **changes)
    return await ready.filled(PRIYA, claim.number, name, given)


FRAUD = {"kind": ClaimKind.FRAUD, "type": "scam", "filing": "now"}
LOST = {"facts": {"provider": "alipay", "amount": {"minor": 4980000, "currency": "CNY"}}}


async def test_what_the_claim_knows_is_filled_in(stage, ready):
    one = await filled(stage, ready, "duplicate-confirmed", facts={
        "provider": "alipay", "count": 22, "orders": "one",
        "amount": {"minor": 890, "currency": "GBP"},
    })  # fmt: skip
    assert one.text == (
        "核对过了：应付 1 次，多扣 21 次，共 186.90 英镑。材料包在下面，发给支付宝。"
    )
    assert one.open == ()


async def test_what_only_the_agent_knows_stays_open_until_it_is_given(stage, ready):
    one = await filled(stage, ready, "fraud-reimbursed", EN, "GB", **FRAUD, facts={
        "amount": {"minor": 90000, "currency": "GBP"}
    })  # fmt: skip
    assert one.text == "{who} paid £900.00 back. For the remaining {rest}: {next}."
    assert one.open == ("who", "rest", "next")
    assert ready.places(one.open, EN)[1] == ("rest", "the sum that is still missing")
    given = {"who": "Barclays", "rest": "£300", "next": "ask the ombudsman"}
    number = "PA-7K3M-4QXW-X"
    done = await ready.filled(PRIYA, number, "fraud-reimbursed", given)
    assert done.text == ("Barclays paid £900.00 back. For the remaining £300: ask the ombudsman.")
    assert done.open == ()
    again = await ready.filled(PRIYA, number, "fraud-reimbursed", given | {"amount": "£600.00"})
    assert again.text.startswith("Barclays paid £600.00 back."), "the agent knows better"


async def test_numbers_come_from_the_tables_of_the_customers_region(stage, ready):
    first = await filled(stage, ready, "fraud-first", **FRAUD, **LOST)
    assert first.text == (
        "我是 Priya，这件我来跟。银行和报警电话（110）打过了吗？没打的现在就打，打完我们接着弄。"
    )


async def test_traditional_chinese_is_converted_and_values_stay(stage, ready):
    one = await filled(stage, ready, "fraud-first", Language.TRADITIONAL, "HK", **FRAUD, **LOST)
    assert "銀行和報警電話（999）打過了嗎" in one.text
    assert one.open == ()


async def test_a_value_that_could_not_be_checked_carries_the_hint(stage, ready):
    unsure = next(
        each
        for each in library().providers.values()
        if (hotline := library().hotline(each, TODAY)).hint and hotline.phone
    )
    one = await filled(
        stage, ready, "outage-missing", EN, "GB", kind=ClaimKind.OUTAGE, type="outage",
        facts={"provider": unsure.id, "amount": {"minor": 4990, "currency": "HKD"}},
        given={"tail": "6620"},
    )  # fmt: skip
    shown = library().hotline(library().provider(unsure.id), TODAY)
    assert f"call {shown.phone}*" in one.text
    assert one.text.splitlines()[1].startswith("* ")


async def test_who_can_lift_a_freeze(stage, ready):
    frozen = {"kind": ClaimKind.FROZEN_ACCOUNT, "type": "frozen", "filing": "lift"}
    by_police = {"provider": "alipay", "reason": "police_freeze"}
    one = await filled(stage, ready, "frozen-who", **frozen, facts=by_police)
    assert one.open == ("who", "next"), "the unit is not known yet"
    await stage.database.write(lambda c: c.run("DELETE FROM claim"))
    facts = by_police | {"asked_unit": "have_unit", "unit": "杭州市公安局"}
    one = await filled(stage, ready, "frozen-who", **frozen, facts=facts, given={"next": "打电话"})
    assert one.text == "能解的是杭州市公安局，我们和别的平台都解不了。您现在做：打电话。"


async def test_how_long_a_customer_was_waited_for(stage, ready):
    claim = await put_claim(stage.database)
    await stage.desk.take(PRIYA, claim.number)
    await stage.desk.ask(PRIYA, claim.number, "?")
    stage.later(days=14, hours=3)
    given = {"by": "11 月 29 日"}
    one = await ready.filled(PRIYA, claim.number, "other-no-answer", given)
    assert one.text == ("等您 14 天了。还要接着办吗？不回也不会删，11 月 29 日先放着。")


async def test_the_list_begins_with_the_kind_of_the_claim(stage, ready):
    claim = await put_claim(stage.database)
    names = [each.name for each in await ready.listed(AGENT, claim.number, HAN)]
    assert names[:4] == [
        "duplicate-confirmed", "duplicate-none", "duplicate-refunded", "duplicate-refused",
    ]  # fmt: skip
    assert len(names) == 9
    assert all(each.startswith("other-") for each in names[4:])
    listed = await ready.listed(ADMIN, claim.number, Language.TRADITIONAL)
    assert listed[0].title == "核對了，是多扣"
    refunded = next(each for each in listed if each.name == "duplicate-refunded")
    assert (refunded.outcome, refunded.is_own) == (Outcome.REFUNDED, True)


async def test_nobody_else_reads_a_claim_through_its_ready_answers(stage, ready):
    claim = await put_claim(stage.database)
    with pytest.raises(NotAllowed):
        await ready.listed(CUSTOMER, claim.number, HAN)
    with pytest.raises(NotAllowed):
        await ready.filled(Agent(CUSTOMER, "x"), claim.number, "duplicate-refunded")
    for number, name in (("PA-0", "duplicate-none"), (claim.number, "../x")):
        with pytest.raises(NotFound):
            await ready.filled(PRIYA, number, name)


async def test_somebody_who_spoke_of_not_living_gets_no_ready_words(stage, ready):
    claim = await put_claim(stage.database, kind=ClaimKind.OTHER, type="distress", facts={})
    for attempt in (
        ready.listed(AGENT, claim.number, HAN),
        ready.filled(PRIYA, claim.number, "other-taking-over"),
    ):
        with pytest.raises(Conflict, match="person_only"):
            await attempt


async def test_nothing_goes_out_that_is_still_open(stage):
    claim = await put_claim(stage.database)
    desk, words = Desk(stage.office), "下一步：{next}。"
    await desk.take(PRIYA, claim.number)
    before = await stage.count("outbox")
    for attempt in (
        desk.say(PRIYA, claim.number, words),
        desk.ask(PRIYA, claim.number, words),
        desk.resolve(PRIYA, claim.number, Outcome.EXPLAINED, words),
    ):
        with pytest.raises(Conflict, match="still_open"):
            await attempt
    assert await stage.count("outbox") == before
    await desk.say(PRIYA, claim.number, "写 {a} 或 JSON {} 都行")
    assert await stage.count("outbox") > before

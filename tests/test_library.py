from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.deadlines import Period
from bot.domain.kinds import ClaimKind
from bot.domain.regions import REGIONS
from knowledge.periods import period_words
from knowledge.records.channels import Category
from knowledge.records.policy import Situation
from knowledge.service_levels import due_at, opens_at
from tests.knowledge_base import library

TODAY = date(2026, 11, 22)
HALF_A_YEAR_LATER = date(2027, 5, 22)  # 181 days after the tables were checked


def ids(channels):
    return tuple(channel.id for channel in channels)


@pytest.mark.parametrize(
    ("region", "situation", "first"),
    [
        ("CN", Situation.FRAUD, "110"),
        ("HK", Situation.FRAUD, "18222"),
        ("TW", Situation.FRAUD, "165"),
        ("MY", Situation.FRAUD, "997"),
        ("GB", Situation.FRAUD, "159"),
        ("CN", Situation.DISTRESS, "12356"),
        ("GB", Situation.DISTRESS, "116123"),
        ("JP", Situation.DISTRESS, "110"),
        ("CN", Situation.FREEZE, "12363"),
        ("CN", Situation.COMPLAINT, "12315"),
    ],
)
def test_the_first_number_to_call(region, situation, first):
    assert library().urgent(region, situation)[0].phone == first


@pytest.mark.parametrize("region", ["US", "CA", "SG", "EU", "", "ZZ"])
def test_where_no_line_stops_payments_the_own_bank_comes_first(region):
    assert library().urgent(region, Situation.FRAUD)[0].id == "intl-bank-first"


def test_every_region_with_a_clock_has_urgent_numbers():
    for clock in library().tables.calendars.regions:
        for situation in Situation:
            found = library().urgent(clock.region, situation)
            assert found or situation is Situation.DISTRESS, (clock.region, situation)


def test_every_region_of_a_customer_has_a_clock():
    assert set(REGIONS) == {clock.region for clock in library().tables.calendars.regions}


def test_no_region_is_given_the_numbers_of_another():
    for clock in library().tables.calendars.regions:
        for situation in Situation:
            found = {channel.region for channel in library().urgent(clock.region, situation)}
            assert found <= {clock.region, "INTL"}


def test_an_unknown_region_has_no_crisis_line():
    assert library().crisis("ZZ") == ()


def test_channels_come_by_priority():
    assert ids(library().channels("CN", Category.FINANCIAL_REGULATOR))[:2] == (
        "cn-12363",
        "cn-12378",
    )


def altered_channel(name, **change):
    return library().all_channels[name].model_copy(update=change)


@pytest.mark.parametrize(
    ("name", "today", "phone", "hint"),
    [
        pytest.param("cn-110", TODAY, "110", False, id="verified: no hint"),
        pytest.param("cn-12389", TODAY, "12389", True, id="unverified: hint"),
        pytest.param("cn-12363", HALF_A_YEAR_LATER, "12363", True, id="past review: hint"),
        pytest.param("cn-110", HALF_A_YEAR_LATER, "110", False, id="the police never expires"),
        pytest.param("ca-fcac", TODAY, "", False, id="unseen phone: withheld beside a seen one"),
        pytest.param("sg-fidrec", TODAY, "+65 6327 8878", True, id="unseen phone: hint"),
        pytest.param("ae-sanadak", TODAY, "800 72 62 325", True, id="unseen phone, none better"),
    ],
)
def test_what_is_shown_of_a_channel(name, today, phone, hint):
    shown = library().shown(library().all_channels[name], today)
    assert (shown.phone, shown.hint) == (phone, hint)


def test_a_channel_needs_no_hint_on_the_last_day_before_review():
    channel = library().all_channels["cn-12363"]
    assert not library().shown(channel, TODAY + timedelta(days=180)).hint
    assert library().shown(channel, TODAY + timedelta(days=181)).hint


@pytest.mark.parametrize(
    ("name", "today", "phone", "hint"),
    [
        pytest.param("alipay", TODAY, "95188", False, id="seen"),
        pytest.param("alipay", HALF_A_YEAR_LATER, "95188", True, id="past review"),
        pytest.param("jd_pay", TODAY, "95118", True, id="the hotline itself was not seen"),
        pytest.param("touchngo", TODAY, "", False, id="unseen phone withheld"),
        pytest.param("paypal", TODAY, "", False, id="none: to the app"),
    ],
)
def test_what_is_shown_of_a_hotline(name, today, phone, hint):
    shown = library().hotline(library().providers[name], today)
    assert (shown.phone, shown.hint) == (phone, hint)


def test_no_wrong_number_is_ever_shown():
    wrong = {n for each in library().providers.values() for n in each.wrong_numbers_seen}
    assert wrong
    shown = {library().hotline(each, TODAY).phone for each in library().providers.values()}
    shown |= {library().shown(each, TODAY).phone for each in library().all_channels.values()}
    assert not wrong & shown


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("有人叫我打 95055", "alipay"),
        ("客服电话 400-000-9518 对吗", "alipay"),
        ("4000009518", "alipay"),
        ("call +86 400 000 9518?", "alipay"),
        ("181 9084 1622 说是银联", "unionpay"),
        ("我打了 95188", None),
        ("扣了 22 次，每次 89", None),
        ("", None),
    ],
)
def test_a_wrong_number_in_a_text_is_recognised(text, owner):
    found = library().is_wrong_number(text)
    assert (found.owner if found else None) == owner


def test_superseded_deadlines_are_withheld():
    assert "cn-12315-mediate" in library().deadline_rules
    for kind in ClaimKind:
        assert "cn-12315-mediate" not in ids(library().deadlines("CN", kind))


def test_deadlines_fit_region_kind_and_type():
    duplicate = library().deadlines("US", ClaimKind.DUPLICATE_CHARGE)
    assert "us-fcba-60d" in ids(duplicate)
    assert {rule.region for rule in duplicate} == {"US"}
    takeover = library().deadlines("CN", ClaimKind.FRAUD, "account_takeover")
    assert "cn-ecom-unauthorised" in ids(takeover)
    assert "cn-transfer-cancel-24h" not in ids(takeover)
    with_card = library().deadlines("US", ClaimKind.DUPLICATE_CHARGE, also=("GLOBAL-CARD",))
    assert "visa-12-6" in ids(with_card)


@pytest.mark.parametrize(
    ("word", "kind", "type_"),
    [
        ("outage_check", ClaimKind.OUTAGE, "outage"),
        ("balance_zero", ClaimKind.OUTAGE, "balance_zero"),
        ("paid_not_credited", ClaimKind.DUPLICATE_CHARGE, "paid_not_credited"),
        ("wrong_transfer", ClaimKind.FRAUD, "wrong_transfer"),
        ("account_takeover", ClaimKind.FRAUD, "account_takeover"),
        ("sim_swap", ClaimKind.FRAUD, "sim_swap"),
        ("platform_collapse", ClaimKind.VANISHED_PLATFORM, "platform"),
        ("human", ClaimKind.OTHER, "person"),
        ("faq", None, "article"),
    ],
)
def test_a_word_leads_to_a_kind_of_claim(word, kind, type_):
    case = library().case_of(word)
    assert (case.claim_kind(), case.type) == (kind, type_)


def test_gopay_has_to_be_asked_about():
    names = library().provider_names
    assert set(names.ids("Go Pay")) == set(library().disambiguation("gopay").members)
    assert names.group_of(names.ids("ＧＯＰＡＹ")) == "gopay"
    assert names.ids("支付宝") == ("alipay",)
    assert names.group_of(("alipay",)) == ""
    assert names.ids("nobody") == ()


def test_a_checklist_names_what_is_a_must():
    items = library().evidence_items("duplicate_charge")
    assert items[0][0].id == "duplicate_debit_list"
    assert [must for _, must in items] == sorted((must for _, must in items), reverse=True)
    assert library().evidence_items("nothing") == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("涉嫌电信网络诈骗，账户已被公安机关冻结", "police_freeze"),
        ("賬戶因長期未使用已被休眠", "dormant_account"),
        ("法院冻结 (2026)豫0102执123号", "court_freeze"),
        ("App 里写：支付密码错误次数过多，请 3 小时后再试", "wrong_password_lock"),
        ("Your account is limited because of unusual activity", "risk_control"),
        ("他们让我先交5000解冻费", "fake_freeze"),
    ],
)
def test_an_apps_message_finds_its_freeze_reason(text, reason):
    assert library().match_freeze(text)[0].reason.id == reason


def test_every_typical_message_finds_its_own_reason():
    for reason in library().freeze_reasons.values():
        for text in reason.typical_messages.both():
            best = library().match_freeze(text)[0]
            shared = [each for each in library().match_freeze(text) if each.score == best.score]
            assert reason.id in {each.reason.id for each in shared}, text


@pytest.mark.parametrize("text", ["", "😀", "微信零钱 今天天气真好", "hello"])
def test_what_is_no_freeze_fits_no_reason(text):
    assert library().match_freeze(text) == ()


@pytest.mark.parametrize(
    ("kind", "filed", "due"),
    [
        # Sunday, 22 November 2026, 10:00 and 16:00 in Shanghai.
        (ClaimKind.FRAUD, "2026-11-22T02:00", "2026-11-22T02:15"),
        (ClaimKind.DUPLICATE_CHARGE, "2026-11-22T02:00", "2026-11-23T10:00"),
        (ClaimKind.VANISHED_PLATFORM, "2026-11-22T02:00", "2026-11-22T10:00"),
        (ClaimKind.VANISHED_PLATFORM, "2026-11-22T08:00", "2026-11-23T10:00"),
    ],
)
def test_a_first_response_is_promised_by(kind, filed, due):
    level = library().sla(kind)
    start = datetime.fromisoformat(filed).replace(tzinfo=UTC)
    found = due_at(level.first_response, library().desk("CN"), start)
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_an_urgent_claim_of_any_kind_is_promised_within_minutes():
    level = library().sla(ClaimKind.OUTAGE, urgent=True)
    assert level.first_response.within == "PT15M"


@pytest.mark.parametrize(
    ("region", "at", "opens"),
    [
        ("CN", "2026-11-22T12:00", None),
        ("CN", "2026-11-22T13:00", "2026-11-23T01:00"),
        ("CN", "2026-11-22T00:30", "2026-11-22T01:00"),
        ("GB", "2026-11-22T22:40", "2026-11-23T09:00"),
    ],
)
def test_a_closed_desk_says_when_it_opens(region, at, opens):
    found = opens_at(library().desk(region), datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert found == (opens and datetime.fromisoformat(opens).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("visa-12-6", "120 天", "120 days"),
        ("cn-freeze-6m", "6 个月", "6 months"),
        ("us-rege-2bd", "2 个工作日", "2 business days"),
        ("psd2-refund-1bd", "1 个工作日", "1 business day"),
        ("cn-court-freeze-1y", "1 年", "1 year"),
        ("sepa-dd", "8 周", "8 weeks"),
        ("cn-stop-pay-48h", "48 小时", "48 hours"),
    ],
)
def test_a_period_in_words(name, zh, en):
    rule = library().deadline_rules[name]
    period = Period.of(rule.limit)
    assert period_words(period, rule.day_type, "zh-Hans") == zh
    assert period_words(period, rule.day_type, "en") == en

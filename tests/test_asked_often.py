"""Short questions that every guide hears, and words that are no answer to its question."""

from zoneinfo import ZoneInfo

import pytest

from bot.domain.kinds import ClaimKind
from bot.services.asked_often import asked_often, asks_use, asks_who
from bot.services.beside_words import asks_what_now, has_pictures, is_sentence, pays_nothing
from bot.services.claimed_facts import is_place_of_talk
from bot.services.facts_found import payee_named, states_only, tells_of_report
from bot.services.fitting_words import is_told_of
from bot.services.hearing import asks, asks_whether
from bot.services.same_matter import is_of_this_matter
from bot.services.sums_told import instalments_paid, listed_total, price_behind, with_deposits
from bot.services.types_found import is_thanks, platform_called, tells_last_use
from bot.understanding.amounts import without_dialled
from tests.knowledge_base import library as read_library
from tests.understood import NOW


@pytest.mark.parametrize(
    ("said", "kind", "article"),
    [
        ("能退给我吗", ClaimKind.DUPLICATE_CHARGE, "will-platform-refund-itself"),
        ("可以退吗", ClaimKind.VANISHED_MERCHANT, "merchant-gone-first-steps"),
        ("能追回来吗", ClaimKind.FRAUD, "fraud-money-back"),
        ("仲有冇得救㗎", ClaimKind.FRAUD, "fraud-money-back"),
        ("还能追回来不", ClaimKind.VANISHED_PLATFORM, "platform-legal-action"),
        ("要等幾耐呀", ClaimKind.DUPLICATE_CHARGE, "refund-time"),
        ("多久能解", ClaimKind.FROZEN_ACCOUNT, "freeze-duration"),
        ("找谁投诉", ClaimKind.FROZEN_ACCOUNT, "complaint-channels"),
        ("要帶什麼", ClaimKind.FRAUD, "police-report"),
        ("那我还要不要再付一次", ClaimKind.OUTAGE, "paid-but-unpaid-order"),
        ("多久能修好", ClaimKind.OUTAGE, ""),
        ("我能替他报警吗", ClaimKind.FRAUD, "fraud-family-elderly"),
        ("我想退了", ClaimKind.DUPLICATE_CHARGE, ""),
        ("警察说要帮我查那个账户，钱还能不能追回来", ClaimKind.FRAUD, ""),
    ],
)
def test_a_short_question_is_answered_for_the_matter_that_is_open(said, kind, article):
    assert asked_often(said, kind, "") == article


def test_every_article_that_answers_a_short_question_exists():
    library = read_library()
    said = ("再付一次吗", "替他报警吗", "带什么", "是骗子吗", "找谁投诉", "找谁", "多久", "能退吗")
    types = ("", "wrong_transfer", "prepaid")
    named = {asked_often(each, kind, t) for each in said for kind in ClaimKind for t in types}
    assert {name for name in named if name and library.article(name, "zh") is None} == set()
    assert len(named) > len(said)


@pytest.mark.parametrize(
    ("said", "who"),
    [("你是微信的人吗", True), ("你们是谁", True), ("你是骗子吗", True), ("他是谁", False)],
)
def test_who_asks_who_is_speaking_is_told(said, who):
    assert asks_who(said) is who


@pytest.mark.parametrize("said", ["仲有冇其他要做", "然后呢", "现在咋办", "可以點做"])
def test_who_asks_what_to_do_names_nothing(said):
    assert asks_what_now(said)


@pytest.mark.parametrize("said", ["要带什么", "找谁", "还能追回来不", "使唔使報警呀", "到账了没"])
def test_a_question_needs_no_question_mark(said):
    assert asks(said)


@pytest.mark.parametrize(
    "said", ["手机也换了", "银行说要30天", "有對話紀錄", "给110打了", "气死我了 什么破银行"]
)
def test_what_happened_is_no_name(said):
    assert is_sentence(said)


@pytest.mark.parametrize(
    ("fact", "said", "fits"),
    [
        ("reported", "气死我了 什么破银行", False),
        ("reported", "招行客服，工单 88123", True),
        ("reported", "told my bank", True),
        ("app_message", "打了95188说让我等3天", False),
        ("app_message", "从上周开始 提现提不了", False),
        ("app_message", "说我异常交易", True),
        ("app_message", "您的账户存在风险，已限制付款", True),
        ("deposits", "客服不理 群也解散了", False),
        ("deposits", "他们说交10%税就能取", False),
        ("deposits", "银行卡转了三次", True),
    ],
)
def test_words_are_taken_where_they_can_be_what_is_asked_for(fact, said, fits):
    assert is_told_of(fact, said) is fits


@pytest.mark.parametrize(
    ("said", "minor"),
    [
        ("两笔 一笔49999 一笔20000", 6_999_900),
        ("49985 跟 29985", 7_997_000),
        ("垫了三笔一笔1000一笔3000一笔8000然后说我操作错误", 1_200_000),
        ("转了3000", None),
        ("下午2点 3000", None),
        ("1000元手机，2000元电脑", None),
    ],
)
def test_payments_told_of_one_by_one_are_summed(said, minor):
    total = listed_total(said, "CNY")
    assert (total.minor if total else None) == minor


def test_an_age_is_no_sum():
    assert "60" not in without_dialled("我60多了 眼睛不好")
    assert "72" not in without_dialled("我妈今年72")
    assert "60" in without_dialled("我付了60")


def test_money_put_in_is_no_balance():
    amount = {"minor": 15_000_000, "currency": "CNY"}
    assert with_deposits({"amount": amount}, "投了15万") == {"deposits": "投了15万"}
    assert with_deposits({"amount": amount}, "里面还有15万") == {"amount": amount}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("转给的账户是 张伟 建设银行 尾号4432", "张伟 建设银行 尾号4432"),
        ("对方微信名叫 康养李老师", "康养李老师"),
    ],
)
def test_who_received_the_money_is_read(said, name):
    assert payee_named(said) == name


def test_an_accusation_is_no_matter_of_its_own():
    frozen, fraud, twice = (
        ClaimKind.FROZEN_ACCOUNT,
        ClaimKind.FRAUD,
        ClaimKind.DUPLICATE_CHARGE,
    )
    assert is_of_this_matter(frozen, fraud, "美团说我刷单")
    assert not is_of_this_matter(frozen, fraud, "有人骗走了三千")
    assert is_of_this_matter(frozen, ClaimKind.VANISHED_MERCHANT, "我是卖家")
    assert is_of_this_matter(fraud, twice, "網銀轉了兩筆")
    assert not is_of_this_matter(fraud, twice, "他们扣了我两次")


@pytest.mark.parametrize(
    ("reads", "said", "fits"),
    [
        (is_thanks, "唔該", True),
        (is_thanks, "好的 谢谢你啊", True),
        (is_thanks, "谢谢，转了三千", False),
        (has_pictures, "截图有", True),
        (has_pictures, "有對話紀錄", True),
        (has_pictures, "没有截图", False),
        (pays_nothing, "我还没交", True),
        (pays_nothing, "好 我不理他", True),
        (pays_nothing, "我没转过", False),
        (tells_last_use, "上个月还能用", True),
        (tells_last_use, "去年投的现在提不了", False),
    ],
)
def test_short_words_are_known(reads, said, fits):
    assert reads(said) is fits


@pytest.mark.parametrize(
    ("reads", "said", "fits"),
    [
        (asks_whether, "錢有冇扣到呀", True),
        (asks_whether, "扣没扣我也不知道", True),
        (asks_whether, "没扣", False),
        (asks, "跟他聊着呢", False),
        (asks, "唔係我碌㗎", False),
        (asks, "那我的钱呢", True),
        (asks_use, "你们能不能管管", True),
        (asks_use, "我能退吗", False),
        (is_place_of_talk, "他还在微信里催我", True),
        (is_place_of_talk, "用我的微信转的", False),
        (tells_of_report, "给110打了", True),
        (tells_of_report, "已經打165了", True),
        (tells_of_report, "他给我打了电话", False),
    ],
)
def test_what_is_told_is_not_taken_for_what_is_asked(reads, said, fits):
    assert reads(said) is fits


def test_a_need_inside_a_freeze_is_answered_without_a_question():
    assert asked_often("等不了啊", ClaimKind.FROZEN_ACCOUNT, "") == "freeze-wages-rent"
    assert asked_often("等不了啊", ClaimKind.FRAUD, "") == ""


@pytest.mark.parametrize(
    ("said", "name"),
    [("去年投的一个平台 叫鑫源财富 现在提不了现", "鑫源财富"), ("客服叫我等", None)],
)
def test_a_platform_is_taken_by_the_name_that_is_told(said, name):
    assert platform_called(said).get("provider") == name


def test_instalments_paid_come_to_their_sum():
    paid = {"amount": {"minor": 124_980, "currency": "CNY"}}
    assert instalments_paid("已经还了3期 每期416.6", "CNY") == paid
    assert instalments_paid("分12期 每期416.6", "CNY") == {}


def test_a_price_stands_behind_what_was_bought():
    paid = {"amount": {"minor": 19_900, "currency": "CNY"}}
    assert price_behind("一个电饭锅 199", "CNY") == paid
    assert price_behind("尾号8821", "CNY") == {}


@pytest.mark.parametrize("said", ["里面8千多", "3万2", "从上周开始", "昨天下午2点到4点之间"])
def test_a_sum_or_a_time_with_small_words_is_no_message_of_an_app(said):
    assert states_only(said, NOW, ZoneInfo("Asia/Shanghai"))

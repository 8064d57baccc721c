"""What understanding found in a message, as JSON values under the names that claims use."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import JsonValue, TypeAdapter

from bot.domain.currencies import DOLLARS
from bot.domain.moments import Moment, read_moments
from bot.domain.money import FoundMoney, Money, money_of, read_amount, read_amounts
from bot.domain.numerals import blanked
from bot.domain.providers import ProviderKind
from bot.understanding.amounts import without_dialled
from bot.understanding.banks import bank_named
from bot.understanding.intents import Danger
from bot.understanding.reading import Reading
from bot.understanding.references import references_in
from knowledge.library import Library

_MOMENT = TypeAdapter(Moment)
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{6,300})[”\"」』]")
# Likeness from which a freeze reason is taken from the app's message, from the customer's own
# words, and by how much it must lead the next reason. Chosen on the messages of the tables:
# "my account is frozen" is like several of them, and a wrong reason misleads more than none.
_REASON_LIKELY = 0.5
_REASON_SURE = 0.8
_REASON_LEADS = 0.1
# An authority that is named decides, whatever else the message sounds like.
_AUTHORITIES = (
    (re.compile(r"公安|警方|警察冻|派出所|刑侦|police", re.IGNORECASE), "police_freeze"),
    (re.compile(r"法院|司法冻结|court", re.IGNORECASE), "court_freeze"),
)
# Says that an account is limited, and nothing of why: each reason of the tables has such words.
_NO_REASON = re.compile(
    r"\W*(?:(?:your|my|the|this) )?account (?:is|was|has been|had been)(?: \w+ly)? ?"
    r"(?:restricted|suspended|frozen|blocked|closed|locked|disabled|deactivated)"
    r"(?: while we .{0,60}| until further notice)?\W*",
    re.IGNORECASE,
)
_LONGEST_WORDS = 2000


def facts_of(reading: Reading, text: str, currency: str = "") -> dict[str, JsonValue]:
    """Return the facts that a message states; nothing is guessed.

    Args:
        reading (Reading): what understanding made of the text.
        text (str): redacted.
        currency (str): what a bare figure means where the customer is; empty is not known.
    """
    found = reading.facts
    facts: dict[str, JsonValue] = {"words": text.strip()[:_LONGEST_WORDS]}
    money = _money(found.amount, currency, text)
    if money is not None:
        facts["amount"] = money.model_dump()
    if found.occurred is not None:
        facts["occurred"] = _MOMENT.dump_python(found.occurred, mode="json")
    for name, value in (
        ("provider", found.provider or bank_named(text) or None),
        ("merchant", found.merchant),
        ("count", found.count),
        ("transaction_id", found.transaction_id),
        ("order_ref", found.order_ref),
    ):
        if value is not None:
            facts[name] = value
    total = _money(found.total, currency, text)
    if total is not None:
        facts["total"] = total.model_dump()
    if Danger.PAY_TO_UNFREEZE in reading.dangers:
        facts["contact"] = "want_money"
    if found.own_payment is not None:
        facts["own_payment"] = "tricked" if found.own_payment else "not_me"
    return facts


def _money(found: FoundMoney | None, currency: str, text: str) -> Money | None:
    if found is None or not currency:
        return found.money if found else None
    ours = currency in DOLLARS and found.money is not None and found.money.currency == "USD"
    if found.money is not None and not (ours and not _US_DOLLARS.search(text)):
        return found.money
    return money_of(found.amount, currency)


# Dollars of the United States, where other dollars are at home.
_US_DOLLARS = re.compile(r"\busd\b|\bus\s?(?:\$|dollars?)|美元|美金|美刀|\d\s?刀", re.IGNORECASE)


def provider_facts(facts: dict[str, JsonValue], library: Library) -> dict[str, JsonValue]:
    """Return what follows from the provider: whether a card or a wallet paid."""
    provider = library.provider(str(facts.get("provider") or ""))
    if provider is None:
        return {}
    card = provider.kind in (ProviderKind.CARD_NETWORK, ProviderKind.BANK, ProviderKind.BANK_APP)
    return {"paid_by": "card" if card else "wallet"}


def lone_amount(text: str, currency: str) -> dict[str, JsonValue]:
    """Return the amount of a clause that is nothing else, such as the second of `农行，6万8`."""
    for clause in _CLAUSES.split(text):
        found = read_amount(without_dialled(clause), currency=currency or None)
        if found is not None and found.money is not None and not beside_amount(clause):
            return {"amount": found.money.model_dump()}
    return {}


def states_only(text: str, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a text is made of amounts, currencies, times, counts and references alone."""
    rest = blanked(text, references_in(text).spans)
    if _ACCOUNT.search(rest):
        return False
    for amount in reversed(read_amounts(text)):
        rest = rest[: amount.start] + " " + rest[amount.end :]
    for moment in reversed(read_moments(rest, now=now, zone=zone)):
        rest = rest[: moment.start] + " " + rest[moment.end :]
    left = _NUMERALS.sub("", _FILLERS.sub("", rest))
    return not any(character.isalpha() for character in left)


# A sort code, or the number of an account: whom it went to, not how much.
_ACCOUNT = re.compile(r"(?<!\d)\d{2}-\d{2}-\d{2}(?!\d)|(?<!\d)\d{8,}(?!\d)")
_CLAUSES = re.compile(r"[，,；;、\n]| and ")
_NUMERALS = re.compile(r"[\d.]*[一二两兩三四五六七八九十百千万萬\d]+")
_FILLERS = re.compile(
    r"[一两二三四五六七八九十几\d]+\s?(?:笔|次|遍|回)|一共|总共|共|左右|大概|元|块|钱"
    r"|里面|裡面|里头|还有|還有|仲有|之间|之間|开始|開始|从|從|到|至|有|是|的|在|多|几|幾|点|點|蚊|大约|大約|差不多|吧|啊|应该|應該|记得|記得"
    r"|total|in all|altogether|about|each|at|on|the|twice|in"
    r"|订单|訂單|交易|流水|单号|單號|编号|編號|号|號|order|transaction|reference|number|no|id"
    r"|(?<![a-z])(?:cny|rmb|usd|hkd|twd|sgd|myr|eur|gbp|jpy|krw|aud|cad|thb|idr|php|inr|vnd)(?![a-z])"
    r"|人民币|人民幣|美元|美金|港币|港幣|台币|台幣|欧元|歐元|英镑|英鎊|日元",
    re.IGNORECASE,
)


def beside_amount(text: str) -> str:
    """Return what stands beside the amount in an answer such as `256.8 电费`; empty: nothing."""
    found = read_amount(text, currency=None)
    if found is None:
        return ""
    rest = (text[: found.start] + " " + text[found.end :]).strip(_AROUND)
    rest = _PAYING.sub("", rest)
    return rest if any(character.isalpha() for character in rest) and len(rest) > 1 else ""


_AROUND = " ，,。.;；:：、了"
# 交水费 is paid to the water, not to "paying the water".
_PAYING = re.compile(
    r"^(?:(?:交|缴|繳|付|还|還)了?(?=[\u3400-\u9fff]{1,8}(?:费|費|款|租|税|稅|贷|貸)$)|(?:for|to|at)\s+)",
    re.IGNORECASE,
)


_REPORT = re.compile(
    r"(?:打|拨|撥)(?:了|过|過|咗)?(?:给|給|俾|通)?(?:了)?(?:110|165|96110|18222|999)"
    r"|(?:110|165|96110|18222|999).{0,3}(?:打|报|報)[了过過咗]"
    r"|(?:打|报|報)(?:了|过|過|咗)(?:给|給|俾)?(?:银行|銀行)|(?:已经?|已經)(?:挂失|掛失|冻结|凍結)"
    r"|派出所|回执|回執|报了?案|報了?案|立案|受案|已经?报警|已經?報警|报过警|報過警|报警了|報警了|案件编号"
    r"|crime reference|police report|reported (?:it |this )?to|filed a report",
    re.IGNORECASE,
)


def tells_of_report(text: str) -> bool:
    """Whether a text tells that a fraud has been reported, and to whom."""
    return bool(_REPORT.search(text))


_PAYEE = re.compile(
    r"(?:(?:转|轉)(?:给|給)(?:的|了)?(?:账户|账号|帳戶|帳號|賬戶|賬號|人|对方|對方)(?=是|叫)|收款人|收款方|收款账户|收款賬戶|收款帳戶|户口名|戶口名|户名|戶名"
    r"|(?:对方|對方)(?:的)?(?:叫|名字|户名|戶名|账户|帳戶|账号|帳號|微信号?|微信號|微信(?:名|昵称|暱稱)|昵称|暱稱|微信|支付宝(?:名)?|QQ号?|卡号|卡號))"
    r"(?:名?叫|是|为|為|名)?\s*[:：]?\s*(?P<name>[^，,。;；\n]{2,60})"
    r"|\b(?:payee|recipient|account name|beneficiary|seller name|goes by"
    r"|calls? (?:him|her|them)sel(?:f|ves)"
    r"|to (?:a |an |some )?(?:someone|somebody|guy|man|woman|lady|person|account)"
    r" (?:named|called))"
    r"(?: is| was|:)?\s+(?P<english>[^,.;\n]{2,60})",
    re.IGNORECASE,
)


def payee_named(text: str) -> str:
    """Return whom a text calls the receiver of a payment; empty: it names nobody."""
    found = _PAYEE.search(text)
    name = (found["name"] or found["english"]).strip() if found else ""
    return "" if _NO_NAME.search(name) else name


_NO_NAME = re.compile(
    r"不知道|不清楚|什么|什麼|啥|谁|誰|电话|電話|don.?t know|unknown", re.IGNORECASE
)


def quoted_message(text: str) -> str:
    """Return what a text quotes of an app's message; empty: it quotes nothing."""
    quoted = _QUOTED.search(text)
    return quoted[1].strip() if quoted else ""


def freeze_facts(text: str, library: Library, *, is_message: bool = False) -> dict[str, JsonValue]:
    """Return the reason for a freeze that a text points to, and the app's message in it.

    Args:
        text (str): redacted.
        library (Library): of the reasons.
        is_message (bool): the text answers what the app says; else it is the customer's own,
            where only a quotation is the app's.
    """
    quoted = _QUOTED.search(text)
    message = quoted[1] if quoted else text
    for pattern, reason in _AUTHORITIES:
        if pattern.search(text):
            found: dict[str, JsonValue] = {"freeze_reason": reason}
            return found | ({"app_message": quoted[1].strip()} if quoted else {})
    if _NO_REASON.fullmatch(message):
        return {"app_message": message.strip()} if quoted or is_message else {}
    matches = library.match_freeze(message)
    needed = _REASON_LIKELY if quoted or is_message else _REASON_SURE
    scores = [*(match.score for match in matches[:2]), 0.0, 0.0]
    if scores[0] < needed or scores[0] - scores[1] < _REASON_LEADS:
        return {}
    return {
        "freeze_reason": matches[0].reason.id,
        "app_message": message.strip()[:_LONGEST_WORDS],
    }

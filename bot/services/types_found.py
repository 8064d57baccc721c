"""Which variant of a matter a message speaks of, and what small talk it is."""

import re

from pydantic import JsonValue

from bot.domain.kinds import ClaimKind
from bot.understanding.intents import Danger
from bot.understanding.plain import plain
from bot.understanding.reading import Reading
from knowledge.library import Library

# The first that fits decides: the most harmful comes first.
_FRAUD_BY_DANGER = (
    (Danger.REMOTE_CONTROL, "screen_share_remote"),
    (Danger.RECOVERY_OFFER, "recovery_scam"),
    (Danger.PAY_TO_UNFREEZE, "fake_freeze"),
    (Danger.DEVICE_LOST, "sim_swap"),
    (Danger.CODE_GIVEN, "code_given"),
)
_WRONG_TRANSFER = re.compile(
    r"转错|打错|汇错|轉錯|匯錯|付错人|wrong (?:account|person|number|recipient|iban)|by mistake",
    re.IGNORECASE,
)
_PHISHING = re.compile(
    r"钓鱼|釣魚|点了.{0,6}链接|點了.{0,6}連結|phish|clicked .{0,12}link"
    r"|fake (?:site|page|website)",
    re.IGNORECASE,
)
_NOT_CREDITED = re.compile(
    r"没到账|未到账|沒到帳|未到帳|(?:没|沒|未)(?:进来|進來|入账|入帳)"
    r"|没收到|未支付|待付款|订单.{0,6}(?:失败|没)|not (?:received|credited|arrived)"
    r"|still unpaid|order .{0,12}(?:failed|unpaid)",
    re.IGNORECASE,
)
_PAY_LATER = re.compile(
    r"先用后付|先用後付|分期|花呗|花唄|白条|白條|月付|instal?lment|pay.?later|klarna|afterpay",
    re.IGNORECASE,
)
_THANKS = re.compile(r"谢|謝|多谢|唔该|thank|thx|cheers", re.IGNORECASE)
_BYE = re.compile(r"再见|再見|拜拜|bye|good ?night", re.IGNORECASE)
_BOT = re.compile(
    r"机器人|機器人|真人吗|是人吗|你是谁|(?:是|你们|你們).{0,8}(?:官方|客服)(?:吗|嗎|么|吧)"
    r"|\bbot\b|\bofficial\b|are you .{0,16}support"
    r"|are you (?:a |real|human)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\W*(?:在吗|在嗎|在不在|在么|你好|您好|哈喽|喂|有人吗|有人嗎|早|早上好|早安|下午好|晚上好"
    r"|(?:hi|hello|hey|good (?:morning|afternoon|evening))"
    r"(?:\W+(?:there|again|all|sir|madam|team|it.?s me(?: again)?|im back|i.?m back))*"
    r"|it.?s me again|i.?m back(?: again)?|anyone (?:there|here)|are you (?:still )?there)\W*",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"加[vV微]|代办|代還|下卡|套现找|贷款秒|返利|兼职|t\.me/|wa\.me/|https?://|loan|earn \$|join "
    r"|promo|casino|telegram channel",
    re.IGNORECASE,
)


def type_of(kind: ClaimKind, reading: Reading, text: str, library: Library) -> str:
    """Return the variant of a matter, a word of `cases.yaml` or of the texts; empty: none."""
    match kind:
        case ClaimKind.FRAUD:
            return _fraud(reading, text)
        case ClaimKind.DUPLICATE_CHARGE:
            several = (reading.facts.count or 1) > 1
            return "not_credited" if _NOT_CREDITED.search(text) and not several else ""
        case ClaimKind.VANISHED_MERCHANT:
            provider = library.provider(reading.facts.provider or "")
            if _PREPAID.search(text):
                return "prepaid"
            later = provider is not None and "bnpl" in provider.kind.value
            pays_later = _PAY_LATER.search(text) and not _PAID_AT_ONCE.search(text)
            return "" if later or pays_later else "not_bnpl"
        case _:
            return library.provider_names.group_of(reading.facts.providers)


def _fraud(reading: Reading, text: str) -> str:
    for danger, name in _FRAUD_BY_DANGER:
        if danger in reading.dangers:
            return name
    if _WRONG_TRANSFER.search(text):
        return "wrong_transfer"
    if reading.facts.own_payment is False:
        return "account_takeover"
    return "phishing" if _PHISHING.search(text) else ""


_PAID_AT_ONCE = re.compile(
    r"(?:没|沒|没有|沒有|不是|没用|无|無)(?:用)?(?:分期|先用后付|花呗|白条)|一次(?:性)?(?:付|付清|付完|交)|全款"
    r"|no instal?lments?|not (?:in )?instal?lments?|paid (?:in full|upfront|all at once)",
    re.IGNORECASE,
)
_PREPAID = re.compile(
    r"(?:健身|瑜伽|游泳|早教|美容|美发|美髮|理发|理髮|洗车|洗車|养发|按摩|足浴|培训|培訓|驾校|駕校|画室|舞蹈)"
    r".{0,12}(?:跑路|关门|關門|关了|關了|倒闭|倒閉|停业|停業|不开了|没了|沒了|失联|失聯|卷钱|搬走|转让|轉讓)"
    r"|(?:年|月|季|次|会员|會員|储值|儲值|预付|預付|充值)卡|办(?:的|了|过)?.{0,3}卡|课时|課時|会员费|會員費"
    r"|gym|member(?:ship)?s?\b.{0,30}(?:closed|gone|shut|bankrupt)|prepaid|season pass"
    r"|(?:closed|gone|shut|bankrupt).{0,40}membership|lessons? (?:left|paid)",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"还要扣|还要再扣|再扣|下次扣|又要扣|要扣|takes? .{0,12}again|next (?:payment|instal)"
    r"|will (?:take|be taken)|is due",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[，,。；;\n]|\.\s|\band\b")
_FAULTY = re.compile(
    r"坏|假货|货不对板|质量|瑕疵|不能用|与.{0,4}不符|faulty|broken|fake|wrong item|damaged|defect",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"没发货|不发货|没收到|未收到|一直没到|空包|nothing (?:came|arrived)"
    r"|never (?:came|arrived|sent)|not (?:delivered|received|arrived)",
    re.IGNORECASE,
)


def merchant_facts(text: str, reading: Reading, kind: ClaimKind) -> dict[str, JsonValue]:
    """Return what a text says about goods and instalments of a merchant that is gone."""
    if kind is not ClaimKind.VANISHED_MERCHANT:
        return {}
    facts: dict[str, JsonValue] = {}
    if _FAULTY.search(text):
        facts["delivered"] = "faulty"
    elif _NOTHING.search(text):
        facts["delivered"] = "nothing"
    elif _PREPAID.search(text):
        facts["delivered"] = "service_stopped"
    to_come = next((part for part in _CLAUSES.split(text) if _TO_COME.search(part)), None)
    if to_come is not None:
        facts["owed"] = "instalments"
        if reading.facts.amount is not None:
            facts["next_due"] = to_come.strip()[:120]
    elif _PAID_AT_ONCE.search(text):
        facts["owed"] = "paid_all"
    elif _PAY_LATER.search(text):
        facts["owed"] = "instalments"
    return facts


_TAKEN = re.compile(
    r"钱扣了|扣了钱|扣了款|扣款了|已扣款|扣款成功|錢扣了|扣了錢"
    r"|money (?:was |has been |is )?(?:taken|gone)|(?:been|got) charged|took (?:my|the) money",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"没扣|沒扣|未扣|有没有扣|有沒有扣|不知道.{0,8}扣|扣了吗|扣了嗎|n't|\bnot\b|\bif\b|whether",
    re.IGNORECASE,
)


def outage_facts(text: str, kind: ClaimKind) -> dict[str, JsonValue]:
    """Return whether a text about an outage says that money left the account."""
    if kind is not ClaimKind.OUTAGE or _UNSURE.search(text) or not _TAKEN.search(text):
        return {}
    return {"money_taken": "taken"}


_CALLED = re.compile(
    r"(?:^|[\s，,。、]|平台|钱包|錢包|软件|軟件|交易所|网站|網站|[aA][pP][pP]|名字)(?:名)?叫(?:做|作)?\s*"
    r"[“「]?(?P<name>(?![我你您他她它人佢])[^\s，,。！!？?“”「」]{2,12})"
)


def platform_called(text: str) -> dict[str, JsonValue]:
    """Return the name that a text gives to a platform that nobody knows; empty: it names none."""
    found = _CALLED.search(text)
    return {"provider": found["name"]} if found else {}


_LAST_USE = re.compile(
    r"还能|還能|还可以|還可以|最后|最後|正常|之前.{0,6}(?:能|可以)"
    r"|last|worked|still|until|used to",
    re.IGNORECASE,
)


def tells_last_use(text: str) -> bool:
    """Whether a text about a platform tells when it last worked, not when money went in."""
    return bool(_LAST_USE.search(text))


def smalltalk_of(text: str) -> str:
    """Return which small talk a text is: `thanks`, `goodbye`, `bot`, else `hello`."""
    for pattern, name in ((_THANKS, "thanks"), (_BYE, "goodbye"), (_BOT, "bot")):
        if pattern.search(text):
            return name
    return "hello"


_THANKS_ONLY = re.compile(
    r"\W*(?:好(?:的|吧|啦)?|行|嗯|ok)?\W*(?:谢+(?:谢|了|啦|您|你)*(?:啊|哈|了|啦|晒)*|多谢(?:晒|你|您)?"
    r"|感谢(?:您|你)?|辛苦了?|麻烦(?:您|你)了)\W*",
    re.IGNORECASE,
)


def is_thanks(text: str) -> bool:
    """Whether a text says thanks and nothing else."""
    return bool(_THANKS_ONLY.fullmatch(plain(text)))


def is_greeting(text: str) -> bool:
    """Whether a text says hello and nothing else."""
    return bool(_GREETING.fullmatch(text))


_AGREES = re.compile(
    r"\W*(?:提交吧?|对了?|对的|没错|没问题|可以了?|好的?|是的?|确认|對了?|對的|沒錯|沒問題|好的?|確認"
    r"|(?:please )?(?:file|submit)(?: it)?|do it|go ahead"
    r"|looks (?:good|right)|all (?:good|correct|right)"
    r"|(?:yes|yep|yeah|yup|ok|okay|sure|correct|right)"
    r"(?:\W+(?:please|do it|go ahead|file it|correct|right))?"
    r"|(?:it|that)(?:'s| is) (?:right|correct))\W*",
    re.IGNORECASE,
)


def agrees(text: str) -> bool:
    """Whether a text says yes to a review and nothing else."""
    return bool(_AGREES.fullmatch(text))


_FILED = re.compile(
    r"\W*(?:好的?|行|可以|对|對|没错|沒錯|ok(?:ay)?|yes)?\W*"
    r"(?:(?:那|就|这样|直接|现在|現在|先|马上|馬上|帮我|幫我|我|我要|可以|麻烦|麻煩){0,4}"
    r"(?:(?:提交(?:登记|登記)?|登记|登記)(?:一下)?(?:了?吧|了|啦)?|(?:先交|交上去)(?:了?吧|了|啦)?|交了?吧)"
    r"|(?:(?:please|just|now|kindly|then|so|and|well|fine|all ?right|yeah|idk|let'?s"
    r"|can you|could you|i want to|go ahead and)\W+){0,3}"
    r"(?:file|submit|sumbit|lodge)(?: (?:it|this|that|(?:the|my) claim))?"
    r"(?:\W+(?:now|please|pls|then|lah|anyway|already|sir|thanks|thank you|for me|as it is))*)\W*",
    re.IGNORECASE,
)


def wants_filed(text: str) -> bool:
    """Whether a text asks for the claim to be filed and says nothing else."""
    return bool(_FILED.fullmatch(text))


def is_from_stranger(text: str) -> bool:
    """Whether somebody tells of money from a stranger who wants it back, and has sent none."""
    return bool(_FROM_STRANGER.search(text))


# Nothing has been paid, and nothing shall be: no guide for money that was sent wrongly.
_FROM_STRANGER = re.compile(
    r"^(?!.*\bi (?:sent|paid|gave|returned|did|already)\b)"
    r".*\b(?:sent|paid|zelled|venmo.?d|transferred|wired) me\b"
    r".{0,40}\b(?:mistake|accident|accidentally|wrong)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_advert(text: str) -> bool:
    """Whether an abusive text sells something."""
    return bool(_ADVERT.search(text))

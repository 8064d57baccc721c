"""What the words of a statement's row say about the purchase behind it."""

import re
import unicodedata
from functools import lru_cache

_CACHED_TEXTS = 65_536
"""How many payees and goods are remembered; a year of one person has a few thousand."""

_LONGEST = 500
"""Characters of a name that are compared."""

_WALLET_LEG = re.compile(
    r"^(?:支付宝|财付通|微信支付|云闪付|京东支付|美团支付|抖音支付|网银在线|拉卡拉|银联无卡|"
    r"alipay|tenpay|wechat ?pay|weixin|paypal|pp)\s*(?:支付)?[-*_:·\s]+",
    re.IGNORECASE,
)
_WALLET_NAME = re.compile(
    r"^(?:支付宝|财付通|微信支付|美团|京东|paypal\b|alipay|tenpay|wechat ?pay|weixin|pp ?\*)|"
    r"财付通支付|支付宝[(（]?中国|微信支付-",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_COUNTRY = re.compile(r"(?:\s(?:[a-z]{2}|[a-z]{3})|chn)$")
_KNOWN_COUNTRIES = frozenset(
    {"chn", "cn", "hk", "hkg", "us", "usa", "gb", "gbr", "de", "deu", "fr", "fra", "nl", "nld"}
    | {"ie", "irl", "es", "esp", "it", "ita", "jp", "jpn", "sg", "sgp", "au", "aus", "ca", "can"}
    | {"lu", "lux", "se", "swe", "at", "aut", "be", "bel", "ch", "che", "pl", "pol", "pt", "prt"}
    | {"tw", "twn", "mo", "mac", "kr", "kor"}
)
"""Codes that card networks put behind a merchant's name (ISO 3166)."""
_ACCOUNT_GLUED = re.compile(r"(?<=\D)\d{8,}$")
_NO_WORD = re.compile(r"[^\w]|_")
_LONG_NUMBER = re.compile(r"[0-9a-z_-]*\d{4,}[0-9a-z_-]*")
_BLANKS = re.compile(r"\s+")

_SUBSCRIPTION = re.compile(
    r"会员(?!店|商店|超市|日)|vip|包月|包年|包季|月卡|季卡|年卡|周卡|月费|年费|续费|续订|订阅|自动扣[费款]|连续包|"
    r"绿钻|黄钻|subscription|premium(?! (?:fuel|outlet|unleaded|diesel|petrol|gas|cuts?|car))|"
    r"\bplan\b|membership|\bmonthly\b|annual pass|renewal|"
    r"amazon prime|\bprime (?:video|member|student|gaming)|^prime$|chatgpt plus|game pass|"
    r"playstation plus|\bicloud\b|apple music|creative cloud|(?:microsoft|office) ?365|"
    r"google one|disney\+|\babo\b|abonnement|suscripci|abbonamento",
    re.IGNORECASE,
)
_DAILY = re.compile(r"日卡|天卡|次卡|day pass|daily", re.IGNORECASE)
_QUICK_REPEAT = re.compile(
    r"地铁|公交|乘车码|轨道|巴士|售货|售卖|贩卖|点券|创世结晶|游戏|充电|停车|洗衣|洗车|话费|流量包|打印|饮水|"
    r"娃娃|抽奖|盲盒|彩票|打赏|直播|单车|骑行|手机充值|手游|流量充|"
    r"羊城通|深圳通|八达通|一卡通|通行费|过路费|过桥费|\betc\b|"
    r"q币|开水|打水|水站|投币|贩售|便利柜|扫码乘|轮渡|缆车|代币|复印|网吧|上网费|"
    r"vending|\bvend\b|transit|metro|\btfl\b|\bmtr\b|\bmta\b|suica|subway|parking|parknow|laundr|"
    r"tickets?\b(?! ?(?:no|nr|number|id|ref|#))|\bbvg\b|"
    r"top-?up|coins?\b|tokens?\b|arcade|charging|\btolls?\b|octopus|"
    r"robux|v-bucks|\bgems\b|(?:lime|bird|bike|scooter) ride|\bcar wash\b|photo booth|\bairtime\b|"
    r"mobile credit|prepaid (?:mobile|phone)|中国(?:移动|联通|电信|广电)|"
    r"^(?:o2|ee|three|vodafone|t-mobile|verizon|at&t|giffgaff|lebara|lycamobile)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"第\s*\d+\s*期|分\s*\d*\s*期|首期|[二三四五六七八九十]期|尾款|定金|订金|首付|余款|预付款|补差|instal+ment|"
    r"deposit|down ?payment|(?:balance|final) payment|\bpart \d+ of|\brate \d+ von|"
    r"\b\d{1,2} (?:of|de|von|sur|di) \d{1,2}\b|"
    r"(?<![\d/])([1-9]\d?)\s*/\s*([1-9]\d?)(?![\d/])",
    re.IGNORECASE,
)


@lru_cache(_CACHED_TEXTS)
def payee_key(payee: str) -> str:
    """Return a payee without what differs between two rows of one shop.

    Width, case, blanks, punctuation, a wallet's prefix ("支付宝-"), a bracketed branch, a trailing
    country code and an account number glued to the name are left out.
    """
    text = unicodedata.normalize("NFKC", payee[:_LONGEST]).strip().lower()
    bare = _BRACKETS.sub("", _WALLET_LEG.sub("", text)).strip()
    country = _COUNTRY.search(bare)
    if country and country.group().strip() in _KNOWN_COUNTRIES:
        bare = bare[: country.start()]
    bare = _NO_WORD.sub("", _ACCOUNT_GLUED.sub("", bare))
    return bare or _NO_WORD.sub("", text)


@lru_cache(_CACHED_TEXTS)
def goods_key(goods: str) -> str:
    """Return the goods with every number of four and more digits blanked out."""
    text = unicodedata.normalize("NFKC", goods[:_LONGEST]).strip().lower()
    return _BLANKS.sub(" ", _LONG_NUMBER.sub("#", text))


def is_subscription(words: str) -> bool:
    """The words name a period that cannot be bought twice."""
    return bool(_SUBSCRIPTION.search(words)) and not _DAILY.search(words)


def is_quick_repeat(words: str) -> bool:
    """The words name something that people buy twice within minutes: tickets, tokens, parking."""
    return bool(_QUICK_REPEAT.search(words))


def is_part_payment(words: str) -> bool:
    """The words name one of several payments that are all owed: instalment, deposit, balance."""
    return any(
        not found.group(1) or int(found.group(1)) <= int(found.group(2))
        for found in _PART.finditer(words)
    )


def names_a_wallet(words: str) -> bool:
    """A bank's row that was paid through a wallet, which has its own row of it."""
    return bool(_WALLET_NAME.search(unicodedata.normalize("NFKC", words).strip()))

"""Currencies: their decimals, their signs, and what people call them."""

from collections.abc import Mapping

MINOR_DIGITS: Mapping[str, int] = {
    **dict.fromkeys(["JPY", "KRW", "VND", "CLP", "PYG", "ISK", "UGX", "XAF", "XOF"], 0),
    **dict.fromkeys(["KWD", "BHD", "JOD", "OMR", "TND"], 3),
    **dict.fromkeys(["BTC", "ETH"], 8),
}
"""Decimals of a currency where they are not two (ISO 4217; USDT and USDC are kept in cents)."""

ORDINARY_DIGITS = 2

_YUAN = frozenset({"CNY", "TWD", "HKD", "MOP", "SGD", "JPY"})
DOLLARS = frozenset({"USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MOP", "MXN", "BRL"})
"""Currencies that `$` stands for where they are at home."""

POINT_GROUPS = frozenset({"EUR", "IDR", "VND", "BRL", "ARS", "TRY", "DKK"})
"""Currencies whose countries write 1.500 for fifteen hundred."""

AMBIGUOUS: Mapping[str, tuple[str, frozenset[str]]] = {
    **dict.fromkeys(["元", "块", "圆", "块钱", "kuai", "yuan", "文", "角", "毛"], ("CNY", _YUAN)),
    **dict.fromkeys(["蚊", "蚊鸡"], ("HKD", frozenset({"HKD", "MOP"}))),
    **dict.fromkeys(["$", "dollar", "dollars", "buck", "bucks"], ("USD", DOLLARS)),
    "¥": ("CNY", frozenset({"CNY", "JPY"})),
    **dict.fromkeys(["peso", "pesos", "比索"], ("PHP", frozenset({"PHP", "MXN", "ARS"}))),
    **dict.fromkeys(["盾"], ("IDR", frozenset({"IDR", "VND"}))),
    **dict.fromkeys(["rupee", "rupees", "rs", "rs.", "卢比"], ("INR", frozenset({"INR", "PKR"}))),
}
"""Words and signs of several currencies: the usual one, and those the region may mean."""

SIGN_ONLY = frozenset({"$", "¥"})
"""Signs that alone do not say which currency is meant."""

_BY_CODE_ONLY = "SAR QAR KWD BHD OMR JOD ILS HUF EGP PKR BDT LKR UAH KZT COP CLP PEN ARS MMK KHR"
_NAMES: Mapping[str, str] = {
    **{code: code.lower() for code in _BY_CODE_ONLY.split()},
    "CNY": "cny rmb cn¥ 人民币 元人民币",
    "HKD": "hkd hk$ 港币 港元 港纸 港蚊 港银",
    "TWD": "twd ntd nt$ nt 台币 新台币 元新台币",
    "MOP": "mop mop$ 澳门元 澳门币 葡币",
    "USD": "usd us$ 美元 美金 美刀 刀",
    "EUR": "eur euro euros € 欧元 欧",
    "GBP": "gbp pound pounds quid £ 英镑 镑",
    "JPY": "jpy yen jp¥ 日元 日币 日圆 円",
    "KRW": "krw won ₩ 韩元 韩币 韩圆",
    "VND": "vnd dong ₫ 越南盾",
    "IDR": "idr rupiah rp rp. 印尼盾",
    "MYR": "myr rm ringgit 令吉 林吉特 马币",
    "SGD": "sgd s$ sg$ 新币 新加坡元 坡币 新元",
    "THB": "thb baht ฿ 泰铢 铢",
    "PHP": "php ₱ 菲律宾比索",
    "INR": "inr ₹ 印度卢比",
    "AUD": "aud au$ a$ 澳元 澳币 澳刀",
    "CAD": "cad ca$ c$ 加元 加币 加刀",
    "NZD": "nzd nz$ 纽币 纽元",
    "CHF": "chf franc francs 瑞士法郎 瑞郎",
    "BRL": "brl r$ reais 雷亚尔",
    "RUB": "rub ruble rubles ₽ 卢布",
    "KES": "kes ksh 肯尼亚先令",
    "NGN": "ngn ₦ naira 奈拉",
    "SEK": "sek 瑞典克朗",
    "NOK": "nok 挪威克朗",
    "DKK": "dkk 丹麦克朗",
    "PLN": "pln zloty 兹罗提",
    "CZK": "czk 捷克克朗",
    "TRY": "₺ tl lira 里拉",
    "AED": "aed dirham dirhams 迪拉姆",
    "MXN": "mxn mx$ 墨西哥比索",
    "ZAR": "zar rand 兰特",
    "USDT": "usdt u 泰达币 个u",
    "USDC": "usdc",
    "BTC": "btc bitcoin 比特币",
    "ETH": "eth 以太坊",
    "TRX": "trx",
}

UNITS: Mapping[str, str] = {name: code for code, names in _NAMES.items() for name in names.split()}
"""Words and signs that name exactly one currency, folded."""

BY_COUNTRY: Mapping[str, str] = {
    "CN": "CNY",
    "HK": "HKD",
    "TW": "TWD",
    "MO": "MOP",
    "US": "USD",
    "GB": "GBP",
    "JP": "JPY",
    "KR": "KRW",
    "VN": "VND",
    "ID": "IDR",
    "MY": "MYR",
    "SG": "SGD",
    "TH": "THB",
    "PH": "PHP",
    "IN": "INR",
    "AU": "AUD",
    "CA": "CAD",
    "NZ": "NZD",
    "BR": "BRL",
    "RU": "RUB",
    "KE": "KES",
    "NG": "NGN",
    "CZ": "CZK",
    "CH": "CHF",
    "MX": "MXN",
    "ZA": "ZAR",
    "AE": "AED",
    "TR": "TRY",
    **dict.fromkeys(["DE", "FR", "ES", "IT", "NL", "IE", "AT", "BE", "PT", "FI", "GR"], "EUR"),
    "SE": "SEK",
    "NO": "NOK",
    "DK": "DKK",
    "PL": "PLN",
    "AR": "ARS",
}
"""The currency that people of a country mean when they name none (ISO 3166 to ISO 4217)."""


def minor_digits(currency: str) -> int:
    """Return how many decimals amounts of a currency are kept with."""
    return MINOR_DIGITS.get(currency, ORDINARY_DIGITS)


def currency_of(unit: str, expected: str | None) -> str | None:
    """Return the currency that a folded word or sign means, or None when it is none.

    Args:
        unit: word or sign beside a number.
        expected: currency of the provider or region; decides between several.
    """
    if unit in UNITS:
        return UNITS[unit]
    if unit not in AMBIGUOUS:
        return None
    usual, possible = AMBIGUOUS[unit]
    return expected if expected in possible else usual

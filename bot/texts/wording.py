"""Amounts, moments and counts as people of each language read them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.currencies import minor_digits
from bot.domain.languages import Language
from bot.domain.moments import Moment, Precision
from bot.domain.money import Money
from bot.texts.catalog import to_traditional

# Signs that are unambiguous for the reader; everything else shows the ISO code.
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "INR": "₹", "KRW": "₩"}
_CHINESE_UNITS = {
    "CNY": "元", "HKD": "港元", "TWD": "元新台币", "MOP": "澳门元", "USD": "美元", "EUR": "欧元",
    "GBP": "英镑", "JPY": "日元", "KRW": "韩元", "SGD": "新加坡元", "MYR": "令吉", "IDR": "印尼盾",
    "THB": "泰铢", "VND": "越南盾", "PHP": "比索", "INR": "卢比", "AUD": "澳元", "CAD": "加元",
    "NZD": "新西兰元", "AED": "迪拉姆", "BRL": "雷亚尔", "NGN": "奈拉", "RUB": "卢布",
    "KES": "先令", "CHF": "瑞士法郎",
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Names of the parts of a day, by the hour they begin with.
_PARTS_ZH = ((0, "凌晨"), (5, "早上"), (9, "上午"), (11, "中午"), (13, "下午"), (18, "晚上"))
_PARTS_EN = (
    (0, "in the night"), (5, "in the morning"), (11, "around noon"), (13, "in the afternoon"),
    (18, "in the evening"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    """To whom a text is said.

    Attributes:
        language: chosen by the reader.
        region: ISO 3166 alpha-2 or EU; empty while it is not known.
        zone: the reader's clock.
        now: the moment of writing, aware.
    """

    language: Language
    region: str
    zone: ZoneInfo
    now: datetime


def amount_text(money: Money, voice: Voice) -> str:
    """Return an amount such as 1,958.00 元, £186.90 or 4,312 USDT."""
    digits = minor_digits(money.currency)
    whole, part = divmod(abs(money.minor), 10**digits)
    sign = "-" if money.minor < 0 else ""
    number = f"{whole:,}"
    if digits and (part or money.currency not in _WHOLE_COINS):
        number += f".{part:0{digits}}"
    if voice.language.is_chinese:
        unit = _CHINESE_UNITS.get(money.currency, money.currency)
        if money.currency == "TWD" and voice.region == "TW":
            unit = "元"
        return f"{sign}{number} {_script(unit, voice)}"
    if money.currency in _SIGNS:
        return f"{sign}{_SIGNS[money.currency]}{number}"
    if money.currency in _WHOLE_COINS:
        return f"{sign}{number} {money.currency}"
    return f"{sign}{money.currency} {number}"


# Coins whose whole numbers are written without decimals.
_WHOLE_COINS = ("USDT", "USDC", "BTC", "ETH")


def day_text(moment: datetime, voice: Voice) -> str:
    """Return a date such as 11 月 22 日 or 22 November; with the year when it is another one."""
    local = moment.astimezone(voice.zone)
    other_year = local.year != voice.now.astimezone(voice.zone).year
    if voice.language.is_chinese:
        year = f"{local.year} 年 " if other_year else ""
        return f"{year}{local.month} 月 {local.day} 日"
    year = f" {local.year}" if other_year else ""
    return f"{local.day} {_MONTHS[local.month - 1]}{year}"


def weekday_text(moment: datetime, voice: Voice) -> str:
    """Return a date with its weekday in English; Chinese readers get the date alone."""
    local = moment.astimezone(voice.zone)
    if voice.language.is_chinese:
        return day_text(moment, voice)
    return f"{_WEEKDAYS[local.weekday()]}, {day_text(moment, voice)}"


def clock_text(moment: datetime, voice: Voice) -> str:
    """Return the time of day such as 21:14."""
    return f"{moment.astimezone(voice.zone):%H:%M}"


def due_text(moment: datetime, voice: Voice) -> str:
    """Return a date with a time, and whose clock it is: ours may not be the reader's."""
    when = f"{day_text(moment, voice)} {clock_text(moment, voice)}"
    if voice.language.is_chinese:
        return when if voice.region == "CN" else f"{when}（{_place_zh(voice)}）"
    return f"{weekday_text(moment, voice)} {clock_text(moment, voice)} {_place(voice)}"


def _place(voice: Voice) -> str:
    if voice.zone.key == "UTC":
        return "UTC"
    city = voice.zone.key.rsplit("/", 1)[-1].replace("_", " ")
    return f"{'Beijing' if voice.zone.key == 'Asia/Shanghai' else city} time"


def _place_zh(voice: Voice) -> str:
    city = CITIES_ZH.get(voice.zone.key)
    if city is None:
        city = voice.zone.key.rsplit("/", 1)[-1].replace("_", " ") + " "
    return _script(f"{city}时间", voice)


def _script(text: str, voice: Voice) -> str:
    """Return simplified words in the reader's script: what is put into a text is not converted."""
    return to_traditional(text, voice.region) if voice.language is Language.TRADITIONAL else text


# Every zone that a region has; a test compares.
CITIES_ZH = {
    "UTC": "世界标准", "Asia/Shanghai": "北京", "Asia/Hong_Kong": "香港", "Asia/Taipei": "台北",
    "Asia/Macau": "澳门", "Asia/Singapore": "新加坡", "Asia/Bangkok": "曼谷", "Asia/Dubai": "迪拜",
    "Asia/Ho_Chi_Minh": "胡志明市", "Asia/Jakarta": "雅加达", "Asia/Jayapura": "查亚普拉",
    "Asia/Makassar": "望加锡", "Asia/Kolkata": "印度", "Asia/Kuala_Lumpur": "吉隆坡",
    "Asia/Manila": "马尼拉", "Asia/Seoul": "首尔", "Asia/Tokyo": "东京",
    "Asia/Vladivostok": "符拉迪沃斯托克", "Asia/Yekaterinburg": "叶卡捷琳堡",
    "Africa/Lagos": "拉各斯", "Africa/Nairobi": "内罗毕", "America/New_York": "纽约",
    "America/Chicago": "芝加哥", "America/Denver": "丹佛", "America/Los_Angeles": "洛杉矶",
    "America/Toronto": "多伦多", "America/Vancouver": "温哥华", "America/Winnipeg": "温尼伯",
    "America/Sao_Paulo": "圣保罗", "America/Manaus": "马瑙斯", "Australia/Perth": "珀斯",
    "Australia/Sydney": "悉尼", "Europe/Athens": "雅典", "Europe/Berlin": "柏林",
    "Europe/Dublin": "都柏林", "Europe/London": "伦敦", "Europe/Moscow": "莫斯科",
    "Pacific/Auckland": "奥克兰",
}  # fmt: skip


def moment_text(moment: Moment, voice: Voice) -> str:
    """Return a moment no more exactly than it was said."""
    local = moment.at.astimezone(voice.zone)
    day = day_text(moment.at, voice)
    match moment.precision:
        case Precision.MINUTE | Precision.ABOUT:
            clock = f"{local:%H:%M}"
        case Precision.HOUR:
            about = _script(f"{local.hour} 点左右", voice)
            clock = about if voice.language.is_chinese else f"about {local:%H:00}"
        case Precision.PART:
            parts = _PARTS_ZH if voice.language.is_chinese else _PARTS_EN
            clock = [name for hour, name in parts if hour <= local.hour][-1]
        case Precision.WEEK:
            day = day_text(moment.at, voice)
            return (
                _script(f"{day}那周", voice) if voice.language.is_chinese else f"the week of {day}"
            )
        case Precision.MONTH:
            return _month_text(local, voice)
        case _:
            return weekday_text(moment.at, voice)
    if voice.language.is_chinese:
        gap = "" if moment.precision is Precision.PART else " "
        return f"{day}{gap}{clock}"
    return f"{day}, {clock}"


def _month_text(local: datetime, voice: Voice) -> str:
    other_year = local.year != voice.now.astimezone(voice.zone).year
    if voice.language.is_chinese:
        return f"{local.year} 年 {local.month} 月" if other_year else f"{local.month} 月"
    name = _MONTHS[local.month - 1]
    return f"{name} {local.year}" if other_year else name


def utc(moment: datetime) -> datetime:
    """Return the same moment on the UTC clock."""
    return moment.astimezone(UTC)

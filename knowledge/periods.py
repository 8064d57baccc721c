"""A period in words: 15 个工作日, 6 months."""

from bot.domain.deadlines import DayType, Period, Unit

_ZH = {
    Unit.YEARS: "年",
    Unit.MONTHS: "个月",
    Unit.WEEKS: "周",
    Unit.DAYS: "天",
    Unit.HOURS: "小时",
    Unit.MINUTES: "分钟",
}
_EN = {
    Unit.YEARS: "year",
    Unit.MONTHS: "month",
    Unit.WEEKS: "week",
    Unit.DAYS: "day",
    Unit.HOURS: "hour",
    Unit.MINUTES: "minute",
}


def period_words(period: Period, day_type: DayType | None, language: str) -> str:
    """Return a period in words, for `zh`, `zh-Hans`, `zh-Hant` or `en`."""
    business = day_type is DayType.BUSINESS and period.unit is Unit.DAYS
    if language.startswith("zh"):
        return f"{period.count} {'个工作日' if business else _ZH[period.unit]}"
    plural = "" if period.count == 1 else "s"
    return f"{period.count} {'business ' if business else ''}{_EN[period.unit]}{plural}"

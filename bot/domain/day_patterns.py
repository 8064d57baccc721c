"""How days stand in a folded text, one pattern for each way of naming them."""

import re
from collections.abc import Mapping

_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十廿]{1,3})"
_COUNT = rf"(?:{_NUMBER}|an?|one|two|three|four|five|six|seven|ten|a couple of)"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|satur|sat|sun)(?:day)?"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20)\d\d"
_ORDINAL = r"(?:st|nd|rd|th)"

_PAST = r"\s?(?:之前|以前|前|ago|earlier)"
_HAN_WEEK = r"(?:周|星期|礼拜)"

PATTERNS: Mapping[str, str] = {
    "iso": rf"(?P<y>{_YEAR})[-/.年]\s?(?P<mo>\d{{1,2}})[-/.月]\s?(?P<d>\d{{1,2}})(?!\d)[号日]?",
    "dmy": rf"(?<!\d)(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<y2>{_YEAR})(?!\d)",
    "month_day": rf"(?:(?P<ago>去年|今年)\s?)?(?P<mo3>{_NUMBER})月(?:份)?"
    rf"(?P<d3>{_NUMBER})(?:号|日|(?![\d天个年]))",
    "english": rf"(?<![a-z\d])(?P<d4>\d{{1,2}}){_ORDINAL}?\s(?:of\s)?(?P<mo4>{_MONTH})(?![a-z])"
    rf"(?:,?\s(?P<y4>{_YEAR}))?",
    "american": rf"(?<![a-z])(?P<mo5>{_MONTH})\s(?P<d5>\d{{1,2}}){_ORDINAL}?(?![\d:])"
    rf"(?:,?\s(?P<y5>{_YEAR}))?",
    "ago": rf"(?P<n>{_COUNT})(?:\s?个)?\s?"
    rf"(?P<unit>天|日|周|星期|礼拜|月|days?|weeks?|months?){_PAST}",
    "last": r"大前[天日]|前[天日晚]|昨[天日晚夜儿]|[寻琴噚擒][日晚]"
    r"|\bzuo ?(?:tian|wan)\b|\bqian ?tian\b"
    r"|(?:the )?day before yesterday|yesterday|last night",
    "today": r"今[天日早晨朝晚儿]|\bjin ?tian\b|today"
    r"|this (?=morning|afternoon|arvo|evening)|tonight",
    "week_day": rf"(?<![下每个])(?P<which>上上个?|上个?|这个?|本)?{_HAN_WEEK}"
    r"(?P<wd>[一二三四五六日天])(?!\d)",
    "english_day": rf"(?<![a-z])(?<!next )(?<!every )(?<!by )(?<!until )"
    rf"(?:(?P<which2>last|this|on|since|past)\s)?(?P<wd2>{_WEEKDAY})(?![a-z])",
    "week": rf"(?P<back>上上个?|上个?){_HAN_WEEK}(?![一二三四五六日天末])|last week",
    "month": rf"上个?月(?:份)?(?:(?P<d6>{_NUMBER})[号日])?|last month",
    "feast": r"双十一|双11|双十二|双12",
    "number": rf"(?<![\d月.])(?P<d7>{_NUMBER})号(?![码店线楼])"
    rf"|(?<![a-z])(?:the|on) (?P<d8>\d{{1,2}}){_ORDINAL}(?![a-z])",
}
DAY = re.compile("|".join(f"(?P<k_{name}>{pattern})" for name, pattern in PATTERNS.items()))

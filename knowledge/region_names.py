"""Regions as a text names them: shown beside a number that does not answer everywhere."""

# The name that is shown, then other words that name the region in a text.
_ZH: dict[str, tuple[str, ...]] = {
    "CN": ("中国大陆", "大陆", "国内", "中国"),
    "HK": ("香港",),
    "MO": ("澳门",),
    "TW": ("台湾",),
    "SG": ("新加坡",),
    "MY": ("马来西亚",),
    "ID": ("印度尼西亚", "印尼"),
    "TH": ("泰国",),
    "VN": ("越南",),
    "PH": ("菲律宾",),
    "IN": ("印度",),
    "JP": ("日本",),
    "KR": ("韩国",),
    "US": ("美国",),
    "CA": ("加拿大",),
    "GB": ("英国",),
    "EU": ("欧盟", "欧洲"),
    "AU": ("澳大利亚", "澳洲"),
    "NZ": ("新西兰",),
    "AE": ("阿联酋",),
    "BR": ("巴西",),
    "NG": ("尼日利亚",),
    "RU": ("俄罗斯",),
    "KE": ("肯尼亚",),
}
_EN: dict[str, tuple[str, ...]] = {
    "CN": ("mainland China", "mainland", "China", "Chinese"),
    "HK": ("Hong Kong",),
    "MO": ("Macau",),
    "TW": ("Taiwan",),
    "SG": ("Singapore",),
    "MY": ("Malaysia",),
    "ID": ("Indonesia",),
    "TH": ("Thailand",),
    "VN": ("Vietnam",),
    "PH": ("the Philippines", "Philippines"),
    "IN": ("India",),
    "JP": ("Japan",),
    "KR": ("South Korea", "Korea"),
    "US": ("United States", "US "),
    "CA": ("Canada",),
    "GB": ("United Kingdom", "UK", "British"),
    "EU": ("the European Union", "EU", "Europe"),
    "AU": ("Australia",),
    "NZ": ("New Zealand",),
    "AE": ("United Arab Emirates", "UAE"),
    "BR": ("Brazil",),
    "NG": ("Nigeria",),
    "RU": ("Russia",),
    "KE": ("Kenya",),
}


def region_name(region: str, language: str) -> str:
    """Return a region's name for `zh`, `zh-Hans`, `zh-Hant` or `en`; the code if it has none."""
    return _words(region, language)[0]


def is_named(region: str, text: str, language: str) -> bool:
    """Say whether a text names a region itself."""
    return any(word in text for word in _words(region, language))


def _words(region: str, language: str) -> tuple[str, ...]:
    names = _ZH if language.startswith("zh") else _EN
    return names.get(region, (region,))

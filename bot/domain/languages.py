"""The three languages the bot speaks, and where their readers live."""

from enum import StrEnum


class Language(StrEnum):
    """A language, by its IETF tag."""

    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in Chinese characters."""
        return self is not Language.ENGLISH

    @property
    def facts(self) -> str:
        """The language of the fact tables and articles that serves it: zh or en."""
        return "zh" if self.is_chinese else "en"


_TRADITIONAL = ("hant", "tw", "hk", "mo")


def language_of_app(code: str | None) -> Language:
    """Return the language that an app's language code suggests; English when it says nothing."""
    tag = (code or "").lower()
    if not tag.startswith(("zh", "yue")):
        return Language.ENGLISH
    if tag.startswith("yue") or any(part in _TRADITIONAL for part in tag.split("-")):
        return Language.TRADITIONAL
    return Language.SIMPLIFIED

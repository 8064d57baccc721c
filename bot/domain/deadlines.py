"""Until when somebody must act: a rule, the day it counts from, and a calendar."""

from enum import StrEnum


class Actor(StrEnum):
    """Who must act."""

    USER = "user"
    PROVIDER = "provider"
    MERCHANT = "merchant"
    REGULATOR = "regulator"
    COURT = "court"
    POLICE = "police"


class DayType(StrEnum):
    """Whether weekends and holidays count."""

    BUSINESS = "business"
    CALENDAR = "calendar"

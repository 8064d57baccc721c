"""Language, region and clock: chosen once, changed at any time."""

from dataclasses import replace

from bot.domain.customers import Customer
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language, language_of_app
from bot.domain.regions import REGIONS, region_of
from bot.domain.taps import Tap
from bot.services.exchange import Choice, Exchange
from bot.texts.catalog import to_traditional
from bot.understanding.choices import chosen

# Regions on the first row of buttons, by language; the rest stand behind "somewhere else".
_FIRST = {
    Language.SIMPLIFIED: ("CN", "HK", "TW", "MO", "SG", "MY"),
    Language.TRADITIONAL: ("HK", "TW", "MO", "CN", "SG", "MY"),
    Language.ENGLISH: ("GB", "US", "EU", "HK", "SG", "CN", "AU", "CA"),
}
_KINDS = tuple(kind for kind in ClaimKind if kind is not ClaimKind.OTHER)


def new_customer(bot: int, chat: int, app_language: str | None) -> Customer:
    """Return somebody who writes for the first time; simplified Chinese suggests the mainland."""
    language = language_of_app(app_language)
    region = _region_of_app(app_language, language)
    return Customer(bot, chat, language, region=region)


def _region_of_app(code: str | None, language: Language) -> str:
    last = (code or "").replace("_", "-").split("-")[-1]
    if len(last) == 2 and last.isalpha() and "-" in (code or "").replace("_", "-"):
        return region_of(last)
    return "CN" if language is Language.SIMPLIFIED else ""


def ask_language(ex: Exchange) -> None:
    """Ask for the language, each in its own script."""
    ex.say(
        "start.choose_language",
        (ex.line("language.simplified"), Tap("language", (Language.SIMPLIFIED,))),
        (ex.line("language.traditional"), Tap("language", (Language.TRADITIONAL,))),
        (ex.line("language.english"), Tap("language", (Language.ENGLISH,))),
    )


def set_language(ex: Exchange, language: Language) -> None:
    """Take a language; simplified Chinese suggests the mainland where no region is known."""
    ex.update(language=language, language_chosen=True)
    if not ex.customer.region and language is Language.SIMPLIFIED:
        ex.update(region="CN")


def welcome(ex: Exchange) -> None:
    """Say what the bot is for, with its menu."""
    ex.say("start.welcome", *menu(ex))


def menu(ex: Exchange) -> tuple[Choice, ...]:
    """Return the buttons of the start."""
    kinds = tuple((ex.label(f"kind.{kind}"), Tap("open", (kind.value,))) for kind in _KINDS)
    return (
        *kinds,
        (ex.label("start.send_evidence"), Tap("evidence")),
        (ex.label("start.my_claims"), Tap("claims")),
    )


def ask_region(ex: Exchange) -> None:
    """Ask where the customer is."""
    ex.say("region.ask", *region_choices(ex))


def region_choices(ex: Exchange) -> tuple[Choice, ...]:
    """Return buttons for the likeliest regions and one for the rest."""
    first = _FIRST[ex.customer.language]
    return (
        *((ex.line(f"region.name.{code}"), Tap("region", (code,))) for code in first),
        (ex.line("region.more.label"), Tap("regions")),
    )


def all_regions(ex: Exchange) -> None:
    """Offer every region."""
    choices = [(ex.line(f"region.name.{code}"), Tap("region", (code,))) for code in REGIONS]
    ex.say("region.ask", *choices)


def set_region(ex: Exchange, code: str) -> bool:
    """Take a region; False: it is not known."""
    region = region_of(code)
    if not region:
        return False
    ex.update(region=region, region_chosen=True, zone="")
    return True


def zone_choices(ex: Exchange) -> tuple[Choice, ...]:
    """Return buttons for the clocks of a region that has several; none elsewhere."""
    region = REGIONS.get(ex.customer.region)
    if region is None or len(region.zones) < 2 or ex.customer.zone:
        return ()
    return tuple(
        (zone.rsplit("/", 1)[-1].replace("_", " "), Tap("zone", (str(place),)))
        for place, zone in enumerate(region.zones)
    )


def set_zone(ex: Exchange, place: str) -> bool:
    """Take one of the region's clocks; False: there is no such."""
    region = REGIONS.get(ex.customer.region)
    if region is None or not place.isdecimal() or int(place) >= len(region.zones):
        return False
    ex.customer = replace(ex.customer, zone=region.zones[int(place)])
    return True


def region_named(ex: Exchange, text: str) -> str:
    """Return the region that a text names, in either language; empty: none."""
    names = {}
    for code in REGIONS:
        chinese = ex.catalog.line(f"region.name.{code}", Language.SIMPLIFIED)
        english = ex.catalog.line(f"region.name.{code}", Language.ENGLISH)
        names[code] = [chinese, to_traditional(chinese, ""), english]
    return chosen(text, names) or region_of(text.strip())

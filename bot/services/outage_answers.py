"""What is known of a provider, in words: the reports, what it says itself, and since when."""

from datetime import datetime

from bot.domain.incident_log import Incident, Nature
from bot.domain.incidents import TOLD_WINDOW
from bot.domain.official import OfficialLevel, OfficialState
from bot.domain.outage_states import Known, OutageState
from bot.services.exchange import Exchange
from bot.services.radar import Reports, known_of
from bot.texts.shown import Value
from bot.texts.wording import clock_text, day_text

MINUTES = int(TOLD_WINDOW.total_seconds() // 60)
NOTHING: dict[str, Value] = dict.fromkeys(
    ("verdict", "words", "password", "source", "here", "official", "probe", "planned")
)
"""The values of an answer about no provider."""

# The one who asks is among those who reported.
_ONLY_ME = 1
_LONGEST_WORDS = 300
# States in which a picture of the reports says something even if nobody reports just now.
_DRAWN = (OutageState.DECLARED, OutageState.SUSPECTED, OutageState.RECOVERED)


async def answer_values(
    ex: Exchange, provider: str, seen: Reports | None = None
) -> dict[str, Value]:
    """Return what is known of a provider of the tables, as values of the texts."""
    known = await known_of(ex.connection, ex.bot, provider, ex.now, seen)
    name = ex.tables.provider_name(provider)
    state = known.state(ex.now)
    spoken = known.incident or (known.closed if state is OutageState.RECOVERED else None)
    return {
        "provider": name,
        "pictured": provider if known.count.told > _ONLY_ME or state in _DRAWN else None,
        "verdict": _verdict(ex, known, state, name),
        "words": _words(ex, known.incident),
        "password": _password(ex, spoken, state),
        "source": _source(ex, spoken),
        "here": _here(ex, known, state),
        "official": _official(ex, known, provider, state),
        "probe": _probe(ex, known.probed(ex.now)),
        "planned": _planned(ex, known.planned(ex.now), name),
    }


def unknown_values(ex: Exchange, name: str) -> dict[str, Value]:
    """Return the values for a provider that is in no table: nothing is known of it."""
    return {**NOTHING, "official": ex.line("radar.official.none", provider=name)}


def when_text(ex: Exchange, moment: datetime) -> str:
    """Return a moment: the time of day, with the date where it is not today.

    Where the customer is, and so their clock, may not be known: then the clock is named.
    """
    voice = ex.voice
    clock = clock_text(moment, voice)
    if voice.zone.key == "UTC":
        clock = f"{clock} UTC"
    if moment.astimezone(voice.zone).date() == voice.now.astimezone(voice.zone).date():
        return clock
    return f"{day_text(moment, voice)} {clock}"


def _verdict(ex: Exchange, known: Known, state: OutageState, name: str) -> str | None:
    key = f"radar.state.{state.value}"
    values: dict[str, Value] = {"provider": name}
    incident, published = known.incident, known.published(ex.now)
    match state:
        case OutageState.UNKNOWN:
            return None
        case OutageState.DECLARED if incident is not None:
            key += f"_{incident.nature.value}"
        case OutageState.RECOVERED if known.closed is not None:
            values["since"] = when_text(ex, known.closed.closed_at or ex.now)
        case OutageState.OFFICIAL if published is not None:
            key += f"_{published.state.value}"
        case _:
            pass
    if state is not OutageState.RECOVERED:
        values["since"] = _since(ex, known, state)
    return _first_filled(ex, key, values)


def _since(ex: Exchange, known: Known, state: OutageState) -> str | None:
    """Return since when: the incident knows it, or the provider says so."""
    published = known.published(ex.now)
    if state is OutageState.OFFICIAL or (
        state is OutageState.MAINTENANCE and known.incident is None
    ):
        return when_text(ex, published.since) if published and published.since else None
    return when_text(ex, known.incident.since) if known.incident else None


def _first_filled(ex: Exchange, key: str, values: dict[str, Value]) -> str:
    """Return the text with the moment; without one its wording that needs none."""
    if values.get("since") is None and ex.catalog.has(f"{key}_now"):
        return ex.line(f"{key}_now", **values)
    return ex.line(key, **values)


def _words(ex: Exchange, incident: Incident | None) -> str | None:
    words = incident.words(ex.voice.language) if incident else ""
    return words[:_LONGEST_WORDS] or None


def _password(ex: Exchange, incident: Incident | None, state: OutageState) -> str | None:
    if state is OutageState.RECOVERED and incident is not None:
        attacked = incident.nature is Nature.ATTACK
        return ex.line("radar.password") if attacked else None
    return None


def _source(ex: Exchange, incident: Incident | None) -> str | None:
    """Return whose word it is and how old, and when the next one was promised."""
    if incident is None or incident.checked_at is None:
        return None
    values = {"source": incident.source, "checked": when_text(ex, incident.checked_at)}
    key = "named" if incident.source else "checked"
    if incident.next_at is not None and incident.next_at > ex.now:
        key, values["next"] = f"{key}_next", when_text(ex, incident.next_at)
    return ex.line(f"radar.source.{key}", **values)


def _here(ex: Exchange, known: Known, state: OutageState) -> str:
    count, calm = known.count.told, state is OutageState.UNKNOWN
    if count <= _ONLY_ME:
        return ex.line("radar.here.none" if calm else "radar.here.nobody", minutes=MINUTES)
    key = "radar.here.some" if calm else "radar.here.many"
    usual = ex.line("radar.here.less_than_one") if known.usual < 1 else str(round(known.usual))
    return ex.line(key, minutes=MINUTES, count=count, usual=usual)


def _official(ex: Exchange, known: Known, provider: str, state: OutageState) -> str | None:
    published, name = known.published(ex.now), ex.tables.provider_name(provider)
    if published is not None:
        return _published(ex, published, name)
    if state is OutageState.DECLARED:
        # A person has said what is known: that no page says more is no news.
        return None
    listed = ex.library.provider(provider)
    page = listed.status_page if listed else None
    if page and page.url:
        key = "radar.official.unread" if page.feed_url else "radar.official.page"
        return ex.line(key, provider=name, status_page=page.url)
    return ex.line("radar.official.none", provider=name)


def _published(ex: Exchange, told: OfficialState, name: str) -> str:
    key, read = "radar.official.says", when_text(ex, told.read_at)
    if told.state is OfficialLevel.OPERATIONAL:
        return ex.line("radar.official.operational", provider=name, read=read)
    level = ex.line(f"radar.level.{told.state.value}")
    if not told.title:
        return ex.line(key, provider=name, read=read, title=level)
    return ex.line(
        key, provider=name, read=read, title=level + ex.line("radar.official.between") + told.title
    )


def _probe(ex: Exchange, found: OfficialState | None) -> str | None:
    if found is None:
        return None
    answered = found.state is OfficialLevel.OPERATIONAL
    key = "radar.probe.answered" if answered else "radar.probe.failed"
    return ex.line(key, read=when_text(ex, found.read_at))


def _planned(ex: Exchange, told: OfficialState | None, name: str) -> str | None:
    if told is None or told.since is None:
        return None
    since = when_text(ex, told.since)
    if told.until is None:
        return ex.line("radar.planned", provider=name, since=since)
    until = when_text(ex, told.until)
    return ex.line("radar.planned_until", provider=name, since=since, until=until)

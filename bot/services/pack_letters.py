"""Letters of a claim pack: those that fit kind, region and way of paying, and where they go."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.dialogue.drafts import answers
from bot.domain.packs import PackContact, PackLetter
from bot.domain.providers import ProviderKind
from bot.services.exchange import plain_text
from bot.services.pack_facts import Told
from bot.texts.shown import Shown, Value
from knowledge.records.base import Fact
from knowledge.records.channels import Category, Channel
from knowledge.records.letters import Addressee, LetterRule
from knowledge.records.providers import Provider

_BANKS = (ProviderKind.BANK, ProviderKind.BANK_APP, ProviderKind.CARD_NETWORK)
# Contacts of one letter: of the category that fits best, and of those for afterwards; of others
# one each. Chosen: a choice, not a directory.
_MOST_OF_FIRST = 2
_MOST_AFTER = 2
_LONGEST_SOURCE = 160
# What the customer fills in by hand, by addressee; the bot asks for none of it.
_SENDER: Mapping[Addressee, tuple[str, ...]] = {
    Addressee.PROVIDER: ("name", "account", "phone", "email"),
    Addressee.BANK: ("name", "card", "phone", "email"),
    Addressee.CONSUMER: ("name", "document", "phone", "address"),
    Addressee.POLICE: ("name", "document", "phone", "address"),
}
_SIGNATURE = ("signature", "date")


def letters_of(told: Told, files: int) -> tuple[PackLetter, ...]:
    """Return the letters of a claim.

    Args:
        told (Told): the claim.
        files (int): how many pieces of evidence there are.
    """
    provider = _provider(told)
    other = Addressee.PROVIDER if _is_bank(told, provider) else Addressee.BANK
    found = []
    for rule in told.ex.library.letters(told.claim.kind):
        contacts = tuple(_contacts(told, rule, provider))
        nowhere = rule.to is Addressee.CONSUMER and not contacts
        if rule.to is not other and not nowhere:
            found.append(_letter(told, rule, contacts, files))
    return tuple(found)


def _provider(told: Told) -> Provider | None:
    held = answers(told.draft).values
    named = held.get("provider") or held.get("platform")
    return told.ex.library.provider(str(named)) if named else None


def _is_bank(told: Told, provider: Provider | None) -> bool:
    by_card = answers(told.draft).values.get("paid_by") == "card"
    return by_card or (provider is not None and provider.kind in _BANKS)


def _letter(
    told: Told, rule: LetterRule, contacts: tuple[PackContact, ...], files: int
) -> PackLetter:
    values = told.values()
    kind = told.claim.kind
    enclosed = "letters.enclosed" if files else "letters.enclosed_none"
    last = (
        told.ex.line(enclosed, number=told.claim.number, count=files),
        told.ex.line("letters.true"),
    )
    return PackLetter(
        name=told.ex.line(f"letters.name.{rule.to}"),
        to=" ".join(_lines(told, f"letters.to.{rule.to}", values)),
        subject=" ".join(_lines(told, f"letters.{kind}.subject", values)),
        sender=tuple((told.ex.line(f"letters.sender.{name}"), "") for name in _SENDER[rule.to]),
        story=_lines(told, f"letters.{kind}.story", values),
        asks=_lines(told, f"letters.{kind}.ask_{rule.to}", values),
        last=last,
        signature=tuple((told.ex.line(f"letters.sign.{name}"), "") for name in _SIGNATURE),
        contacts=contacts,
    )


def _lines(told: Told, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Return a text line by line, plain: lines without all of their values are left out."""
    shown = {
        name: value.text if isinstance(value, Shown) else value for name, value in values.items()
    }
    ex = told.ex
    filled = ex.catalog.fill(key, ex.voice.language, shown, ex.voice.region)
    return tuple(plain_text(line) for line in filled.lines)


def _contacts(told: Told, rule: LetterRule, provider: Provider | None) -> Iterator[PackContact]:
    if rule.to in (Addressee.PROVIDER, Addressee.BANK):
        yield _of_provider(told, provider)
    for at, category in enumerate(rule.at):
        most = 1 if at else _MOST_OF_FIRST
        yield from list(_of_channels(told, rule, (category,)))[:most]
    for contact in list(_of_channels(told, rule, rule.then))[:_MOST_AFTER]:
        yield replace(contact, name=told.ex.line("pack.contact.then", name=contact.name))


def _of_channels(
    told: Told, rule: LetterRule, categories: tuple[Category, ...]
) -> Iterator[PackContact]:
    channels = told.ex.library.letter_channels(rule, told.ex.voice.region, categories)
    for channel in channels:
        contact = _of_channel(told, channel)
        if contact is not None:
            yield contact


def _of_provider(told: Told, provider: Provider | None) -> PackContact:
    own = told.ex.line("pack.contact.own")
    if provider is None:
        return PackContact(own, (), "", unsure=False)
    tables = told.ex.tables
    hotline = told.ex.library.hotline(provider, tables.today)
    lines = _reach(told, hotline.phone, hotline.url, tables.words(hotline.hours))
    checked = told.ex.library.tables.providers.meta.checked_on.isoformat()
    return PackContact(
        name=tables.provider_name(provider.id),
        lines=(own, *lines),
        source=_source(told, provider, checked) if lines else "",
        unsure=hotline.hint or (bool(hotline.url) and not provider.verified),
    )


def _of_channel(told: Told, channel: Channel) -> PackContact | None:
    tables = told.ex.tables
    shown = told.ex.library.shown(channel, tables.today)
    if not (shown.phone or shown.url):
        return None
    checked = told.ex.library.tables.channels.meta.checked_on.isoformat()
    for_what = tables.words(channel.for_)
    lines = _reach(told, shown.phone, shown.url, tables.words(shown.hours))
    return PackContact(
        name=tables.words(shown.name) or "",
        lines=(*lines, *((for_what,) if for_what else ())),
        source=_source(told, channel, checked),
        unsure=shown.hint,
    )


def _reach(told: Told, phone: str, url: str, hours: str | None) -> tuple[str, ...]:
    lines = []
    if phone:
        lines.append(told.ex.line("pack.contact.phone", phone=phone))
    if phone and hours:
        lines.append(told.ex.line("pack.contact.hours", hours=hours))
    if url:
        lines.append(told.ex.line("pack.contact.address", url=url))
    return tuple(lines)


def _source(told: Told, fact: Fact, checked: str) -> str:
    source = fact.source
    if len(source) > _LONGEST_SOURCE:
        source = f"{source[:_LONGEST_SOURCE]}…"
    return told.ex.line("pack.contact.source", source=source, as_of=fact.as_of, checked=checked)

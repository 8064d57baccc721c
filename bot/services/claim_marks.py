"""By what a claim is found beside others: the numbers, payees and addresses that it names."""

from typing import Final

from bot.domain.addresses import host_of
from bot.domain.casework import FiledClaim
from bot.domain.reuse import addresses_said, numbers_said, payees_said
from bot.services.exchange import Exchange
from bot.storage.reuse import put_said_numbers
from knowledge.library import Library

# Second levels under which names are given out: example.co.uk is one place, co.uk is none.
_SECOND_LEVELS: Final = frozenset("com co org net ac gov edu or ne".split())


async def keep_marks(ex: Exchange, claim: FiledClaim) -> None:
    """Keep what a claim names, in place of what it named before."""
    known = known_hosts(ex.library)
    said = (
        *numbers_said(claim.facts),
        *payees_said(claim.facts, known),
        *addresses_said(claim.facts, known),
    )
    await put_said_numbers(ex.connection, ex.bot, claim.id, said)


def known_hosts(library: Library) -> frozenset[str]:
    """Return the hosts of the providers and offices in the tables: they tell of no payee."""
    tables = library.tables
    urls = [each.help_url for each in tables.providers.providers]
    urls += [each.status_page.url for each in tables.providers.providers]
    urls += [each.url for each in tables.channels.channels]
    return frozenset(_place(host) for url in urls if url and (host := host_of(url)))


def _place(host: str) -> str:
    parts = host.split(".")
    is_below = len(parts) > 2 and parts[-2] in _SECOND_LEVELS and len(parts[-1]) == 2
    return ".".join(parts[-3:] if is_below else parts[-2:])

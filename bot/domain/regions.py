"""Where a customer is: it decides whom to call, which clock and which money."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Region:
    """A place with its own police, regulator, money and clock.

    Attributes:
        code: ISO 3166 alpha-2, or EU.
        zones: IANA names, the most common first; several make the bot ask once.
        currency: ISO 4217, what a bare amount means there.
    """

    code: str
    zones: tuple[str, ...]
    currency: str


REGIONS: dict[str, Region] = {
    region.code: region
    for region in (
        Region("CN", ("Asia/Shanghai",), "CNY"),
        Region("HK", ("Asia/Hong_Kong",), "HKD"),
        Region("TW", ("Asia/Taipei",), "TWD"),
        Region("MO", ("Asia/Macau",), "MOP"),
        Region("SG", ("Asia/Singapore",), "SGD"),
        Region("MY", ("Asia/Kuala_Lumpur",), "MYR"),
        Region("GB", ("Europe/London",), "GBP"),
        Region(
            "US",
            ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
            "USD",
        ),
        Region("EU", ("Europe/Berlin", "Europe/Dublin", "Europe/Athens"), "EUR"),
        Region("AU", ("Australia/Sydney", "Australia/Perth"), "AUD"),
        Region("CA", ("America/Toronto", "America/Winnipeg", "America/Vancouver"), "CAD"),
        Region("JP", ("Asia/Tokyo",), "JPY"),
        Region("KR", ("Asia/Seoul",), "KRW"),
        Region("IN", ("Asia/Kolkata",), "INR"),
        Region("ID", ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"), "IDR"),
        Region("TH", ("Asia/Bangkok",), "THB"),
        Region("VN", ("Asia/Ho_Chi_Minh",), "VND"),
        Region("PH", ("Asia/Manila",), "PHP"),
        Region("NZ", ("Pacific/Auckland",), "NZD"),
        Region("AE", ("Asia/Dubai",), "AED"),
        Region("BR", ("America/Sao_Paulo", "America/Manaus"), "BRL"),
        Region("NG", ("Africa/Lagos",), "NGN"),
        Region("RU", ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Vladivostok"), "RUB"),
        Region("KE", ("Africa/Nairobi",), "KES"),
    )
}

# Countries of the euro area and its neighbours whose customers the EU rows serve.
_IN_EU = frozenset(
    "IE DE FR IT ES NL BE AT PT FI GR LU SK SI EE LV LT MT CY HR CZ PL SE DK HU RO BG".split()
)


def region_of(code: str) -> str:
    """Return the region that serves a country; empty: none does."""
    upper = code.upper()
    if upper in REGIONS:
        return upper
    return "EU" if upper in _IN_EU else ""


def zone_of(region: str) -> ZoneInfo:
    """Return the usual clock of a region; UTC where the region is not known."""
    found = REGIONS.get(region)
    return ZoneInfo(found.zones[0]) if found else UTC

"""What an agent chose to see of the queue: as the address of a page has it, checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status
from bot.storage.claim_queue import Order, Place, QueueFilter


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an agent chose to see; every value is checked.

    Attributes:
        whose: all, mine, nobody, or the Telegram id of a colleague.
    """

    kind: ClaimKind | None = None
    status: Status | None = None
    whose: str = "all"
    order: Order = Order.DUE
    after: Place | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """Return what the address of the page asks for; what is not known chooses nothing."""
        kind, status, whose = query.get("kind"), query.get("status"), query.get("whose", "all")
        due, _, item = query.get("after", "").partition("-")
        after, order = None, query.get("order")
        if _is_number(due) and _is_number(item):
            after = Place(int(due), int(item))
        return cls(
            ClaimKind(kind) if kind in set(ClaimKind) else None,
            Status(status) if status in set(Status) else None,
            whose if whose in ("mine", "nobody") or _is_number(whose) else "all",
            Order(order) if order in set(Order) else Order.DUE,
            after,
        )

    @classmethod
    def saved(cls, query: str) -> "Wanted":
        """Return what was kept of a choice."""
        return cls.of(dict(parse_qsl(query)))

    @property
    def query(self) -> dict[str, str]:
        """The choice as the address of the page has it; the place is left out."""
        chosen = {
            "kind": self.kind.value if self.kind else "",
            "status": self.status.value if self.status else "",
            "whose": "" if self.whose == "all" else self.whose,
            "order": "" if self.order is Order.DUE else self.order.value,
        }
        return {name: value for name, value in chosen.items() if value}

    @property
    def address(self) -> str:
        """The choice as it stands behind the question mark of an address."""
        return urlencode(self.query)

    def chosen(self, person: int) -> QueueFilter:
        """Return which claims that are, for somebody with a Telegram id."""
        agent = person if self.whose == "mine" else None
        if _is_number(self.whose):
            agent = int(self.whose)
        return QueueFilter(self.kind, self.status, agent, self.whose == "nobody", self.order)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19

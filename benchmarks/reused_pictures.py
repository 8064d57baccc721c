"""How far fingerprints of pictures are apart: copies of one, and pages that only look alike.

`python -m benchmarks.reused_pictures [--seed N] [--count N]` draws payment pages and tells, for
each kind of pair, the least, the middle and the most bits apart, and how many are within the
limit.

- copy: the same page, sent again smaller, forwarded, or with another quality;
- cut: the same page without a strip at the top, from where on its clock is gone;
- twin: the same page of the same app, shop, sum and phone, with another time and other numbers;
- same app: two payments in one app, on one phone, equally dark;
- others: everything else.

The last figure counts those within the limit that what stands on the page does not tell apart
either (as drawn, without recognition): these would be shown to agents.
"""

import argparse
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import combinations
from statistics import median

from PIL import Image

from benchmarks.screen_cases import Case, new_case
from benchmarks.screen_pages import (
    alipay,
    alipay_done,
    bank,
    jd,
    unionpay,
    wechat,
    wechat_transfer,
)
from benchmarks.screen_pages_abroad import (
    english_bank,
    hong_kong,
    paypal,
    revolut,
    stripe,
    taiwan,
)
from benchmarks.screen_render import Drawing, random_look
from bot.domain.money import Money
from bot.domain.readings import FileReading, SeenPayment
from bot.domain.reuse import SAME_PICTURE_BITS, bits_apart, may_show_the_same
from bot.readers.pictures import fingerprint

PAGES = (
    alipay, alipay_done, wechat, wechat_transfer, unionpay, bank, jd,
    paypal, revolut, stripe, english_bank, hong_kong, taiwan,
)  # fmt: skip
ENGLISH = {"paypal", "revolut", "stripe", "english_bank"}
_COPIES = 4
_PHONE = (1170, 2532)
# Parts of the height that are cut off at the top: a hair, and the line with the clock.
CUT = (0.005, 0.01, 0.02, 0.04)


@dataclass
class OtherNumbers(Case):
    """A case whose figures and letters come from elsewhere; all else is as in its twin."""

    other: random.Random = field(default_factory=random.Random)

    def digits(self, count: int) -> str:
        """Return random figures."""
        return "".join(self.other.choice("0123456789") for _ in range(count))

    def mixed(self, count: int, alphabet: str = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") -> str:
        """Return random characters."""
        return "".join(self.other.choice(alphabet) for _ in range(count))


def language_of(page: str) -> str:
    return "en" if page in ENGLISH else {"hong_kong": "hk", "taiwan": "tw"}.get(page, "zh")


class Phone(Drawing):
    """A phone whose clock goes on between two payments."""

    clock = ""

    def status_bar(self, random_: random.Random, title: str) -> None:
        """Draw clock, battery and title; the payment's own figures stay as they are."""
        for most in (23, 59):
            random_.randint(0, most)
        random_.randint(9, 99)
        at = self.at
        self.clock = f"{at:%H:%M}"
        self.text(26, self.clock, 16, bold=True, y=24)
        self.text(364, f"5G {at.minute + 20}%", 14, anchor="rm", y=24)
        self.text(18, "<", 18, y=72)
        self.text(195, title, 18, anchor="mm", bold=True, y=72)
        self.y = 120


def drawn(page: object, case: Case, *, dark: bool) -> tuple[bytes, str]:
    look = replace(
        random_look(random.Random(1), hard=False),
        dark=dark, phone=_PHONE, delivery="photo", quality=85, tilt=0, contrast=1, face="noto",
    )  # fmt: skip
    draw = Phone(look, language_of(page.__name__))
    draw.at = case.at + timedelta(minutes=2)
    page(case, draw)
    return draw.sent(), draw.clock


def copies(data: bytes) -> Iterator[bytes]:
    """Give a picture as it arrives the second time."""
    picture = Image.open(io.BytesIO(data))
    for side, kind, quality in ((1280, "JPEG", 60), (900, "JPEG", 80), (1280, "WEBP", 70)):
        copy = picture.copy()
        copy.thumbnail((side, side), Image.Resampling.BICUBIC)
        file = io.BytesIO()
        copy.save(file, kind, quality=quality)
        yield file.getvalue()
    file = io.BytesIO()
    picture.resize((picture.width * 2, picture.height * 2)).save(file, "PNG")
    yield file.getvalue()


def cropped(data: bytes, part: float) -> bytes:
    """Return a picture with so much of its height cut off at the top."""
    picture = Image.open(io.BytesIO(data))
    file = io.BytesIO()
    kept = picture.crop((0, round(picture.height * part), picture.width, picture.height))
    kept.save(file, "JPEG", quality=85)
    return file.getvalue()


def twin_of(seed: int) -> Case:
    case = new_case(random.Random(seed))
    later = case.at + timedelta(hours=29, minutes=7, seconds=41)
    return OtherNumbers(
        case.random, case.amount_minor, later, case.status, other=random.Random(seed + 10**6)
    )


def read(case: Case, clock: str) -> FileReading:
    """Return what stands on a page that was drawn."""
    amount = Money(minor=case.amount_minor, currency=case.currency)
    refs = (case.txn_id or "", case.merchant_order_id or "")
    payment = SeenPayment(amount, case.time or "", case.merchant, *refs)
    return FileReading(payments=(payment,), clock=clock)


Page = tuple[str, FileReading]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=12, help="payments for each page")
    chosen = options.parse_args()
    pairs: dict[str, list[tuple[Page, Page]]] = {
        "copy": [], **{f"cut {part:.1%}": [] for part in CUT}, "twin": [], "same app": [],
        "others": [],
    }  # fmt: skip
    drawn_so_far: dict[str, list[Page]] = {}
    for page in PAGES:
        for at in range(chosen.count):
            seed, dark = chosen.seed * 10_000 + at, bool(at % 2)
            case, twin = new_case(random.Random(seed)), twin_of(seed)
            data, clock = drawn(page, case, dark=dark)
            again, later = drawn(page, twin, dark=dark)
            own = (fingerprint(data), read(case, clock))
            other = (fingerprint(again), read(twin, later))
            pairs["copy"] += [(own, (fingerprint(copy), own[1])) for copy in copies(data)]
            for part in CUT:
                without = replace(own[1], clock="" if part >= 0.01 else clock)
                cut = (fingerprint(cropped(data, part)), without)
                pairs[f"cut {part:.1%}"].append((own, cut))
            pairs["twin"].append((own, other))
            drawn_so_far.setdefault(f"{page.__name__}{dark}", []).append(own)
    for pages in drawn_so_far.values():
        pairs["same app"] += combinations(pages, 2)
    for one, other in combinations(drawn_so_far.values(), 2):
        pairs["others"] += [(a, b) for a in one for b in other]
    print(f"payments {len(PAGES) * chosen.count}")
    for kind, found in pairs.items():
        tell(kind, found)


def tell(kind: str, pairs: list[tuple[Page, Page]]) -> None:
    bits = [bits_apart(one[0], other[0]) for one, other in pairs]
    near = [pair for pair, apart in zip(pairs, bits, strict=True) if apart <= SAME_PICTURE_BITS]
    shown = sum(may_show_the_same(one[1], other[1]) for one, other in near)
    print(
        f"{kind:9} pairs {len(bits):6}  least {min(bits):3}  middle {median(bits):5.1f}  "
        f"most {max(bits):3}  within {SAME_PICTURE_BITS}: {len(near)}  shown: {shown}"
    )


if __name__ == "__main__":
    main()

"""Whether a text that sounds like another matter rather tells of the open one."""

import re

from bot.domain.kinds import ClaimKind
from bot.understanding.plain import plain

# What a provider accuses its customer of, and what customers say they did not do.
_ACCUSED = re.compile(
    r"(?:说|判定|认定|怀疑|指|告|系统)我|(?:说|判定|认定|怀疑)(?:是|有)|我(?:又|也|真的|从来)?(?:没|冇|不是|唔系|未)"
)
_SELLS = re.compile(
    r"我(?:是|们是|就是)?.{0,3}(?:卖家|商家|商户|开店|做生意|卖货|店主)|我的店|我店|货款"
)
_TAKEN_TWICE = re.compile(
    r"扣|重复|多收|多付|双重|两遍|charg|twice|double|debit|duplicate", re.IGNORECASE
)

_SHOP = re.compile(
    r"商家|店|货|卖家|订单|买|shop|store|seller|merchant|parcel|order|bought", re.IGNORECASE
)


def is_of_this_matter(kind: ClaimKind, other: ClaimKind | None, text: str) -> bool:
    """Whether a text that sounds like another matter rather tells of the open one.

    Whoever is accused of fraud has a frozen account; who sent several payments to a fraudster
    was not charged twice.
    """
    said = plain(text)
    if kind is ClaimKind.FROZEN_ACCOUNT and other is ClaimKind.FRAUD:
        return bool(_ACCUSED.search(said))
    if kind is ClaimKind.FROZEN_ACCOUNT and other is ClaimKind.VANISHED_MERCHANT:
        return bool(_SELLS.search(said))
    if kind is ClaimKind.FRAUD and other is ClaimKind.DUPLICATE_CHARGE:
        return not _TAKEN_TWICE.search(said)
    if kind is ClaimKind.VANISHED_PLATFORM and other is ClaimKind.VANISHED_MERCHANT:
        return not _SHOP.search(said)
    return False

"""Where secrets stand in a folded text; every pattern runs in linear time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.secret_numbers import (
    CARD_DIGITS,
    ISSUERS_BEGIN,
    is_card_number,
    is_hong_kong_identity_number,
    is_identity_number,
    is_taiwan_identity_number,
)


class Secret(StrEnum):
    """What was masked."""

    CARD = "card"
    CVV = "cvv"
    CODE = "code"
    PASSWORD = "password"
    SEED = "seed"
    ID_NUMBER = "id_number"


@dataclass(frozen=True, slots=True)
class Hit:
    """A secret in a text, and what is shown in its place."""

    start: int
    end: int
    secret: Secret
    mask: str = "[••••]"


_DIGITS_SAID_TO_BE_A_CARD = range(12, 20)
_GAP = r"[^\w\[\]•]"
_IS = rf"(?:[^\W\d_]{{0,6}}(?:是|为|爲|係|\bis\b|\bwas\b){_GAP}{{0,3}})?"
_RUN = re.compile(r"(?<!\d)\d(?:[ \-.·\u200b\u2060]{0,3}\d)+")
_GROUP = re.compile(r"\d+")
_ORDER_WORD = re.compile(
    r"(?:订单|訂單|交易|流水|[单單]|商[户戶]|参考|參考|快递|order|transaction|reference|ref|trade"
    rf"|txn|invoice|tracking|utr|rrn)(?:号|编号|編号| number| no| id)?{_GAP}{{0,4}}(?:是|is)?\s?$"
)
_CARD_WORD = re.compile(rf"(?:卡号|\bcard(?: number| no)?|\bpan){_GAP}{{0,4}}(?:是|is)?\s?$")
_EXPIRY = re.compile(
    r"[\s,;/|]{0,3}(?:exp\w{0,8}\s?)?\d{2}\s?/\s?\d{2,4}[\s,;|]{1,3}(?P<cvv>\d{3,4})(?!\d)"
)
_BEFORE = 24
"""Characters in front of a number in which its name may stand."""

_CODE_WORDS = (
    r"(?:验证码|驗證碼|验证号|校验码|確認碼|确认码|动态码|動態碼|动态口令|动态密码|短信码|簡訊碼"
    r"|yan\s?zheng\s?ma|\botp|passcode|one[- ]time (?:code|password|pin)"
    r"|(?:verification|security|sms|auth\w{0,12}|login) code)"
)
_NOT_SECRET_CODES = "error status postal area order promo zip qr country response result"
_CODE = re.compile(
    rf"{_CODE_WORDS}{_GAP}{{0,6}}{_IS}"
    r"(?P<code>[a-z]-?\d{4,8}|\d{3}[ -]\d{3}|\d{4,8})(?!\d)"
    rf"|(?<![a-z\d])(?P<first>\d{{6}}|\d{{3}}[ -]\d{{3}}|\d{{4,8}}(?=\s?(?:就?是|is )))"
    rf"\s{{0,2}}(?:就?是|is )?(?:我的|the |my |your )?{_CODE_WORDS}"
    + "|"
    + "".join(rf"(?<!{word} )" for word in _NOT_SECRET_CODES.split())
    + rf"\bcode{_GAP}{{0,4}}(?:(?:was|is|they sent|i got){_GAP}{{0,3}})?"
    r"(?P<plain>\d{3}[ -]?\d{3})(?![\d\w])"
)
_CVV = re.compile(
    r"(?:\bcvv2?|\bcvc2?|\bcvn2?|安全码|安全碼|[后後末]三位|背面三位|背后三位|security code)"
    rf"{_GAP}{{0,6}}{_IS}(?P<cvv>\d{{3,4}})(?!\d)"
)
_PASSWORD = re.compile(
    r"(?:密码|密碼|口令|\bmima|\bpassword|\bpasswd|\bpwd|\bpin\b(?: code| number)?)"
    r"[ \t]{0,3}(?P<sure>是|为|爲|係|[:=]|is\b|was\b)?[ \t]{0,3}[\"'“‘]?"
    r"(?P<password>[!#-/:-@a-z\d^_`{|}~]{4,64})"
)
_SEED_WORDS = r"(?:助记词|助記詞|mnemonic|seed words|(?:seed|recovery|secret|backup) phrase)"
_SEED = re.compile(
    rf"{_SEED_WORDS}[^a-z\[\]•]{{0,12}}(?:(?:is|are|was)\b[^a-z\[\]•]{{1,4}})?"
    r"(?P<seed>[a-z]{3,8}(?:[\s,.;:\d)]{1,6}[a-z]{3,8}){7,23})(?![a-z'])"
)
_WORDS_IN_A_ROW = re.compile(
    r"(?<![a-z'])[a-z]{3,8}(?:[\s,;]{1,3}(?:\d{1,2}[.)]\s?)?[a-z]{3,8}){11,}(?![a-z'])"
)
_WORD = re.compile(r"[a-z]{3,8}")
_SEED_LENGTH, _SEED_DISTINCT, _NAMED_SEED_LENGTH = 12, 9, 8
_KEY = re.compile(
    rf"(?:私钥|私鑰|private key){_GAP}{{0,6}}{_IS}"
    r"(?P<key>(?:0x)?[0-9a-f]{64}|[1-9a-km-z]{51,52})(?![a-z\d])"
)
_STOP = (
    "the and for was not are but from has had with been they did does were his her him she its "
    "our who got get gets went took said says told which while because after before please my"
)
_NO_SEED_WORDS = frozenset(_STOP.split())
"""Common words that are in no list of seed words (BIP 39)."""
_IDENTITY = re.compile(r"(?<![\da-z])[1-9]\d{5}[ -]?\d{8}[ -]?\d{3}[\dx](?![\da-z])")
_TAIWAN = re.compile(
    rf"(?:身分證|身份證|身份证|id number)(?:字号)?{_GAP}{{0,4}}{_IS}(?P<id>[a-z]\d{{9}})(?!\d)"
)
_HONG_KONG = re.compile(r"(?<![a-z\d])[a-z]{1,2}\d{6}\([\da]\)")


def _cards(folded: str) -> Iterator[Hit]:
    for run in _RUN.finditer(folded):
        groups = [match.span() for match in _GROUP.finditer(folded, *run.span())]
        first = 0
        while first < len(groups):
            last = _card_from(folded, groups, first)
            if last is None:
                first += 1
                continue
            start, end = groups[first][0], groups[last][1]
            digits = "".join(folded[a:b] for a, b in groups[first : last + 1])
            yield Hit(start, end, Secret.CARD, f"[•••• {digits[-4:]}]")
            if after := _EXPIRY.match(folded, end):
                yield Hit(*after.span("cvv"), Secret.CVV)
            first = last + 1


def _card_from(folded: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The last of the groups of digits that make up a card number from `first` on."""
    start = groups[first][0]
    before = folded[max(0, start - _BEFORE) : start]
    named = _CARD_WORD.search(before) is not None
    if not named and (folded[start] not in ISSUERS_BEGIN or _ORDER_WORD.search(before)):
        return None
    digits, sound, longest = "", [], None
    for index in range(first, len(groups)):
        digits += folded[slice(*groups[index])]
        if len(digits) >= CARD_DIGITS.stop:
            break
        if is_card_number(digits):
            sound.append((len(digits) != 16, -len(digits), index))
        if named and len(digits) in _DIGITS_SAID_TO_BE_A_CARD:
            longest = index
    return min(sound)[2] if sound else longest


def _codes(folded: str) -> Iterator[Hit]:
    for match in _CODE.finditer(folded):
        name = next(name for name in ("code", "first", "plain") if match[name])
        yield Hit(*match.span(name), Secret.CODE)
    for match in _CVV.finditer(folded):
        yield Hit(*match.span("cvv"), Secret.CVV)


def _passwords(folded: str) -> Iterator[Hit]:
    for match in _PASSWORD.finditer(folded):
        said = match["password"].rstrip(".,;:!?)\"'")
        has_digit = any(character.isdigit() for character in said)
        if len(said) >= 4 and (has_digit or match["sure"] in {":", "="}):
            yield Hit(
                match.start("password"), match.start("password") + len(said), Secret.PASSWORD
            )
    for match in _KEY.finditer(folded):
        yield Hit(*match.span("key"), Secret.SEED)


def _seeds(folded: str) -> Iterator[Hit]:
    for match in _SEED.finditer(folded):
        if _NO_SEED_WORDS.isdisjoint(_WORD.findall(match["seed"])[:_NAMED_SEED_LENGTH]):
            yield Hit(*match.span("seed"), Secret.SEED)
    for match in _WORDS_IN_A_ROW.finditer(folded):
        row: list[re.Match[str]] = []
        for word in [*_WORD.finditer(folded, *match.span()), None]:
            if word is not None and word[0] not in _NO_SEED_WORDS:
                row.append(word)
                continue
            if len(row) >= _SEED_LENGTH and len({one[0] for one in row}) >= _SEED_DISTINCT:
                yield Hit(row[0].start(), row[-1].end(), Secret.SEED)
            row = []


def _identities(folded: str) -> Iterator[Hit]:
    for match in _IDENTITY.finditer(folded):
        number = re.sub(r"[ -]", "", match[0])
        if is_identity_number(number):
            shown = f"[{number[:3]}•••{number[-2:].upper()}]"
            yield Hit(*match.span(), Secret.ID_NUMBER, shown)
    for match in _TAIWAN.finditer(folded):
        if is_taiwan_identity_number(match["id"]):
            yield Hit(*match.span("id"), Secret.ID_NUMBER)
    for match in _HONG_KONG.finditer(folded):
        if is_hong_kong_identity_number(match[0]):
            yield Hit(*match.span(), Secret.ID_NUMBER)


FINDERS: tuple[Callable[[str], Iterator[Hit]], ...] = (
    _identities,
    _cards,
    _codes,
    _passwords,
    _seeds,
)
"""In order of precedence where two find the same place."""

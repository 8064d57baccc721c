"""Which provider a text names: exact names first, then names with a typing error."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.domain.numerals import fold
from bot.understanding.patterns import Name, any_of
from bot.understanding.plain import simplified
from knowledge.matching.syllables import split_pinyin


@dataclass(frozen=True, slots=True)
class KnownProvider:
    """What has to be known about a provider to find it in a text.

    Attributes:
        id: its id in the tables.
        kind: as in `bot.domain.providers.ProviderKind`.
        country: ISO 3166 codes joined by `/`, or GLOBAL.
        titles: its names in both languages, perhaps with an explanation in brackets.
        aliases: what else people call it.
        transaction_id: pattern of its references, or empty.
    """

    id: str
    kind: str
    country: str
    titles: tuple[str, ...]
    aliases: tuple[str, ...]
    transaction_id: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A provider's name in a text.

    Attributes:
        ids: who may be meant; several where look-alikes share the name.
        start: first position.
        end: position after the name.
        exact: not a guess at a misspelt name.
    """

    ids: tuple[str, ...]
    start: int
    end: int
    exact: bool = True


_TITLE_ENDS = re.compile(r"[（(]| – |的“")
_GENERIC_PARTS = frozenset({"钱包", "其他加密货币交易所", "信用贷", "other crypto exchange"})
_JOINERS = r"[\s\-_.·’']?"
_SHORT = 2
_FUZZY_FROM, _LONG = 5, 8
"""Letters from which one typing error is forgiven, and from which two are."""

# Names that are ordinary words too: they need a word beside them that speaks of payment.
_ORDINARY = frozenset(
    "wise grab boost square toss gate maya dana octopus pix line tez momo bian revo mt dy ks hb "
    "jb tb mc pp bn jd mpay ovo kwai boc mima".split()
)
_VERB_PHRASES = frozenset({"payme", "paynow", "gopay", "topay", "opay"})
_PAYS_AFTER = re.compile(
    r"\s?(?:(?:card|account|app|pay|wallet|transfer|payment|balance|terminal|reader|took|charged|isn"
    r"|is|was|won|says?|froze|locked|limited|declined|keeps?|holds?|holding|blocked|closed|asks"
    r"|suspended|deactivated|restricted|flagged|put|rejected|banned|terminated|wants|takes|charges"
    r"|down|has|refund|support|customer|money|payout|not|doesn|can|still|debited|shows?|sent)\b"
    r"|[\u4e00-\u9fff$€£¥\d])"
)
_PAYS_BEFORE = re.compile(
    r"(?:\b(?:via|using|with|through|thru|on|my|from|by|into|use|used|in|the|paid|and|or)\s"
    r"|[\u4e00-\u9fff]\s?)$"
)
_AS_VERB = re.compile(r"\b(?:to|i|you|we|they|please|can|it)\s$")
_CHAT_ONLY = re.compile(r"(?:加|扫|留|换|给|推|发|回|企业)(?:了|我|他|她|个|你|过)*(?:的)?$")
_MONEY_AFTER = re.compile(r"(?:红包|转账|钱|支付|零钱|收款|付)")
_CHAT_AFTER = re.compile(
    r"(?:群|注销|拉黑|好友|聊|对话|公众号|朋友圈|头像|视频(?:号|通话)|语音|联系|私聊|昵称"
    r"|上(?:说|聊|加|让|叫|找|认识|给我发|联系|有人|一个)|里(?:说|加|聊|有人|认识|的人))"
)
_CHAT_APPS = frozenset({"微信", "weixin", "wechat"})
_NOT_THIS = re.compile(r"(?:不是|并非|没用|not )$")


# Words one letter from a name; never a misspelt one.
_REAL_WORDS = frozenset(
    "today boots boosts revolt resolve revolve stripes striped squares cracked money okay strip "
    "wiser gopher replay repay payable payback papal display delay afterplay palpable".split()
)


class ProviderIndex:
    """Finds providers by their names; built once from the tables."""

    def __init__(
        self, providers: Iterable[KnownProvider], groups: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Take the providers, and shared names to the ids of the look-alikes."""
        self.kinds: dict[str, str] = {}
        self.countries: dict[str, str] = {}
        self._ids: dict[str, tuple[str, ...]] = {}
        self._written: set[str] = set()
        known = tuple(providers)
        for provider in known:
            self.kinds[provider.id] = provider.kind
            self.countries[provider.id] = provider.country
            for alias in provider.aliases:
                self._add(alias, provider.id)
        for provider in known:
            for part in _parts(provider.titles):
                if provider.id in self._ids.get(_key(part), (provider.id,)):
                    self._add(part, provider.id)
        for name, members in (groups or {}).items():
            self._ids[_key(name)] = tuple(members)
            self._written.add(name)
        self._pattern = any_of(_names(self._written))
        # In the order of the alphabet: of equally near names the first is taken.
        self._long = sorted(
            name
            for name in self._ids
            if name.isascii() and len(name) >= _FUZZY_FROM and name not in _ORDINARY
        )

    def _add(self, written: str, provider: str) -> None:
        name = _key(written)
        if len(name) < _SHORT:
            return
        self._written.add(written)
        syllables = split_pinyin(name) if self.countries[provider] == "CN" else ()
        if len(syllables) > 1:
            self._written.add(" ".join(syllables))
        if provider not in self._ids.get(name, ()):
            self._ids[name] = (*self._ids.get(name, ()), provider)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return the providers that a text names, in order."""
        folded = simplified(fold(text))
        exact = [
            Mention(self._ids[_key(match[0])], *match.span())
            for match in self._pattern.finditer(folded)
            if _is_meant(text, folded, match)
        ]
        if exact:
            return tuple(exact)
        return tuple(self._misspelt(folded))

    def _misspelt(self, folded: str) -> Iterable[Mention]:
        for match in re.finditer(r"(?<![a-z])[a-z]{5,14}(?![a-z])", folded[:2_000]):
            if match[0] in _REAL_WORDS:
                continue
            allowed = 1 if len(match[0]) < _LONG else 2
            near = extractOne(
                match[0], self._long, scorer=OSA.distance, processor=None, score_cutoff=allowed
            )
            if near is not None and near[0][0] == match[0][0]:
                yield Mention(self._ids[near[0]], *match.span(), exact=False)


def _key(name: str) -> str:
    return re.sub(r"[\s\-_.·’']", "", simplified(fold(name)))


def _parts(titles: Iterable[str]) -> Iterable[str]:
    """The names in a title: what stands before brackets, on either side of a slash."""
    for title in titles:
        for part in _TITLE_ENDS.split(title)[0].split("/"):
            name = part.strip('“”" ')
            if name.lower() not in _GENERIC_PARTS:
                yield name


def _names(written: Iterable[str]) -> Iterable[Name]:
    """The names as patterns, the longest first."""
    for name in sorted(written, key=len, reverse=True):
        pieces = re.split(r"[\s\-_.·’']+", simplified(fold(name)))
        spaced = _JOINERS.join(re.escape(piece) for piece in pieces if piece)
        yield Name(
            simplified(fold(name))[0],
            r"(?<![a-z\d])" if name[0].isascii() else "",
            spaced + (r"(?![a-z])" if name[-1].isascii() else ""),
        )


def _is_meant(text: str, folded: str, match: re.Match[str]) -> bool:
    name = _key(match[0])
    before = folded[max(0, match.start() - 12) : match.start()]
    after = folded[match.end() : match.end() + 12]
    if _NOT_THIS.search(before):
        return False
    if name in _CHAT_APPS:
        if _CHAT_ONLY.search(before) and not _MONEY_AFTER.match(after):
            return False
        return not _CHAT_AFTER.match(after)
    if name in _VERB_PHRASES and " " in match[0]:
        return text[match.start()].isupper()
    if name not in _ORDINARY:
        return True
    if len(folded) == len(match[0]) or _PAYS_AFTER.match(after):
        return not _AS_VERB.search(before)
    written = text[match.start() : match.end()]
    capital = written[0].isupper() and bool(before.strip())
    return capital or bool(_PAYS_BEFORE.search(before) and not _AS_VERB.search(before))

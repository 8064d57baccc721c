"""The shop that a message names: known names, quoted names, names after `at` and `from`."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from bot.domain.numerals import Span, fold

_KINDS = r"(?:小程序|小店|店铺|网店|淘宝店|超市|便利店|健身房|健身|餐厅|饭店|酒店|机构|公司|平台|店|商家|卖家|直播间|公众号|网站|影楼|美容院|驾校|教育|商城|旗舰店|专营店)"
_QUOTED = re.compile(
    rf"(?:叫(?:做|作)?|名叫|名为|一家|家|在|从|去|买|的|商家|店名|商户)?\s?[“「『\"《](?P<name>[^”」』\"《》\n]{{2,16}})[”」』\"》]\s?(?=(?:的)?{_KINDS}|买|扣|收|付|消费|下单)"
)
_CALLED = re.compile(
    r"(?:叫(?:做|作)|名叫|店名(?:是|叫)|商家(?:是|叫|名)|商户(?:是|名|叫))\s?[“「『\"]?(?P<name>[\u4e00-\u9fffA-Za-z0-9]{2,12}?)[”」』\"]?(?=的|[,，。 ]|$|扣|收|买|付)"
)
_SHOP = re.compile(
    r"(?:^|[\s，,。；;、在家的是去给])(?P<name>(?![在去那这个一是到某哪有是的])[\u4e00-\u9fff]{1,5}(?:培训机构|培训班|健身房|健身中心|洗车店|理发店|美容院|奶茶店|水果店|蛋糕店|宠物店|药店|书店|花店|咖啡店|咖啡馆|影院|电影院|餐厅|饭店|酒店|超市|便利店|驾校|影楼|瑜伽馆|洗衣店|洗鞋店|月子中心|幼儿园|旅行社))(?!里|们)"
)
_WORD = r"[A-Z][\w&'’.]*"
_AT = re.compile(
    rf"\b(?:at|from|by|to|with|called|named)\s(?:the\s)?(?P<name>{_WORD}(?:\s(?:&\s)?{_WORD}){{0,3}})"
)
_SUBJECT = re.compile(
    rf"(?:^|[.!?>,]\s?|\bbecause |\bthat |\band )(?P<name>{_WORD}(?:\s(?:&\s)?{_WORD}){{0,2}})\s(?:charged|took|billed|debited|double|refuses|never|won.t|closed|shut|has|keeps)"
)
_NOT_SHOPS = frozenset(
    "i my the a an they he she it we you this that someone somebody bank police paypal december january february "
    "march april may june july august september october november monday tuesday wednesday thursday friday "
    "saturday sunday usd eur gbp hello hi dear please why how what when where who english chinese spain "
    "customer support service telegram whatsapp facebook instagram google apple wechat alipay visa mastercard "
    "the app app our their his her its me him noon night christmas easter uk usa us eu america britain england "
    "bitcoin usdt crypto double paid card anydesk teamviewer otp pin sms ceo kyc id atm sim".split()
)
_NAMED_SERVICE = re.compile(
    r"(?:订阅|会员|vip|充值|下单|买|点|打车|外卖|在|的|membership|subscription|order|premium|account|trip)"
)


@cache
def _known() -> re.Pattern[str]:
    text = resources.files(__package__).joinpath("merchants.toml").read_text("utf-8")
    names: Iterable[str] = tomllib.loads(text)["names"]
    patterns = [
        (r"(?<![a-z\d])" if fold(name)[0].isascii() else "")
        + re.escape(fold(name)).replace(r"\ ", r"\s?")
        + (r"(?![a-z\d])" if fold(name)[-1].isascii() else "")
        for name in sorted(set(names), key=len, reverse=True)
    ]
    return re.compile("|".join(patterns))


_FAKE_BEFORE = re.compile(
    r"(?:假|假冒|冒充|自称|仿冒|fake |pretending to be |claiming to be |called from |from )$"
)
_PLAIN_WORDS = frozenset(
    {
        "target",
        "shell",
        "bolt",
        "boots",
        "zoom",
        "costa",
        "subway",
        "epic",
        "steam",
        "711",
        "全家",
        "bp",
        "coles",
        "lyft",
        "currys",
        "nike",
        "twitch",
    }
)


def merchant_named(text: str, taken: Iterable[Span] = ()) -> str | None:
    """Return the shop's name as written; None when no shop is named.

    Args:
        text: the message.
        taken: what is known to be something else: providers, references, times.
    """
    folded, taken = fold(text), tuple(taken)
    for match in _known().finditer(folded):
        if _is_free(match.span(), taken) and not _is_plain_word(text, folded, match):
            return text[match.start() : match.end()]
    for pattern in (_QUOTED, _CALLED, _AT, _SUBJECT, _SHOP):
        for match in pattern.finditer(text):
            name = match["name"].strip(" .,'’")
            if _is_free(match.span("name"), taken) and _is_name(name):
                return name
    return None


def _is_free(span: tuple[int, int], taken: tuple[Span, ...]) -> bool:
    return not any(one.start < span[1] and span[0] < one.end for one in taken)


def _is_plain_word(text: str, folded: str, match: re.Match[str]) -> bool:
    """Whether a name that is an ordinary word too stands there as that word."""
    if _FAKE_BEFORE.search(folded[max(0, match.start() - 20) : match.start()]):
        return True
    if match[0] not in _PLAIN_WORDS:
        return False
    return match[0] == "全家" or text[match.start()].islower() or text[match.start()].isdigit()


def _is_name(name: str) -> bool:
    words = name.lower().split()
    return (
        bool(words)
        and not any(word.strip(".'’") in _NOT_SHOPS for word in words)
        and len(name) > 1
    )

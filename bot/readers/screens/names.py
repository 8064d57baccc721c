"""Who was paid, as the page names them."""

import re
from collections.abc import Sequence
from itertools import islice, takewhile

from bot.readers.screens.amounts import printed, sums_in
from bot.readers.screens.labels import Field, label_of
from bot.readers.screens.layout import Row, TextBox, joined, touching
from bot.readers.screens.pairs import Pair
from bot.readers.screens.states import status_of
from bot.readers.screens.times import clock_in, time_in
from bot.readers.screens.wording import is_chinese, key, simplified

# Longest name kept, characters; longer lines are sentences.
_LONGEST = 60
# How many lines above and below the amount are searched for the name.
_LINES = 3
# How many lines from the top a receipt names its merchant in.
_TOP = 8
# Part of the page's width that the first line of a name on two lines fills.
_FULL = 0.55
_TITLE = re.compile(
    "账单|账单详情|订单详情|交易详情|交易明细|支付详情|付款详情|账单明细|明细|详情|支付结果|交易结果|付款结果"
    "|转账详情|收支明细|交易记录|订单|消费详情|电子回单|交易凭证|电子凭证|支付凭证|付款凭证|返回|完成|关闭|更多"
    "|支付宝|微信支付|云闪付|银联|微信|手机银行|数字人民币|京东支付"
    "|美团支付|抖音支付|街口支付|转数快"
    "|paypal|revolut|wise|stripe|alipay|alipayhk|wechatpay|unionpay"
    "|payme|venmo|cashapp|zelle|linepay|monzo|applepay|googlepay"
    "|transactiondetails?|paymentdetails?|details?|receipt|payment|transaction|activity|done|back"
    "|orderdetails?|summary|paymentreceipt|transactionreceipt|close|help|share|home|全部账单"
    "|零钱|花呗|余额宝|网上消费|消费|支出|收入|转账|扫码支付|快捷支付|线上支付|在线支付|付款|支付|网上支付"
    "|cardpayment|onlinepayment|purchase|moneysent|invoice|youpaid|amountpaid|websitepayment"
    "|.{2,6}(?:成功|失败|详情|明细|结果|凭证|回单|记录|账单)"
    "|.*(?:details|receipt|confirmation|successful|complete|placed|confirmed|summary)"
    "|查看详情|viewdetails|downloadreceipt|viewreceipt|downloadinvoice|交易提醒|动账通知|付款通知"
)
_NO_NAME = re.compile(
    r"^[^\w\u4e00-\u9fff]*$|^\d{1,3}%?$|^\d{7,}$|^[<>×x]$|%$|^[45]g\b|\bwi-?fi\b|https?:|www\.|^no\."
    r"|点击|查看"
    "|如有|客服|疑问|余额|付款成功后|[。！？]$"
)
_LEAD = re.compile(
    r"^(?:(?:扫二维码付款|二维码收款|转账|付款|支付|扫码付款|向商家付款)\s*[-—]?\s*(?:转)?[给到]\s*"
    r"|付款给\s*|支付给\s*|(?:receipt|invoice) from "
    r"|(?:payment|transfer|sent|paid|you paid|you sent) to "
    r"|you paid |you sent |paid (?!by |with |on )|to:? )(?=\S)",
    re.IGNORECASE,
)
# What a title bar has at its left, as recognition reads it.
_BACK = frozenset("<←×〈‹←✕X")
# Capital I and small l look alike: LidI is Lidl, lKEA is IKEA; LinkedIn and McIntyre are right.
_I_AT_END = re.compile(r"(?<=[a-z])I(?![A-Za-z])")
_L_AT_START = re.compile(r"(?<![A-Za-z])l(?=[A-Z]{2})")
_TRAIL = re.compile(r"[\s>›»→]+$")


def merchant_of(rows: Sequence[Row], pairs: Sequence[Pair], amount: TextBox | None) -> str | None:
    """Return the payee: a labelled short name, the line at the amount, or the full name."""
    named = [pair for pair in pairs if pair.label.field is Field.MERCHANT and pair.value]
    for pair in (one for one in named if one.label.rank == 0):
        if name := _name(_together(pair.value)):
            return name
    taken = {id(box) for pair in pairs for box in pair.boxes}
    if header := _at_amount(rows, taken, amount):
        return header
    for pair in named:
        if name := _name(_together(pair.value)):
            return name
    return _alone_on_top(rows, taken)


def _alone_on_top(rows: Sequence[Row], taken: set[int]) -> str | None:
    """Return the one name above the first label of a page, as receipts have it."""
    top = list(takewhile(lambda row: not any(id(box) in taken for box in row), rows[:_TOP]))
    names = {name for row in top if (name := _header(row, taken))}
    return names.pop() if len(names) == 1 and len(top) < len(rows) else None


def _together(pieces: Sequence[str]) -> str:
    """Return the lines of a name as one; Chinese is joined without a blank."""
    whole = pieces[0]
    for piece in pieces[1:]:
        chinese = re.search(r"[\u3400-\u9fff）)]$", whole) and re.match(
            r"[\u3400-\u9fff（(]", piece
        )
        whole += piece if chinese else f" {piece}"
    return whole


def _name(text: str) -> str | None:
    """Return a line as a name, without what leads to it; None where it is none."""
    bare = _TRAIL.sub("", _LEAD.sub("", text)).strip(" -·|<")
    if _is_money(bare):
        return None
    bare = _L_AT_START.sub("I", _I_AT_END.sub("l", bare))
    return bare if 0 < len(bare) <= _LONGEST and not _NO_NAME.search(simplified(bare)) else None


def _at_amount(rows: Sequence[Row], taken: set[int], amount: TextBox | None) -> str | None:
    """Return the name beside the amount, on the lines above it, or on the line below."""
    at = next((n for n, row in enumerate(rows) if any(box is amount for box in row)), None)
    if at is None or amount is None or id(amount) in taken:
        return None
    beside = tuple(box for box in rows[at] if box.right < amount.left)
    if beside and (name := _header(beside, taken)):
        return name
    for n in range(at - 1, max(at - _LINES, 0) - 1, -1):
        if name := _header(rows[n], taken):
            first = _header(rows[n - 1], taken) if n and _runs_on(rows, n) else None
            return _together((first, name)) if first else name
    below = takewhile(lambda row: not any(id(box) in taken for box in row), rows[at + 1 :])
    return next((name for row in islice(below, _LINES) if (name := _header(row, taken))), None)


def _runs_on(rows: Sequence[Row], at: int) -> bool:
    """Whether the line before a name is its first, full one: wide, close, in equal type."""
    above, line = joined(rows[at - 1]), joined(rows[at])
    width = max(box.right for row in rows for box in row) - min(row[0].left for row in rows)
    full = above.right - above.left > _FULL * width
    alike = abs(above.height - line.height) < 0.25 * line.height
    return full and alike and line.top - above.bottom < 0.8 * line.height


def _header(row: Row, taken: set[int]) -> str | None:
    """Return the name that a row consists of, or None for titles, states, times and sums."""
    if any(box.text in _BACK or id(box) in taken for box in row):
        return None
    words = tuple(box for box in row if len(box.text) > 1 or is_chinese(box.text))
    if not words or not touching(words):
        return None
    text = joined(words).text
    if _TITLE.fullmatch(key(text)) or label_of(text) or status_of(text):
        return None
    if time_in(text) or clock_in(text):
        return None
    return _name(text)


def _is_money(text: str) -> bool:
    """Whether a line is or holds a sum; 12306 alone is a railway, not a sum."""
    sum_ = printed(text)
    return bool((sum_ and sum_.marked) or sums_in(text))

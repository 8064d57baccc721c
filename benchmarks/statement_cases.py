"""Invented months of one customer: what is charged twice, what only looks so."""

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

SHOPS = {
    "zh": (
        "好邻居超市", "南山书店", "青禾餐饮管理有限公司", "拾光面包(人民路店)", "蓝鲸数码专营店"
        "", "顺风出行",
        "云杉药房", "山姆会员商店", "朝阳鲜果", "北角眼镜", "麦田花店", "海岸健身",
    ),
    "en": (
        "Northside Books", "Bean Street 12", "Pixel Prints", "Harbour Grocer", "Lumen Hardware",
        "Blue Whale Tech", "Orchard Pharmacy", "Kite & Co", "Maple Diner", "Rail Cafe 7",
    ),
}  # fmt: skip
GOODS = {
    "zh": ("扫码点单 {n}", "网上订单-{n}", "生鲜 {n}", "商品购买 {n}", "门店消费 {n}"),
    "en": ("Basket {n}", "Checkout {n}", "Goods {n}", "Order {n}"),
}
PLANS = {
    "zh": (
        ("青禾影视", "影视会员-连续包月"),
        ("拾音音乐", "音乐月卡自动续费"),
        ("云盘科技", "云盘年费续费"),
    ),
    "en": (("StreamBox", "StreamBox monthly plan"), ("TuneCo", "Premium subscription")),
}
QUICK = {
    "zh": (("滨江地铁", "乘车码-地铁"), ("友宝售货", "自动售货机"), ("城投停车", "停车缴费")),
    "en": (("City Metro", "Metro ticket"), ("Snack Vending", "Vending machine")),
}
OTHER_WORDS = (
    (SHOPS, {
        "zh": ("老街口粥铺", "中国石化", "海澜之家", "周黑鸭(火车站店)", "途虎养车", "书亦烧仙草",
               "沃尔玛(中国)投资有限公司", "肯德基(万达店)", "得物App"),
        "en": ("Shell 4471", "Costa Coffee", "WHSmith Heathrow", "ASOS.com", "eBay O*12-34567",
               "AMZN Mktp US*2K4", "Five Guys 0021", "CVS/PHARMACY #0881", "SQ *Joe's Pizza"),
    }),
    (GOODS, {
        "zh": ("美食订单{n}", "订单编号{n}", "团购券{n}", "加油{n}", "收款{n}号桌"),
        "en": ("Ref {n}", "Item {n}", "Web order {n}", "Ticket no {n}", "Txn {n}", "PO {n}"),
    }),
    (PLANS, {
        "zh": (("爱奇艺", "爱奇艺黄金VIP会员连续包季"), ("QQ音乐", "QQ音乐豪华绿钻自动续费"),
               ("WPS", "WPS超级会员月度订阅"), ("Keep", "Keep会员包月")),
        "en": (("Disney Plus", "Disney+ monthly"), ("Adobe", "Creative Cloud All Apps plan"),
               ("PureGym", "Gym membership"), ("NYTimes", "Digital subscription renewal")),
    }),
    (QUICK, {
        "zh": (("哈啰出行", "哈啰单车骑行"), ("街电", "共享充电宝租借"),
               ("海尔洗衣", "自助洗衣"),
               ("腾讯游戏", "王者荣耀点券"), ("中国移动", "话费充值50元")),
        "en": (("Parking", "NCP Parking"), ("Vend Co", "Vending drink"), ("Arcade", "Game tokens"),
               ("O2", "Mobile top-up")),
    }),
)  # fmt: skip
"""Other shops, goods, plans and tickets than those that the rules were first written with."""


def take_other_words() -> None:
    """Make every story with the other words from now on."""
    for words, others in OTHER_WORDS:
        words.update(others)


CONFIRMED, ASKED, SETTLED = "confirmed", "asked", "settled"


@dataclass(frozen=True)
class Can:
    """What a format tells."""

    language: str
    precision: str = "second"
    orders: bool = True
    goods: bool = True
    closes: bool = False
    tells_refunds: bool = False
    pending: bool = False
    currency: str = "CNY"


@dataclass(frozen=True)
class Row:
    """One invented row."""

    at: datetime
    payee: str
    goods: str
    minor: int
    order: str
    txn: str
    kind: str = "charge"
    state: str = "done"
    refunded: int = 0
    refund_of: str = ""


@dataclass
class Group:
    """Rows that belong together and what must be said of them."""

    rows: list[Row]
    verdict: str = ""
    extra: list[str] = field(default_factory=list)  # txns that the finding names
    minor: int = 0


class Story:
    """Makes the rows of one file."""

    def __init__(self, seed: int, can: Can) -> None:
        self.rng, self.can = random.Random(seed), can
        self.day = datetime(2026, self.rng.randint(1, 3), self.rng.randint(1, 20))
        self.groups: list[Group] = []

    def digits(self, n: int) -> str:
        """A number of so many digits."""
        return str(self.rng.randint(1, 9)) + "".join(self.rng.choices("0123456789", k=n - 1))

    def row(self, at: datetime | None = None, **more: object) -> Row:
        """A purchase; what is not given is invented."""
        language, rng = self.can.language, self.rng
        if at is None:  # each purchase on a day of its own, away from midnight
            self.day += timedelta(days=1)
            at = self.day + timedelta(seconds=rng.randint(8 * 3600, 20 * 3600))
        order = self.digits(18) if language == "zh" else f"INV-{self.digits(8)}"
        goods = rng.choice(GOODS[language]).format(n=self.digits(6))
        values = {
            "at": at, "payee": rng.choice(SHOPS[language]), "goods": goods,
            "minor": rng.randint(199, 90_000), "order": order,
            "txn": at.strftime("%Y%m%d") + self.digits(20),
        }  # fmt: skip
        return Row(**(values | more))

    def again(self, row: Row, gap: float, **more: object) -> Row:
        """The same purchase once more, some seconds later."""
        at = row.at + timedelta(seconds=gap)
        fresh = self.row(at)
        kept = {"at": at, "payee": row.payee, "goods": row.goods, "minor": row.minor}
        return replace(fresh, **(kept | more))

    def refund(self, row: Row, minor: int, hours: float = 5) -> Row:
        """The row of a refund."""
        at = row.at + timedelta(hours=hours)
        return replace(
            row, at=at, minor=minor, kind="refund", state="done", refund_of=row.txn, refunded=0,
            txn=row.txn + "_" + self.digits(8),
        )  # fmt: skip

    def back(self, row: Row, minor: int) -> tuple[Row, Row]:
        """A charge after its refund, and the refund."""
        whole = minor == row.minor
        state = "closed" if whole and self.can.closes else row.state
        refunded = minor if self.can.tells_refunds else 0
        return replace(row, state=state, refunded=refunded), self.refund(row, minor)

    def add(
        self, rows: list[Row], verdict: str = "", named: list[Row] | None = None, minor: int = 0
    ) -> None:
        """Keep rows that belong together, and the verdict on them."""
        self.groups.append(Group(rows, verdict, [row.txn for row in named or []], minor))

    def timed(self) -> bool:
        """The format tells the time of day."""
        return self.can.precision != "day"

    def make(self, *, flood: bool = False) -> list[Group]:
        """Invent a month."""
        rng = self.rng
        for _ in range(3):
            first = self.row()
            second = self.again(first, rng.randint(2, 110), order=first.order)
            sure = self.can.orders or self.timed()
            self.add([first, second], CONFIRMED if sure else ASKED, [first, second], first.minor)
        self._retries()
        self._refunds()
        self._periods(flood=flood)
        self._questions()
        self._innocent()
        for _ in range(rng.randint(30, 60)):
            self.add([self.row()])
        return self.groups

    def _retries(self) -> None:
        verdict = CONFIRMED if self.timed() else ASKED
        for times in (2, 2, 3):
            rows = [self.row()]
            while len(rows) < times:
                rows.append(self.again(rows[-1], self.rng.randint(2, 55)))
            self.add(rows, verdict, rows, rows[0].minor * (times - 1))

    def _refunds(self) -> None:
        rng, sure = self.rng, self.can.orders or self.timed()
        first = self.row()  # the second came back whole: nothing to claim
        second, refund = self.back(self.again(first, 15), first.minor)
        self.add([first, second, refund], SETTLED, [first, second])
        first = self.row()  # a part came back
        second, refund = self.back(self.again(first, 33, order=first.order), first.minor // 3)
        left = first.minor - refund.minor
        self.add([first, second, refund], CONFIRMED if sure else ASKED, [first, second], left)
        first = self.row()  # three times, the third came back
        second = self.again(first, 20, order=first.order)
        third, refund = self.back(self.again(second, 25, order=first.order), first.minor)
        verdict = CONFIRMED if sure else ASKED
        self.add([first, second, third, refund], verdict, [first, second], first.minor)
        if rng.random() < 0.5:
            row, refund = self.back(self.row(), 0)
            whole, refund = self.back(row, row.minor)
            self.add([whole, refund])

    def _periods(self, *, flood: bool) -> None:
        rng = self.rng
        payee, goods = rng.choice(PLANS[self.can.language])
        plan = {"payee": payee, "goods": goods}
        verdict = CONFIRMED if self.can.goods else ASKED
        first = self.row(**plan)
        rows = [first, self.again(first, rng.randint(200, 9_000))]
        self.add(rows, verdict, rows, first.minor)
        monthly = self.row(**plan)
        self.add([monthly, *(self.again(monthly, 86_400 * 30 * n) for n in (1, 2, 3))])
        standing = self.row(**plan)
        later = [self.again(standing, 86_400 * 30 * n, order=standing.order) for n in (1, 2)]
        self.add([standing, *later])
        if flood and self.can.goods:
            rows = [self.row(self.day.replace(hour=9) + timedelta(days=1), **plan)]
            self.day += timedelta(days=1)
            while len(rows) < 22:
                rows.append(self.again(rows[-1], rng.randint(20, 1_500)))
            self.add(rows, verdict, rows, rows[0].minor * 21)

    def _questions(self) -> None:
        rng = self.rng
        payee, goods = rng.choice(QUICK[self.can.language])
        first = self.row(payee=payee, goods=goods)
        rows = [first, self.again(first, rng.randint(20, 100))]
        self.add(rows, ASKED, rows)
        first = self.row()
        rows = [first, self.again(first, rng.randint(200, 550))]
        self.add(rows, ASKED, rows)

    def _innocent(self) -> None:
        rng, zh = self.rng, self.can.language == "zh"
        first = self.row()
        self.add(
            [first, self.again(first, rng.randint(3, 8) * 3_600, goods=self.row().goods)], ASKED
        )
        if self.can.goods:
            self._carts_and_parts(zh=zh)
        friend = {"payee": "王*明" if zh else "J. Miller", "goods": "转账" if zh else "Transfer"}
        gift = self.row(kind="transfer", minor=5_000, **friend)
        self.add([gift, self.again(gift, 35, kind="transfer")])
        own = {
            "payee": "余额充值" if zh else "Top-up",
            "goods": "充值-普通充值" if zh else "Top-up by card",
        }
        top = self.row(kind="topup", minor=10_000, **own)
        self.add([top, self.again(top, 30, kind="topup")])
        if self.can.closes or self.can.pending:
            stopped = self.row(state="closed" if self.can.closes else "pending")
            self.add([stopped, self.again(stopped, 30)])

    def _carts_and_parts(self, *, zh: bool) -> None:
        cart = self.row(goods="红色连衣裙" if zh else "Red dress M")
        self.add([cart, self.again(cart, 0, goods="白色短袖" if zh else "White shirt L")], ASKED)
        part = self.row(goods="分期付款 第1期/共3期" if zh else "Instalment 1/3")
        names = ("分期付款 第{}期/共3期" if zh else "Instalment {}/3").format
        parts = [self.again(part, 40 * n, order=part.order, goods=names(n + 1)) for n in (1, 2)]
        self.add([part, *parts])

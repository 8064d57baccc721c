"""Made-up payments: sums, names, numbers and states as they come."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.screen_render import Drawing

SHOPS = (
    "罗森便利店 美团 滴滴出行 瑞幸咖啡 网易云音乐 腾讯视频 京东商城平台商户 拼多多平台商户"
    " 老王水果铺(南门店) 盒马鲜生 星巴克 名创优品 王小二面馆 深圳市腾讯计算机系统有限公司 喜茶GO"
    " 全家FamilyMart 哔哩哔哩 中国石化加油站 12306 铁路客票 海底捞火锅 得物 小米商城 叮咚买菜"
    " 古茗茶饮 江边城外烤全鱼 7-ELEVEN 麦当劳 迪卡侬"
).split()
FOREIGN = (
    "Spotify AB",
    "Uber BV",
    "Steam Games",
    "OpenAI LLC",
    "Netflix",
    "Booking.com",
    "iCloud+",
    "Tesco Stores 3288",
    "Amazon.co.uk",
    "H&M",
    "Airbnb",
    "LinkedIn",
    "McDonald's",
    "Zara",
)
COMPANIES = (
    "上海拉扎斯信息科技有限公司",
    "北京三快在线科技有限公司",
    "上海寻梦信息技术有限公司",
    "杭州深度求索商贸有限公司",
)
HK_SHOPS = ("百佳超級市場", "大家樂", "莎莎化妝品", "香港寬頻", "惠康超市", "譚仔三哥")
TW_SHOPS = ("全聯福利中心", "誠品生活", "鼎泰豐", "統一超商", "momo購物網")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
LONG_MONTHS = (
    "January February March April May June July August September October November December"
).split()
STATES = {"success": 5, "refunded": 2, "closed": 2, "pending": 2}


@dataclass
class Case:
    """A payment; what a page does not show is None when the page is drawn."""

    random: random.Random
    amount_minor: int
    at: datetime
    status: str
    currency: str = "CNY"
    merchant: str = ""
    time: str | None = None
    txn_id: str | None = None
    merchant_order_id: str | None = None

    def digits(self, count: int) -> str:
        """Return random figures."""
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def mixed(self, count: int, alphabet: str = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") -> str:
        """Return random characters of an alphabet."""
        return "".join(self.random.choice(alphabet) for _ in range(count))

    def money(self, *, commas: bool = True) -> str:
        """Return the amount as written, two decimals."""
        whole, part = divmod(self.amount_minor, 100)
        return f"{whole:,}.{part:02}" if commas else f"{whole}.{part:02}"

    def moment(self, pattern: str = "%Y-%m-%d %H:%M:%S") -> str:
        """Return the time as written, and note what of it can be read."""
        self.time = self.at.strftime("%Y-%m-%d %H:%M:%S" if "%S" in pattern else "%Y-%m-%d %H:%M")
        return self.at.strftime(pattern)

    def word(self, **words: str) -> str:
        """Return one of the words, parted by /, for the state."""
        return self.random.choice(words[self.status].split("/"))


def new_case(random_: random.Random) -> Case:
    """Return a payment as they come: small sums mostly, round ones among them."""
    amount = random_.choice(
        (
            random_.randint(1, 999),
            random_.randint(1000, 99999),
            random_.randint(1, 500) * 100,
            random_.randint(100000, 5000000),
        )
    )
    at = datetime(2025, 1, 1) + timedelta(seconds=random_.randrange(58_000_000))
    status = random_.choices(list(STATES), list(STATES.values()))[0]
    return Case(random_, amount, at, status)


def rows(draw: Drawing, layout: str, *pairs: tuple[str, str]) -> None:
    for label, value in pairs:
        draw.pair(label, value, layout)

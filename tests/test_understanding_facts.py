"""Facts stated in free text: provider, shop, amounts, counts, times, numbers, places."""

import pytest

from bot.understanding.answers import stated
from tests.understood import ZONE, read


def facts(text):
    return stated(read(text), zone=ZONE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "支付宝昨晚扣了我22次每次89块",
            {
                "provider": "alipay",
                "count": 22,
                "amount_minor": 8900,
                "currency": "CNY",
                "occurred_on": "2026-11-21",
            },
        ),
        (
            "noodle corner charged my visa card 22 times last night, £8.90 each",
            {
                "provider": "visa_card",
                "count": 22,
                "amount_minor": 890,
                "currency": "GBP",
                "occurred_on": "2026-11-21",
            },
        ),
        (
            "在“果壳书屋”买书，前天下午三点20分微信付了一百二十八，扣了三笔",
            {
                "provider": "wechat_pay",
                "merchant": "果壳书屋",
                "amount_minor": 12800,
                "currency": "CNY",
                "count": 3,
                "occurred_on": "2026-11-20",
                "occurred_at": "2026-11-20T15:20:00+08:00",
            },
        ),
        ("充值转给我表姐5000，她没收到", {"amount_minor": 500000, "currency": "CNY"}),
        (
            "包子铺让我重付，账单里两个12块5",
            {"count": 2, "amount_minor": 1250, "currency": "CNY"},
        ),
        (
            "饿了么扣了我36.5两次",
            {"merchant": "饿了么", "count": 2, "amount_minor": 3650, "currency": "CNY"},
        ),
        ("送礼物点一下出来三下，一下66", {"count": 3, "amount_minor": 6600, "currency": "CNY"}),
        (
            "form bounced, sent it again and both went through, £142.30",
            {"count": 2, "amount_minor": 14230, "currency": "GBP"},
        ),
        ("扣了五回，每回199", {"count": 5, "amount_minor": 19900, "currency": "CNY"}),
        ("卖家发了假单号就不理我，1650", {"amount_minor": 165000, "currency": "CNY"}),
        (
            "早上起来看到微信半夜转走三笔一共8600，不是我转的",
            {"provider": "wechat_pay", "count": 3, "total_minor": 860000, "currency": "CNY"},
        ),
        (
            "拼多多订单号 241111-123456789012345 付了19.9扣了两次",
            {
                "provider": "pinduoduo",
                "order_ref": "241111-123456789012345",
                "amount_minor": 1990,
                "currency": "CNY",
                "count": 2,
            },
        ),
        (
            "全聯刷卡兩筆一樣780元",
            {"merchant": "全聯", "count": 2, "amount_minor": 78000, "currency": "TWD"},
        ),
        (
            "Grab charged me twice in Singapore, 12.40 SGD",
            {
                "provider": "grabpay",
                "count": 2,
                "amount_minor": 1240,
                "currency": "SGD",
                "region": "SG",
            },
        ),
        ("ticket 5530 anything new?", {"order_ref": "5530"}),
        ("今天天气怎么样，预算500元", {}),
    ],
)
def test_facts_are_those_stated(text, expected):
    assert facts(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("打了三次客服电话都没人接，多扣的钱不退", "count"),
        ("支付宝重复扣款，错误代码10002", "amount_minor"),
        ("快手先用后付25号还要扣我钱，商家失联", "occurred_on"),
        ("微信上有人加我，骗了我三千", "merchant"),
        ("第三次才付成功，扣了两笔", "occurred_at"),
        ("被降级了，额度只有两千", "amount_minor"),
        ("收款被限制，一天只能收500", "amount_minor"),
        ("给老师发微信也不回，课程没上完", "provider"),
        ("她加了我企业微信，发来一个链接，我填了卡号", "provider"),
        ("高铁票的钱付走了，12306上没有订单", "amount_minor"),
        ("卖家不发货，他的手机尾号，3456", "amount_minor"),
    ],
)
def test_what_is_not_stated_is_left_out(text, name):
    assert name not in facts(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("投进去六千六，现在要我再充一万才给提", 660_000),
        ("每笔50，连着四笔，一共200没了，重复扣的", 5000),
        ("1499已付，卖家不发货", 149_900),
        ("my card was charged 3,300 yen three times", 3300),
        ("一块儿买的两件，扣了两次66.5", 6650),
        ("抖音买的手表899 收到是假的", 89_900),
        ("一个99的课扣了我三遍", 9900),
        ("俾人呃咗八萬 個騙徒仲喺度", 8_000_000),
        ("那350什么时候退给我", 35_000),
        ("说三天内退我88 今天第五天了", 8800),
        ("奶茶付了三份的钱，16一杯", 1600),
        ("旅行社取消了团，每人3999两个人", 399_900),
        ("一共是三十六块八，我扫了两回，扣了两次", 3680),
        ("我存的二十万想取，平台说先交三万的税", 20_000_000),
    ],
)
def test_the_single_charge_is_told_from_totals_and_demands(text, amount):
    assert facts(text)["amount_minor"] == amount


def test_whose_payment_it_was_is_read():
    assert read("不是我付的，被盗刷了").facts.own_payment is False
    assert read("我转了两万给骗子").facts.own_payment is True
    assert read("账户被冻结").facts.own_payment is None

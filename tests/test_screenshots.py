"""Pages of payment apps to their fields, from boxes as recognition gives them."""

import pytest

from bot.readers.screens.page import read_page
from bot.readers.screens.reading import ScreenKind
from tests.screen_boxes import boxes

FIELDS = ("amount_minor", "currency", "time", "merchant", "txn_id", "merchant_order_id", "status")

ALIPAY = """
  5:28                      5G 93%
  <        账单详情
          海底捞火锅
       #  -261.00
           交易成功
  订单金额                    300.00
  支付红包                    -39.00
  创建时间       2026-11-01 10:00:00
  付款方式                     花呗
  收款方全称   四川海底捞餐饮股份有限公司
  订单号       20261101220014123456
                           78901234
  商家订单号     20261101100000123456
"""
WECHAT = """
  14:22
  <        账单详情
     扫二维码付款-给老王
      #   -12.00
  当前状态   已退款(￥12.00)
  支付时间   2025年9月13日 12:44:12
  商户全称   北京三快在线科技有限公司
  交易单号   4200037216202509137713706210
  商户单号   可在支持的商户扫码退款
             20250913124412533018
"""
UNIONPAY = """
  <      订单详情
        待支付
     #  ¥429.62
  商户名称         京东商城平台商户
  订单金额              429.62元
  付款卡       中国银行借记卡[4874]
  交易时间    2026-04-02 02:30:26
  订单编号  2026040202302622253778
  商户订单号   794985793117288400
"""
BANK = """
  <      交易明细
  交易金额(人民币)
 # -664.00
  交易日期              2025-10-21
  交易时间                17:22:16
  商户名称                滴滴出行
  交易卡号     6225  **** ****  2466
  交易后余额            92,210.10
  交易流水号   66671317935385599120
  交易状态                 已撤销
"""
PAYPAL = """
  <      Transaction details
           Spotify AB
      #  -£959.55 GBP
  Date         Feb 22, 2026 at 6:42 AM
  Status                      Canceled
  Transaction ID     ADPJFF7UC6RGHPXRD
  Paid with                Visa x-6831
  Seller info               Spotify AB
"""
RECEIPT = """
  Receipt from Acme Inc
  Amount paid      Date paid         Payment method
  $20.00           Nov 20, 2026      Visa - 4242
  Pro plan                           $18.00
  Tax                                 $2.00
  Charge ID      ch_3jXKssvdmF2H5m9gkYL
                                   JQbN
"""
STACKED = """
  Amount
 # £12.50
  Paid to              Reference
  Tesco                AB12CD34EF
  Date and time
  20 Nov 2026, 12:01
  Status
  Paid
  Available balance
  £2,310.55
"""
REVOLUT = """
  <   Details
 # -€9.99
  Netflix
  12 January 2026, 14:03
  Status                 Reverted
  Balance               €1,204.11
"""
HONG_KONG = """
  <    交易詳情
    #   $88.50
  商戶名稱            大家樂
  交易時間    2026-11-20 10:00:00
  支付方式           八達通
  交易編號   FRN202611201234567890
  狀態              處理中
"""
TAIWAN = """
  <    交易明細
    #  NT$ 1,280
  商店名稱           誠品生活
  交易時間   2026/11/20 下午 3:01:22
  交易序號   1234567890123456789
  商店訂單編號   AB12CD34EF56GH78
  交易狀態           付款完成
"""
COLONS = """
  交易成功
  交易时间：2026-11-20 12:01:02
  交易金额：￥1,234.00
  商户名称：永辉超市(南门店)
  交易流水号：2026112012345678
"""


@pytest.mark.parametrize(
    ("screen", "fields"),
    [
        pytest.param(
            ALIPAY,
            (26100, "CNY", "2026-11-01 10:00:00", "海底捞火锅", "2026110122001412345678901234",
             "20261101100000123456", "success"),
            id="Alipay: the headline beats the order sum, the short name the full one, ids go on",
        ),
        pytest.param(
            WECHAT,
            (1200, "CNY", "2025-09-13 12:44:12", "老王", "4200037216202509137713706210",
             "20250913124412533018", "refunded"),
            id="WeChat: the refund's sum is no amount, words before a name are left out",
        ),
        pytest.param(
            UNIONPAY,
            (42962, "CNY", "2026-04-02 02:30:26", "京东商城平台商户", "2026040202302622253778",
             "794985793117288400", "pending"),
            id="UnionPay: a state where others have the name",
        ),
        pytest.param(
            BANK,
            (66400, "CNY", "2025-10-21 17:22:16", "滴滴出行", "66671317935385599120", None,
             "closed"),
            id="bank: the balance is no amount, the card no number, date and clock apart",
        ),
        pytest.param(
            PAYPAL,
            (95955, "GBP", "2026-02-22 06:42", "Spotify AB", "ADPJFF7UC6RGHPXRD", None, "closed"),
            id="PayPal",
        ),
        pytest.param(
            RECEIPT,
            (2000, "USD", "2026-11-20", "Acme Inc", "ch_3jXKssvdmF2H5m9gkYLJQbN", None, None),
            id="receipt: labels in a row with values under them, an id broken before letters",
        ),
        pytest.param(
            STACKED,
            (1250, "GBP", "2026-11-20 12:01", "Tesco", "AB12CD34EF", None, "success"),
            id="labels above their values; a value that is a word of labels",
        ),
        pytest.param(
            REVOLUT,
            (999, "EUR", "2026-01-12 14:03", "Netflix", None, None, "closed"),
            id="name and time under the amount, without labels",
        ),
        pytest.param(
            HONG_KONG,
            (8850, "HKD", "2026-11-20 10:00:00", "大家樂", "FRN202611201234567890", None,
             "pending"),
            id="Hong Kong: a lone dollar is told by the page's own words",
        ),
        pytest.param(
            TAIWAN,
            (128000, "TWD", "2026-11-20 15:01:22", "誠品生活", "1234567890123456789",
             "AB12CD34EF56GH78", "success"),
            id="Taiwan: a sum without decimals, an afternoon",
        ),
        pytest.param(
            COLONS,
            (123400, "CNY", "2026-11-20 12:01:02", "永辉超市(南门店)", "2026112012345678", None,
             "success"),
            id="label and value in one piece",
        ),
    ],
)  # fmt: skip
def test_fields_of_a_payment_page(screen, fields):
    reading = read_page(boxes(screen)).reading
    assert reading.kind is ScreenKind.PAYMENT
    assert tuple(getattr(reading, name) for name in FIELDS) == fields


@pytest.mark.parametrize(
    ("screen", "field"),
    [
        pytest.param(
            "# 88.00\n  交易成功\n  余额  12.00", "time", id="the clock of the phone is no time"
        ),
        pytest.param(
            "  余额  1,000.00\n  交易成功\n  交易单号  12345678",
            "amount_minor",
            id="only a balance",
        ),
        pytest.param(
            "# 12.00\n# 13.00\n  交易成功\n  交易单号  12345678", "amount_minor", id="two sums"
        ),
        pytest.param(
            "# 8.00\n  交易成功\n  日期  11/12/2026",
            "time",
            id="day and month could change places",
        ),
        pytest.param(
            "# 8.00\n  交易成功\n  交易单号  1234****5678", "txn_id", id="a masked number"
        ),
        pytest.param(
            "# 8.00\n  交易成功\n  订单号  查看", "txn_id", id="a button in place of the number"
        ),
        pytest.param("# 8.00\n  已提交\n  交易单号  12345678", "status", id="an unknown state"),
        pytest.param(
            "# 交易成功\n  退款金额  ¥5.00\n  时间  2026-01-02 10:00",
            "amount_minor",
            id="a refund's sum",
        ),
        pytest.param(
            "# $8.00\n  交易成功\n  交易单号  12345678", "currency", id="a lone dollar in Chinese"
        ),
        pytest.param(
            "# 8.00\n  Completed\n  Reference  AB123456", "currency", id="no sign in English"
        ),
    ],
)
def test_what_is_not_certain_stays_open(screen, field):
    reading = read_page(boxes("  9:41\n" + screen)).reading
    assert reading.kind is ScreenKind.PAYMENT
    assert getattr(reading, field) is None

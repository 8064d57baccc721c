"""Words of screens in one spelling: width, case, script and usual misreadings evened out."""

import re
import unicodedata

# Characters of labels and states only; values are never converted.
_TRADITIONAL = (
    "錢鐘時間訂單號編碼戶稱帳額狀態進處關閉轉數過資總計實優餘費請審銀聯際貨幣開發驗證凍結"
    "異隨機認錄購買賣據條項參對來給統應經記詳細動構類說備註賬產種憑覈準檢測險風護係個"
    "無繳稅現場暫試錯誤鎖網絡務敗撥還啟領這為紅點選擇內銷協議週從聽專業東減貸積庫強級"
    "車門後員摺併鏈違規誌謝麼見約託匯簡儲顧營運輸預訊與將許權滯舊歸變嘗勵獎達"
)
_SIMPLIFIED = (
    "钱钟时间订单号编码户称账额状态进处关闭转数过资总计实优余费请审银联际货币开发验证冻结"
    "异随机认录购买卖据条项参对来给统应经记详细动构类说备注账产种凭核准检测险风护系个"
    "无缴税现场暂试错误锁网络务败拨还启领这为红点选择内销协议周从听专业东减贷积库强级"
    "车门后员折并链违规志谢么见约托汇简储顾营运输预讯与将许权滞旧归变尝励奖达"
)
# Pairs that recognition mixes up in small type, towards the one that labels use.
_MISREAD = "问帐己巳末単曰"
_MEANT = "间账已已未单日"

_EVEN = str.maketrans(_TRADITIONAL + _MISREAD, _SIMPLIFIED + _MEANT)
_GAPS = re.compile(r"[\s:,.·|>*]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def tidy(text: str) -> str:
    """Return a line in normal width, one blank between words, minus signs alike."""
    even = unicodedata.normalize("NFKC", text)
    for dash in "\u2212\u2013\u2014\u2010\u2011":
        even = even.replace(dash, "-")
    return " ".join(even.split())


def simplified(text: str) -> str:
    """Return a tidied line, lower case, with the labels' characters simplified."""
    return tidy(text).lower().translate(_EVEN)


def key(text: str) -> str:
    """Return a line as labels and states are looked up: no blanks, no punctuation."""
    return _GAPS.sub("", simplified(text))


def is_chinese(text: str) -> bool:
    """Whether a line holds a Chinese character."""
    return _HAN.search(text) is not None

"""Words that steer the dialogue, and messages that only resemble them."""

import pytest

from bot.understanding.intents import Wish
from bot.understanding.wishes import wish_in


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        *[(text, Wish.BACK) for text in ("上一步", "Back", "go back please", "返回上一步")],
        *[(text, Wish.SKIP) for text in ("跳过", "先跳过", "skip this one", "next question")],
        *[(text, Wish.CANCEL) for text in ("算了不弄了", "forget it", "先停下", "Stop here")],
        *[(text, Wish.CONTINUE) for text in ("继续", "接着办", "carry on", "resume")],
        *[(text, Wish.PERSON) for text in ("转人工", "找人工", "agent please", "A person")],
        *[(text, Wish.CHINESE) for text in ("能说中文吗", "换成中文", "speak chinese please")],
        *[(text, Wish.ENGLISH) for text in ("english pls", "换英文")],
        *[(text, Wish.TRADITIONAL) for text in ("換成繁體", "traditional chinese")],
        *[(text, Wish.WHY) for text in ("你要这个干嘛", "why do you need that", "为什么要问这个")],
        *[(text, Wish.YES) for text in ("好", "是的", "yes", "sure!", "ok", "對")],
        *[(text, Wish.NO) for text in ("不对", "没有", "no", "nope", "还没有"[1:])],
        *[(text, Wish.DONE) for text in ("done", "都做了", "挂了", "hung up")],
        *[(text, Wish.UNSURE) for text in ("不知道", "记不清", "i don't remember", "not sure")],
        *[(text, Wish.DELETE_DATA) for text in ("删掉我的资料", "delete my data", "刪除我的資料")],
        *[(text, Wish.STATUS) for text in ("my claims", "查一下我的进度")],
        *[
            (text, Wish.REMINDERS_OFF)
            for text in (
                "不要提醒",
                "别提醒我了",
                "關掉提醒",
                "不再提醒",
                "stop reminders",
                "No more reminders",
                "please stop reminding me",
                "turn off the reminders",
                "don't remind me anymore",
            )
        ],
        *[
            (text, Wish.REMINDERS_ON)
            for text in (
                "打开提醒",
                "继续提醒我",
                "Switch reminders on",
                "remind me again",
                "turn on reminders",
            )
        ],
        *[
            (text, Wish.CALENDAR)
            for text in (
                "日历文件",
                "加到日历",
                "发我日历",
                "calendar file",
                "add them to my calendar",
                "ics",
            )
        ],
        *[(text, Wish.HELP) for text in ("help", "帮助")],
    ],
)
def test_a_wish_alone_is_read(text, wish):
    assert wish_in(text) is wish


@pytest.mark.parametrize(
    "text",
    [
        "不对，是110",
        "no, 110",
        "取消订单扣了我两次",
        "两次",
        "89",
        "昨晚八点",
        "退款",
        "跳过支付密码也能扣款",
        "他们要我继续转钱",
        "银行一直不要提醒我被扣款，钱没了",
        "stop reminders from klarna, I paid already",
        "日历上写着昨天扣的",
        "why was i charged twice",
        "chinese restaurant charged me twice",
        "",
        "好" * 100,
    ],
)
def test_a_message_that_says_more_is_no_wish(text):
    assert wish_in(text) is None

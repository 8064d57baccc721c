"""Danger to life and limb, secrets given away: recall before precision, and the near misses."""

import pytest

from bot.understanding.intents import Danger
from tests.understood import read

DISTRESS = [
    *[
        "一辈子的钱都没了 我不想活了",
        "活着没意思",
        "我真的撑不下去了",
        "不如死了算了",
        "死了算了",
        "想死",
    ],
    *[
        "我要跳楼了",
        "钱没了，对不起爸妈，我先走了",
        "没法活了",
        "她说想自杀",
        "活不下去了",
        "想一了百了",
    ],
    *[
        "我想结束自己的生命",
        "准备去跳河",
        "不想再醒来",
        "写好遗书了",
        "绝望了",
        "我这辈子完了",
        "吃安眠药算了",
    ],
    *[
        "我不想活喇",
        "唔想做人",
        "生無可戀",
        "活不下去，錢全沒了",
        "想輕生",
        "死咗算",
        "熬不過去了",
    ],
    *["撐不住了，想從樓上跳下去", "bu xiang huo le", "xiang si", "活着太累了", "真想死了给骗子看"],
    *["lost all my tuition money. i don't want to be here anymore", "I want to kill myself"],
    *["i can't go on", "i want to end it all", "thinking about suicide", "better off dead"],
    *["i wish i was dead", "no reason to live", "i want to die", "I'm going to jump off a bridge"],
    *["life is not worth living", "i don’t want to live anymore", "i might as well be dead"],
    *[
        "there's nothing left to live for",
        "i feel hopeless",
        "goodbye forever",
        "i see no way out",
    ],
    *[
        "I won't be here tomorrow",
        "thinking of hurting myself",
        "my husband wants to end his life",
    ],
]
HARMLESS = [
    *[
        "手机死机了",
        "累死了",
        "笑死",
        "急死我了",
        "付款卡死",
        "跳楼价买的",
        "你去死",
        "死活付不了",
        "气死我了",
    ],
    *[
        "烦死了，付不了款",
        "页面卡死了",
        "冷死了还在排队",
        "系统又死了",
        "账户被锁死了",
        "商家死活不退",
    ],
    *[
        "累死人了这客服",
        "打死也不转给他了",
        "死循环转圈",
        "你们去死吧",
        "这平台要死了",
        "等死我了",
    ],
    *[
        "my phone died",
        "the site is dead",
        "go to hell",
        "this is killing me",
        "kill the app",
        "die",
    ],
    *[
        "battery died while paying",
        "what's the deadline",
        "domain is dead",
        "dead link",
        "drop dead",
    ],
    *[
        "i'm dying to know",
        "server died again",
        "i was scared to death",
        "killed the subscription",
    ],
]


@pytest.mark.parametrize("text", DISTRESS)
def test_despair_is_seen(text):
    assert Danger.DISTRESS in read(text).dangers


@pytest.mark.parametrize("text", HARMLESS)
def test_a_figure_of_speech_is_no_despair(text):
    assert Danger.DISTRESS not in read(text).dangers


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("他说不给钱就杀我全家", Danger.HELD),
        ("被骗到缅甸园区出不来", Danger.HELD),
        ("they took my passport and won't let me leave", Danger.HELD),
        ("he threatened to kill me", Danger.HELD),
        ("我把验证码告诉他了", Danger.CODE_GIVEN),
        ("i gave him the code from the text", Danger.CODE_GIVEN),
        ("他让我共享屏幕", Danger.REMOTE_CONTROL),
        ("the caller had me install AnyDesk", Danger.REMOTE_CONTROL),
        ("交2000保证金才能提现", Danger.PAY_TO_UNFREEZE),
        ("they want a fee to unlock my wallet", Danger.PAY_TO_UNFREEZE),
        ("有人说能帮我追回被骗的钱，先收三百", Danger.RECOVERY_OFFER),
        ("a recovery agent wants 500 upfront", Danger.RECOVERY_OFFER),
        ("手机被偷了", Danger.DEVICE_LOST),
        ("my phone was stolen", Danger.DEVICE_LOST),
        ("验证码 884213", Danger.SECRET_SENT),
        ("my card is 4539 1488 0343 6467", Danger.SECRET_SENT),
    ],
)
def test_a_danger_is_named(text, danger):
    assert danger in read(text).dangers


@pytest.mark.parametrize(
    "text", ["支付宝扣了我两次89块", "验证码收不到", "how long does a refund take", "你好"]
)
def test_an_ordinary_message_holds_no_danger(text):
    assert read(text).dangers == frozenset()

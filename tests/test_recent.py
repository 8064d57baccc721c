"""What was read a moment ago is not read again; what depends on the moment is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.services.preferences import new_customer
from bot.services.recent import Recent
from bot.services.understanding import Interpreter
from tests.chat import learnt

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_what_was_not_asked_for_longest_is_forgotten_first():
    recent: Recent[str, int] = Recent(2)
    recent.put("a", 1)
    recent.put("b", 2)
    assert recent.get("a") == 1
    recent.put("c", 3)
    assert (recent.get("a"), recent.get("b"), recent.get("c")) == (1, None, 3)


def test_the_same_words_are_read_and_searched_once():
    _, interpreter = learnt()
    customer = new_customer(1, 1, "zh-hans")
    first = interpreter.read("支付宝崩了吗", customer, NOW)
    assert interpreter.read("支付宝崩了吗", customer, NOW + timedelta(minutes=5)) is first
    ranking = interpreter.rank("退款多久到账")
    assert interpreter.rank("退款多久到账") is ranking


def test_words_about_time_are_read_by_the_clock_every_time():
    _, interpreter = learnt()
    customer = new_customer(1, 1, "zh-hans")
    text = "一小时前微信扣了我两次钱"
    early = interpreter.read(text, customer, NOW).facts.occurred
    late = interpreter.read(text, customer, NOW + timedelta(hours=3)).facts.occurred
    assert early is not None
    assert late is not None
    assert late.at - early.at == timedelta(hours=3)


async def test_an_edit_of_the_knowledge_makes_everything_be_read_anew():
    library, learnt_once = learnt()
    interpreter = Interpreter.__new__(Interpreter)
    interpreter.__dict__.update(
        learnt_once.__dict__ | {"_readings": Recent(), "_rankings": Recent()}
    )
    customer = new_customer(1, 1, "zh-hans")
    reading = interpreter.read("支付宝崩了吗", customer, NOW)
    ranking = interpreter.rank("退款多久到账")
    await interpreter.follow(replace(library, fingerprint="edited"))
    assert interpreter.read("支付宝崩了吗", customer, NOW) is not reading
    assert interpreter.rank("退款多久到账") is not ranking

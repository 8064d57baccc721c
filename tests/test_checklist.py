"""Which items of a checklist the files at hand stand for."""

import pytest

from bot.domain.checklist import ticked
from bot.domain.evidence import KEPT_TYPES, EvidenceForm

PHOTO, DOCUMENT, VOICE, VIDEO = EvidenceForm
ITEMS = (
    ("statement", "账单", "statement"),
    ("receipt", "付款详情", "payment details"),
    ("chat", "聊天记录", "chat"),
    ("order", "订单", "order"),
)


def file(form, name=""):
    return (form, name, "")


@pytest.mark.parametrize(
    ("files", "done"),
    [
        pytest.param([], set(), id="nothing is here"),
        pytest.param([file(PHOTO)], {"receipt"}, id="a picture is the first item in order"),
        pytest.param([file(PHOTO), file(PHOTO)], {"receipt", "chat"}, id="two are two"),
        pytest.param([file(PHOTO)] * 9, {"receipt", "chat", "order"},
                     id="pictures never stand for a statement"),
        pytest.param([file(PHOTO, "这是聊天记录")], {"chat"}, id="a caption names its item"),
        pytest.param([file(PHOTO, "My CHAT with them")], {"chat"}, id="in English too"),
        pytest.param([file(PHOTO, "订单"), file(PHOTO)], {"order", "receipt"},
                     id="a named one leaves the order to the others"),
        pytest.param([file(DOCUMENT, "alipay.CSV")], {"statement"}, id="an exported statement"),
        pytest.param([file(DOCUMENT, "x.zip")], {"statement"}, id="in an archive"),
        pytest.param([file(DOCUMENT, "scan.jpg")], {"receipt"}, id="a picture as a document"),
        pytest.param([file(VOICE), file(VIDEO)], set(), id="voices and films tick nothing"),
    ],
)  # fmt: skip
def test_what_is_ticked(files, done):
    assert ticked(ITEMS, files) == done


@pytest.mark.parametrize("name", ["flow_export", "statement", "bank_statement"])
def test_every_name_of_a_statement_is_ticked_by_one(name):
    items = ((name, "流水", "export"), ("chat", "聊天记录", "chat"))
    assert ticked(items, [file(DOCUMENT, "a.xlsx")]) == {name}


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html", "application/x-dosexec"])
def test_what_could_run_is_not_kept(kind):
    assert kind not in KEPT_TYPES

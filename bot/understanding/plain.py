"""The normal form of a message: one script, one width, one case, without markup."""

import re
import unicodedata
from functools import cache
from importlib import resources

READ_AT_MOST = 2_000
"""Characters that decide the route; of longer messages the first 1,400 and the last 600."""

_HEAD, _TAIL = 1_400, 600
_MARKUP = re.compile(r"<[^<>]{0,200}>")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_BLANK = re.compile(r"\s+")
_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])(?=[a-z])|(?<=[a-z])(?=[\u4e00-\u9fff])")
_APOSTROPHE = re.compile(r"(?<=[a-z])['’`´](?=[a-z])")

# Cantonese and Taiwanese words that the rest of this package knows by their standard form.
_SPOKEN = (
    "俾人呃:被人骗 畀人呃:被人骗 俾人:被人 畀人:被人 呃咗:骗了 呃我:骗我 呃:骗 有冇:有没有 冇:没有 唔该:谢谢 唔到:不到 "
    "唔使:不用 唔见:不见 唔可以:不可以 可唔可以:可不可以 系唔系:是不是 使唔使:要不要 点解:为什么 点样:怎样 点算:怎么办 "
    "边度:哪里 边个:哪个 几时:什么时候 几耐:多久 而家:现在 依家:现在 宜家:现在 啱啱:刚刚 头先:刚才 佢哋:他们 我哋:我们 "
    "你哋:你们 佢:他 咗:了 嘅:的 喺:在 咩:什么 乜嘢:什么 乜:什么 嘢:东西 搵:找 攞:拿 睇:看 嚟:来 喇:了 啲:些 呢单:这单 "
    "倾:聊 话我:说我 话要:说要 话:说 户口:账户 帐户:账户 帐号:账号 网路:网络 刷退:退款 过数:转账 拍卡:刷卡 碌卡:刷卡 当机:宕机 "
    "萤幕:屏幕 简讯:短信 截图:截图 闸机:闸机 转帐:转账 帐单:账单 贷款:贷款 粉专:粉专 客服人员:客服 真人客服:人工客服 唔:不 "
    "係:是 冻咗:冻了 锁咗:锁了"
)
_SPOKEN_FORMS = [pair.split(":") for pair in _SPOKEN.split()]


@cache
def _to_simplified() -> dict[int, str]:
    """Traditional characters to simplified ones, as OpenCC knows them."""
    table = resources.files("opencc").joinpath("dictionary/TSCharacters.txt")
    rows = (line.split("\t") for line in table.read_text("utf-8").splitlines() if "\t" in line)
    return {ord(row[0]): row[1].split(" ")[0] for row in rows if len(row[0]) == 1}


def simplified(text: str) -> str:
    """Return the text in simplified characters, character for character."""
    return text.translate(_to_simplified())


def is_traditional(text: str) -> bool:
    """Return whether a text is written in traditional characters."""
    differing = sum(a != b for a, b in zip(text, simplified(text), strict=True))
    return differing > 0 and differing * 20 >= sum("\u4e00" <= one <= "\u9fff" for one in text)


def shortened(text: str) -> str:
    """Return the beginning and the end of a long text, a short one whole."""
    return text if len(text) <= READ_AT_MOST else f"{text[:_HEAD]} {text[-_TAIL:]}"


def plain(text: str) -> str:
    """Return the normal form that routes are read from; never longer than `READ_AT_MOST`."""
    text = _INVISIBLE.sub("", shortened(text))
    text = unicodedata.normalize("NFKC", _MARKUP.sub(" ", text)).lower()
    text = simplified(text)[: READ_AT_MOST + 1]
    if re.search(r"[\u4e00-\u9fff]", text):
        for spoken, standard in _SPOKEN_FORMS:
            if spoken in text:
                text = text.replace(spoken, standard)
    text = _SEAM.sub(" ", _APOSTROPHE.sub("", text))
    return _BLANK.sub(" ", text).strip()

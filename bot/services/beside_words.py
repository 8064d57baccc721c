"""Short words inside a guide: wait a moment, there is no file, I do not know, paid with."""

import re

from bot.dialogue.engine import NAMES
from bot.domain.questions import Ask, Reads
from bot.understanding.plain import plain

_WAIT = re.compile(
    r"\W*(?:等(?:一下|下|等|会儿?|我)|稍等|马上(?:发|来)?|馬上(?:發|來)?|我(?:去)?(?:找|看|查)(?:一)?(?:找|下|看|查)"
    r"|给你|給你|发给你|發給你|一会儿?发(?:你)?|here (?:you go|it is)"
    r"|one (?:sec(?:ond)?|moment|minute)"
    r"|hold on|wait(?: a (?:sec|minute|moment))?|let me (?:check|look|see)|ok(?:ay)? wait"
    r"|i(?:'| wi)?ll (?:check|look|send (?:it|them)))\W*",
    re.IGNORECASE,
)
_NO_FILE = re.compile(
    r"\s*(?:(?:我|我们|我們)?(?:也|都|暂时|暫時|现在|現在|手上|什么都|什麼都)?(?:没|沒|冇|无|無|拿不出|找不到)"
    r"|(?:no|none|nothing)\b|i (?:don.?t|do not|didn.?t) (?:have|keep|take))",
    re.IGNORECASE,
)
_NOT_KNOWN = re.compile(
    r"\s*(?:(?:我|对方|對方|店)?(?:也|都|真的|实在)?(?:不知道|唔知|不清楚|不记得|不記得|记不|記不|不晓得|说不清|忘了|忘記)"
    r"|(?:i )?(?:don.?t|do not|can.?t) (?:know|remember|recall)|no idea|not sure"
    r"|no (?:screenshot|name|account|details|receipt)"
    r"|(?:截图|截圖)?(?:还|還)?(?:没|沒)有(?:截图|截圖)?\W*$)",
    re.IGNORECASE,
)
_PAID_WITH = re.compile(
    r"\b(?:paid|pay|used|using)\s+(?:it\s+)?(?:with|by|via|from|my|through)\b"
    r"|用的?(?:是)?.{1,12}(?:付|支付|刷|转|扣)|(?:付|刷)的是|是用.{1,12}(?:付|刷)"
    r"|(?:付|支付|刷|扫|掃|转|轉|过|過)(?:的|嘅)\W*$",
    re.IGNORECASE,
)


def asks_to_wait(text: str) -> bool:
    """Whether a text says no more than that the customer is looking for something."""
    return bool(_WAIT.fullmatch(text))


def has_pictures(text: str) -> bool:
    """Whether a text says that there are pictures and sends none yet."""
    return bool(_HAS_PICTURES.fullmatch(text))


_HAS_PICTURES = re.compile(
    r"\W*(?:我|都)?(?:(?:有|存了|留了|截了)(?:一些|很多|几张)?(?:截图|截圖|对话|對話|聊天|聊天记录|记录|紀錄|對話紀錄|對話記錄|订单页|照片|图)"
    r"|(?:截图|截圖|对话|對話|聊天(?:记录|記錄)?|记录|记錄|订单页|照片)(?:我|都|也)?有)(?:的|了)?\W*",
)


def pays_nothing(text: str) -> bool:
    """Whether a text says no more than that the customer pays, sends or answers nothing."""
    return bool(_PAYS_NOTHING.fullmatch(plain(text)))


_PAYS_NOTHING = re.compile(
    r"\W*(?:好(?:的|吧)?|嗯)?\W*(?:我|我们)?(?:还|就|也|再也|肯定|绝对)?(?:不会|不|没有|没)(?:再)?"
    r"(?:交|给|转|付|打钱|理|回)(?:他们|他|她|它|对方)?(?:钱|款)?(?:了|的)?\W*"
)


def asks_for_person(text: str) -> bool:
    """Whether a text asks to be brought to a person; a story names people too."""
    return bool(_WANTS_PERSON.search(text))


_WANTS_PERSON = re.compile(
    r"(?:找|转|轉|要|换|換|接|联系|聯繫|叫|有没有|有沒有|有冇|来个|來個)(?:一?[个個下])?.{0,4}"
    r"(?:人工|真人|活人|客服|专员|專員|人来|人來)"
    r"|\b(?:talk|speak|chat|get|connect|transfer|reach|put|pass|want|need|give|is there|can i)\b"
    r".{0,24}\b(?:human|person|agent|someone|somebody|operator|representative|staff)\b",
    re.IGNORECASE,
)


def asks_what_now(text: str) -> bool:
    """Whether a text asks in general what to do, and nothing in particular."""
    return bool(_WHAT_NOW.fullmatch(text) or _WHAT_NOW.fullmatch(plain(text)))


_WHAT_NOW = re.compile(
    r"\W*(?:那|咁|现在|現在|接下来|接下來|我|该|可以|該|应该|應該|还能|還能|要|到底|可|这|這){0,5}"
    r"(?:怎么办|怎麼辦|咋办|咋整|点算|點算|做什么|做什麼|怎么做|怎麼做|干什么|点做|點做|点搞|點搞)(?:啊|呀|呢|好|才好)?\W*"
    r"|\W*(?:那)?(?:然后|然後|接下来|接下來|下一步|之后|之後)(?:呢|怎么(?:办|弄)?|怎麼(?:辦|弄)?|做什么|做什麼|做啥)?\W*"
    r"|\W*(?:还|還|仲)(?:要|有没有|有|需要)(?:其他|别的)?(?:要)?(?:做|办|弄|干)?(?:什么|什麼|啥|别的|其他|其他要做)(?:要做|可以做)?(?:的)?(?:吗|嗎|么)?\W*"
    r"|\W*(?:ok(?:ay)?|so|and|but|now|then)?\W*(?:so )?"
    r"what (?:now|next|(?:should|do|can|must) i do"
    r"(?: now| next)?|to do(?: now| next)?)\W*",
    re.IGNORECASE,
)


def acknowledges(text: str) -> bool:
    """Whether a text only says that what stands above was read."""
    return bool(_ACKNOWLEDGED.fullmatch(text))


_ACKNOWLEDGED = re.compile(
    r"\W*(?:好+(?:的|滴|吧|啊|呀)?|嗯+|哦+|噢|行(?:吧)?|收到|明白(?:了)?|知道(?:了)?|了解|懂(?:了)?"
    r"|(?:就)?(?:没|沒)(?:有)?(?:别的|別的|其他的?)?了|就这些|就這些|就这样|就這樣"
    r"|ok(?:ay)?|k|sure|alright|all right|got it|i see|understood|fine"
    r"|that.?s (?:all|it)|nothing else|no more)\W*",
    re.IGNORECASE,
)


def has_none(ask: Ask, text: str) -> bool:
    """Whether a text says that there is no file to send, or that the name is not known."""
    if ask.reads is Reads.FILES:
        return bool(_NO_FILE.match(text))
    return ask.fact in (*NAMES, "reported") and bool(_NOT_KNOWN.match(text))


def tells(text: str, asked: Ask | None) -> bool:
    """Whether a text tells something: a sentence, not a word or a figure that missed.

    Where a figure, a time or a name is asked for, other words are rather a try to give it: there
    only a sentence about somebody tells something.
    """
    said = text.strip()
    least = _TELLING_SHORT if _OF_SOMEBODY.match(said) else _TELLING_HAN
    if asked is not None and asked.reads in _TYPED:
        if not _ABOUT.search(said):
            return False
        least = _TELLING_SHORT
    return len(_HAN.findall(said)) >= least or len(_WORD.findall(said)) >= _TELLING_WORDS


# A sentence about somebody is short and tells something still: 他不肯说, 我没有刷单.
_OF_SOMEBODY = re.compile(r"(?:我|他|她|佢|对方|對方|客服|银行|銀行|商家|老板)(?!.*的\W*$)")


def first_clause(text: str) -> str:
    """Return what stands before the first comma or line break."""
    return _CLAUSE.split(text.strip(), maxsplit=1)[0].strip()


_CLAUSE = re.compile(r"[，,。;；\n]")


def is_name(text: str) -> bool:
    """Whether a text is so short that it says no more than a name."""
    return len(text.strip()) <= _LONGEST_NAME and not is_sentence(text)


_LONGEST_NAME = 8


def is_sentence(text: str) -> bool:
    """Whether a text says something about somebody, and is no name by itself."""
    return bool(_SENTENCE.search(text))


_SENTENCE = re.compile(
    r"我|他|她|它|佢|您|你|让|讓|(?:说|說|讲|講)(?!网|網)|[了过過咗啦]\W*$|也[\u4e00-\u9fff]"
    r"|有.{0,4}(?:记录|記錄|紀錄|对话|對話|截图|截圖|聊天|凭证|憑證|合同|收据|收據)|破(?:银行|銀行|平台|公司)"
    r"|[不未](?:接|回|理|给|給|肯|退|管)|第[一二两三1-3][笔筆次]|[是系].{0,8}的\W*$|(?:没|沒)[\u4e00-\u9fff]|冇|不是|唔系|但是|因为|因為"
    r"|已经|已經|应该|應該|怎么|怎麼|明天|截图|截圖|还在|還在|正在|介入|申请|申請|退款"
    r"|\b(?:never|also|another|nothing|nobody|arrived|limited|thats|that's|it's|isn't|hasn't|haven't)\b"
    r"|\b(?:i|i'm|i've|he|she|they|we|you|my|was|were|are|did|didn't|not|but|because|should|told|yet)\b"
    r"|^(?:is|does|do|when|what|why|how|can|could|will|should)\b",
    re.IGNORECASE,
)
_TYPED = (Reads.AMOUNT, Reads.MOMENT, Reads.COUNT, Reads.PROVIDER, Reads.REFERENCE)
_ABOUT = re.compile(
    r"我|他|她|它|佢|对方|對方|客服|银行|銀行|商家|老板|平台|店|有|没|沒|冇|已经|已經|咗|了\W*$|找不|记不|看不|不会|不會|不知|买的|買的"
    r"|\b(?:i|i'm|i've|he|she|they|we|my|it|its|it's|this|that|bank|shop|seller|support|says?|said"
    r"|told|hotel|store|company|airline)\b",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z']{2,}")
# Chosen on conversations off the script: labels half remembered and single names are shorter.
_TELLING_HAN = 6
_TELLING_SHORT = 4
_TELLING_WORDS = 4


def takes_offer(text: str) -> bool:
    """Whether a text says yes to the guide that was offered."""
    return bool(_TAKES_OFFER.match(text))


_TAKES_OFFER = re.compile(
    r"\W*(?:yes|yeah|yep|yup|sure)\b(?!.{0,4}\bbut\b)|\W*(?:对|對|是的?|好的?|就是)(?=\W|$)",
    re.IGNORECASE,
)


def is_like_a_message(text: str) -> bool:
    """Whether a text may be what an app says of a limited account, and no talk beside it."""
    return not text.isascii() or bool(_OF_AN_APP.search(text))


_OF_AN_APP = re.compile(
    r"account|verif|identi|\bid\b|limit|restrict|review|suspend|fr[eo]ez|frozen|block|lock|unusual"
    r"|document|complian|say(?:s|ing)?\b|error|went wrong|try again|unable|can.?not|can.?t|contact"
    r"|support|secur"
    r"|polic|terms|activit|confirm|transact|withdraw|fund|balance|notice|access|risk|\blaw|court"
    r"|hold|paus|disabl|clos|provid|violat|unavail",
    re.IGNORECASE,
)


def says_paid_with(text: str) -> bool:
    """Whether a text says outright what something was paid with."""
    return bool(_PAID_WITH.search(text))

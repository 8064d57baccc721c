"""Words that steer the dialogue: back, skip, cancel, a person, a language, yes and no."""

import re
from collections.abc import Mapping

from bot.understanding.intents import Wish
from bot.understanding.plain import plain

LONGEST = 40
"""Characters of a message that may be nothing but a wish."""

_PLEASE = (
    r"(?:(?:请|麻烦|我想|我要|想|要|帮我|那就|那|就|ok|please|pls|just|can (?:you|we|i)|could (?:you|we|i)"
    r"|i (?:want|would like|need) to|id like to|lets|let me|no|oh|well|hey|嗯|哦|啊呀|啊|唉)[\s,，]*){0,3}"
)
_END = r"(?:[\s,，]*(?:吧|了|啦|呢|吗|啊|呀|哦|谢谢|一下|please|pls|plz|thanks|thank you|now|for me|then)){0,3}"

_WORDS: Mapping[Wish, str] = {
    Wish.DELETE_DATA: r"(?:把)?(?:删(?:掉|除)?|清(?:除|空))(?:我)?(?:的)?(?:所有|全部)?(?:的)?(?:资料|数据|信息|记录|聊天记录)(?:全?删(?:掉|除)?)?"
    r"|(?:我的)?(?:资料|数据|信息)(?:都|全)?删(?:掉|除)|(?:delete|erase|remove|forget) (?:all )?(?:of )?(?:my |the )?(?:personal )?(?:data|info\w*|everything|account data)"
    r"(?: you have)?|forget me",
    Wish.BACK: r"上一(?:步|个(?:问题)?|题)|(?:退|返)回(?:上一步|去)?|(?:回|倒)(?:到)?(?:上一步|上一个|去)|回上一步|后退|撤回(?:上一步)?|重(?:新)?答(?:上一题)?|go back|back|previous(?: (?:question|step|one))?"
    r"|(?:one )?step back|back (?:one|a) step|undo(?: (?:that|it|last))?|back up|last question(?: again)?",
    Wish.SKIP: r"(?:先)?(?:跳过|略过|不填|不答|下一(?:个|题|步))(?:这(?:个|题|一步))?|这个(?:先)?(?:跳过|不填|不答|不想说)|(?:先)?空着|pass|skip(?: (?:it|this|that|this one|the question|for now))?|next(?: (?:question|one))?|leave (?:it|this) (?:out|blank|empty)|none now|现在没有|暂时没有",
    Wish.CANCEL: r"算了(?:不弄了|不办了|不要了|不搞了|不说了)?|不(?:弄|办|搞|登记|填|提交|继续|投诉)了|取消(?:登记|投诉|这个|填写|操作)?|(?:先)?停(?:下|止|一下)(?:来)?|先停下|退出|别(?:弄|办|提交)了|放弃|(?:先)?不(?:提交|登记)(?:了)?|cancel(?: (?:it|this|that|everything|the claim|my claim))?|stop(?: (?:it|this|here))?|quit|exit|abort|forget (?:it|about it|this)|dont file(?: it)?|i give up|drop it|leave it",
    Wish.CONTINUE: r"(?:接着|继续)(?:办|填|来|登记|说|刚才的)?|还是接着办|拿回来(?:接着办)?|接着(?:上次的?)?办|carry on(?: after all)?|continue|go on|resume|keep going|proceed|pick up where .{0,12}",
    Wish.PERSON: r"(?:转|接|找|叫|换|要|来个|来)?(?:个)?(?:人工|真人|活人)(?:客服|服务|来|坐席)?|(?:转|接|找|叫)(?:个)?(?:人|客服|专员)|让?人工来问(?:我)?|(?:an? )?(?:real |live |human )?(?:agent|person|human|operator|representative)|(?:talk|speak)(?: to| with)? (?:a |an )?(?:real |live )?(?:person|human|agent|someone|somebody)|human help",
    Wish.CHINESE: r"(?:能|可以|会)?(?:不能)?(?:说|讲|用|换成?|切换(?:到|成)?|改(?:成|用)?)?(?:简体)?(?:中文|汉语|普通话|国语)(?:说|吗|版|可以吗|行吗)?|(?:in |speak |use |switch to |change to |do you speak )?(?:simplified )?(?:chinese|mandarin)(?: language)?|zhong ?wen",
    Wish.TRADITIONAL: r"(?:说|讲|用|换成?|切换(?:到|成)?|改(?:成|用)?)?(?:繁体(?:字|中文)?|正体(?:字|中文)?|广东话|粤语)|(?:in |use |switch to )?traditional(?: chinese)?",
    Wish.ENGLISH: r"(?:能|可以|会)?(?:不能)?(?:说|讲|用|换成?|切换(?:到|成)?|改(?:成|用)?)?(?:英文|英语)(?:说|吗|版|可以吗|行吗)?|(?:in |speak |use |switch to |change to |do you speak )?english(?: language| version)?",
    Wish.WHY: r"(?:你)?(?:为什么|为啥|干嘛|干吗|凭什么|做什么)(?:要|问|需要|要问)?(?:这个|这些)?|(?:你)?(?:们)?(?:要|问)(?:这个|这些)(?:干嘛|干吗|做什么|干什么|有什么用|有啥用)|这个?(?:有什么|有啥)用|why(?: (?:do|would|are|is) (?:you|it|that|this) .{0,24})?|why|what (?:do you need (?:this|that|it) )?for|whats (?:this|that|it) for",
    Wish.STATUS: r"(?:查|看)(?:一下|下|看)?(?:我的)?(?:进度|登记|单子)|我的(?:登记|进度)|(?:my |check |show )?(?:my )?(?:claim )?status|my claims?",
    Wish.HELP: r"帮助|怎么用|使用说明|功能|菜单|主菜单|help|menu|main menu|what can you do|options",
    Wish.UNSURE: r"(?:我)?(?:也)?(?:不(?:太)?(?:知道|清楚|记得|确定|晓得)|记不(?:清|得|起来|住)|忘了|想不起来|没印象|不详)(?:了)?|(?:i )?(?:dont|do not|cant|cannot) (?:know|remember|recall|say|tell)|no idea|not sure|unsure|idk|dunno|unknown|i forgot|forgot|not certain",
    Wish.YES: r"是(?:的|啊|滴)?|对(?:的|啊|呀)?|好(?:的|啊|吧|嘞|呀)?|行|可以|没错|正确|确认|嗯+|要|有(?:的)?|有过|愿意|同意|当然|y|yes+|yep|yeah|yup|yea|ya|sure|ok(?:ay)?|correct|right|thats right|of course|absolutely|confirm(?:ed)?|agreed|i do|i did|it did|it is|they did|shi de?|dui|hao de?|係|啱|冇错",
    Wish.NO: r"不(?:是|对|要|用|行|好|可以|同意|愿意)?(?:的)?|没(?:有)?(?:过)?|否|错(?:了)?|未有|无|不了|别|n|no+|nope|nah|none|never|not (?:yet|really|at all|now)|wrong|incorrect|no thanks|i didnt|it didnt|it isnt|bu shi|mei you|唔係",
    Wish.DONE: r"(?:都|已经?|全)?(?:做|打|弄|办|搞|发|挂|冻结?|说|问)(?:完|好|过|断)(?:电话)?(?:了)?|(?:都)?(?:做|搞定|完成|挂)了|好了|完成(?:了)?|(?:all |im |its )?(?:done|finished|completed|complete|ready|sent)|i (?:did|have done) (?:it|that|all)|did (?:it|that)|hung up|called(?: them)?",
}
_PATTERNS = {
    wish: re.compile(rf"\W*{_PLEASE}(?:{words}){_END}\W*") for wish, words in _WORDS.items()
}


def wish_in(text: str) -> Wish | None:
    """Return the wish that a message consists of; None when it says anything more."""
    normal = plain(text[: LONGEST + 1])
    if not normal or len(text) > LONGEST:
        return None
    return next((wish for wish, pattern in _PATTERNS.items() if pattern.fullmatch(normal)), None)

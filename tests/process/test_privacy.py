"""A whole claim with DEBUG logs: nothing that was said, sent or secret is printed."""

from pathlib import Path

from bot.sandbox import RunningSandbox
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.posting import Place
from bot.sandbox.values import Person
from bot.sandbox.wire import Upload
from tests.gateway import until
from tests.process.bot_process import NO_LIMITS, arguments, bot_process, sandbox_over_http
from tests.sandbox import TOKEN, picture, press

_PATIENCE = 60.0
_NAME = "欧阳小满"
_FILE = "秘密的账单.pdf"
_SAID = (
    "微信昨晚扣了我两次，每次73.51块，商户是琥珀鲸鱼茶铺",
    "卡号6228480012345678915 验证码 884213",
    "琥珀鲸鱼茶铺",
    "该付一次，其余是多扣的",
)
_PRIVATE = (
    TOKEN.partition(":")[2],
    _NAME,
    _FILE,
    Path(_FILE).stem,
    "琥珀鲸鱼",
    "73.51",
    "7351",
    "6228480012345678915",
    "884213",
    "该付一次",
)  # fmt: skip


def answers(telegram: RunningSandbox, person: Person) -> list[str]:
    kept = telegram.sandbox.world.messages.get(person.id, {})
    return [str(m["text"]) for _, m in sorted(kept.items()) if m["from"]["is_bot"]]


async def test_a_whole_claim_leaves_nothing_private_in_the_output(tmp_path: Path) -> None:
    async with sandbox_over_http(tmp_path) as telegram:
        sandbox = telegram.sandbox
        person, cast = sandbox.people.create(_NAME, "zh-hans"), sandbox.cast()
        settings = {
            **NO_LIMITS,
            "BOT_LOG_LEVEL": "DEBUG",
            # The client that prints addresses, and with them the token, when it is let.
            "BOT_TRANSPORT": "httpx",
            "BOT_AGENTS_CHAT": str(cast.agents_chat.id),
            "BOT_AGENT_IDS": str(cast.agent.id),
        }

        async def answered(before: int) -> None:
            await until(lambda: len(answers(telegram, person)) > before, _PATIENCE)

        async with bot_process(tmp_path, *arguments(telegram), **settings) as bot:
            await bot.ready()
            sandbox.faults.add(Fault(FaultKind.SERVER_ERROR, "sendMessage"))
            for text in _SAID:
                before = len(answers(telegram, person))
                sandbox.people.send_text(person.id, text)
                await answered(before)
            before = len(answers(telegram, person))
            sandbox.posting.document(Place(person.id), Upload(_FILE, "", picture()))
            await answered(before)
            press(sandbox, person.id, "提交，要求退 73.51 元")
            await until(lambda: "编号 PA-" in answers(telegram, person)[-1], _PATIENCE)
            assert await bot.stop() == 0
        assert " INFO " in bot.output
        assert [each for each in _PRIVATE if each in bot.output] == []

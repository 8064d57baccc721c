"""An edit of an article from the file that an admin sent to the version that customers see."""

import re

from bot.domain.taps import Tap
from bot.services.conversation import Sender
from bot.services.exchange import Exchange
from bot.services.knowledge_edits import Checked, KnowledgeEdits, version_from
from bot.services.knowledge_steps import VERB, Steps, decide, undo_choice
from bot.services.knowledge_words import effect_values, problem_lines
from bot.storage.article_versions import ArticleVersion, VersionState, put_version
from knowledge.proposals import LARGEST_ARTICLE, Proposal, article_file, ready_file
from knowledge.ready import FOLDER as READY

# `two-factor.zh.md`, or `ready.fraud-first.zh.md` of a ready answer; also when a telephone has
# numbered the copy.
_NAME = re.compile(r"(ready\.)?([a-z0-9]+(?:-[a-z0-9]+)*)\.(zh|en)(?: ?\(\d+\))?\.md")


def sent_name(file: str) -> str:
    """Return the name under which an article's file is sent and taken back."""
    folder, language, name = file.split("/")
    before = "ready." if folder == READY else ""
    return f"{before}{name.removesuffix('.md')}.{language}.md"


class KnowledgeVersions:
    """Takes, uses, drops and undoes edits."""

    def __init__(self, steps: Steps, edits: KnowledgeEdits) -> None:
        self._steps, self._edits = steps, edits

    async def take(self, sender: Sender, name: str, content: bytes) -> None:
        """Check an article that was sent back, show its effect, offer to use it."""
        match = _NAME.fullmatch(name)
        if match is None:
            await self._steps.say(sender, "knowledge.not_an_article", name=name[:60])
            return
        file = (ready_file if match[1] else article_file)(match[2], match[3])
        if len(content) > LARGEST_ARTICLE:
            await self._steps.say(sender, "knowledge.too_large", most=LARGEST_ARTICLE)
            return
        try:
            text = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            await self._steps.say(sender, "knowledge.not_text")
            return
        if text == await self._edits.text(file):
            await self._steps.say(sender, "knowledge.same", file=file)
            return
        checked = await self._edits.checked(file, text)

        async def doing(ex: Exchange) -> None:
            await _offer(ex, checked, file)

        await self._steps.do(sender, doing)

    async def use(self, sender: Sender, number: str) -> None:
        """Write an offered version into the knowledge folder."""
        version = await self._open(sender, number, VersionState.OFFERED)
        if version is None:
            return
        await self._edits.write(version.file, version.content)

        async def doing(ex: Exchange) -> None:
            undo = undo_choice(ex, version.id)
            await decide(ex, version, VersionState.LIVE, "knowledge.live", undo)

        await self._steps.do(sender, doing)

    async def drop(self, sender: Sender, number: str) -> None:
        """Leave everything as it is."""
        version = await self._edits.version(number)
        if version is None:
            await self._steps.say(sender, "knowledge.decided")
            return

        async def doing(ex: Exchange) -> None:
            if version.state is VersionState.OFFERED:
                await decide(ex, version, VersionState.DROPPED, "knowledge.dropped")
            else:
                ex.say("knowledge.decided")

        await self._steps.do(sender, doing)

    async def undo(self, sender: Sender, number: str) -> None:
        """Put back what was there before a version."""
        version = await self._open(sender, number, VersionState.LIVE)
        if version is None:
            return
        await self._edits.write(version.file, version.before)

        async def doing(ex: Exchange) -> None:
            await decide(ex, version, VersionState.UNDONE, "knowledge.undone")

        await self._steps.do(sender, doing)

    async def _open(
        self, sender: Sender, number: str, state: VersionState
    ) -> ArticleVersion | None:
        """Return a version that is still to be decided on and fits the file; else say why not.

        Where the file is as this act would leave it, the act was cut off and is done again.
        """
        version = await self._edits.version(number)
        if version is None or version.state is not state:
            await self._steps.say(sender, "knowledge.decided")
            return None
        if await self._edits.text(version.file) not in (version.before, version.content):
            await self._steps.say(sender, "knowledge.changed_meanwhile", file=version.file)
            return None
        return version


async def _offer(ex: Exchange, checked: Checked, file: str) -> None:
    proposal, effect = checked.proposal, checked.effect
    if proposal is None:
        ex.say("knowledge.folder_broken", problems=problem_lines(checked.elsewhere, ex))
        return
    if effect is None:
        found = proposal.problems
        ex.say(
            "knowledge.wrong",
            file=file,
            count=len(found),
            problems=problem_lines(found, ex),
        )
        return
    number = await _stored(ex, proposal, VersionState.OFFERED)
    choices = (
        (ex.label("knowledge.button.use"), Tap(VERB, ("use", str(number)))),
        (ex.label("knowledge.button.drop"), Tap(VERB, ("drop", str(number)))),
    )
    if effect.asked:
        ex.say("knowledge.offered", *choices, file=file, **effect_values(ex, effect))
    else:
        ex.say("knowledge.offered_body", *choices, file=file)


async def _stored(ex: Exchange, proposal: Proposal, state: VersionState) -> int:
    return await put_version(ex.connection, ex.bot, version_from(proposal, ex.chat, ex.now, state))

"""Questions that no article answered: listed in groups, added to an article with one tap."""

from bot.domain.taps import Tap
from bot.services.conversation import Sender
from bot.services.exchange import Choice, Exchange
from bot.services.knowledge_edits import Checked, KnowledgeEdits, version_from
from bot.services.knowledge_steps import VERB, Steps, note, undo_choice
from bot.services.knowledge_words import (
    MOST_GROUPS,
    effect_values,
    findings,
    group_lines,
    problem_lines,
    shortened,
    title_of,
)
from bot.services.understanding import Interpreter
from bot.storage.article_versions import VersionState, put_version, settle_question
from knowledge.grouping import Group, grouped

_OFFERED = 3  # articles that a question can be added to


class UnansweredDesk:
    """What admins do with the open questions."""

    def __init__(self, steps: Steps, interpreter: Interpreter, edits: KnowledgeEdits) -> None:
        self._steps, self._interpreter, self._edits = steps, interpreter, edits

    async def listed(self, sender: Sender) -> None:
        """List the groups, the most frequent first."""
        questions = await self._edits.questions()
        groups = grouped(questions)

        async def doing(ex: Exchange) -> None:
            if not groups:
                ex.say("knowledge.none_unanswered")
                return
            choices = [
                (ex.label("knowledge.button.group", n=n), _tap("group", group))
                for n, group in enumerate(groups[:MOST_GROUPS], 1)
            ]
            ex.say(
                "knowledge.unanswered",
                *choices,
                count=len(questions),
                groups=len(groups),
                questions=group_lines(ex, groups),
            )

        await self._steps.do(sender, doing)

    async def group(self, sender: Sender, number: str) -> None:
        """Show one group, and the articles that it may belong to."""
        group = await self._group(number)
        if group is None:
            await self._steps.say(sender, "knowledge.decided")
            return
        ranked = self._interpreter.search.rank(group.first.text, _OFFERED)

        async def doing(ex: Exchange) -> None:
            choices: list[Choice] = [
                (title_of(ex, one.entry)[:60], _tap("add", group, one.entry)) for one in ranked
            ]
            choices.append((ex.label("knowledge.button.skip"), _tap("skip", group)))
            ex.say(
                "knowledge.group",
                *choices,
                count=len(group.questions),
                question=group.first.text,
                nearest=findings(ex, ranked),
            )

        await self._steps.do(sender, doing)

    async def add(self, sender: Sender, number: str, name: str) -> None:
        """Add a group's question to an article; its effect is shown, and it can be undone."""
        group = await self._group(number)
        if group is None or not await self._edits.exists(name, group.first):
            await self._steps.say(sender, "knowledge.decided")
            return
        checked = await self._edits.with_question(name, group.first)
        if checked.proposal is not None and checked.effect is not None:
            await self._edits.write(checked.proposal.file, checked.proposal.text)

        async def doing(ex: Exchange) -> None:
            await _added(ex, checked, group)

        await self._steps.do(sender, doing)

    async def skip(self, sender: Sender, number: str) -> None:
        """Take a group off the list."""
        group = await self._group(number)

        async def doing(ex: Exchange) -> None:
            for question in group.questions if group else ():
                await settle_question(ex.connection, ex.bot, question.id)
            ex.say("knowledge.settled")

        await self._steps.do(sender, doing)

    async def _group(self, number: str) -> Group | None:
        """Return the group that holds a question now; None if it was dealt with."""
        return next(
            (
                group
                for group in grouped(await self._edits.questions())
                if any(str(question.id) == number for question in group.questions)
            ),
            None,
        )


async def _added(ex: Exchange, checked: Checked, group: Group) -> None:
    proposal, effect, question = checked.proposal, checked.effect, shortened(group.first.text)
    if proposal is None or effect is None:
        problems = proposal.problems if proposal else checked.elsewhere
        ex.say(
            "knowledge.not_added",
            question=question,
            problems=problem_lines(problems, ex),
        )
        return
    for each in group.questions:
        await settle_question(ex.connection, ex.bot, each.id)
    version = version_from(proposal, ex.chat, ex.now, VersionState.LIVE)
    number = await put_version(ex.connection, ex.bot, version)
    await note(ex, VersionState.LIVE, proposal.file)
    ex.say(
        "knowledge.added",
        undo_choice(ex, number),
        file=proposal.file,
        question=question,
        **effect_values(ex, effect),
    )


def _tap(act: str, group: Group, *more: str) -> Tap:
    return Tap(VERB, (act, str(group.first.id), *more))

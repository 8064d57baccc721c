"""What admins do with the knowledge in the chat: search, read, get a file; who does the rest."""

from functools import partial
from typing import Final

from bot.domain.messages import Button, FileKind, Message, OutgoingFile
from bot.domain.redaction import redact
from bot.domain.taps import Tap, decode
from bot.services.conversation import Office, Sender
from bot.services.exchange import Choice, Exchange
from bot.services.knowledge_edits import KnowledgeEdits, Shelf
from bot.services.knowledge_steps import VERB, AdminSteps
from bot.services.knowledge_versions import KnowledgeVersions, sent_name
from bot.services.knowledge_words import findings, shortened, title_of
from bot.services.ready_editing import list_ready, read_ready
from bot.services.unanswered_desk import UnansweredDesk
from bot.services.understanding import Interpreter
from bot.storage.article_versions import VersionState, versions_of
from bot.texts.layouts import arranged, copy_row
from bot.texts.speech import Said
from knowledge.proposals import article_file, ready_file
from knowledge.rendering import render
from knowledge.values import Reader

COMMANDS: Final = ("faq", "unanswered", "ready")
KNOWLEDGE_FILE: Final = "knowledge:"
"""Begins the key of a file that is sent from the knowledge folder."""

_FOUND = 5  # articles of one search
_LONGEST_QUESTION = 300
_LONGEST_LABEL = 60
_LANGUAGES = ("zh", "en")


class KnowledgeDesk:
    """The knowledge for admins, each act one written step."""

    def __init__(self, office: Office, interpreter: Interpreter, shelf: Shelf) -> None:
        self._interpreter = interpreter
        self._edits = KnowledgeEdits(office, interpreter, shelf)
        self._steps = AdminSteps(office)
        self._versions = KnowledgeVersions(self._steps, self._edits)
        self._unanswered = UnansweredDesk(self._steps, interpreter, self._edits)

    async def command(self, sender: Sender, name: str, argument: str) -> None:
        """Do what `/faq`, `/unanswered` or `/ready` says."""
        if not await self._steps.is_admin(sender):
            await self._steps.refuse(sender)
        elif name == "faq":
            await self._faq(sender, argument)
        elif name == "ready":
            await self._steps.do(sender, list_ready)
        else:
            await self._unanswered.listed(sender)

    async def is_admin(self, sender: Sender) -> bool:
        """Whether somebody's files are articles; those of all others are evidence."""
        return await self._steps.is_admin(sender)

    async def document(self, sender: Sender, name: str, content: bytes) -> None:
        """Take an article that an admin sent back."""
        if await self._steps.is_admin(sender):
            await self._versions.take(sender, name, content)
        else:
            await self._steps.refuse(sender)

    async def tap(self, sender: Sender, data: str) -> None:
        """Do what a button says."""
        if not await self._steps.is_admin(sender):
            await self._steps.refuse(sender)
            return
        tap = decode(data)
        about = tap.about if tap else ()
        if await self._looked_at(sender, about):
            return
        match about:
            case ("use", number):
                await self._versions.use(sender, number)
            case ("drop", number):
                await self._versions.drop(sender, number)
            case ("undo", number):
                await self._versions.undo(sender, number)
            case ("group", number):
                await self._unanswered.group(sender, number)
            case ("add", number, name):
                await self._unanswered.add(sender, number, name)
            case ("skip", number):
                await self._unanswered.skip(sender, number)
            case _:
                await self._steps.say(sender, "knowledge.gone")

    async def _looked_at(self, sender: Sender, about: tuple[str, ...]) -> bool:
        """Show an article, a ready answer or a file; False: a button says something else."""
        match about:
            case ("read", name):
                await self._steps.do(sender, partial(_read, name=name))
            case ("answer", name):
                await self._steps.do(sender, partial(read_ready, name=name))
            case ("file", language, name) if language in _LANGUAGES:
                await self._file(sender, article_file(name, language))
            case ("ready", language, name) if language in _LANGUAGES:
                await self._file(sender, ready_file(name, language))
            case _:
                return False
        return True

    async def _faq(self, sender: Sender, argument: str) -> None:
        question = redact(argument[:_LONGEST_QUESTION]).text.strip()
        search = self._interpreter.search
        ranked = search.rank(question, _FOUND) if question else ()

        async def doing(ex: Exchange) -> None:
            if not question:
                ex.say("knowledge.ask_question")
                return
            choices: list[Choice] = [
                (title_of(ex, one.entry)[:_LONGEST_LABEL], Tap(VERB, ("read", one.entry)))
                for one in ranked
            ]
            ex.say(
                "knowledge.found",
                *choices,
                question=shortened(question),
                articles=findings(ex, ranked),
                sure=f"{search.thresholds.answer_at:.2f}",
                offer=f"{search.thresholds.suggest_at:.2f}",
            )

        await self._steps.do(sender, doing)

    async def _file(self, sender: Sender, file: str) -> None:
        if not await self._edits.text(file):
            await self._steps.say(sender, "knowledge.gone")
            return

        async def doing(ex: Exchange) -> None:
            versions = await versions_of(ex.connection, ex.bot, file, 1)
            undo: list[Button] = []
            if versions and versions[0].state is VersionState.LIVE:
                tap = Tap(VERB, ("undo", str(versions[0].id)))
                undo.append(Button(ex.label("knowledge.button.undo"), data=tap.encode()))
            last = versions[0] if versions else None
            hint = ex.lines(
                "knowledge.edit_hint",
                file=file,
                when=f"{last.at.astimezone(ex.voice.zone):%Y-%m-%d %H:%M}" if last else None,
                who=last.author if last else None,
            )
            text = "\n".join(hint.lines)
            sent = OutgoingFile(FileKind.DOCUMENT, sent_name(file), blob=KNOWLEDGE_FILE + file)
            ex.messages.append(Message(ex.chat, text, arranged(undo), file=sent))

        await self._steps.do(sender, doing)


async def _read(ex: Exchange, name: str) -> None:
    """Show an article as a customer of the admin's language and region sees it."""
    article = ex.library.article(name, ex.voice.language.facts)
    if article is None:
        ex.say("knowledge.gone")
        return
    reader = Reader(ex.voice.language.facts, ex.voice.region, ex.tables.today)
    shown = render(article, ex.library, reader, ex.tables.written)
    files = [
        Button(
            ex.label(f"knowledge.button.file_{language}"),
            data=Tap(VERB, ("file", language, name)).encode(),
        )
        for language in _LANGUAGES
    ]
    copies = copy_row(ex.line("button.copy", what="{}"), shown.phones)
    ex.send(Said(shown.text, (*copies, *arranged(files))))

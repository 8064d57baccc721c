"""Builds the application; the order of handlers decides who gets an update."""

from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.services.incident_form import COMMAND as INCIDENT_COMMAND
from bot.services.knowledge_desk import COMMANDS as KNOWLEDGE_COMMANDS
from bot.services.knowledge_steps import VERB
from bot.services.probe_desk import COMMAND as PROBE_COMMAND
from bot.services.spam_desk import VERB as SPAM_VERB
from bot.services.staff_desk import COMMAND as STAFF_COMMAND
from bot.services.staff_step import VERB as STAFF_VERB
from handlers.chat.customers import Customers
from handlers.chat.groups import Groups
from handlers.chat.plain_texts import PlainText
from handlers.desk.agents import Agents
from handlers.desk.console import ConsoleCommand
from handlers.desk.incidents import IncidentAdmins
from handlers.desk.knowledge import KnowledgeAdmins
from handlers.desk.probes import ProbeAdmins
from handlers.desk.rights import GroupCheck
from handlers.desk.staff import StaffCommand

Context = ContextTypes.DEFAULT_TYPE
# The library's application; its type parameters do not matter here.
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

_PRIVATE = filters.ChatType.PRIVATE
_FILES = filters.PHOTO | filters.Document.ALL | filters.VIDEO | filters.ANIMATION | filters.AUDIO
_ARTICLES = filters.Document.FileExtension("md")
_NEW = filters.UpdateType.MESSAGE
_SPOKEN = filters.VOICE | filters.VIDEO_NOTE


@dataclass(frozen=True, slots=True)
class Faces:
    """Who handles what.

    Attributes:
        customers: private chats.
        agents: the agents' group.
        groups: any other group.
        agents_chat: Telegram id of the agents' group; 0 is none.
        knowledge: admins and the articles.
        probes: admins and the probes.
        incidents: admins and incidents.
        console: the way into the browser.
        staff: who belongs to the team.
        rights: what the bot may do in the agents' group.
    """

    customers: Customers
    agents: Agents
    groups: Groups
    agents_chat: int
    knowledge: KnowledgeAdmins
    probes: ProbeAdmins
    incidents: IncidentAdmins
    console: ConsoleCommand
    staff: StaffCommand
    rights: GroupCheck


def add_handlers(application: AnyApplication, faces: Faces) -> None:
    """Register all handlers; the first that fits gets the update."""
    customers = faces.customers
    ours = filters.Chat(chat_id=faces.agents_chat) if faces.agents_chat else filters.Chat([])
    application.add_handler(TypeHandler(PlainText, customers.on_plain_text))
    application.add_handler(CallbackQueryHandler(_tap(faces)))
    application.add_handler(CommandHandler("start", _start(faces), _NEW & (ours | _PRIVATE)))
    changes = ChatMemberHandler.MY_CHAT_MEMBER
    application.add_handler(
        ChatMemberHandler(faces.rights.on_change, changes, chat_id=faces.agents_chat)
    )
    talk = ours & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(talk & _NEW, faces.agents.on_message))
    edits = talk & filters.UpdateType.EDITED_MESSAGE
    application.add_handler(MessageHandler(edits, faces.agents.on_edit))
    application.add_handler(MessageHandler(ours, _ignore))
    application.add_handler(MessageHandler(filters.ChatType.GROUPS, faces.groups.on_group))
    application.add_handler(
        MessageHandler(~_PRIVATE | filters.SenderChat.ALL | _FROM_BOT, _ignore)
    )
    application.add_handler(
        MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, customers.on_edit)
    )
    application.add_handler(MessageHandler(filters.UpdateType.EDITED, _ignore))
    knowledge = faces.knowledge
    application.add_handler(CommandHandler(KNOWLEDGE_COMMANDS, knowledge.on_command, _NEW))
    application.add_handler(CommandHandler(PROBE_COMMAND, faces.probes.on_command, _NEW))
    application.add_handler(CommandHandler(INCIDENT_COMMAND, faces.incidents.on_command, _NEW))
    application.add_handler(CommandHandler("console", faces.console.on_command, _NEW))
    application.add_handler(CommandHandler(STAFF_COMMAND, faces.staff.on_command, _NEW))
    application.add_handler(MessageHandler(_ARTICLES & _NEW, _article(faces)))
    application.add_handler(MessageHandler(filters.COMMAND, customers.on_command))
    application.add_handler(MessageHandler(_FILES, customers.on_files))
    application.add_handler(MessageHandler(_SPOKEN, customers.on_voice))
    application.add_handler(MessageHandler(filters.TEXT, customers.on_text))
    application.add_handler(MessageHandler(filters.ALL, customers.on_other))
    application.add_handler(TypeHandler(Update, _ignore))


class _FromBot(filters.UpdateFilter):
    """Another bot wrote."""

    def filter(self, update: Update) -> bool:
        """Whether the sender is a bot."""
        return bool(update.effective_user and update.effective_user.is_bot)


_FROM_BOT = _FromBot()


def _start(faces: Faces) -> Any:  # Any: the library's callback type
    async def on_start(update: Update, context: Context) -> None:
        chat = update.effective_chat
        told = await faces.rights.on_start(update, context)
        if not told and chat is not None and chat.type == chat.PRIVATE:
            await faces.customers.on_command(update, context)

    return on_start


def _tap(faces: Faces) -> Any:  # Any: the library's callback type
    async def on_tap(update: Update, context: Context) -> None:
        chat, query = update.effective_chat, update.callback_query
        if chat is None or query is None:
            return
        if chat.id == faces.agents_chat:
            await faces.agents.on_tap(update, context)
        elif chat.type == chat.PRIVATE and (query.data or "").startswith(f"{VERB}:"):
            await faces.knowledge.on_tap(update, context)
        elif chat.type == chat.PRIVATE and (query.data or "").startswith(f"{STAFF_VERB}:"):
            await faces.staff.on_tap(update, context)
        elif chat.type == chat.PRIVATE and (query.data or "").startswith(f"{SPAM_VERB}:"):
            await faces.agents.on_tap(update, context)
        elif chat.type == chat.PRIVATE:
            await faces.customers.on_tap(update, context)

    return on_tap


def _article(faces: Faces) -> Any:  # Any: the library's callback type
    async def on_article(update: Update, context: Context) -> None:
        if await faces.knowledge.takes_files(update):
            await faces.knowledge.on_document(update, context)
        else:
            await faces.customers.on_files(update, context)

    return on_article


async def _ignore(_: Update, __: Context) -> None:
    """Nothing to do; the dispatcher marks the update as done."""

"""Looks at the agents' group: at the start, on `/start` of staff, when the bot's rights change."""

from telegram import Bot, ChatMemberAdministrator, ChatMemberOwner, Update
from telegram.error import ChatMigrated, NetworkError, TelegramError
from telegram.ext import ContextTypes

from bot.domain.languages import Language, language_of_app
from bot.services.desk_rights import Asked, DeskRights, GroupRights

Context = ContextTypes.DEFAULT_TYPE


class GroupCheck:
    """Asks Telegram what the bot may do in the agents' group."""

    def __init__(self, rights: DeskRights, agents_chat: int, language: Language) -> None:
        self._rights, self._chat, self._language = rights, agents_chat, language

    async def on_start(self, update: Update, context: Context) -> bool:
        """Tell staff what to mend; False: whoever wrote is none."""
        chat, person, message = (
            update.effective_chat, update.effective_user, update.effective_message,
        )  # fmt: skip
        if chat is None or person is None or not await self._rights.is_staff(person.id):
            return False
        language = self._language
        if chat.type == chat.PRIVATE:
            language = language_of_app(person.language_code)
        thread = message.message_thread_id if message and message.is_topic_message else 0
        rights = await seen_rights(context.bot, self._chat)
        await self._rights.tell(rights, Asked(chat.id, language, thread or 0))
        return True

    async def on_change(self, _: Update, context: Context) -> None:
        """The bot was made an admin, or is none any more."""
        await self.look(context.bot)

    async def look(self, bot: Bot) -> None:
        """Remember what the group can do now."""
        if self._chat:
            await self._rights.note(await seen_rights(bot, self._chat))


async def seen_rights(bot: Bot, chat: int) -> GroupRights:
    """Return what Telegram tells of a group.

    Raises:
        NetworkError: Telegram cannot be asked just now.
    """
    if not chat:
        return GroupRights(is_found=False)
    try:
        group = await bot.get_chat(chat)
        member = await bot.get_chat_member(chat, bot.id)
        me = await bot.get_me()
    except ChatMigrated as moved:
        return GroupRights(moved_to=moved.new_chat_id)
    except TelegramError as error:
        if type(error) is NetworkError:
            raise
        return GroupRights(is_found=False)
    admin = member if isinstance(member, ChatMemberAdministrator) else None
    owns = isinstance(member, ChatMemberOwner)
    return GroupRights(
        is_found=member.status not in (member.LEFT, member.BANNED),
        is_forum=bool(group.is_forum),
        is_admin=owns or admin is not None,
        reads_all=bool(me.can_read_all_group_messages),
        can_topics=owns or bool(admin and admin.can_manage_topics),
        can_pin=owns or bool(admin and admin.can_pin_messages),
        can_delete=owns or bool(admin and admin.can_delete_messages),
    )

"""Members of a chat, as the Bot API describes them."""

from bot.sandbox.values import Chat, Json, Person
from bot.sandbox.world import World


def membership_change(world: World, chat: Chat, by: Person, before: str, after: str) -> Json:
    """Return a `ChatMemberUpdated` about the bot itself."""
    return {
        "chat": world.chat_object(chat),
        "from": by.as_user(),
        "date": world.now(),
        "old_chat_member": member_object(world.bot.as_user(), before),
        "new_chat_member": member_object(world.bot.as_user(), after),
    }


# Rights that `ChatMemberAdministrator` and `ChatAdministratorRights` require.
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def member_object(user: Json, status: str) -> Json:
    """Return a `ChatMember` of the kind that the status names."""
    member: Json = {"status": status, "user": user}
    if status == "kicked":
        member["until_date"] = 0
    elif status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= {"can_be_edited": False, "is_anonymous": False, "can_manage_topics": True}
        member |= {"can_pin_messages": True, **dict.fromkeys(RIGHTS, True)}
    return member

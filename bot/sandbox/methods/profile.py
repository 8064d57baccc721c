"""How the bot presents itself: commands, name, descriptions, menu button, rights."""

import re

from bot.sandbox.errors import bad_request
from bot.sandbox.members import RIGHTS
from bot.sandbox.methods.registry import Context, method
from bot.sandbox.values import Json
from bot.sandbox.world import World

# Bot API, setMyCommands: "At most 100 commands"; BotCommand: name 1-32, description 1-256.
_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)
_DESCRIPTION_LENGTH = 256

# Bot API: setMyName 0-64, setMyDescription 0-512, setMyShortDescription 0-120 characters.
_TEXT_LENGTHS = {"name": 64, "description": 512, "short_description": 120}


def _scope_key(scope: Json | None) -> str:
    scope = scope or {"type": "default"}
    parts = [scope["type"], scope.get("chat_id"), scope.get("user_id")]
    return ":".join(str(part) for part in parts if part is not None)


def _key(params: Json) -> str:
    return f"{_scope_key(params.get('scope'))}|{params.get('language_code', '')}"


@method("setMyCommands")
async def set_my_commands(context: Context) -> bool:
    """Remember the commands of one scope and language."""
    commands = context.params["commands"]
    if len(commands) > _COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= _DESCRIPTION_LENGTH:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return _keep_commands(context, commands)


@method("deleteMyCommands")
async def delete_my_commands(context: Context) -> bool:
    """Forget the commands of one scope and language."""
    return _keep_commands(context, [])


def _keep_commands(context: Context, commands: list[Json]) -> bool:
    known = context.world.bot.commands
    known[_key(context.params)] = commands
    if not commands:
        del known[_key(context.params)]
    context.world.keep_bot()
    context.world.emit("commands")
    return True


@method("getMyCommands")
async def get_my_commands(context: Context) -> list[Json]:
    """Return the commands of exactly this scope and language."""
    commands: list[Json] = context.world.bot.commands.get(_key(context.params), [])
    return commands


def commands_for(world: World, user_id: int, chat_id: int) -> list[Json]:
    """Return the commands that a person sees in a chat: narrowest scope, own language first.

    Source:
        Bot API, BotCommandScope, "Determining list of commands".
    """
    chat, person = world.chats.get(chat_id), world.people[user_id]
    language = person.language_code.partition("-")[0]
    scopes = [f"chat_member:{chat_id}:{user_id}"]
    is_admin = chat is not None and chat.status_of(user_id) in {"administrator", "creator"}
    if chat_id == user_id:
        scopes = [f"chat:{chat_id}", "all_private_chats", "default"]
    else:
        scopes += [f"chat_administrators:{chat_id}"] if is_admin else []
        scopes += [f"chat:{chat_id}"]
        scopes += ["all_chat_administrators"] if is_admin else []
        scopes += ["all_group_chats", "default"]
    keys = [f"{scope}|{code}" for scope in scopes for code in (language, "")]
    found: list[Json] = next(
        (world.bot.commands[key] for key in keys if key in world.bot.commands), []
    )
    return found


@method("setMyName")
@method("setMyDescription")
@method("setMyShortDescription")
async def set_my_text(context: Context) -> bool:
    """Remember the name or a description in one language."""
    field = next(name for name in _TEXT_LENGTHS if _words(name) == _subject(context))
    text = context.params.get(field, "")
    if len(text) > _TEXT_LENGTHS[field]:
        raise bad_request(f"{field} is too long")
    context.world.bot.texts[f"{field}|{context.params.get('language_code', '')}"] = text
    context.world.keep_bot()
    context.world.emit("profile")
    return True


@method("getMyName")
@method("getMyDescription")
@method("getMyShortDescription")
async def get_my_text(context: Context) -> Json:
    """Return the name or a description in one language, else the default."""
    field = next(name for name in _TEXT_LENGTHS if _words(name) == _subject(context))
    return {field: text_for(context.world, field, context.params.get("language_code", ""))}


def text_for(world: World, field: str, language: str) -> str:
    """Return `name`, `description` or `short_description` as a language sees it."""
    default = world.bot.name if field == "name" else ""
    texts = world.bot.texts
    found: str = texts.get(f"{field}|{language}") or texts.get(f"{field}|") or default
    return found


def _words(field: str) -> str:
    return field.replace("_", "")


def _subject(context: Context) -> str:
    return context.call.method[len("setMy") :].lower()


@method("setChatMenuButton")
async def set_chat_menu_button(context: Context) -> bool:
    """Remember the button beside the input, of one chat or of all."""
    key = str(context.params.get("chat_id", ""))
    context.world.bot.menu_buttons[key] = context.params.get("menu_button", {"type": "default"})
    context.world.keep_bot()
    context.world.emit("profile")
    return True


@method("getChatMenuButton")
async def get_chat_menu_button(context: Context) -> Json:
    """Return the button beside the input."""
    return menu_button_for(context.world, context.params.get("chat_id", ""))


def menu_button_for(world: World, chat_id: int | str) -> Json:
    """Return the menu button of a chat, else the default one."""
    buttons = world.bot.menu_buttons
    found: Json = buttons.get(str(chat_id)) or buttons.get("") or {"type": "commands"}
    return found


@method("setMyDefaultAdministratorRights")
async def set_my_default_administrator_rights(context: Context) -> bool:
    """Remember the rights that the bot asks for when it is added to a group."""
    kind = "channel" if context.params.get("for_channels") else "group"
    context.world.bot.admin_rights[kind] = context.params.get("rights", {})
    context.world.keep_bot()
    return True


@method("getMyDefaultAdministratorRights")
async def get_my_default_administrator_rights(context: Context) -> Json:
    """Return the rights that the bot asks for; none unless it said so."""
    kind = "channel" if context.params.get("for_channels") else "group"
    asked: Json = context.world.bot.admin_rights.get(kind, {})
    return dict.fromkeys(("is_anonymous", *RIGHTS), False) | asked

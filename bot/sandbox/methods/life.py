"""Who the bot is, and how it gets its updates."""

from bot.sandbox.errors import bad_request, conflict
from bot.sandbox.gate import is_of_this_machine
from bot.sandbox.methods.registry import Context, method
from bot.sandbox.values import Json

# Bot API, setWebhook: "secret_token ... 1-256 characters. Only A-Z, a-z, 0-9, _ and -".
_SECRET_LENGTH = 256


@method("getMe")
async def get_me(context: Context) -> Json:
    """Return the bot's account."""
    return context.world.bot.as_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("getUpdates")
async def get_updates(context: Context) -> list[Json]:
    """Return the updates that wait, or wait for them."""
    world, params = context.world, context.params
    if world.bot.webhook.get("url"):
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    if "allowed_updates" in params:
        world.bot.allowed_updates = params["allowed_updates"]
        world.keep_bot()
    limit, timeout = params.get("limit", 100), params.get("timeout", 0)
    return await context.updates.poll(params.get("offset", 0), limit, timeout)


@method("setWebhook")
async def set_webhook(context: Context) -> bool:
    """Remember the endpoint and begin to deliver to it; an empty one is taken away."""
    world, params = context.world, context.params
    url: str = params["url"]
    if not url:
        return await _forget_webhook(context)
    is_ours = is_of_this_machine(url)
    if not url.startswith("https://") and not (is_ours and url.startswith("http://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = params.get("secret_token", "")
    if len(secret) > _SECRET_LENGTH:
        raise bad_request("secret token is too long")
    if not all(c.isascii() and (c.isalnum() or c in "_-") for c in secret):
        raise bad_request("secret token contains unallowed characters")
    if not is_ours:
        raise bad_request("bad webhook: the sandbox posts to this machine only")
    if params.get("drop_pending_updates"):
        context.updates.clear()
    if "allowed_updates" in params:
        world.bot.allowed_updates = params["allowed_updates"]
    world.bot.webhook = {
        "url": url,
        "secret_token": secret,
        "max_connections": params.get("max_connections", 40),
    }
    world.keep_bot()
    await context.webhook.restart()
    return True


@method("deleteWebhook")
async def delete_webhook(context: Context) -> bool:
    """Stop delivering; updates wait for getUpdates again."""
    return await _forget_webhook(context)


async def _forget_webhook(context: Context) -> bool:
    if context.params.get("drop_pending_updates"):
        context.updates.clear()
    context.world.bot.webhook = {}
    context.world.keep_bot()
    await context.webhook.restart()
    return True


@method("getWebhookInfo")
async def get_webhook_info(context: Context) -> Json:
    """Return the endpoint, how much waits for it and what went wrong last."""
    bot = context.world.bot
    answer: Json = {
        "url": bot.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(context.updates.waiting),
    }
    for name in ("max_connections", "last_error_date", "last_error_message"):
        if bot.webhook.get(name):
            answer[name] = bot.webhook[name]
    if bot.allowed_updates:
        answer["allowed_updates"] = bot.allowed_updates
    return answer


@method("logOut")
@method("close")
async def leave_server(_context: Context) -> bool:
    """Answer as a server does that the bot may leave."""
    return True

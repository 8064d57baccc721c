"""Opens Mini Apps: the signed `initData` that Telegram hands to a page.

Source: core.telegram.org/bots/webapps, "Validating data received via the Mini App".
"""

import hashlib
import hmac
import json
from urllib.parse import urlencode

from bot.sandbox.values import Json


def signed_init_data(token: str, fields: Json) -> str:
    """Return `initData` with its hash, as a query string.

    Args:
        token: the bot's token, which signs.
        fields: `user`, `auth_date`, `query_id` and the like; objects become JSON.
    """
    texts = {name: _text(value) for name, value in fields.items()}
    lines = "\n".join(f"{name}={texts[name]}" for name in sorted(texts))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()
    return urlencode({**texts, "hash": signature})


def address(url: str, init_data: str) -> str:
    """Return the page's address with the data where Telegram puts it."""
    return f"{url}#{urlencode({'tgWebAppData': init_data, 'tgWebAppVersion': '9.0'})}"


def _text(value: object) -> str:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)

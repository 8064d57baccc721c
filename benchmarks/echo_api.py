"""A Bot API that knows five methods, as fast as possible: the other side of the echo benchmark."""

import asyncio
import json
import time

from aiohttp import web

TOKEN = "1:benchmark"


class EchoApi:
    """Hands out updates and counts the answers."""

    def __init__(self, text: str = "message", *, same: bool = False) -> None:
        self._text = text
        self._same = same
        self._updates: list[dict[str, object]] = []
        self._next = 1_000
        self._news = asyncio.Event()
        self._complete = asyncio.Event()
        self._expected = 0
        self.answers: list[str] = []

    async def burst(self, count: int, chats: int) -> float:
        """Offer updates all at once; return the seconds until the last answer."""
        self.answers.clear()
        self._complete.clear()
        self._expected = count
        began = time.perf_counter()
        self.offer(count, chats)
        await self._complete.wait()
        return time.perf_counter() - began

    def offer(self, count: int, chats: int) -> None:
        """Put messages of several chats, in turn, where getUpdates finds them."""
        for number in range(count):
            text = self._text if self._same else f"{self._text} {number}"
            self._updates.append(self._message(number % chats + 1, text))
        self._news.set()

    def _message(self, chat: int, text: str) -> dict[str, object]:
        self._next += 1
        person = {"id": chat, "is_bot": False, "first_name": "Lin", "language_code": "zh-hans"}
        return {
            "update_id": self._next,
            "message": {
                "message_id": self._next,
                "from": person,
                "chat": {"id": chat, "first_name": "Lin", "type": "private"},
                "date": int(time.time()),
                "text": text,
            },
        }

    async def call(self, request: web.Request) -> web.Response:
        """Answer one method."""
        method = request.match_info["method"].lower()
        given = {**request.query, **(await request.post())}
        if method == "getme":
            result: object = {"id": 1, "is_bot": True, "first_name": "Echo", "username": "echo"}
        elif method == "getupdates":
            result = await self._get_updates(int(given.get("offset", 0)), given)
        elif method == "sendmessage":
            result = self._sent(int(given["chat_id"]), str(given["text"]))
        else:
            result = True
        body = json.dumps({"ok": True, "result": result})
        return web.Response(text=body, content_type="application/json")

    async def _get_updates(self, offset: int, given: dict[str, object]) -> object:
        self._updates = [u for u in self._updates if u["update_id"] >= offset]
        if not self._updates:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), float(str(given.get("timeout", 0))))
            except TimeoutError:
                return []
        return self._updates[: int(str(given.get("limit", 100)))]

    def _sent(self, chat: int, text: str) -> object:
        self.answers.append(text)
        if len(self.answers) == self._expected:
            self._complete.set()
        return {
            "message_id": 5_000_000 + len(self.answers),
            "from": {"id": 1, "is_bot": True, "first_name": "Echo", "username": "echo"},
            "chat": {"id": chat, "first_name": "Lin", "type": "private"},
            "date": int(time.time()),
            "text": text,
        }

    async def serve(self) -> tuple[web.AppRunner, str]:
        """Listen on a free port of this machine; return the runner and the address."""
        application = web.Application()
        application.router.add_route("*", "/bot{token}/{method}", self.call)
        runner = web.AppRunner(
            application, access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        return runner, f"http://127.0.0.1:{port}"

"""python-telegram-bot's requests, answered by an ASGI app in the same process."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from starlette.types import ASGIApp, Message
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

BASE_URL = "http://127.0.0.1/bot"
BASE_FILE_URL = "http://127.0.0.1/file/bot"


@dataclass(frozen=True, slots=True)
class AsgiAnswer:
    """What an app answered; `is_whole` is False when it broke off."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_whole: bool


async def call_asgi(app: ASGIApp, request: httpx.Request) -> AsgiAnswer:
    """Hand a request to an app and return its whole answer."""
    url = urlsplit(str(request.url))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": httpx.URL(str(request.url)).path,
        "raw_path": url.path.encode(),
        "query_string": url.query.encode(),
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "server": (url.hostname, url.port or 80),
        "client": ("127.0.0.1", 1),
    }
    waiting = [{"type": "http.request", "body": await request.aread(), "more_body": False}]
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *chunks = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    body = b"".join(chunk.get("body", b"") for chunk in chunks)
    is_whole = bool(chunks) and not chunks[-1].get("more_body", False)
    return AsgiAnswer(start["status"], headers, body, is_whole)


class AsgiRequest(BaseRequest):
    """Calls an app instead of the network: `Application.builder().request(AsgiRequest(app))`.

    Use with `base_url(BASE_URL)` and `base_file_url(BASE_FILE_URL)`.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Call an app."""
        self._app = app

    @property
    def read_timeout(self) -> float | None:
        """No limit: nothing gets lost inside a process."""
        return None

    async def initialize(self) -> None:
        """Nothing is to be opened."""

    async def shutdown(self) -> None:
        """Nothing is to be closed."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: object,
        **__: object,
    ) -> tuple[int, bytes]:
        """Answer one call.

        Raises:
            NetworkError: the app broke off.
        """
        fields = request_data.json_parameters if request_data else None
        files = request_data.multipart_data if request_data else None
        request = httpx.Request(method, url, data=fields, files=files or None)
        answer = await call_asgi(self._app, request)
        if not answer.is_whole:
            raise NetworkError("the connection broke off")
        return answer.status, answer.body

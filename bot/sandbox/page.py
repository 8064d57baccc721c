"""The chat page: its files, its state, its live events and its acts."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from importlib.resources import files
from pathlib import PurePosixPath
from typing import TypeAlias
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox import acts
from bot.sandbox.acts import Stage
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.methods.profile import commands_for, menu_button_for, text_for
from bot.sandbox.posting import Place
from bot.sandbox.values import Json
from bot.sandbox.wire import BODY_LIMIT, Upload

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]

_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_PLACE = ("by", "chat", "thread", "reply_to")

_SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

# Messages of one chat that the page loads when it opens.
_LOADED = 300

# Events that wait for a slow page before newer ones are lost.
_BACKLOG = 2000

# Seconds between signs of life on an idle event stream.
_HEARTBEAT = 15

# Types that a browser may show; anything else is handed out as a download.
_SHOWN = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


class Page:
    """Serves the chat page to whoever knows its key."""

    def __init__(self, stage: Stage, key: str) -> None:
        """Serve a stage under `/chat/<key>/`."""
        self._stage, self._key = stage, key
        self._world = stage.parts.world

    def routes(self) -> list[Route]:
        """Return the routes of the page."""
        base = "/chat/{key}"
        return [
            Route(f"{base}/", self._guarded(self._index)),
            Route(f"{base}/static/{{name}}", self._guarded(self._static)),
            Route(f"{base}/state", self._guarded(self._state)),
            Route(f"{base}/events", self._guarded(self._events)),
            Route(f"{base}/file/{{file_id}}", self._guarded(self._file)),
            Route(f"{base}/act/{{name}}", self._guarded(self._act), methods=["POST"]),
            Route(f"{base}/upload", self._guarded(self._upload), methods=["POST"]),
        ]

    def _guarded(self, answer: Endpoint) -> Endpoint:
        async def guarded(request: Request) -> Response:
            given = request.path_params["key"].encode()
            if not hmac.compare_digest(given, self._key.encode()):
                return Response("Not Found", 404)
            try:
                response = await answer(request)
            except ApiError as error:
                response = JSONResponse(error.envelope(), error.code)
            for name, value in _SECURITY.items():
                response.headers.setdefault(name, value)
            return response

        return guarded

    async def _index(self, _request: Request) -> Response:
        return _static_file("index.html")

    async def _static(self, request: Request) -> Response:
        return _static_file(request.path_params["name"])

    async def _state(self, _request: Request) -> Response:
        world = self._world
        messages = [
            message
            for chat in world.messages.values()
            for _, message in sorted(chat.items())[-_LOADED:]
        ]
        return JSONResponse(
            {
                "bot": world.bot.as_user(),
                "people": [asdict(person) for person in world.people.values()],
                "chats": [asdict(chat) for chat in world.chats.values()],
                "messages": messages,
                "reactions": world.reactions,
                "profile": self._profiles(),
                "clock": world.bot.clock_offset,
                "faults": self._stage.parts.faults.as_json(),
                "violations": [asdict(v) for v in self._stage.parts.violations],
            }
        )

    def _profiles(self) -> Json:
        """Return what each person sees of the bot: commands by chat, texts, menu button."""
        world = self._world
        shown: Json = {}
        for person in world.people.values():
            language = person.language_code.partition("-")[0]
            chats = [person.id, *(c.id for c in world.chats.values() if c.has(person.id))]
            shown[str(person.id)] = {
                "name": text_for(world, "name", language),
                "description": text_for(world, "description", language),
                "menu_button": menu_button_for(world, person.id),
                "commands": {str(c): commands_for(world, person.id, c) for c in chats},
            }
        return shown

    async def _events(self, _request: Request) -> Response:
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        listener: asyncio.Queue[Json | None] = asyncio.Queue(_BACKLOG)
        self._world.listeners.add(listener)
        try:
            yield "retry: 1000\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(listener.get(), _HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
        finally:
            self._world.listeners.discard(listener)

    async def _file(self, request: Request) -> Response:
        stored = self._stage.parts.files.by_id(request.path_params["file_id"])
        content = self._stage.parts.files.content(stored)
        if stored.mime in _SHOWN:
            return Response(content, media_type=stored.mime)
        name = quote(stored.name)
        headers = {"Content-Disposition": f"attachment; filename*=utf-8''{name}"}
        return Response(content, headers=headers, media_type="application/octet-stream")

    async def _act(self, request: Request) -> Response:
        try:
            body = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise bad_request("the page sends a JSON object")
        return JSONResponse(acts.run(self._stage, request.path_params["name"], body))

    async def _upload(self, request: Request) -> Response:
        async with request.form(max_part_size=BODY_LIMIT) as form:
            uploads = [
                Upload(part.filename or "file", part.content_type or "", await part.read())
                for part in form.getlist("file")
                if isinstance(part, UploadFile)
            ]
            try:
                place = Place(*(int(str(form.get(name) or 0)) for name in _PLACE))
            except ValueError:
                raise bad_request("by, chat, thread and reply_to are numbers") from None
            caption, as_files = str(form.get("caption") or ""), bool(form.get("as_files"))
        return JSONResponse(self._stage.posting.any(place, uploads, caption, as_files=as_files))


def _static_file(name: str) -> Response:
    suffix = PurePosixPath(name).suffix
    source = files("bot.sandbox").joinpath("static").joinpath(PurePosixPath(name).name)
    if suffix not in _TYPES or not source.is_file():
        return Response("Not Found", 404)
    return Response(source.read_bytes(), media_type=_TYPES[suffix])

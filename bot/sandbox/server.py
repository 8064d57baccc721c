"""The Bot API over HTTP: one route for calls, one for files."""

import asyncio
import hmac
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.sandbox import schema
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault, FaultKind, refusal
from bot.sandbox.methods import METHODS, Context
from bot.sandbox.parts import Parts, Violation
from bot.sandbox.values import Json
from bot.sandbox.wire import Call, decoded, read_call


class BrokenOff(Response):
    """An answer that ends in the middle, as when the connection breaks."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin to answer, and stop."""
        headers = [(b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"ok"', "more_body": True})


class Server:
    """Answers the calls of the bot."""

    def __init__(self, parts: Parts) -> None:
        """Serve the parts of one sandbox."""
        self._parts = parts
        parts.webhook.execute = self.execute_answer

    async def call(self, request: Request) -> Response:
        """Answer `/bot<token>/<method>`."""
        try:
            self._check_token(request)
            call = await read_call(request, request.path_params["method"])
            self._check_call(call)
            fault = self._parts.faults.for_call(call)
            if fault is not None:
                self._parts.show_faults()
                return await self._troubled(call, fault)
            return _result(await self.run(call))
        except ApiError as error:
            headers = {}
            if "retry_after" in error.parameters:
                headers["Retry-After"] = str(error.parameters["retry_after"])
            return _json(error.envelope(), error.code, headers)

    async def file(self, request: Request) -> Response:
        """Answer `/file/bot<token>/<path>` with a file's bytes."""
        try:
            self._check_token(request)
        except ApiError as error:
            return JSONResponse(error.envelope(), error.code)
        stored = self._parts.files.by_path(request.path_params["path"])
        if stored is None:
            return JSONResponse(ApiError(404, "Not Found").envelope(), 404)
        return Response(self._parts.files.content(stored), media_type="application/octet-stream")

    async def clock(self, _request: Request) -> Response:
        """Answer `/sandbox/clock`: how far the sandbox's time is moved, in seconds."""
        world = self._parts.world
        return JSONResponse({"offset": world.bot.clock_offset, "now": world.now()})

    async def run(self, call: Call) -> Any:  # Any: whatever the method answers
        """Run one call and return its result.

        Raises:
            ApiError: the call is refused.
        """
        method = METHODS.get(call.method)
        if method is None:
            raise ApiError(501, f"Not Implemented: the sandbox has no {call.method}")
        parts = self._parts
        context = Context(
            call, parts.world, parts.updates, parts.webhook, parts.files, parts.groups
        )
        return await method(context)

    async def execute_answer(self, answer: Json) -> None:
        """Run the call that the bot's webhook answered with; nobody sees its result."""
        name = schema.method_names().get(str(answer.pop("method")).lower())
        if name is None:
            return
        call = Call(name, decoded(name, answer))
        try:
            self._check_call(call)
            await self.run(call)
        except ApiError as error:
            self._parts.note(Violation(name, (f"answer to the webhook: {error.description}",)))

    def _check_token(self, request: Request) -> None:
        given = request.path_params["token"].encode()
        if not hmac.compare_digest(given, self._parts.world.token.encode()):
            raise ApiError(401, "Unauthorized")

    def _check_call(self, call: Call) -> None:
        problems = schema.check_call(call.method, call.params)
        if not problems:
            return
        self._parts.note(Violation(call.method, tuple(problems)))
        missing = next((p for p in problems if p.startswith("missing")), None)
        if self._parts.is_strict or missing:
            raise ApiError(400, f"Bad Request: {call.method}: {missing or problems[0]}")

    async def _troubled(self, call: Call, fault: Fault) -> Response:
        refused = refusal(fault)
        if refused is not None:
            raise refused
        if fault.kind is FaultKind.DELAY:
            await asyncio.sleep(fault.seconds)
        if fault.kind is FaultKind.DROP:
            return BrokenOff()
        result = await self.run(call)
        return BrokenOff() if fault.kind is FaultKind.LOSE else _result(result)


def _result(result: Any) -> Response:  # Any: whatever a method answers
    return _json({"ok": True, "result": result}, 200, {})


def _json(body: Json, status: int, headers: dict[str, str]) -> Response:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, status, headers, media_type="application/json")

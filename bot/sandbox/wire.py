"""Reads a call of the Bot API from an HTTP request, in every form that Telegram takes."""

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.sandbox import schema
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.values import Json

# Bytes of one request; Telegram takes 50 MB files, the rest is the form around them.
BODY_LIMIT = 52 * 1024 * 1024

_TRUE = frozenset({"true", "True", "1", "yes"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its method, decoded parameters and file parts by field name."""

    method: str
    params: Json
    uploads: dict[str, Upload] = field(default_factory=dict)


async def read_call(request: Request, name: str) -> Call:
    """Read query, urlencoded form, multipart form or JSON into a `Call`.

    Args:
        request: GET or POST.
        name: the method as written in the URL; case does not matter.

    Raises:
        ApiError: 404 for a method that does not exist, 400 for a value that cannot be read.
    """
    method = schema.method_names().get(name.lower())
    if method is None:
        raise ApiError(404, "Not Found")
    raw: Json = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").split(";")[0]
    if kind == "application/json":
        raw.update(await _json_body(request))
    elif request.method == "POST":
        await _read_form(request, raw, uploads)
    return Call(method, decoded(method, raw), uploads)


async def _json_body(request: Request) -> Json:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad_request("can't parse request JSON object")
    return body


async def _read_form(request: Request, raw: Json, uploads: dict[str, Upload]) -> None:
    async with request.form(max_part_size=BODY_LIMIT) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                mime = value.content_type or "application/octet-stream"
                uploads[name] = Upload(value.filename or "file", mime, await value.read())
            else:
                raw[name] = value
    fields = set(uploads)
    for name in fields - set(raw):
        if not any(f"attach://{name}" in str(value) for value in raw.values()):
            raw[name] = f"attach://{name}"


def decoded(method: str, raw: Json) -> Json:
    """Return the parameters with texts turned into the described types.

    Raises:
        ApiError: 400, a value cannot be read as its type.
    """
    known = schema.parameters_of(method)
    params: Json = {}
    for name, value in raw.items():
        types = known[name][1] if name in known else ["String"]
        if value is None or (value == "" and "String" not in types):
            continue
        params[name] = _decode(name, types, value) if isinstance(value, str) else value
    return params


def _decode(name: str, types: list[str], text: str) -> Any:  # Any: any JSON value
    if "Integer" in types and text.strip().lstrip("-").isdigit():
        return int(text)
    if "String" in types:
        return text
    if "Boolean" in types:
        return text in _TRUE
    try:
        return json.loads(text)
    except ValueError:
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

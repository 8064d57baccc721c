"""Templates to answers: texts in the agent's language, everything escaped."""

import hashlib
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette import staticfiles as files
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.domain.console import Session
from bot.domain.languages import Language, language_of_app
from bot.services.console_door import csrf_of
from bot.texts.catalog import Catalog

_TEMPLATES: Final = Path(__file__).parent / "templates"
STATIC: Final = Path(__file__).parent / "static"
"""Folder of what is served as it is."""


class StaticFiles(files.StaticFiles):
    """Serves that folder; a browser may keep a file, since another version has another address."""

    def file_response(self, *given: Any, **more: Any) -> Response:  # as the library passes them
        """Return a file, or that it is the one the browser has."""
        response = super().file_response(*given, **more)
        response.headers["Cache-Control"] = "public, max-age=604800, immutable"
        return response


@cache
def version_of_static() -> str:
    """Return what changes with any of those files."""
    paths = sorted(path for path in STATIC.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]


@cache
def _templates() -> Environment:
    """The templates, each compiled when a page first needs it."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


class Pages:
    """Fills templates."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._templates = _templates()

    def page(
        self,
        request: Request,
        name: str,
        session: Session | None = None,
        status: int = 200,
        **values: Any,  # whatever the template shows
    ) -> Response:
        """Return a page, or a part of one.

        Args:
            request (Request): what is answered.
            name (str): of the template.
            session (Session or None): None: nobody has come in.
            status (int): of the answer.
            values: what the template shows.
        """
        language = session.person.language if session else language_of(request)
        token = getattr(request.state, "token", "")
        html = self._templates.get_template(name).render(
            t=partial(self._catalog.line, language=language),
            lang=language.value,
            languages=[(each.value, _OWN_NAMES[each]) for each in Language],
            base=request.scope["root_path"],
            version=version_of_static(),
            session=session,
            csrf=csrf_of(token) if token else "",
            **values,
        )
        return HTMLResponse(html, status)

    def line(self, session: Session, key: str, **values: str) -> str:
        """Return one sentence in the language of a session."""
        return self._catalog.line(key, session.person.language, **values)


_OWN_NAMES: Final = {
    Language.SIMPLIFIED: "简体中文",
    Language.TRADITIONAL: "繁體中文",
    Language.ENGLISH: "English",
}


def language_of(request: Request) -> Language:
    """Return the language that a browser asks for first."""
    asked = request.headers.get("accept-language", "")
    return language_of_app(asked.split(",")[0].split(";")[0].strip())


def is_part(request: Request) -> bool:
    """Whether only a part of the page is asked for."""
    return request.headers.get("hx-request") == "true"

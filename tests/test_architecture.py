"""Imports point one way, libraries stay in their layer, files keep their size."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "knowledge")
# Source: docs/style.md section 1. A layer may always import itself.
MAY_IMPORT = {
    "bot.app": PACKAGES,
    "bot.wiring": PACKAGES,
    "bot.status_wiring": PACKAGES,
    "bot.file_wiring": PACKAGES,
    "bot.evidence_wiring": PACKAGES,
    "bot.pack_wiring": PACKAGES,
    "bot.notice_wiring": PACKAGES,
    "bot.console_wiring": PACKAGES,
    "bot.surroundings": PACKAGES,
    "bot.upkeep": PACKAGES,
    "bot.cli": PACKAGES,
    "bot.__main__": ("bot.cli",),
    "bot.services": (
        "bot.storage", "bot.understanding", "bot.dialogue", "bot.texts", "bot.domain", "knowledge",
    ),
    "bot.gateway": ("bot.storage", "bot.domain"),
    "bot.workers": ("bot.readers", "bot.writers", "bot.domain"),
    "bot.writers": ("bot.texts", "bot.domain"),
    "bot.understanding": ("bot.domain", "knowledge"),
    "bot.storage": ("bot.dialogue", "bot.domain"),
    "bot.texts": ("bot.dialogue", "bot.domain"),
    "bot.readers": ("bot.dialogue", "bot.domain"),
    "bot.dialogue": ("bot.domain",),
    "bot.domain": (),
    "bot.settings": (),
    "bot.logs": (),
    "bot.sandbox": (),
    "handlers.chat": (
        "handlers.desk", "bot.services", "bot.dialogue", "bot.texts", "bot.domain",
    ),
    "handlers.desk": ("bot.services", "bot.dialogue", "bot.texts", "bot.domain"),
    "handlers.console": ("bot.services", "bot.dialogue", "bot.texts", "bot.domain"),
    "knowledge.__main__": ("knowledge", "bot.domain", "bot.cli"),
    "knowledge": ("bot.domain",),
}  # fmt: skip
_WEB = ("handlers.console", "bot.gateway", "bot.sandbox", "bot.console_wiring")
# The sandbox keeps its chats in a file of its own and may import nothing of ours.
_SQLITE = ("bot.storage", "bot.sandbox")
ONLY_IN = {
    "telegram": (
        "handlers.chat",
        "handlers.desk",
        "bot.gateway",
        "bot.upkeep",
        "bot.wiring",
        "bot.evidence_wiring",
        "bot.cli",
    ),
    "starlette": _WEB,
    "uvicorn": _WEB,
    "jinja2": _WEB,
    "sqlite3": _SQLITE,
    "aiosqlite": ("bot.storage",),
    "asyncpg": ("bot.storage",),
    "rapidfuzz": ("knowledge", "bot.understanding"),
    "pydantic_settings": ("bot.settings",),
    "bot.settings": (
        "bot.app",
        "bot.surroundings",
        "bot.upkeep",
        "bot.wiring",
        "bot.console_wiring",
        "bot.cli",
    ),
}
# Parts of the Telegram library that keep state in memory, or handle updates out of order.
UNUSED = frozenset(
    "ConversationHandler BasePersistence PicklePersistence DictPersistence persistence "
    "user_data chat_data bot_data JobQueue job_queue".split()
)
# Lines. Source: docs/style.md section 4; tests may be longer, since a table is easier read in one.
MOST_LINES = {"bot": 300, "handlers": 300, "knowledge": 300, "benchmarks": 300, "tests": 340}


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def files() -> dict[str, Path]:
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {module_of(path): path for path in paths}


@cache
def modules() -> dict[str, ast.Module]:
    return {name: ast.parse(path.read_text("utf-8")) for name, path in files().items()}


def is_within(module: str, prefix: str) -> bool:
    return module == prefix or module.startswith(f"{prefix}.")


def imports(tree: ast.AST) -> set[str]:
    """Everything imported, inside functions too; `from bot import x` is `bot.x`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            deeper = {f"{base}.{alias.name}" for alias in node.names}
            found |= {name if base in PACKAGES or name in files() else base for name in deeper}
    return found


def layer_of(module: str) -> str | None:
    return next((layer for layer in MAY_IMPORT if is_within(module, layer)), None)


def wrong_ways(module: str, names: set[str]) -> list[str]:
    """Return what a module may not import."""
    layer = layer_of(module)
    assert layer, f"{module} belongs to no layer of the table"
    allowed = (layer, *MAY_IMPORT[layer])
    wrong = [
        name
        for name in names
        if any(is_within(name, package) for package in PACKAGES)
        and not any(is_within(name, each) for each in allowed)
    ]
    wrong += [
        name
        for name in names
        for library, places in ONLY_IN.items()
        if is_within(name, library)
        and not any(is_within(module, place) for place in (library, *places))
    ]
    return sorted(wrong + [name for name in names if name.startswith(".")])


def unused_parts(tree: ast.AST) -> set[str]:
    """Return the names in a module that this project leaves alone."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                found |= {name} & UNUSED
            case ast.alias(name=name):
                found |= {name.rsplit(".", 1)[-1]} & UNUSED
        if isinstance(node, ast.keyword) and node.arg == "block":
            found.add("block")
    return found


def test_every_import_points_the_allowed_way():
    found = {name: imports(tree) for name, tree in modules().items()}
    # The packages themselves hold no code; layers begin below them.
    assert not found.pop("bot") | found.pop("handlers")
    wrong = {name: wrong_ways(name, names) for name, names in found.items()}
    assert {name: ways for name, ways in wrong.items() if ways} == {}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        pytest.param("bot.domain.claims", "import bot.texts.catalog", id="the core reads texts"),
        pytest.param("bot.dialogue.engine", "from bot import storage", id="a bare package"),
        pytest.param("bot.texts.facts", "def f():\n from bot.services import x", id="lazily"),
        pytest.param("handlers.chat.menu", "from bot.storage.inbox import a", id="past services"),
        pytest.param("handlers.desk.agents", "import handlers.chat.menu", id="desk to chat"),
        pytest.param("knowledge.search", "from bot.understanding import a", id="knowledge up"),
        pytest.param("bot.workers.pool", "from bot.storage import a", id="a worker stores"),
        pytest.param("bot.services.desk", "from telegram import Bot", id="a service calls out"),
        pytest.param("bot.services.desk", "import bot.settings", id="a service reads settings"),
        pytest.param("bot.services.desk", "from rapidfuzz import fuzz", id="a service matches"),
        pytest.param("bot.gateway.sender", "import sqlite3", id="the gateway writes SQL"),
        pytest.param("handlers.chat.menu", "import starlette.routing", id="web in the chat"),
        pytest.param("bot.domain.money", "from . import moments", id="a relative import"),
    ],
)
def test_a_wrong_import_is_found(module, source):
    assert wrong_ways(module, imports(ast.parse(source)))


def test_state_is_kept_in_the_database_only():
    found = {name: unused_parts(tree) for name, tree in modules().items()}
    assert {name: parts for name, parts in found.items() if parts} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from telegram.ext import ConversationHandler",
        "context.user_data['x'] = 1",
        "builder.persistence(x)",
        "Application(persistence=x)",
        "CommandHandler('a', f, block=False)",
        "application.job_queue",
    ],
)
def test_a_forbidden_part_of_the_library_is_found(source):
    assert unused_parts(ast.parse(source))


def test_nothing_is_imported_in_a_circle():
    graph = {name: imports(tree) & set(modules()) for name, tree in modules().items()}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " > ".join((*path[path.index(name) :], name))
        if name not in done:
            for each in sorted(graph[name] - {name}):
                visit(each, (*path, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


@pytest.mark.parametrize("package", MOST_LINES)
def test_no_file_is_too_long(package):
    paths = (ROOT / package).rglob("*.py")
    lengths = {str(path.relative_to(ROOT)): len(path.read_bytes().splitlines()) for path in paths}
    most = MOST_LINES[package]
    assert {name: length for name, length in lengths.items() if length > most} == {}


def test_every_module_says_what_it_is():
    assert [name for name, tree in modules().items() if not ast.get_docstring(tree)] == []


def test_what_only_status_pages_need_is_not_loaded_at_the_start():
    """Feeds are read in the worker; their polls begin once the bot is ready."""
    late = {"feedparser", "stamina", "bot.status_wiring", "bot.readers.feeds"}
    found = {
        module: names
        for module, tree in modules().items()
        if not is_within(module, "bot.readers.feeds")
        and (names := {n for n in at_the_top(tree) if any(is_within(n, each) for each in late)})
    }
    assert found == {}


def test_pages_are_set_in_the_worker_only():
    """The typesetter takes 80 MB; only a worker process loads it, by the name of its function."""
    by_module = {module: imports(tree) for module, tree in modules().items()}
    assert [module for module, names in by_module.items() if "typst" in names] == [
        "bot.writers.pack"
    ]
    assert [module for module, names in by_module.items() if "bot.writers.pack" in names] == []


def at_the_top(tree: ast.Module) -> set[str]:
    """Everything imported when a module is, not when its functions run."""
    outside = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return imports(ast.Module(outside, []))

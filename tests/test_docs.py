"""The documents name what there is: commands, settings, files, links."""

import re
from pathlib import Path

import pytest

from bot.cli.program import app
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
_LINK = re.compile(r"(?:\]\(|src=\")(?!https?://)([^)#\"]+)")
# A path of the project in code marks, such as `bot/domain/claims.py`.
_PATH = re.compile(r"`((?:bot|knowledge|handlers|benchmarks|tests|docs)/[\w./-]+)`")
_SETTING = re.compile(r"BOT_[A-Z_]+")


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_and_paths_lead_somewhere(page):
    text = page.read_text("utf-8")
    links = [link for link in _LINK.findall(text) if not (page.parent / link).exists()]
    paths = [path for path in _PATH.findall(text) if not (ROOT / path).exists()]
    assert (links, paths) == ([], [])


@pytest.mark.parametrize("page", READMES, ids=name)
def test_the_readme_names_every_command(page):
    groups = [group.name for group in app.registered_groups]
    commands = [
        command.name or command.callback.__name__ for command in app.registered_commands
    ] + groups
    text = page.read_text("utf-8")
    assert [each for each in commands if not re.search(rf"[ `]{each}[ `]", text)] == []


def test_every_setting_is_explained_and_no_other():
    known = {f"BOT_{field.upper()}" for field in Settings.model_fields}
    told = set(_SETTING.findall((ROOT / "docs" / "operations.md").read_text("utf-8")))
    assert told == known


@pytest.mark.parametrize("page", READMES, ids=name)
def test_the_readme_names_settings_that_exist(page):
    known = {f"BOT_{field.upper()}" for field in Settings.model_fields}
    assert set(_SETTING.findall(page.read_text("utf-8"))) - known == set()


def test_decisions_are_numbered_without_a_gap_and_say_what_was_turned_down():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text("utf-8")
        assert text.startswith(f"# {page.name[:4]} ")
        assert "**Turned down.**" in text
        assert "**Why" in text

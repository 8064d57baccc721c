"""Articles in the console: read by agents, edited by admins with check and effect, undone."""

import shutil
from functools import partial

import pytest

from bot.services.knowledge_edits import Shelf
from bot.storage.article_versions import open_questions, versions_of
from bot.storage.audit import deeds, put_unanswered
from knowledge.compiled import CACHE_NAME
from knowledge.library import FOLDER
from tests.chat import KNOWLEDGE, learnt
from tests.console import ADMIN, AGENT, Stage
from tests.gateway import BOT
from tests.postgres import database  # noqa: F401 - a fixture

FILE = "articles/en/two-factor.md"
EDIT = "/knowledge/edit/en/two-factor"
FORMS = [
    (f"{EDIT}/check", {"text": "x"}), (f"{EDIT}/decide", {"action": "use", "version": "1"}),
    ("/knowledge/unanswered/settle", {"question": "1"}),
]  # fmt: skip


@pytest.fixture
async def stage(database, tmp_path):  # noqa: F811 - the fixture
    learnt()
    folder, cache = tmp_path / "knowledge", tmp_path / "cache"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    cache.mkdir()
    shutil.copy(KNOWLEDGE / CACHE_NAME, cache / CACHE_NAME)
    stage = Stage(database, shelf=Shelf(folder, cache))
    stage.folder = folder
    return stage


def typed(page):
    """Return the text of the editor, and the hash that its form carries."""
    text = page.split('id="text"')[1].split(">", 1)[1].split("</textarea>")[0]
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"')
    seen = page.split('name="seen" value="')[1].split('"')[0]
    return plain.replace("&#39;", "'").replace("&amp;", "&"), seen


async def check(inside, change):
    text, seen = typed((await inside.get(EDIT)).text)
    return await inside.post(f"{EDIT}/check", text=change(text), seen=seen)


async def test_an_agent_finds_and_reads_articles_and_tables(stage):
    async with stage.inside(AGENT) as inside:
        found = (await inside.post("/knowledge/search", words="turn on two-step login")).text
        article = (await inside.get("/knowledge/article/two-factor")).text
        table = (await inside.get("/knowledge/tables/deadlines")).text
    assert 'href="/console/knowledge/article/two-factor"' in found
    assert "Edit the English" not in article
    assert "Reviewed on" in article
    assert "Reg E 12 CFR 1005.6(b)(1)" in table
    assert "Checked as a whole on 2026" in table


@pytest.mark.parametrize(
    "path",
    ["/knowledge/article/no-such", "/knowledge/tables/no-such", "/knowledge/tables/..%2Farticles",
     "/knowledge/edit/fr/two-factor", "/knowledge/edit/en/..%2Fx", "/knowledge/edit/en/Two",
     "/knowledge/new?language=en&name=../../x"],
)  # fmt: skip
async def test_what_is_no_article_is_not_found(stage, path):
    async with stage.inside(ADMIN) as inside:
        assert (await inside.get(path)).status_code == 404


async def test_an_edit_is_checked_goes_live_and_is_undone(stage):
    before = (stage.folder / FILE).read_text("utf-8")
    async with stage.inside(ADMIN) as inside:
        page = (
            await check(
                inside,
                lambda text: text.replace(
                    "asked_as = [", 'asked_as = [\n  "my parrot knows my pin",', 1
                ),
            )
        ).text
        assert (stage.folder / FILE).read_text("utf-8") == before, "a check changes nothing"
        version = page.split('name="version" value="')[1].split('"')[0]
        live = (await inside.post(f"{EDIT}/decide", action="use", version=version)).text
        after = (stage.folder / FILE).read_text("utf-8")
        undone = (await inside.post(f"{EDIT}/decide", action="undo", version=version)).text
    assert "Questions replayed:" in page
    assert "It is not live yet" in page
    assert "Updated" in live
    assert "my parrot knows my pin" in after
    assert "Undone" in undone
    assert (stage.folder / FILE).read_text("utf-8") == before
    [kept] = await stage.database.read(partial(versions_of, bot=BOT, file=FILE))
    assert (kept.author, kept.state) == (ADMIN, "undone")
    done = [row["action"] for row in await stage.database.read(lambda c: deeds(c, BOT))]
    assert done[:2] == ["knowledge.undone", "knowledge.live"]


@pytest.mark.parametrize(
    ("language", "says"), [("en", "To mend: "), ("zh-hans", "要改的：")]
)  # fmt: skip
async def test_problems_are_told_by_line_in_the_readers_language_and_nothing_is_lost(
    stage, language, says
):
    async with stage.inside(ADMIN, language=language) as inside:
        page = (await check(inside, lambda text: text.replace("title =", "titel =", 1))).text
    assert says in page
    assert f"{FILE}:" in page
    assert "titel =" in page
    assert "decide" not in page.split("</form>")[2]
    assert await stage.database.read(partial(versions_of, bot=BOT, file=FILE)) == ()


async def test_two_admins_at_once_lose_nothing(stage):
    async with stage.inside(ADMIN) as inside:
        text, seen = typed((await inside.get(EDIT)).text)
        (stage.folder / FILE).write_text(f"{text}\nOne line of a colleague.\n", "utf-8")
        answer = await inside.post(f"{EDIT}/check", text=f"{text}\nMy line.\n", seen=seen)
    assert answer.status_code == 409
    assert "Somebody else changed this file" in answer.text
    assert "My line." in answer.text


@pytest.mark.parametrize(
    ("change", "says"),
    [(lambda text: text, "the same as now"), (lambda text: text + "a" * 64_000, "64000 bytes")],
    ids=["nothing", "too much"],
)  # fmt: skip
async def test_an_edit_that_is_none_or_too_large_is_told(stage, change, says):
    async with stage.inside(ADMIN) as inside:
        answer = await check(inside, change)
    assert answer.status_code == 409
    assert says in answer.text


async def test_a_question_without_an_answer_is_added_to_an_article_or_dropped(stage):
    async def step(connection):
        for text in ("can a parrot pay by card", "<b>which colour</b> is the bank"):
            await put_unanswered(connection, BOT, (text, "en", "two-factor", 0.1), stage.now)

    async def left():
        return [row["text"] for row in await stage.database.read(lambda c: open_questions(c, BOT))]

    await stage.database.write(step)
    async with stage.inside(ADMIN) as inside:
        page = (await inside.get("/knowledge/unanswered")).text
        numbers = {
            row["text"]: str(row["id"])
            for row in await stage.database.read(lambda c: open_questions(c, BOT))
        }
        dropped = numbers["<b>which colour</b> is the bank"]
        await inside.post("/knowledge/unanswered/settle", question=dropped, article="")
        assert await left() == ["can a parrot pay by card"]
        added = {"question": numbers["can a parrot pay by card"], "article": "two-factor"}
        said = (await inside.post("/knowledge/unanswered/settle", **added)).text
    assert "&lt;b&gt;which colour&lt;/b&gt;" in page
    assert "Added to" in said
    assert "can a parrot pay by card" in (stage.folder / FILE).read_text("utf-8")
    assert await left() == []


@pytest.mark.parametrize("path", [EDIT, "/knowledge/unanswered", "/knowledge/new?name=x"])
async def test_agents_do_not_edit(stage, path):
    async with stage.inside(AGENT) as inside:
        assert (await inside.get(path)).status_code == 403


@pytest.mark.parametrize(("path", "form"), FORMS)
async def test_no_form_of_an_agent_edits(stage, path, form):
    before = (stage.folder / FILE).read_bytes()
    async with stage.inside(AGENT) as inside:
        assert (await inside.post(path, **form)).status_code == 403
    assert (stage.folder / FILE).read_bytes() == before

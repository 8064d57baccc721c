"""`python -m knowledge unanswered`: what the database holds, grouped, nothing changed."""

import json

from typer.testing import CliRunner

from bot.storage.audit import put_unanswered
from bot.storage.connection import Connection
from knowledge.__main__ import app
from tests import operating
from tests.gateway import BOT, NOW

home = operating.home


def keep(home: operating.Home, *texts: str) -> None:
    async def step(connection: Connection) -> None:
        for text in texts:
            await put_unanswered(connection, BOT, (text, "zh-Hans", "two-factor", 0.41), NOW)

    home.write(step)


def test_open_questions_are_listed_in_groups_the_most_frequent_first(home):
    keep(home, "亲属卡怎么解绑", "数字人民币硬钱包丢了能补吗", "亲属卡怎么解绑呀")
    result = CliRunner().invoke(app, ["unanswered"])
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert [(line[0], line[1]) for line in lines] == [
        ("2", "亲属卡怎么解绑呀"),
        ("1", "数字人民币硬钱包丢了能补吗"),
    ]
    assert lines[0][2:] == ["[two-factor", "(0.41)]"]


def test_a_program_reads_the_groups_as_json(home):
    keep(home, "亲属卡怎么解绑", "亲属卡怎么解绑呀")
    result = CliRunner().invoke(app, ["unanswered", "--json"])
    (group,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert group["count"] == 2
    assert group["others"] == ["亲属卡怎么解绑"]


def test_without_a_database_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["unanswered"])
    assert result.exit_code == 1
    assert "there is no database" in result.stderr

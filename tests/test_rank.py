"""`python -m knowledge` as a program: the lines it reads and writes."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from knowledge.__main__ import app
from knowledge.matching.ranker import Ranker
from knowledge.matching.stream import read_examples, serve

INDEX = [
    {"id": "1", "entry": "refund", "text": "退款多久到账", "lang": "zh"},
    {"id": "2", "entry": "freeze", "text": "账户被冻结了怎么办", "lang": "zh"},
    {"id": "3", "entry": "freeze", "text": "my account is frozen", "lang": "en"},
]
ROOT = Path(__file__).parents[1]


def lines(values):
    return [json.dumps(value, ensure_ascii=False) + "\n" for value in values]


def answers(questions):
    out = io.StringIO()
    serve(Ranker.build(read_examples(lines(INDEX))), lines(questions), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_ready_is_said_before_the_first_answer():
    assert answers([]) == [{"ready": True}]


def test_an_answer_carries_its_question_and_ranked_pairs():
    answer = answers([{"qid": "q7", "text": "退款到账要几天", "top": 2}])[1]
    assert answer["qid"] == "q7"
    assert [entry for entry, _ in answer["ranked"]] == ["refund", "freeze"]
    assert 0 <= answer["ranked"][0][1] <= 1


def test_entries_come_once_however_many_lines_they_have():
    answer = answers([{"qid": 1, "text": "account frozen 账户冻结", "top": 5}])[1]
    assert sorted(entry for entry, _ in answer["ranked"]) == ["freeze", "refund"]


def test_each_answer_is_flushed():
    class Watched(io.StringIO):
        flushed = 0

        def flush(self):
            self.flushed += 1

    out = Watched()
    serve(Ranker.build(read_examples(lines(INDEX))), lines([{"qid": "a", "text": "退款"}]), out)
    assert out.flushed == 2


def test_a_line_that_is_no_question_is_refused():
    with pytest.raises(ValidationError):
        answers([{"qid": "a"}])


def test_the_program_answers_line_by_line(tmp_path):
    index = tmp_path / "index.jsonl"
    index.write_text("".join(lines(INDEX)), encoding="utf-8")
    command = [sys.executable, "-m", "knowledge", "rank", str(index)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as program:
        assert json.loads(program.stdout.readline()) == {"ready": True}
        program.stdin.write(lines([{"qid": "1", "text": "凍結", "top": 1}])[0])
        program.stdin.flush()
        assert json.loads(program.stdout.readline())["ranked"][0][0] == "freeze"
        program.stdin.close()
    assert program.returncode == 0


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="no such file"),
        pytest.param('{"entry": "a"}\n', id="a line without its text"),
    ],
)
def test_a_bad_index_is_wrong_use(tmp_path, content):
    index = tmp_path / "index.jsonl"
    if content is not None:
        index.write_text(content)
    assert CliRunner().invoke(app, ["rank", str(index)]).exit_code == 2


def test_build_fails_with_the_place_of_the_problem(tmp_path):
    (tmp_path / "articles" / "en").mkdir(parents=True)
    (tmp_path / "articles" / "en" / "a.md").write_text("no head")
    result = CliRunner().invoke(
        app, ["build", "--folder", str(tmp_path), "--cache", str(tmp_path / "cache")]
    )
    assert result.exit_code == 1
    assert "articles/en/a.md:1:1" in result.output

"""What is wrong in a knowledge file is told to admins in their language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.articles import compiled_article
from knowledge.problem_words import in_chinese, problem_text
from knowledge.problems import KnowledgeError, Problem
from knowledge.yaml_tree import read_yaml
from tests.understood import ROOT

NAMED = {"what", "instead", "right"}
CALLED = {"Problem", "_broken"}


def sample(node: ast.expr) -> str | None:
    """The text of an expression, with X for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "X" for part in node.values]
        return "".join(str(part) for part in parts)
    return None


def said_in(path: Path) -> Iterator[str]:
    """Everything that a file of the knowledge can say of a problem."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        found: list[ast.expr] = []
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in NAMED:
            found = [node.value]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLED:
            found = list(node.args)
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            found = list(node.value.elts)
        for expression in found:
            text = sample(expression)
            if text and re.search(r"[a-z]+ [a-z]+", text):
                yield text


def every_text() -> list[str]:
    return sorted({text for path in (ROOT / "knowledge").glob("*.py") for text in said_in(path)})


def test_the_texts_are_found():
    assert "the file is missing" in every_text()
    assert "X looks like a bare period" in every_text()


@pytest.mark.parametrize("text", every_text())
def test_everything_that_can_be_wrong_is_said_in_chinese(text):
    assert re.search(r"[\u4e00-\u9fff]", in_chinese(text)), text


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("title = ['a'", "方括号没有配对"),
        ('title = "a', "引号没有配对"),
        ("title", "名字后面要有等号"),
        ('title = "a"\ntitle = "b"', "同一个名字写了两次"),
        ("title = soon", "值写得不对"),
    ],
)
def test_a_broken_head_is_told_in_chinese(head, says):
    with pytest.raises(KnowledgeError) as caught:
        compiled_article(f"+++\n{head}\n+++\nBody.\n", "articles/zh/x.md")
    told = problem_text(caught.value.problems[0], chinese=True)
    assert told.startswith("articles/zh/x.md:")
    assert says in told


@pytest.mark.parametrize(
    ("yaml", "says"),
    [
        ("a: b: c", "这里不能有冒号"),
        ("a:\n\t- b", "不能用 Tab 缩进"),
        ("a: 1\na: 2", "'a' 写了两次；留一个"),
        ("a: [1", "少了"),
    ],
)
def test_a_broken_table_is_told_in_chinese(yaml, says):
    with pytest.raises(KnowledgeError) as caught:
        read_yaml(yaml, "tables/x.yaml")
    assert says in problem_text(caught.value.problems[0], chinese=True)


def test_a_field_keeps_its_name_and_what_was_given():
    problem = Problem("t.yaml", 3, 1, "a.b: Extra inputs are not permitted, not 'x'")
    assert problem_text(problem, chinese=True) == "t.yaml:3:1：a.b：没有这一项，写的是 'x'"
    assert problem_text(problem, chinese=False) == str(problem)


def test_words_that_have_no_chinese_stay():
    assert in_chinese("something quite new") == "something quite new"

"""`python -m knowledge`: check, build and try the knowledge, or rank on any index."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

if TYPE_CHECKING:
    from knowledge.matching.calibration import Thresholds
    from knowledge.search_check import SearchReport

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a query is too small to share between cores

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

_WRONG_USE = 2
_FOLDER = Path(__file__).parent
_CACHE = Path("var") / "knowledge"

Folder = Annotated[Path, typer.Option(help="holds articles/ and tables/")]
Cache = Annotated[Path, typer.Option(help="keeps the compiled index")]
AsJson = Annotated[bool, typer.Option("--json", help="for a program to read")]


@app.callback()
def knowledge() -> None:
    """Check, build and try the knowledge, or rank questions against any index."""


@app.command()
def check(
    folder: Folder = _FOLDER,
    as_json: AsJson = False,
    cache: Cache = _CACHE,
    deep: Annotated[bool, typer.Option("--deep", help="ask every phrasing; a minute")] = False,
) -> None:
    """List what is wrong in the files; with --deep also which phrasings miss their article."""
    from knowledge.check import check as problems_of
    from knowledge.library import load_library
    from knowledge.problems import Severity
    from knowledge.search import examples_of
    from knowledge.search_check import search_report

    problems = problems_of(datetime.now(UTC).date(), folder, cache)
    broken = any(problem.severity is Severity.ERROR for problem in problems)
    report = None
    if deep and not broken:
        report = search_report(examples_of(load_library(folder, cache)))
    if as_json:
        found = {"problems": [str(problem) for problem in problems]}
        print(json.dumps(found | {"search": report and report._asdict()}, ensure_ascii=False))
    else:
        for problem in problems:
            print(f"{problem.severity}: {problem}")
        if report is not None:
            print(_as_text(report))
    if broken or (report is not None and report.unreachable):
        raise typer.Exit(1)


@app.command()
def build(folder: Folder = _FOLDER, cache: Cache = _CACHE) -> None:
    """Compile the search index into the cache, if its sources have changed."""
    from knowledge.library import load_library
    from knowledge.problems import KnowledgeError
    from knowledge.search import open_search

    try:
        search = open_search(load_library(folder, cache), cache)
    except KnowledgeError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    size = f"{len(search.ranker.entries)} articles, {len(search.ranker.texts)} phrasings"
    print(f"{size}; {_cuts(search.thresholds)}")


@app.command("try")
def try_question(
    question: str,
    folder: Folder = _FOLDER,
    cache: Cache = _CACHE,
    as_json: AsJson = False,
) -> None:
    """Show what a question finds, by which phrasing, and what spoke for it."""
    from knowledge.library import load_library
    from knowledge.search import open_search

    search = open_search(load_library(folder, cache), cache)
    reasons = search.explain(question)
    if as_json:
        print(json.dumps([reason._asdict() for reason in reasons], ensure_ascii=False))
        return
    for reason in reasons:
        print(f"{reason.score:.3f}  {reason.entry}  {reason.phrasing}")
        for name, value, share in reason.parts[:6]:
            print(f"         {share:+6.2f}  {name} = {value:.2f}")
    print(_cuts(search.thresholds))


@app.command()
def rank(index: Annotated[Path, typer.Argument(help="JSONL: id, entry, text, lang")]) -> None:
    """Answer questions from standard input with ranked entries, one JSON line each."""
    from knowledge.matching.ranker import Ranker
    from knowledge.matching.stream import read_examples, serve

    try:
        with index.open(encoding="utf-8") as lines:
            ranker = Ranker.build(read_examples(lines))
        serve(ranker, sys.stdin, sys.stdout)
    except (OSError, ValidationError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(_WRONG_USE) from error


@app.command()
def unanswered(as_json: AsJson = False) -> None:
    """List the questions that found no answer in groups, the most frequent first."""
    from bot.cli.unanswered import print_unanswered

    print_unanswered(as_json=as_json)


def _as_text(report: "SearchReport") -> str:
    missed = [f"note: {each.entry}: {each.text!r} finds {each.taken_by}" for each in report.thefts]
    lost = [f"error: {entry}: none of its phrasings finds it" for entry in report.unreachable]
    shares = (
        f"{report.asked} phrasings left out and asked: {report.first / report.asked:.1%} find "
        f"their article first, {report.third / report.asked:.1%} among three"
    )
    return "\n".join([*missed, *lost, shares, _cuts(report.thresholds)])


def _cuts(cuts: "Thresholds") -> str:
    return f"answer from {cuts.answer_at}, offer topics from {cuts.suggest_at}"


def main() -> None:
    """Run the command that the command line names."""
    app()


if __name__ == "__main__":
    main()

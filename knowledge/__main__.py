"""`python -m knowledge`: check, build and try the knowledge, or rank on any index."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a query is too small to share between cores

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

_WRONG_USE = 2


@app.callback()
def knowledge() -> None:
    """Check, build and try the knowledge, or rank questions against any index."""


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


def main() -> None:
    """Run the command that the command line names."""
    app()


if __name__ == "__main__":
    main()

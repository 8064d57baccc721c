"""`python -m bot evidence`: seals of the custody log, and the key of the files."""

from pathlib import Path
from typing import Annotated

import typer

evidence_commands = typer.Typer(
    help="Save files; check seals of the custody log; change the key.", no_args_is_help=True
)


@evidence_commands.command("check")
def evidence_check(
    seal: Annotated[str, typer.Argument(help="As a customer or an agent's card holds it.")],
) -> None:
    """Find a seal in the custody log, and follow the whole log."""
    from bot.cli.seals import check_seal

    check_seal(seal)


@evidence_commands.command("rotate-key")
def evidence_rotate_key() -> None:
    """Seal all evidence with a new key; stop the bot first. May be broken off and repeated."""
    from bot.cli.rotate import rotate_key

    rotate_key()


@evidence_commands.command("save")
def evidence_save(
    number: Annotated[str, typer.Argument(help="Of the claim, such as PA-7K3M-4QXW-X.")],
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
) -> None:
    """Write the files of a claim as they came; the custody log keeps that it was done."""
    from bot.cli.saving import save_files

    save_files(number, folder)

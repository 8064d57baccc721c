"""`python -m bot evidence`: seals of the custody log, and the key of the files."""

from typing import Annotated

import typer

evidence_commands = typer.Typer(
    help="Check seals of the custody log; change the key.", no_args_is_help=True
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

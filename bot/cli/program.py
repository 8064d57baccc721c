"""All commands; each body imports what it needs, so that `--help` is quick."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="python -m bot",
    help="PayAid 支付援手: a Telegram bot for people whose payment went wrong.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.command()
def run(
    api_base: Annotated[str, typer.Option(help="Address of the Bot API.")] = "",
    token: Annotated[str, typer.Option(help="Bot token; without one the sandbox starts.")] = "",
    mode: Annotated[str, typer.Option(help="polling or webhook.")] = "",
    webhook_url: Annotated[str, typer.Option(help="Where Telegram posts updates.")] = "",
    webhook_port: Annotated[int, typer.Option(help="Local port of the webhook.")] = 0,
) -> None:
    """Start the bot."""
    from bot.cli.run import run_command

    run_command(api_base, token, mode, webhook_url, webhook_port)


@app.command()
def understand(
    input_file: Annotated[Path, typer.Option("--input", help='JSONL: {"id","text","now"}')],
    output_file: Annotated[Path, typer.Option("--output", help="JSONL of what was understood")],
) -> None:
    """Read messages from a file and write what they want and state."""
    from bot.cli.understand import understand as read_all

    try:
        count = read_all(input_file, output_file)
    except (OSError, ValueError) as error:
        typer.echo(f"{error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{count} messages read")


def main() -> None:
    """Run one command."""
    from bot.cli.screenshot import screenshot
    from bot.cli.statement import statement

    app.command()(statement)
    app.command()(screenshot)
    app()

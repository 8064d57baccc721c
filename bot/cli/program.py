"""All commands; each body imports what it needs, so that `--help` is quick."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.evidence import evidence_commands
from bot.cli.formats import ExportFormat, ListFormat
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.lifecycle import Status

_DAY = ["%Y-%m-%d"]

app = typer.Typer(
    name="python -m bot",
    help="PayAid 支付援手: a Telegram bot for people whose payment went wrong.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
claims = typer.Typer(help="List, show and export claims.", no_args_is_help=True)
app.add_typer(claims, name="claims")
app.add_typer(evidence_commands, name="evidence")


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
def prepare() -> None:
    """Learn from the articles and phrasings once, so that the bot starts quickly."""
    from bot.cli.prepare import prepare_knowledge

    typer.echo(prepare_knowledge())


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


@app.command()
def statement(
    files: Annotated[list[Path], typer.Argument(help="CSV, xlsx, zip, OFX, QIF, XML, MT940, PDF")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    language: Annotated[Language, typer.Option(help="Of the sentences.")] = Language.ENGLISH,
    password: Annotated[
        str | None, typer.Option(envvar="STATEMENT_PASSWORD", help="Of a zip, workbook or PDF.")
    ] = None,
) -> None:
    """Read statements and find charges that were taken more than once."""
    from bot.cli.statement import statement as read

    read(files, as_json, language, password)


@app.command()
def screenshot(
    files: Annotated[list[Path], typer.Argument(help="Pictures: JPEG, PNG or WebP.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Read amount, time, numbers, merchant and status from payment screenshots."""
    from bot.cli.screenshot import screenshot as read

    read(files, as_json)


@claims.command("list")
def claims_list(
    kind: Annotated[ClaimKind | None, typer.Option(help="Only this kind.")] = None,
    status: Annotated[Status | None, typer.Option(help="Only this status.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="Filed on this day (UTC) or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="Filed on this day (UTC) or earlier.")
    ] = None,
    form: Annotated[ListFormat, typer.Option("--format")] = ListFormat.TABLE,
) -> None:
    """List claims in the order in which they were filed."""
    from bot.cli.claims import list_claims
    from bot.storage.claim_lists import ClaimFilter

    first = since.replace(tzinfo=UTC) if since else None
    after_last = until.replace(tzinfo=UTC) + timedelta(days=1) if until else None
    list_claims(ClaimFilter(kind, status, first, after_last), form)


@claims.command("show")
def claims_show(
    number: Annotated[str, typer.Argument(help="Such as PA-7K3M-4QXW-X.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Show one claim: facts, deadlines, evidence, events, conversation."""
    from bot.cli.claims import show_claim

    show_claim(number, as_json=as_json)


@claims.command("pack")
def claims_pack(
    number: Annotated[str, typer.Argument(help="Such as PA-7K3M-4QXW-X.")],
    out: Annotated[Path, typer.Option(help="File to write: .pdf, or .zip with the evidence.")],
    language: Annotated[Language | None, typer.Option(help="Not the customer's own.")] = None,
) -> None:
    """Write the pack of one claim: facts, charges, evidence with hashes, letters to sign."""
    from bot.cli.claim_pack import write_pack

    write_pack(number, out, language)


@claims.command("export")
def claims_export(
    form: Annotated[ExportFormat, typer.Option("--format")],
    path: Annotated[
        Path | None, typer.Option("--output", help="File; without it standard output.")
    ] = None,
) -> None:
    """Write all claims: JSON with all that belongs to each, CSV one row a claim."""
    from bot.cli.claims import export_claims

    export_claims(form, path)


@app.command()
def messages(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    chat: Annotated[int | None, typer.Option(help="Only this chat, by its Telegram id.")] = None,
    claim: Annotated[str | None, typer.Option(help="Only this claim, by its number.")] = None,
) -> None:
    """Print the messages in and out, the oldest first."""
    from bot.cli.messages import print_messages

    print_messages(chat, claim, as_json=as_json)


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Look at settings, database, folders, evidence and sources; say what to mend."""
    from bot.cli.doctor import examine

    examine(as_json=as_json)


@app.command()
def sources(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """List the status pages and probes: state, age, last error, next poll."""
    from bot.cli.sources import print_sources

    print_sources(as_json=as_json)


@app.command()
def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count.")] = False,
) -> None:
    """Delete what is not kept any longer; run it once a day."""
    from bot.cli.purge import purge_old

    purge_old(dry_run=dry_run)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The tar to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Write database, evidence and its key into one file; the bot may be running."""
    from bot.cli.backup import back_up

    back_up(file, force=force)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A tar that `backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
) -> None:
    """Put a backup in place; stop the bot first."""
    from bot.cli.backup import restore as put_back

    put_back(file, force=force)


def main() -> None:
    """Run one command."""
    app()

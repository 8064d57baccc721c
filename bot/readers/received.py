"""A file that a customer sent, read in the worker process: bytes in, plain values out."""

from bot.domain.duplicates import Duplicate, find_duplicates
from bot.domain.money import Money
from bot.domain.readings import NO_OCR, FileReading, FoundCharges, SeenPayment
from bot.domain.redaction import redact
from bot.domain.transactions import Precision
from bot.readers.errors import Unreadable
from bot.readers.screens.reading import ListRow, ScreenKind, ScreenshotReading
from bot.readers.statements.model import StatementFile
from bot.readers.statements.reading import read_statements

# Pixels on the shorter side; a smaller picture shows no line of text that can be read.
_SMALLEST_SIDE = 160
# Characters of a freeze notice that are kept: a long one says its reason at the beginning.
_LONGEST_WORDS = 2000
_LONGEST_NAME = 80
# Findings that are kept of one file, the surest first; nobody answers for more in a chat.
_MOST_FOUND = 40
_SUREST_FIRST = ("certain", "probable", "possible")


def read_picture(data: bytes) -> FileReading:
    """Return what a screenshot says; what is not certain is left out."""
    # Half a second and 60 MB to import, and a statement needs none of it.
    from bot.readers.ocr import OcrMissing
    from bot.readers.pictures import PictureRefused, fingerprint, opened
    from bot.readers.screenshots import read_screenshot

    try:
        if min(opened(data).size) < _SMALLEST_SIDE:
            return FileReading(screen=ScreenKind.OTHER.value)
        return _of_screen(read_screenshot(data), fingerprint(data))
    except PictureRefused as refused:
        return FileReading(refused=refused.fault.value)
    except OcrMissing:
        return FileReading(refused=NO_OCR, fingerprint=fingerprint(data))


def read_statement_file(data: bytes, password: str = "") -> FileReading:
    """Return how many rows a statement has and what was charged more than once.

    Args:
        data (bytes): of the file.
        password (str): of an archive, a workbook or a PDF; used once and not kept.
    """
    try:
        files = read_statements(data, "statement", password or None)
    except Unreadable as refused:
        return FileReading(refused=refused.refusal.value)
    return _of_statements(files)


def _of_screen(read: ScreenshotReading, picture: str) -> FileReading:
    payments: tuple[SeenPayment, ...] = ()
    if read.kind is ScreenKind.PAYMENT:
        payments = (_of_page(read),)
    elif read.kind is ScreenKind.BILL_LIST:
        payments = tuple(_of_row(row) for row in read.rows if row.amount_minor < 0)
    notice = read.kind is ScreenKind.FREEZE_NOTICE
    words = redact("\n".join(read.lines)).text[:_LONGEST_WORDS] if notice else ""
    return FileReading(
        screen=read.kind.value,
        payments=payments,
        words=words,
        fingerprint=picture,
        clock=read.clock,
    )


def _of_page(read: ScreenshotReading) -> SeenPayment:
    return SeenPayment(
        amount=_money(read.amount_minor, read.currency),
        time=read.time or "",
        merchant=_name(read.merchant),
        transaction_ref=read.txn_id or "",
        order_ref=read.merchant_order_id or "",
        status=read.status.value if read.status else "",
    )


def _of_row(row: ListRow) -> SeenPayment:
    return SeenPayment(
        amount=_money(-row.amount_minor, row.currency),
        time=row.time or "",
        merchant=_name(row.merchant),
        status=row.status.value if row.status else "",
    )


def _money(minor: int | None, currency: str | None) -> Money | None:
    known = minor is not None and minor >= 0 and currency
    return Money(minor=minor, currency=currency) if known else None


def _name(text: str | None) -> str:
    return redact(text or "").text[:_LONGEST_NAME]


def _of_statements(files: tuple[StatementFile, ...]) -> FileReading:
    rows = [row for file in files for row in file.transactions]
    found = sorted(
        find_duplicates(rows), key=lambda one: _SUREST_FIRST.index(one.confidence.value)
    )
    longest = max(files, key=lambda file: len(file.transactions))
    cautions = {
        warned.caution.value: dict(warned.values) for file in files for warned in file.warnings
    }
    return FileReading(
        layout=longest.format,
        rows=len(rows),
        found=tuple(_of_duplicate(one) for one in found[:_MOST_FOUND]),
        cautions=tuple(cautions.items()),
    )


def _of_duplicate(one: Duplicate) -> FoundCharges:
    first, last = one.charges[0], one.charges[-1]
    moments = [charge.at for charge in one.charges if charge.at is not None]
    values = {name: redact(value).text[:_LONGEST_NAME] for name, value in one.values.items()}
    return FoundCharges(
        payee=_name(first.payee or first.goods),
        each=Money(minor=first.amount_minor, currency=first.currency),
        times=one.extra + 1,
        extra=one.extra,
        extra_minor=one.extra_minor,
        first_at=moments[0],
        last_at=moments[-1],
        day_only=any(charge.precision is Precision.DAY for charge in one.charges),
        rows=one.rows,
        confidence=one.confidence,
        why=one.why.value,
        values=values,
        reference=last.transaction_ref,
    )

"""Files of a claim for agents: what was read in them, a safe copy to look at, the original."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.console import Person
from bot.domain.custody import Act, Handled
from bot.domain.errors import NotFound
from bot.domain.evidence import PICTURES, EvidenceState
from bot.domain.kinds import ClaimKind
from bot.domain.numbers import read_number
from bot.domain.readings import FileReading, FoundCharges, SeenPayment, from_json
from bot.services.conversation import Office
from bot.storage.audit import Deed, put_deed
from bot.storage.claims import claim_by_number
from bot.storage.connection import Connection
from bot.storage.custody import log_acts
from bot.storage.evidence import StoredEvidence, find_evidence
from bot.texts.wording import Voice, amount_text, clock_text, day_text

# Gives the bytes of a stored file.
Fetch = Callable[[StoredEvidence], Awaitable[bytes]]
# Gives a picture drawn anew, without what rides along in a file; None: it is no picture.
Redraw = Callable[[bytes], Awaitable[bytes | None]]
Mask = Callable[[str], str]

_EXTENSIONS: Final = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp",
    "image/heic": "heic", "application/pdf": "pdf",
    "text/csv": "csv", "application/zip": "zip", "video/mp4": "mp4", "audio/ogg": "ogg",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileView:
    """A file in the agent's words.

    Attributes:
        name: as the customer's phone called it; may be empty.
        size: such as 1.2 MB.
        is_here: the bytes are kept.
        is_picture: a safe copy can be shown.
        read: lines of what a program read in it.
    """

    id: int
    name: str
    type: str
    size: str
    received: str
    is_here: bool
    is_picture: bool
    read: tuple[str, ...]


def file_view(
    office: Office, voice: Voice, file: StoredEvidence, mask: Mask, kind: ClaimKind
) -> FileView:
    """Return a file in somebody's words."""
    is_here = file.state is EvidenceState.STORED
    teller = _Teller(office, voice, mask, kind)
    return FileView(
        id=file.id,
        name=mask(file.name),
        type=file.mime.rpartition("/")[2] or file.form.value,
        size=f"{max(file.size / 1_000_000, 0.1):.1f} MB",
        received=teller.when(file),
        is_here=is_here,
        is_picture=is_here and file.mime in PICTURES,
        read=tuple(teller.lines(from_json(file.reading))) if file.reading else (),
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    office: Office
    voice: Voice
    mask: Mask
    kind: ClaimKind

    def when(self, file: StoredEvidence) -> str:
        at = file.received_at
        return f"{day_text(at, self.voice)} {clock_text(at, self.voice)}"

    def lines(self, reading: FileReading) -> list[str]:
        """Return what was read, a line for each thing."""
        lines = [self._line("console.read.unread")] if reading.refused else []
        lines += [self._payment(each) for each in reading.payments]
        if reading.words:
            lines.append(self.mask(reading.words))
        if reading.layout:
            rows = str(reading.rows)
            lines.append(self._line("console.read.statement", layout=reading.layout, rows=rows))
        lines += [self._found(each) for each in reading.found]
        if reading.differs:
            names = ", ".join(self._name(field) for field in reading.differs)
            lines.append(self._line("readings.numbers_differ", facts=names))
        return lines or [self._line("console.read.nothing")]

    def _payment(self, payment: SeenPayment) -> str:
        amount = amount_text(payment.amount, self.voice) if payment.amount else ""
        references = [self.mask(each) for each in (payment.transaction_ref, payment.order_ref)]
        state = self._line(f"console.paid.{payment.status}") if payment.status else ""
        parts = (amount, payment.time, self.mask(payment.merchant), *references, state)
        return " · ".join(part for part in parts if part)

    def _found(self, found: FoundCharges) -> str:
        return self._line(
            "console.read.found",
            payee=self.mask(found.payee),
            amount=amount_text(found.each, self.voice),
            times=str(found.times),
            extra=str(found.extra),
            rows=", ".join(str(row) for row in found.rows),
            sure=self._line(f"statements.confidence.{found.confidence}"),
        )

    def _name(self, field: str) -> str:
        words = self.office.catalog.words(f"{self.kind}.{field}.name", self.voice.language)
        return words[0] if words else field

    def _line(self, key: str, **values: str) -> str:
        return self.office.catalog.line(key, self.voice.language, **values)


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes as the customer sent them, under a name of our own."""

    name: str
    content: bytes


class ConsoleFiles:
    """Hands files of a claim to agents; each look is in the audit and in the custody log."""

    def __init__(self, office: Office, fetch: Fetch, redraw: Redraw) -> None:
        self._office, self._fetch, self._redraw = office, fetch, redraw

    async def picture(self, person: Person, number: str, item: int) -> bytes:
        """Return a safe copy of a picture: a JPEG drawn anew outside this process.

        Raises:
            NotFound: no such file of this claim, or it is no picture that can be drawn.
        """
        file = await self._found(number, item)
        if file.mime not in PICTURES:
            raise NotFound("console.no_file")
        drawn = await self._redraw(await self._fetch(file))
        if drawn is None:
            raise NotFound("console.no_file")
        await self._note(person, number, file, "console.shown_file")
        return drawn

    async def original(self, person: Person, number: str, item: int) -> Original:
        """Return a file as it came, to be kept, never to be opened in the browser.

        Raises:
            NotFound: no such file of this claim.
        """
        file = await self._found(number, item)
        content = await self._fetch(file)
        await self._note(person, number, file, "console.took_file")
        extension = _EXTENSIONS.get(file.mime, "bin")
        return Original(f"{number}-{file.id}.{extension}", content)

    async def _found(self, number: str, item: int) -> StoredEvidence:
        bot, read = self._office.bot, read_number(number)

        async def step(connection: Connection) -> tuple[FiledClaim | None, StoredEvidence | None]:
            claim = await claim_by_number(connection, bot, read) if read else None
            return claim, await find_evidence(connection, bot, item)

        claim, file = await self._office.database.read(step)
        is_theirs = claim is not None and file is not None and file.claim == claim.id
        if file is None or not is_theirs or file.state is not EvidenceState.STORED:
            raise NotFound("console.no_file")
        return file

    async def _note(self, person: Person, number: str, file: StoredEvidence, action: str) -> None:
        office, now = self._office, self._office.clock()
        act = Handled(Act.SHOWN, file.id, file.claim or 0, file.sha256, person.id)

        async def step(connection: Connection) -> None:
            await log_acts(connection, office.bot, [act], now)
            deed = Deed(str(person.id), action, number, str(file.id))
            await put_deed(connection, office.bot, deed, now)

        await office.database.write(step)

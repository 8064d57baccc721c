"""A claim as a pack: every sentence of the document, and what lies beside it in the zip."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue

from bot.domain.casework import FiledClaim
from bot.domain.evidence import MEBIBYTE, EvidenceState
from bot.domain.packs import Pack, PackFile, PackPaper, Pair
from bot.domain.readings import from_json
from bot.services.claim_deadlines import deadline_lines, told_deadlines
from bot.services.exchange import Exchange
from bot.services.pack_charges import charges_of
from bot.services.pack_facts import Told, facts_of, timeline_of
from bot.services.pack_letters import letters_of
from bot.storage.claims import claim_events
from bot.storage.custody import custody_head, told_seal
from bot.storage.evidence import StoredEvidence, evidence_of_claim
from bot.texts.facts import layout
from bot.texts.shown import Shown
from bot.texts.wording import amount_text

# Evidence in one zip, bytes. A bot may send 50 MB; the rest is for the document and the tables.
# Source: core.telegram.org/bots/api, "Sending files".
MOST_ENCLOSED = 42 * MEBIBYTE
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/xml": ".xml",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
}
_WORDS = (
    "title", "facts", "timeline", "deadlines", "charges", "evidence", "custody", "where", "when",
    "payee", "amount", "reference", "wanted", "subject", "asks", "thumbnail", "no_thumbnail",
    "not_enclosed", "called", "received", "no_evidence", "how_to_check", "custody_means",
    "no_contact", "not_official", "missing",
)  # fmt: skip


async def pack_of(ex: Exchange, claim: FiledClaim) -> Pack:
    """Return the pack of a claim in the language of the exchange; nothing is changed."""
    told = Told.of(ex, claim)
    every = await evidence_of_claim(ex.connection, claim.id)
    stored = [file for file in every if file.state is EvidenceState.STORED]
    events = await claim_events(ex.connection, claim.id)
    files = tuple(_files(told, stored))
    charges, totals = charges_of(told, [from_json(f.reading) for f in stored if f.reading])
    paper = PackPaper(
        language=ex.voice.language.value,
        region=ex.voice.region,
        number=claim.number,
        words={name: ex.line(f"pack.word.{name}") for name in _WORDS} | {"hint": ex.line("hint")},
        head=_head(told, len(files)),
        summary=_summary(told),
        facts=facts_of(told),
        timeline=timeline_of(told, events, stored),
        deadlines=await _deadlines(told),
        charges=charges,
        totals=totals,
        files=files,
        letters=letters_of(told, len(files)),
        custody=await _custody(told),
    )
    return Pack(paper, f"{claim.bot}/{claim.chat}", _values(claim, stored), _readme(told, files))


def _head(told: Told, files: int) -> tuple[Pair, ...]:
    ex, claim = told.ex, told.claim
    wanted = claim.wanted
    values = {
        "number": claim.number,
        "kind": ex.line(f"kind.{claim.kind}"),
        "wanted": amount_text(wanted, told.voice) if wanted else "",
        "status": ex.line(f"claims.status.{claim.status}"),
        "filed_at": told.stamp(claim.filed_at),
        "files": str(files),
        "zone": _zone(told),
        "made_at": told.stamp(ex.now),
    }
    return tuple((ex.line(f"pack.head.{name}"), text) for name, text in values.items() if text)


def _zone(told: Told) -> str:
    local = told.ex.now.astimezone(told.voice.zone)
    offset = f"{local:%z}"
    return f"{told.voice.zone.key} (UTC{offset[:3]}:{offset[3:]})"


def _summary(told: Told) -> tuple[str, ...]:
    values = {**told.values(), "evidence": None, "missing": None}
    lines = layout(told.ex.catalog, f"{told.claim.kind}.review", values, told.setting)
    return tuple(lines)


async def _custody(told: Told) -> tuple[Pair, ...]:
    ex = told.ex
    filed = await told_seal(ex.connection, told.claim.id)
    head = await custody_head(ex.connection)
    now = ex.line("pack.custody.entry", number=head.entries, seal=head.seal)
    pairs = ((ex.line("pack.custody.filed"), filed), (ex.line("pack.custody.made"), now))
    return tuple((name, seal) for name, seal in pairs if seal)


async def _deadlines(told: Told) -> tuple[str, ...]:
    lines = deadline_lines(told.ex, await told_deadlines(told.ex, told.claim))
    return tuple(_starred(item) for item in lines.items)


def _starred(item: Shown) -> str:
    return f"{item.text} *" if item.hint else item.text


def _files(told: Told, stored: Sequence[StoredEvidence]) -> Iterator[PackFile]:
    room = MOST_ENCLOSED
    for place, file in enumerate(stored, 1):
        fits = file.size <= room
        room -= file.size if fits else 0
        ending = _ENDINGS.get(file.mime, ".bin")
        yield PackFile(
            place=place,
            name=f"{place:02}-{file.form.value}{ending}",
            told=" ".join(file.name.split()),
            about=_between(told).join(
                (told.ex.line(f"pack.form.{file.form}"), ending[1:].upper(), _size(file.size))
            ),
            sha256=file.sha256,
            received=told.stamp(file.received_at),
            mime=file.mime,
            size=file.size,
            enclosed=fits,
        )


def _between(told: Told) -> str:
    return "，" if told.voice.language.is_chinese else ", "


def _size(size: int) -> str:
    return f"{size / MEBIBYTE:.1f} MB" if size >= MEBIBYTE else f"{max(size // 1024, 1)} KB"


def _values(claim: FiledClaim, stored: Sequence[StoredEvidence]) -> Mapping[str, JsonValue]:
    """Return the claim exactly as it is kept, with the hash of each file."""
    wanted = claim.wanted
    return {
        "number": claim.number,
        "kind": claim.kind.value,
        "type": claim.type,
        "filing": claim.filing,
        "status": claim.status.value,
        "outcome": claim.outcome,
        "region": claim.region,
        "filed_at": claim.filed_at.isoformat(),
        "version": claim.version,
        "wanted": wanted.model_dump(mode="json") if wanted else None,
        "facts": claim.facts,
        "older_facts": dict(claim.older),
        "evidence": [
            {
                "place": place,
                "name": file.name,
                "mime": file.mime,
                "size": file.size,
                "sha256": file.sha256,
                "received_at": file.received_at.isoformat(),
            }
            for place, file in enumerate(stored, 1)
        ],
    }


def _readme(told: Told, files: Sequence[PackFile]) -> tuple[str, ...]:
    ex, number = told.ex, told.claim.number
    lines = [
        ex.line("pack.readme.head", number=number),
        "",
        ex.line("pack.readme.pdf", name=f"{number}.pdf"),
        ex.line("pack.readme.files"),
        ex.line("pack.readme.csv"),
        ex.line("pack.readme.json"),
        "",
        ex.line("pack.readme.check"),
        ex.line("pack.readme.check_unix"),
        ex.line("pack.readme.check_windows"),
        "",
        ex.line("pack.readme.care"),
    ]
    left_out = [file for file in files if not file.enclosed]
    if left_out:
        lines += ["", ex.line("pack.readme.left_out")]
        lines += [f"- {file.name}, {_size(file.size)}, SHA-256 {file.sha256}" for file in left_out]
    return tuple(lines)

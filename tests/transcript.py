"""Plays a transcript: what a customer does, as written; what the bot says, word for word.

`# zh-Hans CN Asia/Shanghai 2026-11-22T10:00` language, region, zone and time; a region `-` is a
customer who has never written, with an app in that language.

`> text`, `> [label]`, `> (photo a.jpg) caption`, `> (photos 3)`, `> (file a.pdf)`, `> (voice)`,
`> (edit) text`: the customer. `* 2 days later`, `* agent: take`, `* agent: says text`,
`* agent: ask text`, `* agent: resolve refunded`, `* agent: block`,
`* 40 people report alipay`, `* admin: /incident close 1` (with `\\n` for a new line): what
happens besides. A line in parentheses is a remark.
`< text`: the bot, `< (file a.pdf)` with a document, `<~ text` an edit of an earlier message,
`<- deleted` one of the customer's is gone; `[label] [label]` a row of buttons, `| text` folded.
Further lines of a message begin with two blanks. Claim numbers are random and stand as
`PA-****-****-*`, seals of the custody log as `(seal)`.

`python -m tests.transcript --accept FILE...` rewrites what the bot says.
"""

import argparse
import asyncio
import io
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zlib import crc32
from zoneinfo import ZoneInfo

from PIL import Image

from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.domain.regions import zone_of
from bot.sandbox.values import Json
from bot.sandbox.wire import Upload
from tests.chat import Chat, open_chat
from tests.outages import reported_by
from tests.sandbox import labels

TRANSCRIPTS = Path(__file__).parent / "transcripts"
MASK = "PA-****-****-*"

_NUMBER = re.compile(r"PA-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
_PEOPLE = re.compile(r"(\d+) people report (\w+)")
_SEAL = re.compile(r"\b(?:[0-9a-f]{4}(?:-[0-9a-f]{4}){3}|[0-9a-f]{64})\b")
_LATER = re.compile(r"(\d+) (minute|hour|day)s? later")
_SENT = re.compile(r"\((photos|photo|file|voice|edit) ?([^)]*)\) ?(.*)", re.DOTALL)
_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".pdf": "application/pdf"}


class StuckError(Exception):
    """A transcript could not go on, such as for want of a button; `so_far` tells where."""

    def __init__(self, reason: str, so_far: list[str]) -> None:
        super().__init__(reason)
        self.so_far = "\n".join(so_far)


@dataclass(frozen=True, slots=True)
class Head:
    """Who writes, where and when."""

    language: str
    region: str
    at: datetime

    @classmethod
    def read(cls, line: str) -> "Head":
        """Return the first line of a transcript."""
        language, region, zone, moment = line.removeprefix("# ").split()
        at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))
        return cls(language, region.strip("-"), at)


@dataclass
class Player:
    """Plays the lines of one transcript and writes down everything that happens."""

    chat: Chat
    lines: list[str] = field(default_factory=list)
    number: str = ""
    own: int = 0
    albums: int = 0

    async def play(self, step: str) -> None:
        """Do what one step says, and note what the bot does then."""
        self.lines += step.split("\n")
        if step.startswith("> "):
            said = "\n".join(line[2:] for line in step.split("\n"))
            await self._customer(said.replace(MASK, self.number))
        elif step.startswith("* "):
            await self._besides(step.removeprefix("* "))
        self._note()

    async def _customer(self, said: str) -> None:
        sent = _SENT.fullmatch(said)
        if sent is not None:
            await self._sent(*sent.groups())
        elif said.startswith("[") and said.endswith("]"):
            await self.chat.taps(said[1:-1])
        else:
            self.own = (await self.chat.says(said))["message_id"]

    async def _sent(self, form: str, what: str, words: str) -> None:
        match form:
            case "edit":
                await self.chat.edits(self.own, words)
            case "photos":
                self.albums += 1
                names = [f"album {self.albums} {number}.jpg" for number in range(int(what))]
                await self.chat.sends([upload(name) for name in names], words)
            case "voice":
                await self.chat.sends([Upload("voice.ogg", "audio/ogg", b"OggS" + b"\0" * 60)])
            case _:
                await self.chat.sends([upload(what)], words)

    async def _besides(self, what: str) -> None:
        later = _LATER.fullmatch(what)
        if later is not None:
            await self.chat.later(timedelta(**{f"{later[2]}s": int(later[1])}))
            return
        people = _PEOPLE.fullmatch(what)
        if people is not None:
            await reported_by(self.chat, int(people[1]), people[2])
            return
        if what.startswith("admin: "):
            await self.chat.admin_says(what.removeprefix("admin: ").replace("\\n", "\n"))
            return
        verb, _, rest = what.removeprefix("agent: ").partition(" ")
        match verb:
            case "take":
                self.chat.agent_taps("take")
            case "says":
                self.chat.agent_says(rest)
            case "ask":
                self.chat.agent_taps("ask")
                await self.chat.settle()
                prompt = self.chat.messages(self.chat.cast.agents_chat.id)[-1]
                self.chat.agent_says(rest, reply_to=prompt["message_id"])
            case "resolve":
                self.chat.agent_taps("resolve")
                await self.chat.settle()
                self.chat.agent_taps(rest)
            case "block":
                self.chat.agent_presses("spam:ask")
                await self.chat.settle()
                self.chat.agent_presses("spam:block")
            case _:
                raise ValueError(f"a transcript does not know: {what}")
        await self.chat.settle()

    def _note(self) -> None:
        """Write down what the customer sees happen."""
        while not self.chat.happened.empty():
            event = self.chat.happened.get_nowait() or {}
            if event.get("kind") == "deleted" and event["chat_id"] == self.chat.person.id:
                self.lines.append("<- deleted")
            message = event.get("message", {})
            if event.get("kind") != "message" or message["chat"]["id"] != self.chat.person.id:
                continue
            if message["from"]["is_bot"]:
                self.lines += self._shown(message, "<" if event["is_new"] else "<~")

    def _shown(self, message: Json, mark: str) -> list[str]:
        text = message.get("text") or message.get("caption", "")
        found = _NUMBER.search(text)
        self.number = found[0] if found else self.number
        lines = [f"(file {message['document']['file_name']})"] if "document" in message else []
        lines += _folded(text, message.get("entities", []))
        lines += [" ".join(f"[{label}]" for label in row) for row in labels(message)]
        first, *others = [_SEAL.sub("(seal)", _NUMBER.sub(MASK, line)) for line in lines]
        return [f"{mark} {first}", *(f"  {line}" for line in others)]


def _folded(text: str, entities: list[Json]) -> Iterator[str]:
    """Give the lines of a message, those of a folded quotation marked."""
    units = text.encode("utf-16-le")
    folds = [
        (each["offset"], each["offset"] + each["length"])
        for each in entities
        if each["type"] == "expandable_blockquote"
    ]
    place = 0
    for line in text.split("\n"):
        is_folded = any(start <= place < end for start, end in folds)
        yield f"| {line}" if is_folded else line
        place += len(line.encode("utf-16-le")) // 2 + 1
    assert place == len(units) // 2 + 1


def upload(name: str) -> Upload:
    """Return a file whose bytes depend on its name only."""
    kind = _TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
    if not kind.startswith("image/"):
        return Upload(name, kind, b"%PDF-1.4\n" + name.encode())
    color = crc32(name.encode())
    file = io.BytesIO()
    Image.new("RGB", (48, 64), (color & 255, color >> 8 & 255, color >> 16 & 255)).save(
        file, "PNG" if kind == "image/png" else "JPEG"
    )
    return Upload(name, kind, file.getvalue())


def steps_of(text: str) -> tuple[Head, list[str]]:
    """Return head and steps of a transcript: what is played, without what the bot says."""
    head, *lines = text.rstrip("\n").split("\n")
    steps: list[str] = []
    is_open = False
    for line in lines:
        if line.startswith("  ") and is_open:
            steps[-1] += f"\n{line}"
        is_open = line.startswith("> ") or (is_open and line.startswith("  "))
        if line.startswith(("> ", "* ", "(")):
            steps.append(line)
    return Head.read(head), steps


async def played(text: str, folder: Path) -> str:
    """Return a transcript as it goes now."""
    head, steps = steps_of(text)
    async with open_chat(folder, head.at, head.language.lower()) as chat:
        if head.region:
            await chat.know(_customer(chat, head))
        player = Player(chat, [text.split("\n", 1)[0]])
        try:
            for step in steps:
                await player.play(step)
        except LookupError as error:
            raise StuckError(str(error), player.lines) from error
    return "\n".join(player.lines) + "\n"


def _customer(chat: Chat, head: Head) -> Customer:
    usual, zone = zone_of(head.region).key, str(head.at.tzinfo)
    return Customer(
        chat.bot,
        chat.person.id,
        Language(head.language),
        language_chosen=True,
        region=head.region,
        region_chosen=True,
        zone="" if zone == usual else zone,
    )


def _accept(path: Path) -> bool:
    before = path.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        after = asyncio.run(played(before, Path(folder)))
    path.write_text(after, "utf-8")
    return before != after


def main() -> None:
    """Rewrite transcripts."""
    parser = argparse.ArgumentParser(prog="python -m tests.transcript")
    parser.add_argument("--accept", nargs="+", type=Path, required=True, metavar="FILE")
    stuck = 0
    for path in parser.parse_args().accept:
        try:
            outcome = "changed" if _accept(path) else "as before"
        except StuckError as error:
            stuck += 1
            outcome = f"left as it was, {error}; so far:\n{error.so_far}"
        sys.stdout.write(f"{path}: {outcome}\n")
    sys.exit(min(stuck, 1))


if __name__ == "__main__":
    main()

"""The open question of a draft: its words, its choices, the standing row."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.drafts import Draft, Question, answers, progress, question
from bot.domain.messages import Button
from bot.domain.questions import Reads
from bot.domain.taps import Tap
from bot.texts.catalog import Catalog
from bot.texts.facts import Setting, layout
from bot.texts.layouts import arranged, fitting
from bot.texts.shown import Rendered, Value
from bot.texts.template import PLACEHOLDER, put_in

Rows = tuple[tuple[Button, ...], ...]


def label_text(catalog: Catalog, key: str, setting: Setting, values: Mapping[str, Value]) -> str:
    """Return the first wording of a label whose values are all there."""
    voice = setting.voice
    for wording in catalog.words(key, voice.language, voice.region):
        names = PLACEHOLDER.findall(wording)
        known = {name: values.get(name) for name in names}
        if all(value not in (None, "") for value in known.values()):
            return put_in(wording, known)
    raise KeyError(f"no wording of {key} fits")


@dataclass(frozen=True, slots=True)
class Wording:
    """The open question, in words and buttons."""

    catalog: Catalog
    reference: str
    draft: Draft
    values: Mapping[str, Value]
    setting: Setting

    def lines(self, field: str, failures: int) -> Rendered:
        """Return the words of the question; other words after each unreadable answer."""
        kind, voice = self.draft.kind, self.setting.voice
        asked = question(kind, field)
        reads = asked.ask.reads if asked else Reads.WORDS
        if failures >= 3:
            return self._fill("question.third", self._kept())
        place, count = progress(self.draft)
        body = self._fill(self._ask_key(field), {})
        if count and body.lines:
            first = f"{place}/{count} {body.lines[0]}"
            body = Rendered((first, *body.lines[1:]), body.folded, body.copies, body.hint)
        if failures == 0:
            return body
        if failures == 1:
            return self._fill(f"question.rejected.{reads}", {}) + body
        key = fitting(self.catalog, f"{kind}.{field}.example", f"question.example.{reads}")
        example = self.catalog.line(key, voice.language, voice.region)
        return self._fill(f"question.second.{reads}", {"example": example})

    def rows(self, field: str, failures: int) -> Rows:
        """Return its buttons: choices, a way to leave it out, the standing row."""
        asked = question(self.draft.kind, field)
        if asked is None:
            return ()
        if failures >= 3:
            return arranged(
                [
                    self._button("question.yes_person", "handover"),
                    self._button("question.once_more", "resume"),
                    self._button("question.stop", "stop"),
                ]
            )
        buttons = [*self._choices(asked), *self._offers(field)]
        if not asked.ask.needed:
            buttons.append(self._skip(field))
        standing = self._standing(first=not _can_go_back(self.draft))
        return (*arranged(buttons), *((standing,) if asked.ask.counted else ()))

    def _choices(self, asked: Question) -> list[Button]:
        prefix = f"{self.draft.kind}.{asked.field}.choice"
        return [
            Button(
                label_text(self.catalog, f"{prefix}.{name}", self.setting, self.values),
                data=Tap("answer", (self.reference, asked.field, name)).encode(),
            )
            for name in asked.ask.choices
        ]

    def _offers(self, field: str) -> list[Button]:
        return [
            Button(label, data=Tap("answer", (self.reference, field, value)).encode())
            for value, label in self.setting.offers.get(field, ())
        ]

    def _skip(self, field: str) -> Button:
        key = fitting(self.catalog, f"{self.draft.kind}.{field}.skip", "question.skip")
        label = label_text(self.catalog, key, self.setting, self.values)
        return Button(label, data=Tap("skip", (self.reference, field)).encode())

    def _standing(self, *, first: bool) -> tuple[Button, ...]:
        names = ("stop", "person") if first else ("back", "stop", "person")
        return tuple(self._button(f"question.{name}", name) for name in names)

    def _button(self, key: str, verb: str) -> Button:
        label = label_text(self.catalog, key, self.setting, self.values)
        return Button(label, data=Tap(verb, (self.reference,)).encode())

    def _ask_key(self, field: str) -> str:
        base = f"{self.draft.kind}.{field}.ask"
        held = answers(self.draft).values
        variants = [f"{base}_{self.draft.type}"]
        names = [value for value in reversed(list(held.values())) if _is_name(value)]
        variants += [f"{base}_{value}" for value in names]
        return fitting(self.catalog, *variants, base)

    def _fill(self, key: str, values: Mapping[str, Value]) -> Rendered:
        voice = self.setting.voice
        return self.catalog.fill(key, voice.language, {**self.values, **values}, voice.region)

    def _kept(self) -> dict[str, Value]:
        parts = layout(self.catalog, f"{self.draft.kind}.noted", self.values, self.setting)
        between = "，" if self.setting.voice.language.is_chinese else ", "
        return {"facts": between.join(parts) or None}


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value.isidentifier() and value.isascii()


def _can_go_back(draft: Draft) -> bool:
    return bool(answers(draft).asked)

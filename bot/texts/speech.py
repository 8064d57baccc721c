"""Replies of a guide to one message: text, copy buttons, choices, the standing row."""

import html
from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.drafts import Draft, claim_of, question
from bot.dialogue.replies import Asking, Changed, Noted, Part, Reply, Reviewing
from bot.domain.filings import filings
from bot.domain.messages import Button
from bot.domain.taps import Tap
from bot.texts.asking import Rows, Wording, label_text
from bot.texts.catalog import Catalog
from bot.texts.facts import Setting, draft_values, fact_text, layout, only
from bot.texts.layouts import arranged, copy_row, fitting
from bot.texts.shown import Rendered, Shown, Value


@dataclass(frozen=True, slots=True)
class Said:
    """A message for one reader: Telegram HTML and rows of buttons."""

    text: str
    buttons: Rows = ()


class Speech:
    """Turns replies into messages."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def compose(
        self, reference: str, draft: Draft, replies: tuple[Reply, ...], setting: Setting
    ) -> Said:
        """Return the replies of one turn as one message.

        Args:
            reference (str): id of the draft, which the buttons carry.
            draft (Draft): as it is after the turn.
            replies (tuple of Reply): what to say, in order.
            setting (Setting): to whom, and the values of the tables.
        """
        values = draft_values(self._catalog, draft, setting)
        done = Rendered()
        rows: Rows = ()
        for reply in replies:
            match reply:
                case Part(key, own):
                    done += self._part(draft, key, own, values, setting)
                case Noted(fields, alone):
                    noted = self._noted(draft, fields, values, setting)
                    done += noted if noted.lines else self._plainly_noted(setting, alone=alone)
                case Changed(field, before):
                    done += self._changed(draft, field, before, values, setting)
                case Asking(field, failures):
                    asking = Wording(self._catalog, reference, draft, values, setting)
                    done += asking.lines(field, failures)
                    rows = asking.rows(field, failures)
                case Reviewing(short):
                    done += self._review(draft, values, setting, short=short)
                    rows = self._filing_rows(reference, draft, values, setting)
        return self.say(done, rows, setting)

    def say(self, done: Rendered, rows: Rows, setting: Setting) -> Said:
        """Return rendered lines as a message, with hint, fold and copy buttons."""
        voice = setting.voice
        lines = list(done.lines)
        if done.hint:
            lines.append(html.escape(self._catalog.line("hint", voice.language, voice.region)))
        text = "\n".join(lines)
        if done.folded:
            folded = "\n".join(done.folded)
            text += f"\n<blockquote expandable>{folded}</blockquote>"
        label = self._catalog.line("button.copy", voice.language, voice.region, what="{}")
        return Said(text, (*copy_row(label, done.copies), *rows))

    def lines(self, key: str, setting: Setting, values: Mapping[str, Value]) -> Rendered:
        """Return a text that belongs to no draft."""
        voice = setting.voice
        return self._catalog.fill(key, voice.language, {**setting.values, **values}, voice.region)

    def label(self, key: str, setting: Setting, values: Mapping[str, Value]) -> str:
        """Return a button's label: the first of its wordings that has all its values."""
        return label_text(self._catalog, key, setting, values)

    def _part(
        self,
        draft: Draft,
        key: str,
        own: Mapping[str, object],
        values: Mapping[str, Value],
        setting: Setting,
    ) -> Rendered:
        if not self._catalog.has(key):
            return Rendered()
        extra: dict[str, Value] = {
            name: value for name, value in own.items() if isinstance(value, str | int | Shown)
        }
        if key == "question.went_back":
            extra["removed"] = self._removed(own, setting)
        return self.lines(key, setting, {**values, **extra})

    def _removed(self, own: Mapping[str, object], setting: Setting) -> str | None:
        earlier, fields = own.get("draft"), own.get("fields")
        if not isinstance(earlier, Draft) or not isinstance(fields, tuple):
            return None
        values = draft_values(self._catalog, earlier, setting)
        between = "，" if setting.voice.language.is_chinese else ", "
        return between.join(str(values[f]) for f in fields if values.get(f)) or None

    def _noted(
        self, draft: Draft, fields: tuple[str, ...], values: Mapping[str, Value], setting: Setting
    ) -> Rendered:
        shown = only(draft, fields, values)
        parts = layout(self._catalog, f"{draft.kind}.noted", shown, setting)
        if not parts:
            return Rendered()
        between = "，" if setting.voice.language.is_chinese else ", "
        return self.lines("question.noted", setting, {"facts": between.join(parts)})

    def _plainly_noted(self, setting: Setting, *, alone: bool) -> Rendered:
        return self.lines("question.noted_plainly", setting, {}) if alone else Rendered()

    def _changed(
        self,
        draft: Draft,
        field: str,
        before: object,
        values: Mapping[str, Value],
        setting: Setting,
    ) -> Rendered:
        asked = question(draft.kind, field)
        if asked is None:
            return Rendered()
        former = None
        if isinstance(before, str | int | float | dict | list):
            former = fact_text(self._catalog, draft.kind, asked, before, setting)
        name = self.label(f"{draft.kind}.{field}.name", setting, {})
        return self.lines(
            "question.changed",
            setting,
            {"name": name, "after": values.get(field), "before": former},
        )

    def _review(
        self, draft: Draft, values: Mapping[str, Value], setting: Setting, *, short: bool
    ) -> Rendered:
        body = layout(self._catalog, f"{draft.kind}.review", values, setting)
        escaped = Rendered(tuple(html.escape(line, quote=False) for line in body))
        fullest = filings(draft.kind, claim_of(draft))[0]
        key = fitting(self._catalog, f"{draft.kind}.wants_{fullest}", f"{draft.kind}.wants")
        wants = self.lines(key, setting, values)
        if short:
            return self.lines("review.rest_unchanged", setting, {})
        head = self.lines("review.head", setting, {})
        return head + escaped + wants + self.lines("review.keeping", setting, {})

    def _filing_rows(
        self, reference: str, draft: Draft, values: Mapping[str, Value], setting: Setting
    ) -> Rows:
        names = filings(draft.kind, claim_of(draft))
        filing = [
            Button(
                self.label(f"{draft.kind}.file.{name}", setting, values),
                data=Tap("file", (reference, name)).encode(),
            )
            for name in names
        ]
        rest = [
            Button(
                self.label(f"review.{verb}", setting, {}), data=Tap(verb, (reference,)).encode()
            )
            for verb in ("change", "dontfile")
        ]
        return arranged([*filing, *rest])

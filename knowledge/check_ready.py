"""Ready answers: in both languages, known places only, numbers from the tables, short."""

from collections.abc import Iterator
from datetime import date

from knowledge.check_bodies import known_phones, line_problems
from knowledge.problems import Problem
from knowledge.ready import PLACE, PLACES, ReadyAnswer
from knowledge.snapshot import Library

MOST_LINES = 6
"""Of a message. Source: docs/writing.md section 1, rule 2."""
LONGEST_TITLE = {"zh": 20, "en": 28}
"""Of a button's label. Source: docs/writing.md section 6."""
LONGEST = 1_000
"""Characters: an agent reads all of it before sending."""

_TWINS = {"zh": "en", "en": "zh"}
_STYLES = ("**", "`", "> ")


def ready_problems(library: Library, today: date) -> Iterator[Problem]:
    """Yield what is wrong with the ready answers.

    Args:
        library (Library): as loaded.
        today (date): what the age of a fact is reckoned from.
    """
    phones = known_phones(library)
    for answer in library.ready.values():
        yield from _against_twin(answer, library)
        yield from _shape(answer)
        for number, line in enumerate(answer.body.splitlines(), answer.body_line):
            for match in PLACE.finditer(line):
                if match[1] not in PLACES:
                    what = f"nothing fills {match[0]!r}"
                    instead = f"write one of {', '.join(PLACES)}"
                    yield Problem(answer.file(), number, match.start() + 1, what, instead)
            plain = PLACE.sub(lambda match: "\ufffc" * len(match[0]), line)
            for column, what, instead in line_problems(
                answer.language, library, today, plain, phones
            ):
                yield Problem(answer.file(), number, column, what, instead)


def _against_twin(answer: ReadyAnswer, library: Library) -> Iterator[Problem]:
    language = _TWINS[answer.language]
    twin = library.ready.get((answer.name, language))
    if twin is None:
        what = f"there is no ready/{language}/{answer.name}.md"
        yield Problem(answer.file(), 1, 1, what, "write it in both languages")
        return
    if set(answer.places) != set(twin.places):
        what = f"other places than {twin.file()}"
        yield Problem(answer.file(), answer.body_line, 1, what, "fill in the same in both")
    if (answer.kind, answer.outcome, answer.place) != (twin.kind, twin.outcome, twin.place):
        what = f"kind, outcome or place differ from {twin.file()}"
        yield Problem(answer.file(), 1, 1, what, "write the same in both")


def _shape(answer: ReadyAnswer) -> Iterator[Problem]:
    file, line = answer.file(), answer.body_line
    if len(answer.title) > LONGEST_TITLE[answer.language]:
        what = f"the title has {len(answer.title)} characters"
        instead = f"{LONGEST_TITLE[answer.language]} fit on a button"
        yield Problem(file, 1, 1, what, instead)
    if len(answer.body.splitlines()) > MOST_LINES or len(answer.body) > LONGEST:
        what = "the answer is too long for one message"
        yield Problem(
            file, line, 1, what, f"{MOST_LINES} lines and {LONGEST:,} characters at most"
        )
    for style in _STYLES:
        if style in answer.body:
            what = f"{style!r} is sent as it stands"
            yield Problem(file, line, 1, what, "a ready answer is plain text")

"""Small edits of an article's text that leave the rest of the file as its author wrote it."""

import json
import re

from knowledge.articles import FENCE

_LIST = re.compile(r"^asked_as\s*=\s*\[", re.M)
# A TOML string in quotation marks, or one character that is none.
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#[^\n]*|.', re.S)


def with_phrasing(text: str, phrasing: str) -> str:
    """Return an article's file with one phrasing more, as the last of `asked_as`.

    A phrasing that stands there already is not added again.

    Args:
        text (str): the whole file.
        phrasing (str): one line, in a customer's words.

    Raises:
        ValueError: the head has no list of phrasings.
    """
    start = _LIST.search(text)
    if start is None or text.find(f"\n{FENCE}", 1) < start.start():
        raise ValueError("the head has no list asked_as")
    end = _end_of_list(text, start.end())
    before = text[: start.end()] + text[start.end() : end].rstrip().removesuffix(",")
    string = json.dumps(" ".join(phrasing.split()), ensure_ascii=False)
    if string in text[start.end() : end]:
        return text
    if "\n" not in text[start.end() : end]:
        return f"{before}, {string}{text[end:]}"
    return f"{before},\n  {string},\n{text[end:]}"


def _end_of_list(text: str, start: int) -> int:
    """Return where the bracket stands that closes a list; brackets in strings do not count."""
    position = start
    while match := _TOKEN.match(text, position):
        if match[0] == "]":
            return match.start()
        position = match.end()
    raise ValueError("the list asked_as does not end")

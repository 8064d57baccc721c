"""Bytes of a text file to text, whatever program saved it."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
"""Bytes that a guess looks at; more changes no answer."""

_CHINESE_PAIR = re.compile(rb"[\xa1-\xfe][\xa1-\xfe]")
_STRAY_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xa0]")


def decode(data: bytes) -> str:
    """Return the text of a file; a character cut off at the end is dropped.

    The order is: byte order mark, UTF-16 without one, UTF-8, GB18030 (a superset of GBK and
    GB2312) where its pairs look Chinese, then what charset-normalizer finds, then Latin-1.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    wide = _unmarked_utf16(data[:_SAMPLE])
    if wide:
        return data.decode(wide, "replace")
    text = _whole(data, "utf-8")
    if text is None and _looks_chinese(data[:_SAMPLE]):
        text = _whole(data, "gb18030")
        if text is None:
            text = data.decode("gb18030", "replace")
    return _guessed(data) if text is None else text


def _whole(data: bytes, encoding: str) -> str | None:
    """Text in exactly this encoding, or None; only the last character may be incomplete."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        return decoder.decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _unmarked_utf16(sample: bytes) -> str:
    half = len(sample) // 2
    if half < 4:
        return ""
    if sample[1::2].count(0) > half // 3 and sample[::2].count(0) < half // 10:
        return "utf-16-le"
    if sample[::2].count(0) > half // 3 and sample[1::2].count(0) < half // 10:
        return "utf-16-be"
    return ""


def _looks_chinese(sample: bytes) -> bool:
    """Pairs of high bytes are many in GBK; in Latin text a high byte stands before a letter."""
    return len(_CHINESE_PAIR.findall(sample)) > 2 * len(_STRAY_PAIR.findall(sample))


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes  # slow to import, and few files need it

    best = from_bytes(data[:_SAMPLE]).best()
    encoding = best.encoding if best else "latin-1"
    return data.decode(encoding, "replace")

"""Write the compact syllable table that the search ships, from pypinyin.

    python benchmarks/make_syllables.py

pypinyin itself costs a third of a second and 60 MB to import, so it stays a tool of this script.
"""

import unicodedata
from pathlib import Path

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

TABLE = Path(__file__).parents[1] / "knowledge" / "matching" / "syllables.txt"
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FA5


def toneless(syllable: str) -> str:
    """Return a syllable without its tone mark; ü is written v."""
    parts = unicodedata.normalize("NFD", syllable)
    kept = "".join(part for part in parts if not unicodedata.combining(part) or part == "\u0308")
    return unicodedata.normalize("NFC", kept).replace("ü", "v")


def is_common(character: str) -> bool:
    """Tell whether a character is among the 3,755 of GB 2312 level 1."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def readings() -> dict[str, str]:
    """Return the commonest toneless reading of every Han character."""
    table = {}
    for code in range(FIRST_HAN, LAST_HAN + 1):
        if code in PINYIN_DICT:
            syllable = lazy_pinyin(chr(code))[0]
            if syllable.isascii() and syllable.isalpha():
                table[chr(code)] = syllable
    return table


def main() -> None:
    """Write one line a syllable, then one line a pair that is read another way."""
    table = readings()
    by_syllable: dict[str, list[str]] = {}
    for character, syllable in table.items():
        by_syllable.setdefault(syllable, []).append(character)
    lines = [f"{syllable} {''.join(found)}" for syllable, found in sorted(by_syllable.items())]
    for pair, marked in sorted(PHRASES_DICT.items()):
        if len(pair) == 2 and all(map(is_common, pair)):
            read = [toneless(syllable[0]) for syllable in marked]
            if any(table[character] != one for character, one in zip(pair, read, strict=True)):
                lines.append(f"{pair} {' '.join(read)}")
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TABLE}: {len(lines)} lines, {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()

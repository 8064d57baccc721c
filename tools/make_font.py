"""Make the typeface that documents and charts are set in: a part of Noto Sans CJK, renamed.

`make_font.py SOURCE TARGET`: SOURCE is NotoSansCJK-Regular.ttc of Debian's package fonts-noto-cjk
(1:20220127+repack1-1), TARGET is bot/writers/fonts/PayAidSans-Regular.otf. Needs fonttools, which
the bot itself does not. The same source gives the same bytes.
"""

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "PayAid Sans"
# Simplified Chinese in the collection.
_SIMPLIFIED = 2
_HANGUL = range(0xAC00, 0xD7A4)
_EXTENSION_A = range(0x3400, 0x4DC0)
# Names by which a font is known; copyright and licence (0, 13, 14) stay as they are, the
# trademark (7) is not ours.
_NAMES = {
    1: FAMILY,
    2: "Regular",
    3: "PayAidSans-Regular;from Noto Sans CJK SC 2.004",
    4: f"{FAMILY} Regular",
    6: "PayAidSans-Regular",
}
_KEPT_NAMES = (0, 13, 14)


def is_wanted(character: str) -> bool:
    """Whether a document may need it: of large blocks only what common encodings have.

    All ideographs of Unicode's first block stay, and the rare ones of later blocks, which stand
    in names; of Korean and extension A what KS X 1001 and Hong Kong's characters hold.
    """
    if ord(character) in _HANGUL:
        return len(character.encode("euc_kr", "ignore")) == 2
    if ord(character) in _EXTENSION_A:
        return bool(character.encode("big5hkscs", "ignore"))
    return True


def make_font(source: Path, target: Path) -> int:
    """Write the font and return how many characters it has."""
    font = TTFont(source, fontNumber=_SIMPLIFIED, lazy=True, recalcTimestamp=False)
    wanted = [code for code in font.getBestCmap() if is_wanted(chr(code))]
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["ccmp", "kern", "mark", "mkmk"]
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    _rename(font)
    font.save(target)
    return len(wanted)


def _rename(font: TTFont) -> None:
    names = font["name"]
    names.names = [each for each in names.names if each.nameID in _KEPT_NAMES]
    for place, text in _NAMES.items():
        names.setName(text, place, 3, 1, 0x409)
    compact = font["CFF "].cff
    compact.fontNames = [_NAMES[6]]
    top = compact.topDictIndex[0]
    top.FullName, top.FamilyName = _NAMES[4], FAMILY


def main() -> None:
    """Make the font that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    given = parser.parse_args()
    count = make_font(given.source, given.target)
    print(f"{count} characters, {given.target.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()

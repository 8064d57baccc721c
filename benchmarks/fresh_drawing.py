"""Other phones than those of `screen_render`: themes, bands, cards, tints, fonts, letter icons."""

import random
from dataclasses import dataclass

from PIL import ImageFont

from benchmarks.screen_render import Drawing, Look

Ink = tuple[int, int, int]
WIDTH = 390
_LATIN = (
    "/usr/share/fonts/truetype/liberation/LiberationSans-{}.ttf",
    "/usr/share/fonts/opentype/urw-base35/NimbusSans-{}.otf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans{}.ttf",
)


@dataclass(frozen=True)
class Theme:
    """Colours of an app."""

    back: Ink
    card: Ink
    ink: Ink
    faint: Ink
    band: Ink
    line: Ink


THEMES = (
    Theme((245, 245, 247), (255, 255, 255), (30, 30, 34), (150, 150, 156), (22, 119, 255),
          (232, 232, 236)),
    Theme((255, 255, 255), (255, 255, 255), (20, 20, 20), (136, 136, 136), (7, 193, 96),
          (238, 238, 238)),
    Theme((0, 0, 0), (28, 28, 30), (242, 242, 247), (142, 142, 147), (20, 60, 120), (56, 56, 58)),
    Theme((16, 20, 30), (26, 32, 46), (225, 230, 240), (120, 132, 150), (40, 50, 80),
          (44, 52, 68)),
    Theme((250, 246, 240), (255, 253, 248), (60, 40, 20), (160, 140, 120), (200, 16, 46),
          (240, 230, 220)),
    Theme((238, 242, 246), (255, 255, 255), (0, 48, 135), (108, 115, 120), (0, 48, 135),
          (214, 222, 230)),
)  # fmt: skip


class Fresh(Drawing):
    """A page in a theme, with the pieces that apps put around their text."""

    def __init__(self, look: Look, language: str, theme: Theme, latin: int) -> None:
        super().__init__(look, language)
        self.theme, self.latin = theme, latin
        self.back, self.ink, self.faint = theme.back, theme.ink, theme.faint
        self.image.paste(theme.back, (0, 0, *self.image.size))

    def font(self, size: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        """Return one of the Latin faces, or the usual Chinese ones."""
        if self.language != "en" or self.latin >= len(_LATIN):
            return super().font(size, bold=bold)
        weight = "Bold" if bold else "Regular"
        if self.latin == 2:
            weight = "-Bold" if bold else ""
        return ImageFont.truetype(_LATIN[self.latin].format(weight), round(size * self.scale))

    def box(self, left: float, top: float, right: float, bottom: float, ink: Ink,
            radius: float = 0) -> None:  # fmt: skip
        """Fill a rectangle; lengths in points."""
        places = [one * self.scale for one in (left, top, right, bottom)]
        self.pen.rounded_rectangle(places, radius * self.scale, fill=ink)

    def bar(self, random_: random.Random, title: str, *, band: float = 0) -> None:
        """Draw clock, signal, title; `band` paints the top so many points in the app's colour."""
        ink = (255, 255, 255) if band else self.theme.ink
        if band:
            self.box(0, 0, WIDTH, band, self.theme.band)
        clock = f"{random_.randint(0, 23):02}:{random_.randint(0, 59):02}"
        self.text(30, clock, 15, bold=True, y=26, ink=ink)
        signal = random_.choice(("5G", "4G", "LTE", "WiFi"))
        self.text(360, f"{signal}  {random_.randint(3, 100)}", 12, anchor="rm", y=26, ink=ink)
        if title:
            self.text(
                WIDTH / 2, title, 17, anchor="mm", y=70, ink=ink, bold=random_.random() < 0.5
            )
        self.text(20, random_.choice(("<", "×", "‹")), 20, y=70, ink=ink)
        self.y = 118

    def icon(self, letter: str, size: float = 22) -> None:
        """Draw the round picture of a shop, with its first letter."""
        middle = WIDTH / 2
        self.box(middle - size, self.y - size, middle + size, self.y + size, self.theme.band, size)
        self.text(middle, letter, size * 0.9, anchor="mm", ink=(255, 255, 255))
        self.y += size + 20

    def big(self, sign: str, figure: str, *, size: float = 40, ink: Ink | None = None) -> None:
        """Write an amount whose sign is smaller than its figure, centred."""
        small = size * 0.6
        widths = self.width(sign, small, bold=True), self.width(figure, size, bold=True)
        left = (WIDTH - sum(widths)) / 2
        self.text(left, sign, small, bold=True, anchor="ls", ink=ink, y=self.y + size * 0.36)
        self.text(left + widths[0] + 2, figure, size, bold=True, anchor="ls", ink=ink,
                  y=self.y + size * 0.36)  # fmt: skip

    def lines(self, pairs: list[tuple[str, str]], style: str, *, size: float = 14) -> None:
        """Write label and value: `card`, `ruled`, `colon`, `near` or `under`."""
        height = sum(34 + 19 * (len(self.pieces(value, 220, size)) - 1) for _, value in pairs)
        if style == "card":
            self.box(12, self.y - 22, WIDTH - 12, self.y + height - 12, self.theme.card, 10)
        for label, value in pairs:
            self._line(label, value, style, size)

    def _line(self, label: str, value: str, style: str, size: float) -> None:
        faint = self.theme.faint
        if style == "colon":
            self.text(
                24, f"{label}：{value}" if self.language != "en" else f"{label}: {value}", size
            )
            self.y += 32
            return
        self.text(26, label, size, ink=faint)
        if style == "under":
            self.y += size + 8
            self.text(26, value, size + 1)
            self.y += 36
            return
        for at, piece in enumerate(self.pieces(value, 220, size)):
            self.y += 19 if at else 0
            if style == "near":
                self.text(116 if self.language != "en" else 150, piece, size)
            else:
                self.text(WIDTH - 26, piece, size, anchor="rm")
        self.y += 34
        if style == "ruled":
            self.box(24, self.y - 17, WIDTH - 24, self.y - 16.4, self.theme.line)

    def pieces(self, value: str, room: float, size: float) -> list[str]:
        """Return a value in the lines that its room allows."""
        found = [""]
        for one in value:
            if self.width(found[-1] + one, size) > room:
                found.append("")
            found[-1] += one
        return found

    def button(self, text: str) -> None:
        """Draw a button near the bottom."""
        top = max(self.y + 20, self.bottom - 130)
        self.box(60, top, WIDTH - 60, top + 46, self.theme.band, 8)
        self.text(WIDTH / 2, text, 17, anchor="mm", y=top + 23, ink=(255, 255, 255))

"""Draws made-up app pages the way phones show them and people send them."""

import io
import random
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

_NOTO = "/usr/share/fonts/opentype/noto/NotoSansCJK-{}.ttc"
_SERIF = "/usr/share/fonts/opentype/noto/NotoSerifCJK-{}.ttc"
_DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSans{}.ttf"
# Faces in the Noto collections: Japanese, Korean, simplified, Taiwan, Hong Kong.
_FACES = {"zh": 2, "tw": 3, "hk": 4, "en": 2}
_WIDTH = 390
_PHONES = (
    (1290, 2796),
    (1170, 2532),
    (1080, 2400),
    (1080, 2340),
    (1440, 3088),
    (828, 1792),
    (750, 1624),
)


@dataclass
class Look:
    """How a page is drawn and sent."""

    dark: bool
    phone: tuple[int, int]
    delivery: str
    quality: int
    blur: float
    tilt: float
    contrast: float
    noise: float
    face: str


@dataclass
class Drawing:
    """A page under construction; lengths in points of a phone 390 wide."""

    look: Look
    language: str
    y: float = 0
    image: Image.Image = field(init=False)
    pen: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.scale = self.look.phone[0] / _WIDTH
        self.bottom = self.look.phone[1] / self.scale
        self.back = (17, 17, 17) if self.look.dark else (255, 255, 255)
        self.ink = (232, 232, 232) if self.look.dark else (26, 26, 26)
        self.faint = (140, 140, 144)
        self.image = Image.new("RGB", self.look.phone, self.back)
        self.pen = ImageDraw.Draw(self.image)

    def font(self, size: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        """Return the face in a size in points."""
        points = round(size * self.scale)
        if self.look.face == "dejavu" and self.language == "en":
            return ImageFont.truetype(_DEJAVU.format("-Bold" if bold else ""), points)
        path = _SERIF if self.look.face == "serif" else _NOTO
        return ImageFont.truetype(
            path.format("Bold" if bold else "Regular"), points, index=_FACES[self.language]
        )

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return the width of a line in points."""
        return self.font(size, bold=bold).getlength(text) / self.scale

    def text(
        self,
        x: float,
        text: str,
        size: float = 15,
        *,
        anchor: str = "lm",
        bold: bool = False,
        ink: tuple[int, int, int] | None = None,
        y: float | None = None,
    ) -> None:
        """Write a line; `y` is the place reached so far."""
        place = (x * self.scale, (self.y if y is None else y) * self.scale)
        self.pen.text(place, text, ink or self.ink, self.font(size, bold=bold), anchor=anchor)

    def centred(
        self, text: str, size: float = 15, *, bold: bool = False, faint: bool = False
    ) -> None:
        """Write a line in the middle."""
        self.text(
            _WIDTH / 2, text, size, anchor="mm", bold=bold, ink=self.faint if faint else None
        )

    def status_bar(self, random_: random.Random, title: str) -> None:
        """Draw clock, battery and title."""
        self.text(26, f"{random_.randint(0, 23)}:{random_.randint(0, 59):02}", 16, bold=True, y=24)
        self.text(364, f"5G {random_.randint(9, 99)}%", 14, anchor="rm", y=24)
        self.text(18, "<", 18, y=72)
        self.text(_WIDTH / 2, title, 18, anchor="mm", bold=True, y=72)
        self.y = 120

    def pair(self, label: str, value: str, layout: str, *, step: float = 35) -> None:
        """Draw label and value: `sides`, `column` or `stacked`; long values are broken."""
        room = 210 if layout != "stacked" else 340
        pieces = _broken(self, value, room)
        self.text(18, label, 15, ink=self.faint)
        if layout == "stacked":
            self.y += 23
        for at, piece in enumerate(pieces):
            self.y += 21 if at else 0
            if layout == "sides":
                self.text(372, piece, 15, anchor="rm")
            else:
                self.text(18 if layout == "stacked" else 106, piece, 15)
        self.y += step

    def sent(self) -> bytes:
        """Return the file as it reaches the bot."""
        image, look = self.image, self.look
        if look.contrast != 1:
            image = ImageEnhance.Contrast(image).enhance(look.contrast)
        if look.tilt:
            image = image.rotate(
                look.tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=(90, 90, 90)
            )
        if look.delivery == "photo":
            image.thumbnail((1280, 1280), Image.Resampling.LANCZOS)
        if look.blur:
            image = image.filter(ImageFilter.GaussianBlur(look.blur))
        if look.noise:
            grain = Image.effect_noise(image.size, look.noise * 255).convert("RGB")
            image = Image.blend(image, grain, look.noise)
        file = io.BytesIO()
        if look.delivery == "png":
            image.save(file, "PNG")
        else:
            image.save(file, "JPEG", quality=look.quality)
        return file.getvalue()


def _broken(drawing: Drawing, value: str, room: float) -> list[str]:
    pieces = [""]
    for one in value:
        if drawing.width(pieces[-1] + one, 15) > room:
            pieces.append("")
        pieces[-1] += one
    return pieces


def random_look(random_: random.Random, *, hard: bool) -> Look:
    """Return a way of drawing: clean as phones deliver, or `hard` as people photograph."""
    return Look(
        dark=random_.random() < 0.35,
        phone=random_.choice(_PHONES),
        delivery="photo" if hard or random_.random() < 0.85 else "png",
        quality=random_.randint(50, 70) if hard else random_.randint(74, 90),
        blur=random_.choice((0, 0.5, 0.8)) if hard else 0,
        tilt=random_.uniform(-2.5, 2.5) if hard else random_.choice((0, 0, 0, 0, 0.8, -0.8)),
        contrast=random_.uniform(0.55, 1) if hard else random_.choice((1, 1, 1, 0.75)),
        noise=random_.uniform(0, 0.08) if hard else 0,
        face=random_.choice(("noto", "noto", "dejavu", "serif" if hard else "noto")),
    )

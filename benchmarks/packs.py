"""Makes a large claim pack and measures CPU, memory and size.

python -m benchmarks.packs [--files 40] [--charges 22]
"""

import argparse
import io
import resource
import time
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from statistics import median

from PIL import Image

from bot.domain.languages import Language
from bot.domain.packs import (
    Pack,
    PackCharge,
    PackContact,
    PackFile,
    PackLetter,
    PackPaper,
)
from bot.readers.pictures import thumbnail_of
from bot.texts.catalog import Catalog
from bot.writers.archive import pack_zip
from bot.writers.pack import pack_pdf

_ROUNDS = 10
_SECTION = "pack.word."


def screenshot(at: int) -> bytes:
    """Return a picture of a phone's size, each different."""
    picture = Image.effect_noise((1170, 2532), 20 + at % 7).convert("RGB")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()


def pack_with(pictures: list[bytes], charges: int) -> Pack:
    """Return a pack as large as real ones get."""
    catalog = Catalog()
    words = {
        key.removeprefix(_SECTION): catalog.line(key, Language.SIMPLIFIED)
        for key in catalog.keys(Language.SIMPLIFIED)
        if key.startswith(_SECTION)
    }
    told = "乐家超市有限公司，自称客服的人打来电话。" * 3
    facts = tuple((f"事实 {at}", told) for at in range(9))
    contact = PackContact("消费投诉", ("电话：000",) * 3, "来源：公开网页", unsure=True)
    letter = PackLetter(
        "投诉信", "致：支付机构", "重复扣款", (("姓名", ""),) * 4, facts[0][1:] * 2,
        ("退回多扣的款项。",) * 4, ("以上属实。",), (("签名", ""), ("日期", "")), (contact,) * 4,
    )  # fmt: skip
    files = tuple(
        PackFile(
            at, f"{at:02}-photo.jpg", f"Screenshot_{at}.jpg", "照片，JPG，1.0 MB",
            sha256(picture).hexdigest(), "2026-11-22 18:00", "image/jpeg", len(picture),
        )
        for at, picture in enumerate(pictures, 1)
    )  # fmt: skip
    lines = tuple(
        PackCharge(f"2026-11-20 21:{at:02}", "乐家超市", "89.00 元", f"2026112022{at:018}", "", "")
        for at in range(charges)
    )
    paper = PackPaper(
        "zh-Hans", "CN", "PA-7K3M-4QXW-X", words | {"hint": "* 请再确认。"}, facts, ("摘要",) * 4,
        facts, facts, ("期限",) * 3, lines, (("合计", "1,958.00 元"),), files, (letter,) * 3,
    )  # fmt: skip
    return Pack(paper, "1/5")


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds that a call takes."""
    before = time.process_time()
    work()
    return time.process_time() - before


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--charges", type=int, default=22)
    given = parser.parse_args()
    pictures = [screenshot(at) for at in range(given.files)]
    pack = pack_with(pictures, given.charges)
    paper = asdict(pack.paper)
    first = cpu(lambda: pack_pdf(paper, {}))
    later = median(cpu(lambda: pack_pdf(paper, {})) for _ in range(_ROUNDS))
    small: dict[str, bytes] = {}

    def shrink() -> None:
        small.update({str(at): thumbnail_of(each).content for at, each in enumerate(pictures, 1)})

    shrinking = cpu(shrink)
    pictured = cpu(lambda: pack_pdf(paper, small))
    document = pack_pdf(paper, small).content
    contents = dict(enumerate(pictures, 1))
    zipping = cpu(lambda: pack_zip(pack, document, contents))
    print(f"document without thumbnails: first {first:.3f} s CPU, then {later:.3f} s")
    print(f"{len(pictures)} thumbnails: {shrinking:.2f} s CPU; with them {pictured:.3f} s")
    print(f"zip of {sum(map(len, pictures)) / 1e6:.0f} MB: {zipping:.2f} s CPU")
    print(f"document {len(document) / 1000:.0f} KB; same bytes again: ", end="")
    print(pack_pdf(paper, small).content == document)
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()

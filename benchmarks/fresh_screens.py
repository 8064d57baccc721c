"""Reads fresh payment pages that share neither layout, words nor fonts with `screenshots`.

python -m benchmarks.fresh_screens --seed 7 --count 60 [--hard] [--keep FOLDER]
"""

import argparse
import random
from pathlib import Path

from benchmarks.fresh_drawing import THEMES, Fresh
from benchmarks.fresh_pages import CHINESE
from benchmarks.fresh_pages_abroad import ABROAD, ENGLISH
from benchmarks.fresh_pages_odd import ODD
from benchmarks.screen_cases import new_case
from benchmarks.screen_render import random_look
from benchmarks.screenshots import FIELDS, Score, compare, keep, timed
from bot.readers.screenshots import warm


def main() -> None:
    """Draw, read, compare."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=40)
    options.add_argument("--hard", action="store_true")
    options.add_argument("--odd", action="store_true", help="only pages that mislead")
    options.add_argument("--keep", type=Path, help="folder for the pictures made")
    chosen = options.parse_args()
    score, random_ = Score(), random.Random(chosen.seed)
    warm()
    for at in range(chosen.count):
        case = new_case(random_)
        page = random_.choice(ODD if chosen.odd else (*CHINESE, *CHINESE, *ABROAD, *ODD))
        language = "en" if page.__name__ in ENGLISH else "zh"
        look = random_look(random_, hard=chosen.hard)
        draw = Fresh(look, language, random_.choice(THEMES), random_.randrange(4))
        page(case, draw)
        data, name = draw.sent(), f"{chosen.seed}-{at:03}-{page.__name__}"
        keep(chosen, name, data)
        compare(name, {one: getattr(case, one) for one in FIELDS}, timed(data, score), score)
    print(score.table())


if __name__ == "__main__":
    main()

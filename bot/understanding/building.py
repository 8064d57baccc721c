"""An Understanding from the knowledge base; what is learnt is kept between starts."""

import contextlib
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from bot.understanding.intents import Intent
from bot.understanding.model import LinearModel
from bot.understanding.phrasings import Models, train_models
from bot.understanding.pinyin import Pinyin
from bot.understanding.provider_names import KnownProvider, ProviderIndex
from bot.understanding.reading import Ranker, Understanding
from bot.understanding.spelling import Spelling
from knowledge.library import FOLDER
from knowledge.sayings import Saying, read_sayings, saying_files
from knowledge.snapshot import Library

_PREFIX = "routes-"
_ROUTES, _URGENCY, _WORDS, _PINYIN = "routes.npz", "urgency.npz", "words.json", "pinyin.json"
_OFF_TOPIC = FOLDER / "matching" / "off_topic.txt"
_MEANINGS = (FOLDER / "matching" / "concepts.py", FOLDER / "matching" / "concepts.toml")
_LEARNT_FROM = (
    *("signs.toml", "spoken.toml", "features.py", "model.py", "phrasings.py", "plain.py"),
    *("spelling.py", "pinyin.py"),
)
"""Files beside this one that decide what is learnt."""


def provider_index(library: Library) -> ProviderIndex:
    """Return the names of every provider of a library."""
    groups = library.tables.providers.meta.disambiguation.values()
    return ProviderIndex(
        (
            KnownProvider(
                each.id,
                each.kind,
                each.country,
                (each.names.zh, each.names.en),
                each.aliases,
            )
            for each in library.providers.values()
        ),
        {alias: group.members for group in groups for alias in group.aliases},
    )


def build_understanding(
    library: Library,
    *,
    folder: Path = FOLDER,
    cache: Path | None = None,
    ranker: Ranker | None = None,
) -> Understanding:
    """Return what reads messages.

    Args:
        library (Library): whose providers are recognised.
        folder (Path): the knowledge folder, with `phrasings/`.
        cache (Path or None): folder that keeps what was learnt; None learns again, some seconds.
        ranker (Ranker or None): the search, for the articles of a reading.

    Raises:
        KnowledgeError: the phrasings are broken.
    """
    index = provider_index(library)
    key = _key(library, folder)
    models = _kept(cache, key)
    if models is None:
        sayings = [*read_sayings(folder), *_off_topic()]
        models = train_models(sayings, index, _right_words(library))
        _keep(cache, key, models)
    return Understanding(index, models, ranker)


def _off_topic() -> Iterator[Saying]:
    """Everyday questions that the search learns to refuse too."""
    text = _OFF_TOPIC.read_text("utf-8")
    for line in dict.fromkeys(text.splitlines()):
        if line.strip() and not line.startswith("#"):
            yield Saying(line.strip(), Intent.OUT_OF_SCOPE, "zh" if not line.isascii() else "en")


def _right_words(library: Library) -> list[str]:
    """Names of providers, which are no misspelt words."""
    names = [each.names.en for each in library.providers.values()]
    aliases = [alias for each in library.providers.values() for alias in each.aliases]
    return [*names, *aliases]


def _key(library: Library, folder: Path) -> str:
    whole = hashlib.sha256()
    for path in saying_files(folder):
        whole.update(path.name.encode() + path.read_bytes())
    for name in _LEARNT_FROM:
        whole.update(Path(__file__).with_name(name).read_bytes())
    for path in (_OFF_TOPIC, *_MEANINGS):
        whole.update(path.read_bytes())
    for provider in library.providers.values():
        whole.update(repr((provider.id, provider.kind, provider.names, provider.aliases)).encode())
    return whole.hexdigest()[:24]


def _kept(cache: Path | None, key: str) -> Models | None:
    if cache is None:
        return None
    try:
        with zipfile.ZipFile(cache / f"{_PREFIX}{key}.zip") as file:
            routes, urgency, words, pinyin = map(file.read, (_ROUTES, _URGENCY, _WORDS, _PINYIN))
        return Models(
            LinearModel.from_bytes(routes),
            LinearModel.from_bytes(urgency),
            Spelling.from_bytes(words),
            Pinyin.from_bytes(pinyin),
        )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _write(draft: IO[bytes], models: Models) -> None:
    with zipfile.ZipFile(draft, "w") as file:
        file.writestr(_ROUTES, models.routes.to_bytes())
        file.writestr(_URGENCY, models.urgency.to_bytes())
        file.writestr(_WORDS, models.spelling.to_bytes())
        file.writestr(_PINYIN, models.pinyin.to_bytes())


def _keep(cache: Path | None, key: str, models: Models) -> None:
    """Keep the models, older ones go; a folder without room is no failure."""
    if cache is None:
        return
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache, suffix=".draft", delete=False) as draft:
            _write(draft, models)
        os.replace(draft.name, cache / f"{_PREFIX}{key}.zip")
        for older in cache.glob(f"{_PREFIX}*.zip"):
            if older.stem != f"{_PREFIX}{key}":
                older.unlink(missing_ok=True)

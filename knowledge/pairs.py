"""Texts in two languages: the fields `name_zh` and `name_en` of a file become one value.

A file may leave the ending off for one of the two (`hours` beside `hours_en`).
"""

from knowledge.plain import Path, Plain

_LANGUAGES = ("zh", "en")
_ENDINGS = tuple(f"_{language}" for language in _LANGUAGES)


def paired(value: Plain) -> Plain:
    """Return the value with each pair of fields as `{"zh": …, "en": …}` under their base name."""
    if isinstance(value, list):
        return [paired(item) for item in value]
    if not isinstance(value, dict):
        return value
    bases = {key[:-3] for key in value if key.endswith(_ENDINGS)}
    result: dict[str, Plain] = {}
    for key, item in value.items():
        base = key[:-3] if key.endswith(_ENDINGS) else key
        if base not in bases or isinstance(item, dict):
            result[key] = paired(item)
        elif base not in result:
            result[base] = _pair(value, base)
    return result


def _pair(fields: dict[str, Plain], base: str) -> Plain:
    pair = {
        language: fields[f"{base}_{language}"]
        for language in _LANGUAGES
        if f"{base}_{language}" in fields
    }
    for language in _LANGUAGES:
        if base in fields and language not in pair:
            pair[language] = fields[base]
    if all(text is None for text in pair.values()) and len(pair) == len(_LANGUAGES):
        return None
    return dict(pair)


def places_of(path: Path) -> list[list[str | int]]:
    """Return where a value of the paired form may stand in the file, the likeliest first."""
    steps = list(path)
    candidates: list[list[str | int]] = []
    for index, step in enumerate(steps[1:], start=1):
        if step in _LANGUAGES and isinstance(steps[index - 1], str):
            base = steps[index - 1]
            rest = steps[index + 1 :]
            candidates.append([*steps[: index - 1], f"{base}_{step}", *rest])
            candidates.append([*steps[: index - 1], str(base), *rest])
    return [*candidates, steps]

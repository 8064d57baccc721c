"""Which providers a name that an admin wrote means."""

from knowledge.library import Library
from knowledge.records.providers import Provider


def providers_named(library: Library, name: str) -> list[Provider]:
    """Return the providers of this id or name; several share a name."""
    exact = library.provider(name.lower())
    if exact is not None:
        return [exact]
    found = (library.provider(each) for each in library.provider_names.ids(name))
    return [each for each in found if each is not None]

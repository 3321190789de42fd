"""Tags, and what carries them: services, and pages whose front matter has some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from runbook_lint.model.document import Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.site.depends import known_services
from runbook_lint.parse.site.places import places

_KEYS = ("tags", "tag")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag as most write it, with the ids of its services and the paths of its pages, both sorted."""

    name: str
    services: tuple[str, ...]
    pages: tuple[str, ...]


@once
def tags(world: World) -> tuple[Tagged, ...]:
    """Every tag, sorted; `Postgres` and `postgres` are one."""
    names: dict[str, list[str]] = {}
    services: dict[str, dict[str, None]] = {}
    pages: dict[str, dict[str, None]] = {}
    for id, service in known_services(world).items():
        _collect(service.tags, id, names, services)
    for path in sorted(places(world).pages):
        _collect(tuple(_page_tags(world.documents[path])), path, names, pages)
    return tuple(
        Tagged(Counter(names[key]).most_common(1)[0][0], tuple(services.get(key, ())), tuple(pages.get(key, ())))
        for key in sorted(names)
    )


def _collect(
    tags: tuple[str, ...], what: str, names: dict[str, list[str]], found: dict[str, dict[str, None]]
) -> None:
    for tag in tags:
        word = " ".join(tag.split())
        if word:
            names.setdefault(word.casefold(), []).append(word)
            found.setdefault(word.casefold(), {})[what] = None


def _page_tags(document: Document) -> Iterator[str]:
    """What a page's front matter says, as a list or between commas."""
    data: Mapping[str, object] = {}
    if document.front_matter and isinstance(document.front_matter.data.value, dict):
        data = document.front_matter.data.value
    for key in _KEYS:
        value = data.get(key)
        parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        yield from (part for part in parts if isinstance(part, str))

"""The bodies of pages, kept between runs: each is known by all that it is made of, so that none can be out of date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import blake2b

from runbook_lint.app.cache.reading import is_clean
from runbook_lint.app.cache.stamp import engine, told, writers
from runbook_lint.app.processes import all_done
from runbook_lint.parse.before import Before
from runbook_lint.parse.pickled import dumped, loaded
from runbook_lint.parse.secrets import secrets_of
from runbook_lint.parse.site.body import Body, Manuscript, write_body
from runbook_lint.render.site.documents import manuscript_of
from runbook_lint.render.site.pages import HANDFUL
from runbook_lint.render.site.view import View


def bodies_of(view: View, memory: Before) -> dict[str, Body]:
    """The body of every page by its path, kept or new; none where nothing is kept: then they are written on the way."""
    if not memory.lasts:
        return {}
    given = {path: manuscript_of(view, path) for path in view.places.pages}
    names = _names(given, memory)
    kept = memory.recall(names.values())
    bodies: dict[str, Body] = {}
    for path, name in names.items():
        if name in kept:
            with suppress(ValueError):  # as good as unknown
                bodies[path] = loaded(kept[name])
    new = [path for path in given if path not in bodies]
    shares = [new[start : start + HANDFUL] for start in range(0, len(new), HANDFUL)]
    for done in all_done([partial(_written, [given[path] for path in share]) for share in shares]):
        for made, body, alone in done:
            bodies[made] = body
            if alone and _is_clean(view, made, body):
                memory.keep({names[made]: dumped(body)})
    return bodies


def _names(given: Mapping[str, Manuscript], memory: Before) -> dict[str, bytes]:
    """What each body is called: by what writes it, the settings, the page's file, its answers and where it leads."""
    settings = next((each.settings for each in given.values()), None)
    base = blake2b(_bytes(f"body\0{engine()}\0{writers()}\0{told(settings)}\0"), digest_size=16)
    names = {}
    for path, each in given.items():
        name = base.copy()
        name.update(_bytes(repr((path, sorted(each.said), each.ways.told()))) + b"\0")
        name.update(memory.files[path][0])
        names[path] = name.digest()
    return names


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _written(given: Sequence[Manuscript]) -> list[tuple[str, Body, bool]]:
    """Bodies by path, and whether each is made of nothing but what its manuscript tells."""
    made = []
    for each in given:
        body = write_body(each)
        made.append((each.document.path, body, not each.ways.strayed))
    return made


def _is_clean(view: View, path: str, body: Body) -> bool:
    """Whether a body may be kept: no secret was found in its page, and none of another file stands in it."""
    others = any(secret in text for secret in view.secrets for text in (body.title, body.text))
    return not others and is_clean(view.world.documents[path], secrets_of(view.world, path))

"""The files that hold alerts, by their content, and few globs that name them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from posixpath import basename, dirname, splitext

from runbook_lint.adopt.names import before, same_named, shared_glob, spelled, within
from runbook_lint.model.document import DataProblem, Kind
from runbook_lint.model.settings import Layout
from runbook_lint.parse.alert_sources.visible import visible_form
from runbook_lint.parse.globs import matcher, rooted
from runbook_lint.parse.text import decode

_FORMS = {
    "jsonnet": "jsonnet",
    "terraform": "Terraform",
    "cloud": "Terraform",
    "helm": "Helm templates",
    "jinja": "Jinja templates",
}


def rule_files(authored: Mapping[str, bytes]) -> tuple[list[str], Mapping[str, list[str]]]:
    """The files of which alerts can be read, and those from which they must be rendered first, by their form."""
    ready: list[str] = []
    unready: dict[str, list[str]] = defaultdict(list)
    for path, data in sorted(authored.items()):
        text = decode(data)
        form = None if isinstance(text, DataProblem) else visible_form(path, text.joined)
        if form and form[0] == "data":
            ready.append(path)
        elif form and form[0] in _FORMS:
            unready[_FORMS[form[0]]].append(path)
    return ready, unready


def rule_globs(ready: Sequence[str], others: Iterable[str]) -> tuple[str, ...]:
    """Few globs for the rule files; of the `others`, the repository's data files, a glob may read as many."""
    usual = Layout().alert_rules
    if ready and all(map(matcher(rooted(usual)), ready)):
        return usual
    free = sorted(set(others) - set(ready))
    named = _named_alike(ready, free)
    tops: list[str] = []
    for folder in sorted({dirname(path) for path in ready}):
        while _mostly(dirname(folder), ready, free) and _more(dirname(folder), folder, ready):
            folder = dirname(folder)
        tops += [folder] if _mostly(folder, ready, free) else []
    tops = sorted({each for each in tops if not any(each != other and within(each, other) for other in tops)})
    found = [glob for top in tops for glob in _below(top, ready)]
    reached = matcher(rooted(tuple(found)))
    found += [spelled(path) for path in ready if not reached(path)]
    return tuple(named if named and len(named) < len(found) else found)


def _mostly(folder: str, ready: Sequence[str], free: Sequence[str]) -> bool:
    """Whether at least half of a folder's data files are rule files; the root is never taken whole."""
    mine = sum(within(path, folder) for path in ready)
    return bool(folder) and mine >= sum(within(path, folder) for path in free)


def _more(above: str, folder: str, ready: Sequence[str]) -> bool:
    """Whether the folder above holds rule files that this one does not."""
    return any(within(path, above) and not within(path, folder) for path in ready)


def _below(top: str, ready: Sequence[str]) -> list[str]:
    inner = [path for path in ready if within(path, top)]
    deep = "**/" if any(dirname(path) != top for path in inner) else ""
    endings = sorted({splitext(path)[1] for path in inner})
    return [spelled(top, f"{deep}*{ending}") for ending in endings]


def _ending(path: str) -> str:
    """What rule files are called at the end: `.rules.yaml` or only `.yaml`."""
    match = re.search(r"(?:[._-](?:rules?|alerts?))?\.\w+$", basename(path))
    return match[0] if match else ""


def _named_alike(ready: Sequence[str], free: Sequence[str]) -> list[str]:
    """`**/*.rules.yaml` where all of them are called so, and nothing else is; or the one folder name they share."""
    endings = sorted({_ending(path) for path in ready})
    globs = [f"**/*{ending}" for ending in endings if ending.count(".") > 1 or not ending.startswith(".")]
    if len(globs) == len(endings) and not any(map(matcher(tuple(globs)), free)):
        return globs
    names = {basename(path) for path in ready}
    if len(names) == 1 and len(ready) > 1 and not any(basename(path) in names for path in free):
        return [f"{before(list(ready))}{spelled(names.pop())}"]
    kinds = dict.fromkeys(ready, Kind.PLAN) | dict.fromkeys(free, Kind.DOCUMENT)
    shared = list(same_named({dirname(path) for path in ready}, kinds, Kind.PLAN))
    if len(shared) == 1 and all(f"/{shared[0][1]}/" in f"/{path}" for path in ready):
        prefix, name = shared[0]
        return [shared_glob(prefix, name, f"**/*{ending}") for ending in endings]
    return []

"""Names of things in two notations: our bare ids, and Backstage's refs `[kind:][namespace/]name`.

Source: backstage.io/docs/features/software-catalog/references; refs ignore case.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex

_REF = regex(r"(?:(?P<kind>[^:/]+):)?(?:(?P<namespace>[^:/]+)/)?(?P<name>[^:/]+)\Z")


def full_ref(ref: str, kind: str, namespace: str = "default") -> str:
    """A ref in its full form, lower case: `group:default/api`; what is no ref stays as it is."""
    match = _REF.match(ref.strip())
    if not match:
        return ref
    return f"{match['kind'] or kind}:{match['namespace'] or namespace}/{match['name']}".lower()


def is_ref(name: str) -> bool:
    """Whether a name is written as a ref, so that it can be told from a bare id."""
    return ":" in name or "/" in name


def short_name(name: str) -> str:
    """The last part of a ref, or a bare id, without case: what two notations of one name share."""
    return re.split(r"[:/]", name)[-1].casefold()


@dataclass(frozen=True, slots=True)
class Names:
    """Known names of a kind; `refs` and `bare` are those of either notation by what both share."""

    known: Collection[str]
    refs: Mapping[str, Sequence[str]]
    bare: Mapping[str, Sequence[str]]


def sorted_out(known: Collection[str]) -> Names:
    """Names to look up others among."""
    refs, bare = dict[str, list[str]](), dict[str, list[str]]()
    for name in known:
        (refs if is_ref(name) else bare).setdefault(short_name(name), []).append(name)
    return Names(known, refs, bare)


def resolve(name: str, kind: str, names: Names) -> str | None:
    """The known name that a name means: itself, its full form, or the only one so called in the other notation."""
    if name in names.known:
        return name
    ref = is_ref(name)
    if ref:
        full = full_ref(name, kind)
        if full in names.known:
            return full
        if not full.startswith(f"{kind}:"):
            return None
    same = (names.bare if ref else names.refs).get(short_name(name), ())
    return same[0] if len(same) == 1 else None

"""Names of things in two notations: our bare ids, and Backstage's refs `[kind:][namespace/]name`.

Source: backstage.io/docs/features/software-catalog/references; refs ignore case.
"""

import re
from collections.abc import Collection

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


def resolve(name: str, kind: str, known: Collection[str]) -> str | None:
    """The known name that a name means: itself, its full form, or the only one so called in the other notation."""
    if name in known:
        return name
    ref = is_ref(name)
    if ref:
        full = full_ref(name, kind)
        if full in known:
            return full
        if not full.startswith(f"{kind}:"):
            return None
    same = [each for each in known if is_ref(each) != ref and short_name(each) == short_name(name)]
    return same[0] if len(same) == 1 else None

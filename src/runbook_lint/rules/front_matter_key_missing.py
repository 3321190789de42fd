"""DC004 front-matter-key-missing."""

from collections.abc import Iterator, Mapping, Sequence

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Applicability, Fix, Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import PAGE
from runbook_lint.model.rule import Example, Rule, option
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.vocabulary import KEY_ALIASES
from runbook_lint.model.world import World
from runbook_lint.parse.entries import find_entry
from runbook_lint.parse.front_matter import is_unclosed
from runbook_lint.parse.pages import is_signpost, page_service
from runbook_lint.parse.sections import alternatives
from runbook_lint.parse.stamp import set_entries


@dataclass(frozen=True)
class Options:
    """What the front matter of each kind of page must have, by the names of `[keys]`."""

    runbook: tuple[str, ...] = option((), "The keys that every runbook must have, such as `service` and `owner`.")
    plan: tuple[str, ...] = option((), "The keys that every response plan must have.")
    postmortem: tuple[str, ...] = option((), "The keys that every postmortem must have.")

    def __post_init__(self) -> None:
        """Refuse what is no key of ours."""
        for kind in ("runbook", "plan", "postmortem"):
            for name in getattr(self, kind):
                if name not in KEY_ALIASES:
                    hint = did_you_mean(name, KEY_ALIASES) or f"there are: {', '.join(KEY_ALIASES)}"
                    raise ValueError(f'"{name}" in {kind} is no key; {hint}')


def check(world: World, options: Options) -> Iterator[Problem]:
    """Compare each page's front matter with the keys that its kind must have."""
    asked = {Kind.RUNBOOK: options.runbook, Kind.PLAN: options.plan, Kind.POSTMORTEM: options.postmortem}
    for path, page in world.documents.items():
        names = asked.get(page.kind, ())
        if not names or is_signpost(page) or _is_broken(page):
            continue
        missing = [name for name in names if not _has(page, world.settings.keys[name])]
        if missing:
            shown = [world.settings.keys[name][0] for name in missing]
            known = {name: value for name, value in _known(world, page).items() if name in missing and value}
            said = ", ".join(f"`{world.settings.keys[name][0]}: {value}`" for name, value in known.items())
            help = f"the catalogue says {said}" if known else f"add `{shown[0]}:` to the front matter"
            place = page.front_matter.span if page.front_matter else PAGE
            at = place._replace(end_line=place.line, end_column=place.column + 3) if page.front_matter else PAGE
            yield Problem(f"the front matter has no {alternatives(shown)}", at, path, help, fix=_fix(world, page, known))


def _is_broken(page: Document) -> bool:
    """Whether the front matter cannot be read, so that nothing can be said of what it lacks."""
    return page.front_matter.data.problem is not None if page.front_matter else is_unclosed(page.lines)


def _has(page: Document, names: Sequence[str]) -> bool:
    entry = find_entry(page.front_matter.data, tuple(names), page.lines) if page.front_matter else None
    return entry is not None and bool(entry.text or entry.templated or not entry.scalar)


def _known(world: World, page: Document) -> Mapping[str, str]:
    """What the catalogue says of a page's service."""
    service = page_service(page, world.settings, world.catalog)
    if service is None or not service.valid:
        return {}
    tier = str(service.tier) if service.tier is not None and page.kind is Kind.RUNBOOK else ""
    return {"service": service.id, "team": service.team, "owner": service.owner, "tier": tier}


def _fix(world: World, page: Document, known: Mapping[str, str]) -> Fix | None:
    """The keys that the catalogue knows; a front matter where there was none may change how a site builds the page."""
    if not known:
        return None
    try:
        edits = set_entries(page.path, page.lines, known, world.settings.keys)
    except UsageError:  # a mapping in braces, a template: somebody has to write it
        return None
    return Fix(edits, Applicability.SAFE if page.front_matter else Applicability.UNSAFE)


_CART = {"services/cart/service.yaml": "service: SVC-CART\nteam: SHOP\nowner: SHOP\ntier: 1\n"}
_KEYS = '[rules.front-matter-key-missing]\nrunbook = ["service", "owner"]\nplan = ["tier"]\n'

RULE = Rule(
    code="DC004",
    name="front-matter-key-missing",
    sentence="A page's front matter has the keys that were agreed on for its kind.",
    reason=(
        "A page that names its service and its owner can be listed, asked for and handed on by machines, wherever it "
        "stands. Nothing is asked before you say which keys. The fix writes what the catalogue says of the page's "
        "service (`service`, `team`, `owner`, a runbook's `tier`); it is an unsafe one where the page had no front matter, since "
        "some site generators treat such a page otherwise."
    ),
    severity=Severity.WARNING,
    options=Options,
    fixable=True,
    check=check,
    examples=(
        Example(
            "keys that the catalogue knows, in a page with front matter and in one without",
            {
                **_CART,
                "services/cart/runbook.md": "---\ntitle: Cart\nowner:\n---\n# Cart\n",
                "services/cart/runbooks/refund.md": "# Refund\n",
            },
            findings=(
                "services/cart/runbook.md:1:1: the front matter has no service or owner",
                "services/cart/runbooks/refund.md:1:1: the front matter has no service or owner",
            ),
            fixed={
                "services/cart/runbook.md": "---\ntitle: Cart\nowner: SHOP\nservice: SVC-CART\n---\n# Cart\n",
                "services/cart/runbooks/refund.md": "---\nservice: SVC-CART\nowner: SHOP\n---\n\n# Refund\n",
            },
            config=_KEYS,
        ),
        Example(
            "a key that no catalogue can know",
            {**_CART, "services/cart/alerts/CartSlow.md": "# CartSlow\n"},
            findings=("services/cart/alerts/CartSlow.md:1:1: the front matter has no tier",),
            config=_KEYS,
        ),
        Example(
            "all keys, a value that a template fills in, and an index",
            {
                **_CART,
                "services/cart/runbook.md": "---\nservice: SVC-CART\nowner: {{ owner }}\n---\n# Cart\n",
                "runbooks/README.md": "# Runbooks\n",
            },
            config=_KEYS,
        ),
        Example("nothing was agreed on", {"runbooks/disk.md": "# Disk\n"}),
    ),
)

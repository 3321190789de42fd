"""CT003 owner-unknown."""

import re
from collections.abc import Iterator

from runbook_lint.model.catalog import Catalog
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.position import Span
from runbook_lint.model.refs import is_ref
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import Ids, Settings
from runbook_lint.model.world import World
from runbook_lint.parse.entries import Entry, find_entry
from runbook_lint.parse.known import unknown
from runbook_lint.parse.neighbours import neighbours
from runbook_lint.parse.pages import is_template


def check(world: World) -> Iterator[Problem]:
    """Judge the owners of manifests, processes and updates against the teams and people that are known."""
    for service in world.catalog.services:
        if service.valid and service.owner:
            yield from _judged(world, service.owner, service.path, service.span("owner"))
    for path, document in world.documents.items():
        entry = _page_owner(document, world.settings)
        if entry and not is_template(path):
            yield from _judged(world, entry.text, path, entry.span)


def _page_owner(document: Document, settings: Settings) -> Entry | None:
    """The owner of a page that says itself what it is; what others write there may be anything."""
    if document.kind not in (Kind.COMMS, Kind.PROCESS) or document.front_matter is None:
        return None
    entry = find_entry(document.front_matter.data, ("owner",), document.lines)
    return entry if entry and entry.text and not entry.templated else None


def _judged(world: World, owner: str, path: str, span: Span) -> Iterator[Problem]:
    catalog, others = world.catalog, neighbours(world)
    if catalog.team(owner):
        return
    person = catalog.person(owner)
    if person is not None:
        if person.former:
            yield Problem(f"owner {owner} has left", span, path, help="name the team or person who took over")
        return
    if others.team(owner) or others.person(owner):
        return
    ids = world.settings.ids
    help = unknown(owner, _known(owner, catalog, ids), world, elsewhere=_known(owner, others, ids))
    if help is not None:
        yield Problem(f"owner {owner} is no known team or person", span, path, help=help)


def _known(owner: str, catalog: Catalog, ids: Ids) -> list[str]:
    """The names that an owner of this shape is judged against; none where the catalogue lists none of its kind."""
    teams, people = list(catalog.teams), list(catalog.people)
    if is_ref(owner):
        return [name for name in (people if owner.startswith("user:") else teams) if is_ref(name)]
    if re.fullmatch(ids.person, owner):
        return [*people, *teams] if people else []
    return teams


_COMPONENT = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: cart\nspec:\n  owner: {}\n"
_GROUP = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: {}\nspec:\n  type: team\n  children: []\n"
_TEAMS = "teams:\n  API:\npeople:\n  jtsimmons: {}\n  mkowalski: {former: true}\n"

RULE = Rule(
    code="CT003",
    name="owner-unknown",
    sentence="The owner of a service, a process or an update is a team or a person who is still here.",
    reason=(
        "At 3AM the owner is who gets called. A name that nobody answers to costs the minutes that matter. "
        "Judged only where the catalogue lists teams or people to compare with: a person only where it lists people, "
        "a Backstage group only where it holds Group entities. With `complete = false` under `[catalog]`, only a near "
        "miss of a known name is reported. The teams and people of imported catalogues are known. "
        "Of pages only those are judged that say `kind: process` or `kind: comms` themselves."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "an owner who is not in teams.yaml, and one who left",
            {
                "services/teams.yaml": _TEAMS,
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimons\n",
                "services/pay/service.yaml": "service: SVC-PAY\nowner: WEB\n",
                "services/search/service.yaml": "service: SVC-SEARCH\nowner: mkowalski\n",
            },
            findings=(
                "services/cart/service.yaml:2:8: owner jtsimons is no known team or person",
                "services/pay/service.yaml:2:8: owner WEB is no known team or person",
                "services/search/service.yaml:2:8: owner mkowalski has left",
            ),
        ),
        Example(
            "a process and an update, and a page of another kind",
            {
                "services/teams.yaml": _TEAMS,
                "docs/on-call.md": "---\nkind: process\nowner: WEB\n---\n# On call\n",
                "docs/outage.md": "---\nkind: comms\nowner: mkowalski\n---\n# What we say\n",
                "docs/idea.md": "---\nkind: proposal\nowner: whoever wants it\n---\n# An idea\n",
            },
            findings=(
                "docs/on-call.md:3:8: owner WEB is no known team or person",
                "docs/outage.md:3:8: owner mkowalski has left",
            ),
        ),
        Example(
            "a Backstage owner without its group",
            {"catalog-info.yaml": _COMPONENT.format("shop"), "teams/catalog-info.yaml": _GROUP.format("web")},
            findings=("catalog-info.yaml:6:10: owner group:default/shop is no known team or person",),
        ),
        Example(
            "a slip of the finger, where the catalogue is not complete",
            {
                "services/teams.yaml": _TEAMS,
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimons\n",
                "services/pay/service.yaml": "service: SVC-PAY\nowner: anovak\n",
            },
            findings=("services/cart/service.yaml:2:8: owner jtsimons is no known team or person",),
            config="[catalog]\ncomplete = false\n",
        ),
        Example(
            "owners who are listed, in either notation",
            {
                "services/teams.yaml": _TEAMS,
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\n",
                "services/pay/service.yaml": "service: SVC-PAY\nowner: group:api\n",
                "catalog-info.yaml": _COMPONENT.format("user:jtsimmons"),
            },
        ),
        Example(
            "nobody is listed, or no one of this kind",
            {
                "services/teams.yaml": "teams:\n  API:\n",
                "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\n",
                "catalog-info.yaml": _COMPONENT.format("shop"),
            },
        ),
        Example(
            "a broken teams.yaml is one finding of another rule",
            {
                "services/teams.yaml": "teams: [API, WEB]\npeople:\n  jtsimmons: {}\n",
                "teams/catalog-info.yaml": _GROUP.format("ops"),
                "services/cart/service.yaml": "service: SVC-CART\nowner: WEB\n",
            },
        ),
    ),
)

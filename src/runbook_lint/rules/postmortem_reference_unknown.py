"""PM005 postmortem-reference-unknown."""

import re
from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.postmortem import Postmortem
from runbook_lint.model.refs import is_ref
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import SEVERITIES
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import find_alerts, plans_by_alert
from runbook_lint.parse.known import unknown
from runbook_lint.parse.memo import once
from runbook_lint.parse.near_paths import near_path
from runbook_lint.parse.neighbours import neighbours
from runbook_lint.parse.postmortem_pages import is_nobody, judged_postmortems, runbook_places
from runbook_lint.parse.targets import has_scheme
from runbook_lint.parse.tree_paths import Found, locate
from runbook_lint.parse.unread import unread_alert_files

_ALERT = regex(r"[A-Za-z_:][\w:]*")  # what Prometheus and its kind call one; `Pingdom: home page` is of another tool


def check(world: World) -> Iterator[Problem]:
    """Judge what the front matter of every postmortem that is not closed refers to."""
    for postmortem in judged_postmortems(world):
        if postmortem.status.casefold() != "closed":
            for key, message, help in _unknown(postmortem, world):
                yield Problem(message, postmortem.spans[key], path=postmortem.path, help=help)
            yield from _runbooks(postmortem, world)


def _unknown(postmortem: Postmortem, world: World) -> Iterator[tuple[str, str, str]]:
    """The key, message and next step of every name that nobody knows."""
    for key, name in _listed("services", postmortem.services, postmortem):
        help = _service(name, world)
        if help is not None:
            yield key, f"{name} is no known service", help
    help = _severity(postmortem, world)
    if help is not None:
        yield "severity", f"{postmortem.severity} is no severity of an incident", help
    single = {"commander": postmortem.commander, "facilitator": postmortem.facilitator}
    people = [(key, name) for key, name in single.items() if key in postmortem.spans]
    for key, name in [*people, *_listed("participants", postmortem.participants, postmortem)]:
        help = _person(name, world)
        if help is not None:
            yield key, f"{key.split('.')[0].removesuffix('s')} {name} is no known person", help
    for key, name in _listed("alerts", postmortem.alerts, postmortem):
        help = _alert(name, world)
        if help is not None:
            yield key, f"no rule file has the alert {name}", help


def _listed(key: str, names: tuple[str, ...], postmortem: Postmortem) -> Iterator[tuple[str, str]]:
    """Names of a list with the key of their place."""
    for index, name in enumerate(names):
        if f"{key}.{index}" in postmortem.spans:
            yield f"{key}.{index}", name


def _service(name: str, world: World) -> str | None:
    others = neighbours(world)
    if world.catalog.service(name) or others.service(name):
        return None
    ref = is_ref(name)
    if not ref and not re.fullmatch(world.settings.ids.service, name, re.IGNORECASE):
        return None  # a product or a supplier in words
    known, elsewhere = ([each.id for each in catalog.services] for catalog in (world.catalog, others))
    return unknown(name, known, world, whole=not ref, elsewhere=elsewhere)


def _severity(postmortem: Postmortem, world: World) -> str | None:
    known = world.settings.postmortems.severities
    if not postmortem.severity or "severity" not in postmortem.spans or _is_one_of(postmortem.severity, known):
        return None
    ours = known != SEVERITIES or any(_is_one_of(each.severity, known) for each in judged_postmortems(world))
    letters = {re.sub(r"[\W\d_]", "", name).casefold() for name in known}
    if not ours and re.sub(r"[\W\d_]", "", postmortem.severity).casefold() not in letters:
        return None  # another scale than the one that comes with us
    return did_you_mean(postmortem.severity, known) or f"there are: {', '.join(known)}"


def _is_one_of(severity: str, known: tuple[str, ...]) -> bool:
    return severity.casefold() in (name.casefold() for name in known)


def _person(name: str, world: World) -> str | None:
    """Judged where people are listed, and only what looks like one of their ids: a role or a full name is none."""
    plain, catalog, others = name.removeprefix("@"), world.catalog, neighbours(world)
    if any(known.person(plain) or known.team(plain) for known in (catalog, others)):
        return None
    user = is_ref(plain) and plain.startswith("user:")
    if is_nobody(plain) or not (user or re.fullmatch(world.settings.ids.person, plain)):
        return None
    known = [person for person in catalog.people if is_ref(person) == user]
    return unknown(plain, known, world, elsewhere=list(others.people))


def _alert(name: str, world: World) -> str | None:
    elsewhere = _alerts_elsewhere(world)
    if name in elsewhere or name in plans_by_alert(world) or find_alerts(world, name) or not _ALERT.fullmatch(name):
        return None
    known = {alert.name for alert in world.alerts}
    return unknown(name, known, world, whole=not unread_alert_files(world), elsewhere=elsewhere)


@once
def _alerts_elsewhere(world: World) -> frozenset[str]:
    return frozenset(each for inventory in world.imports.values() for each in inventory.alerts)


def _runbooks(postmortem: Postmortem, world: World) -> Iterator[Problem]:
    for use in postmortem.runbooks:
        places = runbook_places(postmortem, use.path)
        if not places or has_scheme(use.path) or any(locate(world, place).found is not Found.NOTHING for place in places):
            continue
        near = near_path(world, places[0], postmortem.path)
        help = f"did you mean {near.path}?" if near else "name the page that took its place, by its path from the root"
        yield Problem(f"{use.path} does not exist", use.span, path=postmortem.path, help=help)


_PATH = "postmortems/2026/INC-1204-empty-carts.md"
_CART = {
    "services/teams.yaml": "teams:\n  API:\npeople:\n  jtsimmons: {}\n  mkowalski: {former: true}\n",
    "services/cart/service.yaml": "service: SVC-CART\nowner: API\n",
    "services/cart/runbook.md": "# Cart\n",
    "services/cart/alerts/cart.rules.yaml": (
        "groups:\n  - name: cart\n    rules:\n      - alert: CartSlow\n        expr: up == 0\n"
    ),
}


def _page(*lines: str, status: str = "in-review") -> str:
    head = ["incident: INC-1204", f"status: {status}", *lines]
    return "---\n" + "\n".join(head) + "\n---\n# INC-1204: Empty carts\n"


_WRONG = (
    "severity: SEV-9", "services: [SVC-CART, SVC-CRAT]", "commander: jtsimons", "participants: [mkowalski, anovak]",
    "alerts: [CartSlow, CartFast]", "runbooks:", "  - path: services/cart/runbok.md", "    used: true",
)  # fmt: skip

RULE = Rule(
    code="PM005",
    name="postmortem-reference-unknown",
    sentence="The services, people, alerts, pages and the severity that a postmortem names exist.",
    reason=(
        "The ledger, the review and the pages of the services find a postmortem by these names. A service or person is "
        "judged where the catalogue lists any, and with `complete = false` under `[catalog]` only as a near miss of a "
        "known one; an alert where rule files were read whole, else likewise; a path under `runbooks` from the root or "
        "from the page. People who left were there at the time, and a role or full name is no id. Severities are "
        "`[postmortems] severities`; where that is not set, a scale that no page shares with it is let be. A closed "
        "postmortem is history and is not judged."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "one of everything",
            {**_CART, _PATH: _page(*_WRONG)},
            findings=(
                f"{_PATH}:4:11: SEV-9 is no severity of an incident",
                f"{_PATH}:5:22: SVC-CRAT is no known service",
                f"{_PATH}:6:12: commander jtsimons is no known person",
                f"{_PATH}:7:27: participant anovak is no known person",
                f"{_PATH}:8:20: no rule file has the alert CartFast",
                f"{_PATH}:10:11: services/cart/runbok.md does not exist",
            ),
        ),
        Example(
            "slips of the finger, where the catalogue is not complete",
            {**_CART, _PATH: _page("services: [SVC-CATR, SVC-MAIL]", "commander: anovak", "alerts: [CartSlwo, MailStuck]")},
            findings=(
                f"{_PATH}:4:12: SVC-CATR is no known service",
                f"{_PATH}:6:10: no rule file has the alert CartSlwo",
            ),
            config="[catalog]\ncomplete = false\n",
        ),
        Example("the same names in a closed one", {**_CART, _PATH: _page(*_WRONG, status="closed")}),
        Example(
            "one who left, a team, roles and names in words, an alert of another tool, pages here and elsewhere",
            {
                **_CART,
                _PATH: _page(
                    "severity: sev-1", "services: [SVC-CART, the card provider]", "commander: mkowalski",
                    "facilitator: Duty officer", "participants: [API, Ana Novak, '@jtsimmons']",
                    "alerts: [CartSlow, 'Pingdom: shop']", "runbooks:", "  - path: /services/cart/runbook.md#roll-back",
                    "  - path: ../../services/cart/runbook.md", "  - path: https://wiki.example.com/cart",
                ),
            },
        ),
        Example(
            "nothing to compare with, and a scale of severities that is not the one that comes with us",
            {_PATH: _page("severity: P2", "services: [SVC-CART]", "commander: jtsimmons", "alerts: [CartSlow]")},
        ),
    ),
)  # fmt: skip

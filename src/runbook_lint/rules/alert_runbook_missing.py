"""AL001 alert-runbook-missing."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from shlex import quote

from runbook_lint.model.alert import Alert
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.rule import Example, Rule, option
from runbook_lint.model.world import World
from runbook_lint.parse.alert_links import annotation_place
from runbook_lint.parse.alert_pages import AlertPage, AlertState, alert_pages
from runbook_lint.parse.runbook_form import usual_key
from runbook_lint.parse.tiers import alert_tier


@dataclass(frozen=True)
class Options:
    """Which alerts are let off."""

    exempt: tuple[str, ...] = option(
        ("*Watchdog*", "*DeadMan*", "*InfoInhibitor*", "*Heartbeat*"),
        "Patterns of the names of alerts that nobody acts on, without regard to case.",
    )


_OTHER_KEY = regex(
    r"(?:runbook|playbook|sop|procedure|documentation|docs?|wiki|guide|how_?to|help)(?:[-_ ]?(?:url|link|uri|page|ref))?",
    re.IGNORECASE,
)
_LEADS = regex(r"https?://\S+|\S+\.(?:md|html?|rst|adoc)(?:#\S*)?")


def check(world: World, options: Options) -> Iterator[Problem]:
    """Report the alerts whose rule leads to no page; those that lead to one by another key once for each key."""
    missing = [page for page in alert_pages(world) if page.state is AlertState.MISSING]
    missing = [page for page in missing if not _is_exempt(page.alert, options)]
    others = [_other_key(page.alert) for page in missing]
    counts, told = Counter(others), set[str]()
    for page, other in zip(missing, others, strict=True):
        alert = page.alert
        if other and other not in told:
            told.add(other)
            keys = json.dumps([*world.settings.alerts.runbook_keys, other])
            yield Problem(
                f'alert {alert.name} has no runbook but its "{other}"' + _count(counts[other]),
                alert.location.span,
                path=alert.location.path,
                help=f"if that is the page, set [alerts] runbook_keys = {keys}",
            )
        elif not other:
            woken = world.settings.alerts.tiers_given and alert_tier(alert, world.settings) == "page"
            place = annotation_place(alert)
            yield Problem(
                f"alert {alert.name} has no runbook" + (f' but "{alert.runbook}"' if alert.runbook else ""),
                place.span,
                path=place.path,
                help=_help(world, page),
                severity=Severity.ERROR if woken else None,
            )


def _count(count: int) -> str:
    return f", and so have {count - 1:,} more" if count > 1 else ""


def _other_key(alert: Alert) -> str:
    """A key that is not among those configured and leads somewhere, as some repositories have it."""
    if alert.runbook_key:
        return ""
    given = {**alert.labels, **alert.annotations}
    return next((key for key, text in given.items() if _OTHER_KEY.fullmatch(key) and _LEADS.fullmatch(text.strip())), "")


def _is_exempt(alert: Alert, options: Options) -> bool:
    """Alerts that only say that alerting works have a telling name, or the severity `none`."""
    name = alert.name.casefold()
    return alert.severity == "none" or any(fnmatch(name, pattern.casefold()) for pattern in options.exempt)


def _help(world: World, page: AlertPage) -> str:
    key = page.alert.runbook_key or usual_key(world, page.alert.file)
    if page.path:
        return f"add `{key}: {page.path}` to its annotations: the page is there"
    begin = f"`runbook-lint new arp {quote(page.alert.name)}`"
    return f"write a page that says what to do ({begin} begins it), and lead to it by `{key}` among the annotations"


def _rules(*alerts: str) -> str:
    """A rule file with some alerts; each is a name, and more keys after it."""
    return "groups:\n  - name: cart\n    rules:\n" + "".join(alerts)


def _alert(name: str, annotations: str = "", severity: str = "page") -> str:
    head = f"      - alert: {name}\n        expr: up == 0\n        labels: {{severity: {severity}}}\n"
    return head + (f"        annotations: {{{annotations}}}\n" if annotations else "")


_RULES = "services/cart/alerts/cart.rules.yaml"

RULE = Rule(
    code="AL001",
    name="alert-runbook-missing",
    sentence="An alert leads to a page that says what to do.",
    reason=(
        "Whoever is woken opens the alert and looks for a link. Where there is none, the next ten minutes go into "
        "searching. Alerts that only prove that alerting works (Watchdog and the like, or severity `none`) are let "
        "off. A link under a key that `[alerts] runbook_keys` does not name (`documentation`) is reported once for each "
        "key. An error for alerts that page somebody, where `[alerts] tiers` says which do."
    ),
    severity=Severity.WARNING,
    default=True,
    options=Options,
    check=check,
    examples=(
        Example(
            "no annotation, a promise, and a page that the rule forgot",
            {
                _RULES: _rules(
                    _alert("CartDown", "summary: Cart is down"), _alert("CartSlow", "runbook_url: TODO"), _alert("CartEmpty")
                ),
                "services/cart/alerts/CartEmpty.md": "# CartEmpty\n",
            },
            findings=(
                f"{_RULES}:4:16: alert CartDown has no runbook",
                f'{_RULES}:11:36: alert CartSlow has no runbook but "TODO"',
                f"{_RULES}:12:16: alert CartEmpty has no runbook",
            ),
        ),
        Example(
            "a link under a key that nobody configured, once",
            {
                _RULES: _rules(
                    _alert("CartDown", "documentation: 'https://wiki.example/cart'"),
                    _alert("CartSlow", "documentation: 'https://wiki.example/slow'"),
                    _alert("CartEmpty", "docs: see the wiki"),
                )
            },
            findings=(
                f'{_RULES}:4:16: alert CartDown has no runbook but its "documentation", and so have 1 more',
                f"{_RULES}:12:16: alert CartEmpty has no runbook",
            ),
        ),
        Example(
            "an error where the repository says what wakes people",
            {_RULES: _rules(_alert("CartDown", severity="sev1"), _alert("CartSlow", severity="sev3"))},
            findings=(
                f"{_RULES}:4:16: error: alert CartDown has no runbook",
                f"{_RULES}:7:16: alert CartSlow has no runbook",
            ),
            config='[alerts.tiers]\nsev1 = "page"\nsev3 = "ticket"\n',
        ),
        Example(
            "a page here, a page elsewhere, one known at run time, and alerts nobody acts on",
            {
                _RULES: _rules(
                    _alert("CartDown", "runbook_url: services/cart/runbook.md"),
                    _alert("CartSlow", "runbook_url: https://wiki.example/cart"),
                    _alert("CartEmpty", "runbook_url: 'services/{{ $labels.service }}/runbook.md'"),
                    _alert("CartFull", "runbook: Drop the oldest carts."),
                    _alert("Watchdog"),
                    _alert("CartDeadMansSwitch"),
                    _alert("CartInhibitor", severity="none"),
                ),
                "services/cart/runbook.md": "# Cart\n",
            },
        ),
    ),
)

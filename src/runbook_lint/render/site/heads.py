"""What stands above and below a page's own words: whether it is true, the five answers, whom to call, its rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.world import World
from runbook_lint.parse.host import commit_address, host_address
from runbook_lint.parse.incidents import Incident, incidents_with
from runbook_lint.parse.page_says import page_says
from runbook_lint.parse.plans import plan_owner
from runbook_lint.parse.review import Review, page_review
from runbook_lint.parse.site.alert_facts import rules_by_page
from runbook_lint.parse.site.whom import name_of, whom
from runbook_lint.render.site.answers import five
from runbook_lint.render.site.view import View


def responder_head(view: View, path: str, place: str) -> Markup:
    """What a runbook or a plan begins with: its review, the five answers, whom to call, earlier incidents."""
    document = view.world.documents[path]
    rules = rules_by_page(view.world).get(path, ())
    service, team = plan_owner(view.world, document)
    names = sorted({rule.alert.name for rule in rules})
    values = {
        "service": service,
        "team": team,
        "whom": whom(view.world, service) if service else None,
        "answers": five(view, page_says(view.world, document), place),
        "asked": bool(service or rules) or document.kind is Kind.PLAN,
        "rules": rules,
        "names": names,
        "incidents": incidents_of(view, names),
        "source": path,
    }
    return view.part(place, "_responder.md.j2", **_review(view.world, document), **values)


def responder_tail(view: View, path: str, place: str) -> Markup:
    """What a runbook or a plan ends with: the rules that lead to it."""
    return view.part(place, "_rules_here.md.j2", rules=rules_by_page(view.world).get(path, ()))


def plain_head(view: View, path: str, place: str) -> Markup:
    """What any other page begins with: its review, where it tells of one."""
    review = _review(view.world, view.world.documents[path])
    return view.part(place, "_reviewed.md.j2", **review) if review["review"].written.text else Markup("")


def foot(view: View, path: str, place: str) -> Markup:
    """Where a page is written, its last change, and where to edit it; what is not known is left out."""
    commit = view.history.last.get(path)
    return view.part(
        place,
        "_foot.md.j2",
        source=path,
        address=host_address(view.world, path),
        edit=host_address(view.world, path, edit=True),
        commit=commit,
        commit_address=commit_address(view.world, commit.id) if commit else "",
    )


def _review(world: World, document: Document) -> dict[str, Any]:
    review: Review = page_review(document, world.settings, world.catalog)
    by = name_of(world, review.reviewed_by) if review.reviewed_by else None
    return {"review": review, "by": (by.name or by.id) if by else ""}


def incidents_of(view: View, alerts: Iterable[str]) -> list[tuple[Incident, str]]:
    """The incidents with some alerts that are on the site, the newest first, each with its place."""
    found = {each.path: each for name in sorted(alerts) for each in incidents_with(view.world, name)}
    newest = sorted(found.values(), key=lambda each: (each.day, each.id), reverse=True)
    return [(each, view.places.pages[each.path]) for each in newest if each.path in view.places.pages]

"""The page of a new postmortem: its id and place, what it says, and that nothing of another is lost by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from runbook_lint.app.gather import incident_world
from runbook_lint.app.new_page import Made, given_path, publish
from runbook_lint.app.project import Project
from runbook_lint.app.templates import templates
from runbook_lint.app.write import alone
from runbook_lint.lint.redact import cleaner
from runbook_lint.model.document import Kind
from runbook_lint.model.draft import Draft
from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World
from runbook_lint.parse.drafting.incident_facts import known_service
from runbook_lint.parse.drafting.incident_input import read_id
from runbook_lint.parse.drafting.incident_place import next_id, postmortem_path
from runbook_lint.parse.drafting.new_postmortem import Gathered, Values, incident_day, postmortem_values, review_due
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.payload import cleaned
from runbook_lint.render.template import render_template

_SUFFIXES = (".md", ".markdown", ".md.erb")
_OURS = ("postmortem", "near-miss")  # of the templates that are shipped, those that make a postmortem
_SHOWN = ("incident", "path", "score", "words")


@dataclass(frozen=True)
class Page:
    """What a page is made of: the facts, what was looked up, the form (empty: the usual one), where it goes."""

    draft: Draft
    gathered: Gathered
    form: str = ""
    output: str | None = None


def write_page(project: Project, world: World, page: Page, as_json: bool) -> int:
    """Write the page and say so; two that run at once do not take the same id."""
    template = form_named(project, page.form, page.draft.kind)
    with alone({project.root.resolve()}):
        draft = _numbered(project, world, page.draft)
        path = _path(project, world, draft, page.output)
        made = _made(project, world, replace(page, draft=draft), template, path)
        return publish(project, (made,), page.output, as_json)


def form_named(project: Project, form: str, kind: str) -> str:
    """The template that a form means: `short` is postmortem-short.md; the kind's own where none is named."""
    known = templates(project)
    names = [name for name in known if name.endswith(".md") and (name in known.own or name.startswith(_OURS))]
    wanted = form or ("near-miss" if kind == "near-miss" else project.settings.postmortems.form)
    for name in (f"{wanted}.md", f"postmortem-{wanted}.md"):
        if name in names:
            return name
    forms = [name.removesuffix(".md").removeprefix("postmortem-") for name in names]
    place = f"--form {form}" if form else f"postmortems.form: {wanted}"
    raise UsageError(f"{place}: no such template; {did_you_mean(wanted, forms) or 'see `runbook-lint template list`'}")


def _numbered(project: Project, world: World, draft: Draft) -> Draft:
    """The draft with its id, which is free at this moment: pages that came since the start are looked at again."""
    known = world
    if project.workspace().paths - world.files:
        known = incident_world(project, project.workspace().tree(), alerts=False)
    day = incident_day(draft, project.today)
    id = read_id(known, draft.incident) if draft.incident else next_id(known, day)
    if not id:
        pattern = world.settings.ids.incident
        raise UsageError(f"no id can be counted by ids.incident ({pattern}); give --incident")
    return replace(draft, incident=id)


def _path(project: Project, world: World, draft: Draft, output: str | None) -> str:
    given = output not in (None, "-")
    first = next((each for id in draft.services if (each := known_service(world, id))), None)
    day, title = incident_day(draft, project.today), "" if draft.restricted else draft.title  # a path is seen by all
    path = (
        given_path(project, str(output), _SUFFIXES)
        if given
        else postmortem_path(world, draft.incident, title, day, first.folder if first else "")
    )
    if not path and output == "-":
        return f"{draft.incident}.md"
    if not path:
        raise UsageError("the layout has no one place for a postmortem; give --output PATH, or set postmortems.path")
    if Roles(world.settings).kind(path) is not Kind.POSTMORTEM:
        place = f"--output {output}" if given else f"postmortems.path: {path}"
        globs = ", ".join(world.settings.layout.postmortems)
        raise UsageError(f"{place}: no postmortem by the layout (layout.postmortems: {globs})")
    return path


def _made(project: Project, world: World, page: Page, template: str, path: str) -> Made:
    values = cleaned(postmortem_values(world, page.draft, page.gathered, path), cleaner(world))
    text = render_template(template, templates(project), _inert(values) if path.endswith(".erb") else values)
    due = review_due(page.draft, world.settings, project.today)
    told = f"answer what is marked TODO; the review is due by {due}"
    return Made("postmortem", path, text, told, page.draft.notes, _facts(values, template))


def _inert(values: Values) -> Values:
    """Texts in which a page that ERB builds finds no code to run."""
    return cleaned(values, lambda text: text.replace("<%", "<%%"))


def _facts(values: Values, template: str) -> Mapping[str, object]:
    """What --json says beyond what it says of every new page."""
    plain = ("incident", "title", "severity", "services", "review_due")
    return {
        **{name: values[name] for name in plain},
        "form": template.removesuffix(".md"),
        "runbooks": [page["path"] for page in values["runbooks"]],
        "timeline": len(values["timeline"]["rows"]),
        "actions": len(values["actions"]),
        "changes": [{"id": each["id"], "services": each["services"]} for each in values["changes"]["rows"]],
        "similar": [{name: each[name] for name in _SHOWN} for each in values["similar"]],
    }

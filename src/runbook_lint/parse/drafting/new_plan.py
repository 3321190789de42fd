"""A response plan for an alert: where the layout wants it, and what its rule already answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from posixpath import basename, dirname, relpath
from typing import Any
from urllib.parse import quote

from runbook_lint.model.alert import Alert
from runbook_lint.model.catalog import Service, Team
from runbook_lint.model.document import Kind
from runbook_lint.model.patterns import regex
from runbook_lint.model.refs import short_name
from runbook_lint.model.resolution import State
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage, alert_service, alert_team
from runbook_lint.parse.answers import told_impact
from runbook_lint.parse.contacts import chat_of, rota_of
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.markdown_text import at_line_start, escaped
from runbook_lint.parse.payload import links_of
from runbook_lint.parse.targets import encoded, is_web
from runbook_lint.parse.tiers import alert_tier

_UNSAFE = regex(r"[^\w.+-]+")
_DEVICE = regex(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?\Z", re.IGNORECASE)
_LONGEST_NAME = 100
_LABEL = regex(r"\{\{-?\s*(?:\$labels|\.Labels|\$externalLabels)\.(\w+)[^{}]*\}\}")
_VALUE = regex(r"\{\{-?\s*(?:\$value|\.Value)\b[^{}]*\}\}")
_OTHER = regex(r"\{\{.{0,1000}?\}\}", re.DOTALL)
_PROMETHEUS = ("prometheus", "prometheusrule", "mimir")
_TIERS = {"page": "pages somebody", "ticket": "opens a ticket", "fyi": "only informs"}


def file_stem(alert: str) -> str:
    """An alert's name as a file's: safe on every system, and below no other folder."""
    stem = _UNSAFE.sub("-", alert).strip(".-")[:_LONGEST_NAME].rstrip(".-") or "alert"
    return f"{stem}-alert" if _DEVICE.match(stem) else stem


def plan_path(world: World, page: AlertPage) -> str:
    """Where an alert's plan belongs by the layout; empty where the layout does not tell.

    The page that the rule names and nobody wrote comes first; then the rule's own folder, the service's,
    the folder of its other plans, and what the layout's globs say.
    """
    roles, name = Roles(world.settings), f"{file_stem(page.alert.name)}.md"
    named = page.resolution.path if page.resolution and page.resolution.state is State.NO_FILE else ""
    if named.endswith(".md") and roles.kind(named) in (Kind.PLAN, Kind.RUNBOOK) and not page.catalog:
        return named
    folders = dict.fromkeys(_folders(world, page.alert))
    return next((path for path in (f"{each}/{name}".lstrip("/") for each in folders) if _is_plan(roles, path)), "")


def _is_plan(roles: Roles, path: str) -> bool:
    return roles.kind(path) is Kind.PLAN


def _folders(world: World, alert: Alert) -> Iterator[str]:
    service = alert_service(world, alert)
    yield dirname(alert.location.path)
    yield dirname(alert.file)
    plans = [path for path, document in world.documents.items() if document.kind is Kind.PLAN]
    if service and service.folder:
        own = Counter(dirname(path) for path in plans if path.startswith(f"{service.folder}/"))
        yield from (folder for folder, _ in own.most_common(1))
        yield f"{service.folder}/alerts"
    slug = _slug(service, alert, world)
    if slug:
        yield from (filled(glob, slug) for glob in world.settings.layout.plans if not glob.startswith("!"))
    folders = {dirname(path) for path in plans}
    if len(folders) == 1 and not any(world.catalog.folder_service(path) for path in plans):  # another service's
        yield folders.pop()
    plain = (glob for glob in world.settings.layout.plans if "*" not in dirname(glob).replace("/**", ""))
    yield from (filled(glob, "") for glob in plain)


def _slug(service: Service | None, alert: Alert, world: World) -> str:
    if service:
        return basename(service.folder) or short_name(service.id).removeprefix("svc-")
    labels = (alert.static_labels.get(key, "") for key in world.settings.alerts.service_labels)
    return next((file_stem(short_name(each)) for each in labels if each), "")


def filled(glob: str, slug: str) -> str:
    """The folder that a glob of the layout means for a service."""
    folders = [part for part in dirname(glob.lstrip("/")).split("/") if part != "**"]
    return "/".join(slug if part == "*" else part for part in folders)


def plan_values(world: World, page: AlertPage, path: str) -> dict[str, Any]:  # Any: what a template is given
    """What the template of a plan is filled with."""
    alert = page.alert
    service, team = alert_service(world, alert), alert_team(world, alert)
    said = {key: _as_markdown(value) for key, value in alert.annotations.items()}
    summary = said.get("summary") or said.get("title") or ""
    description = said.get("description") or said.get("message") or ""
    return {
        "alert": {
            "name": alert.name,
            "summary": summary,
            "impact": _as_markdown(told_impact(alert.annotations)),
            "description": description if description != summary else "",
            "fires": _fires(world, alert),
            "rule": alert.location.path,
            "rule_link": _link_to(world, alert.location.path, path),
            "group": alert.group,
            "expression": alert.expr,
            "language": "promql" if alert.source in _PROMETHEUS else "",
        },
        "service": {"id": service.id if service else "", "dashboard": _dashboard(service, alert)},
        "owner": service.owner if service else "",
        "call": call_line(service, team),
        "file_stem": basename(path).removesuffix(".md"),
        "today": str(world.today),
    }


def _link_to(world: World, path: str, page: str) -> str:
    """The target that leads from a page to a file; empty for one that git ignores: readers do not have it."""
    return encoded(relpath(path, dirname(page) or ".")) if path in world.files else ""


def _fires(world: World, alert: Alert) -> str:
    """`It pages somebody once this has held for 5m`."""
    tier = alert_tier(alert, world.settings)
    severity = _coded(alert.severity)
    does = _TIERS.get(tier) or (f"fires with severity {severity}" if severity else "fires")
    hold = f" once this has held for {_as_markdown(alert.hold)}" if alert.hold else " as soon as this holds"
    return f"It {does}{hold}"


def call_line(service: Service | None, team: Team | None) -> str:
    """The team, its rota and its channel, as far as the catalogue knows them."""
    rota, chat = rota_of(service, team), chat_of(service, team)
    name = _plain(team.name or team.id) if team else "on call"
    who = f"[{name}]({encoded_url(rota)})" if is_web(rota) else _plain(rota)
    parts = [who or (name if team else ""), _coded(chat)]
    return ", ".join(part for part in parts if part) if rota or team else ""


def _coded(text: str) -> str:
    word = "".join(char for char in " ".join(text.split()) if char.isprintable())
    return f"`{word}`" if word and "`" not in word else ""


def _dashboard(service: Service | None, alert: Alert) -> str:
    """The address of the rule's own dashboard, else of the service's."""
    links = links_of(service, alert)
    return next((encoded_url(link.url) for link in links if "dashboard" in link.text.lower()), "")


def encoded_url(url: str) -> str:
    """A URL that can stand in the brackets of a link."""
    kept = (char if char.isprintable() and char not in " ()<>\"\\{}" else quote(char, errors="replace") for char in url)
    return "".join(kept)


def _as_markdown(text: str) -> str:
    """An annotation as a line of a page: what a template fills in at run time is shown as a gap with its name."""
    line = _VALUE.sub("{{value}}", _LABEL.sub(r"{{\1}}", " ".join(text.split())))
    pieces, gaps = _OTHER.split(line), _OTHER.findall(line)
    shown = [f"`<{gap[2:-2]}>`" if re.fullmatch(r"\{\{\w+\}\}", gap) else "…" for gap in gaps]
    return at_line_start("".join(_plain(piece) + gap for piece, gap in zip(pieces, [*shown, ""], strict=True)).strip())


def _plain(text: str) -> str:
    """A text without markup of its own; bare addresses stay links."""
    printable = "".join(char for char in text if char.isprintable())
    return escaped(printable) if "://" not in printable else _around_urls(printable)


def _around_urls(text: str) -> str:
    parts = re.split(r"(https?://[^\s<>`]*[^\s<>`.,;:!?)])", text)
    return "".join(f"<{part}>" if index % 2 else _plain(part) for index, part in enumerate(parts))

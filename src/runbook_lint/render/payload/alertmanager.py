"""An alert's message as annotations of its rule, for Prometheus to carry and Alertmanager to show."""

from __future__ import annotations

from collections.abc import Mapping

from runbook_lint.parse.answers import LABELS
from runbook_lint.parse.payload import SUMMARIES, Payload
from runbook_lint.parse.payload_page import Said
from runbook_lint.parse.scalars import is_plain
from runbook_lint.parse.yaml_text import quoted
from runbook_lint.render.payload.words import clipped, is_url, rule_line
from runbook_lint.render.text import visible


def payload_alertmanager(payload: Payload, runbook_key: str = "runbook_url") -> str:
    """The annotations as YAML: those the rule has, as they are, then what the page and the catalogue add."""
    title = visible(", ".join(part for part in (payload.alert, rule_line(payload)) if part))
    lines = [f"# {title}", "annotations:"]
    added = page_annotations(payload, runbook_key)
    whole = {**payload.annotations, **{key: text for key, text in added.items() if key not in payload.annotations}}
    return "\n".join([*lines, *(f"  {_scalar(key)}: {quoted(text)}" for key, text in whole.items())]) + "\n"


def page_annotations(payload: Payload, runbook_key: str) -> dict[str, str]:
    """What the rule does not say yet; no text of a page is taken for a template."""
    has_summary = any(payload.annotations.get(key) for key in SUMMARIES)
    said = {name: each for name, each in payload.said.items() if each.source != "alert"}
    broke, impact = said.get("what_broke"), said.get("impact")
    rest = "\n".join(f"{LABELS[name]}: {_text(said[name])}" for name in ("verify", "try_first", "call") if name in said)
    dashboard = next((link.url for link in payload.links if "dashboard" in link.text.lower()), "")
    given = {
        "summary": _text(broke) if broke and not has_summary else "",
        "description": rest,
        "impact": _text(impact) if impact else "",
        runbook_key: payload.page_url if payload.page_path and not payload.annotations.get(runbook_key) else "",
        "dashboard_url": dashboard,
    }
    return {key: _no_template(text) for key, text in given.items() if text and key not in payload.annotations}


def file_annotations(payload: Payload, runbook: tuple[str, str]) -> Mapping[str, str]:
    """What is written into a rule file: the way to the page, and what the page alone says in a line."""
    key, target = runbook
    added = page_annotations(payload, key)
    broke, impact = payload.said.get("what_broke"), payload.said.get("impact")
    given = {
        "summary": added.get("summary", "") if broke and broke.source == "page" else "",
        "impact": added.get("impact", "") if impact and impact.source == "page" else "",
        key: _no_template(target) if payload.page_path and key not in payload.annotations else "",
    }
    return {name: text for name, text in given.items() if text}


def _text(said: Said) -> str:
    text = clipped(said.text)
    links = [link.url for link in said.links if is_url(link.url) and link.url not in text]
    return " ".join([text, *links, *([clipped(said.code)] if said.code else [])]).strip()


def _no_template(text: str) -> str:
    """Go's templates take two opening braces for a command: here they print themselves."""
    return text.replace("{{", '{{ "{{" }}')


def _scalar(key: str) -> str:
    return key if is_plain(key) and key.isidentifier() else quoted(key)

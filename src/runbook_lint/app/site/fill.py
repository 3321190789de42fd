"""The user's mkdocs.yml with what it leaves open filled in: where it speaks, it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from runbook_lint.app.site.generate import Generated
from runbook_lint.app.site.raw import Raw
from runbook_lint.app.workspace import warn

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

REST = "..."
"""An entry of the user's navigation that stands for all section pages that it does not name itself."""

def fill(config: MkDocsConfig, raw: Raw, made: Generated) -> None:
    """Fill a loaded configuration in, in place, as MkDocs' hooks do."""
    ours = made.config
    if not config.use_directory_urls:
        warn("mkdocs.yml has use_directory_urls: false: no alert stands at /alerts/NAME/, and diagrams lead nowhere")
    config.docs_dir = str(made.folder / "docs")
    for key in ("site_url", "site_name"):
        if not raw.get(key) and ours.get(key):
            config[key] = ours[key]
    config.nav = _navigation(raw, made) if raw.get("nav") else ours["nav"]
    config.extra.update({key: value for key, value in ours.get("extra", {}).items() if key not in config.extra})
    config.copyright = _joined(raw.get("copyright"), ours["copyright"])
    _fill_theme(config, raw, ours)
    _fill_extensions(config, ours)
    _fill_assets(config, ours)
    _fill_search(config, raw, ours)
    _fill_validation(config, raw, ours)


def _joined(theirs: str | None, ours: str) -> str:
    return ours if not theirs or theirs == ours else f"{theirs}<br>{ours}"


def _navigation(raw: Raw, made: Generated) -> list[Any]:
    """The user's navigation with our paths: a page is named by its place on the site, or as a source."""
    places = {source: place for place, source in made.sources.items()}
    folder = str(raw.get("docs_dir", "docs")).strip("/")
    sections = [path for entry in made.config["nav"] for path in entry.values()]
    known = {*sections, *places.values()}

    def place(path: str) -> str:
        below = f"{folder}/{path}"
        if path in known and path not in places:
            return path
        return places.get(path) or places.get(below) or (below if below in known else path)

    def entries(items: Any) -> Any:
        if isinstance(items, str):
            return place(items)
        if isinstance(items, Mapping):
            return {title: entries(each) for title, each in items.items()}
        if isinstance(items, list):
            return [each for item in items for each in ([item] if item == REST else [entries(item)])]
        return items

    nav = entries(raw["nav"])
    named = set(_paths(nav))
    rest = [entry for entry in made.config["nav"] if not named & set(entry.values())]
    return [each for item in nav for each in (rest if item == REST else [item])]


def _paths(items: Any) -> Iterator[str]:  # Any: a navigation
    if isinstance(items, str):
        yield items
    elif isinstance(items, (list, Mapping)):
        for each in items.values() if isinstance(items, Mapping) else items:
            yield from _paths(each)


def _fill_theme(config: MkDocsConfig, raw: Raw, ours: Raw) -> None:
    """Material without foreign fonts and with both palettes, unless the user's theme says otherwise.

    Another theme is left alone.
    """
    if config.theme.name != "material":
        return
    theirs = raw.get("theme")
    said = theirs if isinstance(theirs, Mapping) else {}
    for key, value in ours["theme"].items():
        if key not in said and key != "name":
            config.theme[key] = value
    config.theme["features"] = list(dict.fromkeys([*ours["theme"]["features"], *(said.get("features") or [])]))


def _fill_extensions(config: MkDocsConfig, ours: Raw) -> None:
    for each in ours["markdown_extensions"]:
        name, options = next(iter(each.items())) if isinstance(each, Mapping) else (each, {})
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)
        if options:
            config.mdx_configs[name] = {**options, **config.mdx_configs.get(name, {})}


def _fill_assets(config: MkDocsConfig, ours: Raw) -> None:
    """Our styles and scripts come first, so that the user's may overrule them."""
    from mkdocs.config.config_options import ExtraScriptValue

    styles = ours.get("extra_css", [])
    config.extra_css = [*styles, *(each for each in config.extra_css if each not in styles)]
    scripts = {each["path"]: ExtraScriptValue(each["path"]) for each in ours.get("extra_javascript", [])}
    for script in scripts.values():
        script.defer = True
    rest = (each for each in config.extra_javascript if str(each) not in scripts)
    config.extra_javascript = [*scripts.values(), *rest]


def _fill_search(config: MkDocsConfig, raw: Raw, ours: Raw) -> None:
    plugin = next((config.plugins[name] for name in ("material/search", "search") if name in config.plugins), None)
    said = next(iter(_options(raw.get("plugins"), "search")), {})
    for key, value in next(iter(_options(ours["plugins"], "search")), {}).items():
        if plugin is not None and key not in said:
            plugin.config[key] = value


def _options(entries: Any, name: str) -> Iterator[Mapping[str, Any]]:  # Any: a list or mapping of plugins
    items = entries.items() if isinstance(entries, Mapping) else []
    if isinstance(entries, list):
        items = [pair for each in entries if isinstance(each, Mapping) for pair in each.items()]
    yield from (options for key, options in items if key in (name, f"material/{name}") and isinstance(options, Mapping))


def _fill_validation(config: MkDocsConfig, raw: Raw, ours: Raw) -> None:
    import logging

    levels = {"warn": logging.WARNING, "info": logging.INFO, "ignore": logging.DEBUG}
    said = raw.get("validation") or {}
    for part, values in ours["validation"].items():
        for key, level in values.items():
            if key not in said and key not in (said.get(part) or {}):
                config.validation[part][key] = levels[level]

"""Files of the user's own that mkdocs.yml names: styles, scripts, a logo, a changed theme, hooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runbook_lint.app.site.raw import Raw, read_raw

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def add_named_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what the configuration names and the generated folder lacks; nothing from outside the user's folder."""
    from mkdocs.structure.files import File

    path = Path(config.config_file_path)
    raw = read_raw(path)
    folder = _folder(path, raw)
    if folder == Path(config.docs_dir).resolve():
        return files
    for name in sorted(set(_named(raw))):
        place = (folder / name).resolve()
        if files.get_file_from_path(name) is None and place.is_relative_to(folder) and place.is_file():
            files.append(File.generated(config, name, abs_src_path=str(place)))
    return files


def files_behind(config: Path) -> list[Path]:
    """The configuration itself and every file that it names, for whoever watches them."""
    raw = read_raw(config)
    theme = raw.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    found = [config, *(_folder(config, raw) / name for name in _named(raw))]
    found += [config.parent / str(each) for each in _listed(raw, "hooks")]
    found += (config.parent / str(custom)).rglob("*") if custom else []
    return sorted({place for place in found if place.is_file()})


def _listed(raw: Raw, key: str) -> list[Any]:  # Any: what YAML holds
    """The entries of a list; of what is none there are none, and MkDocs will say so."""
    value = raw.get(key)
    return value if isinstance(value, list) else []


def _folder(config: Path, raw: Raw) -> Path:
    return (config.parent / str(raw.get("docs_dir", "docs"))).resolve()


def _named(raw: Raw) -> Iterator[str]:
    theme = raw.get("theme")
    pictures = [theme.get("logo"), theme.get("favicon")] if isinstance(theme, dict) else []
    for each in [*_listed(raw, "extra_css"), *_listed(raw, "extra_javascript"), *pictures]:
        path = each.get("path") if isinstance(each, dict) else each
        if isinstance(path, str) and "://" not in path and not path.startswith("/"):
            yield path

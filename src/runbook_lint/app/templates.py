"""Templates: those that are shipped with the package, and a repository's own in their place or beside them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from runbook_lint.app.project import Project
from runbook_lint.app.read import read_regular
from runbook_lint.app.write import real_place
from runbook_lint.model.document import DataProblem
from runbook_lint.model.errors import UsageError
from runbook_lint.parse.text import decode
from runbook_lint.render.template import Templates
from runbook_lint.render.template_filters import MOST

SUFFIX = ".j2"
SHIPPED = "shipped/"
"""Before the name of a template of ours that a repository has one of its own in the place of."""

MOST_BYTES = MOST
"""Of a template that is read."""


def shipped_templates() -> dict[str, str]:
    """Every template of ours by its name, such as `arp.md`."""
    folder = files("runbook_lint") / "templates"
    found = {each.name: each for each in folder.iterdir() if each.name.endswith(SUFFIX)}
    return {name.removesuffix(SUFFIX): each.read_text(encoding="utf-8") for name, each in sorted(found.items())}


def templates_folder(project: Project) -> str:
    """The folder of the repository's own templates, as a path from its root; raises UsageError for one outside it."""
    folder = project.settings.templates
    if Path(folder).is_absolute() or ".." in Path(folder).parts:
        raise UsageError(f"templates.folder: {folder} lies outside the repository; name a folder in it")
    return Path(folder).as_posix()


def own_templates(project: Project) -> dict[str, Path]:
    """The files of the repository's folder of templates by the name of what they make; none is read."""
    folder = project.root / templates_folder(project)
    try:
        found = sorted(each for each in folder.iterdir() if each.name.endswith(SUFFIX) and each.name[0] != ".")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise UsageError(f"{project.settings.templates}: cannot be read: {error.strerror}") from None
    return {each.name.removesuffix(SUFFIX): each for each in found}


def templates(project: Project) -> ProjectTemplates:
    """Ours, then those of the configured folder in their place; a file is read when its template is asked for."""
    return ProjectTemplates(project.root, own_templates(project))


class ProjectTemplates(Templates):
    """What `render_template` takes: texts by name, and the file that an own one stands in."""

    def __init__(self, root: Path, own: dict[str, Path]) -> None:
        """`own` are files below `root` by name."""
        self.root, self.own = root, own
        self.shipped = shipped_templates()

    def __getitem__(self, name: str) -> str:
        """The text of a template; raises UsageError for an own one that cannot be taken."""
        if name in self.own:
            return _read(self.root, self.own[name])
        return self.shipped[name.removeprefix(SHIPPED)]

    def __contains__(self, name: object) -> bool:
        """Whether there is one, without reading it."""
        return name in self.own or (isinstance(name, str) and name.removeprefix(SHIPPED) in self.shipped)

    def __iter__(self) -> Iterator[str]:
        """The names, those of ours first."""
        return iter([*self.shipped, *(name for name in self.own if name not in self.shipped)])

    def __len__(self) -> int:
        """How many names there are."""
        return len({*self.shipped, *self.own})

    def place(self, name: str) -> str:
        """The path of an own template, which its author knows it by; the name of ours."""
        return self.own[name].relative_to(self.root).as_posix() if name in self.own else name

    def base(self, name: str) -> str:
        """What a template that takes in its own name means: ours, which it stands in the place of."""
        return SHIPPED + name if name in self.own and name in self.shipped else name


def _read(root: Path, place: Path) -> str:
    shown = place.relative_to(root).as_posix()
    try:
        if not real_place(place).is_relative_to(root.resolve()):
            raise UsageError(f"template {shown}: a link out of the repository; put the template itself there")
        size = place.stat().st_size
        text = decode(read_regular(place) if size <= MOST_BYTES else b"")
    except OSError as error:
        raise UsageError(f"template {shown}: cannot be read: {error.strerror}") from None
    if size > MOST_BYTES:
        raise UsageError(f"template {shown}: {size:,} bytes, more than the {MOST_BYTES:,} that are read")
    if isinstance(text, DataProblem):
        raise UsageError(f"template {shown}, line {text.span.line}: {text.message}; {text.help}")
    return text.joined + "\n"

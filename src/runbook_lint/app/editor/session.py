"""One repository in an editor: what is typed lies over its files, and is judged by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from runbook_lint.app.changes import with_changes
from runbook_lint.app.judge import Judgement
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.verdict import Asked, verdict
from runbook_lint.app.workspace import Workspace
from runbook_lint.editor.overlay import overlaid
from runbook_lint.editor.text_edits import moved
from runbook_lint.lint.baseline import settle
from runbook_lint.lint.run import run_rules
from runbook_lint.lint.select import select_rules
from runbook_lint.model.baseline import Baseline
from runbook_lint.model.finding import Finding
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import World
from runbook_lint.parse.before import Before
from runbook_lint.parse.skeleton import usual_titles
from runbook_lint.parse.text import NEWLINE
from runbook_lint.parse.world import build_world


@dataclass(frozen=True)
class Judged:
    """A repository as it was judged last: what it says, what was found in the open files, and the texts of these.

    `known` is the world that questions are answered from: its catalogue is the last one that could be read whole.
    """

    project: Project
    workspace: Workspace
    tree: Tree
    world: World
    known: World
    baseline: Baseline = Baseline()
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


class Session:
    """The files under a root, and the texts that an editor holds of them.

    `judge` and `mended` may run in one thread beside the others: they read a copy of the texts, and put what they make
    there in one go. `uris` are the names that the editor has for the files.
    """

    def __init__(self, root: Path, config: tuple[str, ...] = (), today: str | None = None) -> None:
        """Nothing is read before something is asked."""
        self.root, self.config, self.today = root, config, today
        self.texts: dict[str, str] = {}
        self.uris: dict[str, str] = {}
        self.judged: Judged | None = None
        self.memory: Before | None = None
        self._alone: dict[str, tuple[str, object, World]] = {}

    def path(self, place: Path) -> str | None:
        """A file's path from the root; None for one that is not below it."""
        for file, root in ((place, self.root), (_real(place), _real(self.root))):
            if file.is_relative_to(root):
                return file.relative_to(root).as_posix()
        return None

    def open_project(self) -> Project:
        """The project as it is configured now; a usage error where that cannot be."""
        project = open_project(self.root, self.config, self.today)
        self.memory = self.memory or project.memory
        return replace(project, memory=self.memory)

    def judge(self, fresh: bool) -> Judged:
        """Judge the open files with all others as context; `fresh` reads the disk again."""
        texts, old = dict(self.texts), self.judged
        again = old if old and not fresh else None
        project = again.project if again else self.open_project()
        workspace = again.workspace if again else project.workspace()
        ours = {path: data for path, data in encoded(texts).items() if self._is_ours(workspace, path)}
        tree = again.tree.with_contents(ours) if again else workspace.tree(ours)
        world = project.world(tree)
        world = with_changes(world, self.root, select_rules(project.settings, project.rules), project.memory)
        open_files = frozenset(texts)
        told = verdict(workspace, Judgement(project, tree, world, open_files), Asked(None, True, open_files))
        if again:
            project.memory.forget()  # what is being typed is not worth keeping
        else:
            project.memory.save()
        found: dict[str, list[Finding]] = {path: [] for path in texts}
        for finding in told.findings:
            found[finding.path].append(finding)
        findings = {path: tuple(each) for path, each in found.items()}
        known = _known(world, old, texts)
        usual_titles(known)  # while nobody waits: it reads every page's headings
        self.judged = Judged(project, workspace, tree, world, known, told.baseline, findings, texts)
        return self.judged

    def _is_ours(self, workspace: Workspace, path: str) -> bool:
        """Whether a file is one that `check` reads; what git ignores is not, unless nobody has saved it yet."""
        known = path in workspace.paths or path in workspace.rendered or not (self.root / path).exists()
        return known and (workspace.roles.has_role(path) or path in workspace.settings.codeowners)

    def findings(self, path: str) -> tuple[Finding, ...]:
        """What is found in an open file as it reads now.

        The rules that look at the file alone judge it at once; what the others found stays with its line, until the
        whole is judged again.
        """
        judged, text = self.judged, self.texts.get(path)
        if judged is None or text is None:
            return ()
        if judged.texts.get(path) == text:
            return judged.findings.get(path, ())
        if not self._is_ours(judged.workspace, path):
            return ()
        local = [rule for rule in judged.project.rules if rule.local]
        alone = replace(self.alone(judged, path), silent=judged.world.silent)
        now = settle(judged.baseline, run_rules(alone, local, frozenset({path})).findings).left
        names = {rule.name for rule in local}
        others = [each for each in judged.findings.get(path, ()) if each.name not in names]
        kept = moved(others, lines_of(judged.texts.get(path, "")), lines_of(text))
        return tuple(sorted((*now, *kept), key=lambda finding: finding.sort_key))

    def alone(self, judged: Judged, path: str) -> World:
        """The world of one open file and nothing else."""
        text, settings = self.texts[path], judged.project.settings
        known = self._alone.get(path)
        if known is None or known[0] != text or known[1] is not settings:
            tree = Tree(encoded({path: text}))
            known = self._alone[path] = text, settings, build_world(tree, settings, judged.project.today)
        return known[2]

    def world(self, path: str) -> World | None:
        """The last world, with an open file as it reads now."""
        judged, text = self.judged, self.texts.get(path)
        if judged is None or text is None or not self._is_ours(judged.workspace, path):
            return None
        if judged.texts.get(path) == text:
            return judged.known
        return overlaid(judged.known, self.alone(judged, path), path)

    def lines(self, path: str) -> Sequence[str]:
        """The lines of a file as the editor has it, else as it was read."""
        if path in self.texts:
            return lines_of(self.texts[path])
        judged = self.judged
        if judged is None:
            return ()
        known = judged.world.lines(path)
        return known or lines_of(judged.tree.contents.get(path, b"").decode("utf-8", "replace"))


def _known(world: World, old: Judged | None, typed: Iterable[str]) -> World:
    """A world with the catalogue of the one before where an open file that speaks of it is half typed."""
    files = [world.data_files[path] for path in typed if path in world.data_files]
    broken = any(data.problem for file in files for data in file.parts)
    return replace(world, catalog=old.known.catalog, memo={}) if broken and old else world


def lines_of(text: str) -> list[str]:
    """The lines of a text as an editor counts them: a last one, empty perhaps, is always there."""
    return NEWLINE.split(text)


def encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    """Texts as files; half a surrogate pair, which an editor may send, is no character."""
    return {path: text.encode("utf-8", "replace") for path, text in texts.items()}


def _real(place: Path) -> Path:
    try:
        return place.resolve()
    except (OSError, RuntimeError):
        return place


"""Build what `site generate` wrote in another engine, in an environment of its own, and say what it lacks.

    python tools/other_engines.py techdocs|zensical

CI runs it beside the tests; it needs a package index. What the engines cannot do stands in docs/site.md.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_SCHEMES = re.compile(r'<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)="?(?:https?:)?//([^/"\s>]+)')


@dataclass(frozen=True)
class Engine:
    """An engine: the package and version that is installed, its command, and what it needs in mkdocs.yml."""

    package: str
    command: tuple[str, ...]
    adapt: Callable[[str], str] = lambda text: text


ENGINES = {
    # Backstage builds with this plugin; its command line adds it to mkdocs.yml in the same way.
    "techdocs": Engine(
        "mkdocs-techdocs-core==1.7.1",
        ("mkdocs", "build", "--quiet", "--strict"),
        lambda text: text.replace("\nplugins:\n", "\nplugins:\n- techdocs-core\n", 1),
    ),
    # 0.1 splits its user interface into a package that not every index has.
    "zensical": Engine("zensical==0.0.73", ("zensical", "build", "--strict", "--config-file", "mkdocs.yml")),
}


def build(engine: Engine, folder: Path) -> Path:
    """Generate, install, build; returns the folder of the built site."""
    site = folder / "source"
    generate = [sys.executable, "-m", "runbook_lint", "site", "generate", "--folder", ".runbook_lint_site"]
    subprocess.run(generate, cwd=ROOT, check=True)
    shutil.copytree(ROOT / ".runbook_lint_site", site)
    config = site / "mkdocs.yml"
    config.write_text(engine.adapt(config.read_text(encoding="utf-8")), encoding="utf-8")
    venv.create(folder / "env", with_pip=True)
    binaries = folder / "env" / "bin"
    install = [str(binaries / "pip"), "install", "--quiet", "--disable-pip-version-check", engine.package]
    subprocess.run(install, check=True)
    name, *rest = engine.command
    subprocess.run([str(binaries / name), *rest], cwd=site, check=True)
    return site / "site"


def lacks(source: Path, built: Path) -> Iterator[str]:
    """What is wrong with a built site: pages that are not there, what it would ask other hosts for."""
    for page in sorted((source / "docs").rglob("*.md")):
        place = page.relative_to(source / "docs").with_suffix("")
        folder = place.parent if place.name == "index" else place
        if not (built / folder / "index.html").is_file():
            yield f"{place}.md: no page was built"
    for made in sorted(built.rglob("*.html")):
        hosts = set(_SCHEMES.findall(made.read_text(encoding="utf-8")))
        yield from (f"{made.relative_to(built)}: asks {host}" for host in sorted(hosts))


def main() -> int:
    """Build in one engine; 1 where something is lacking."""
    if len(sys.argv) != 2 or sys.argv[1] not in ENGINES:
        sys.exit(f"usage: {Path(sys.argv[0]).name} {'|'.join(ENGINES)}")
    engine = ENGINES[sys.argv[1]]
    with tempfile.TemporaryDirectory() as name:
        try:
            built = build(engine, Path(name))
        except subprocess.CalledProcessError as error:
            print(f"{engine.package}: {Path(str(error.cmd[0])).name} failed with {error.returncode}")
            return 1
        found = list(lacks(built.parent, built))
        pages = len(list(built.rglob("index.html")))
    print(*found, f"{engine.package}: {pages} pages, {len(found)} problems", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

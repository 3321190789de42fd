"""LK009 document-orphaned."""

from collections.abc import Iterator, Mapping, Sequence

from runbook_lint.model.document import Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.resolution import Resolution
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.fragments import front_page
from runbook_lint.parse.links import resolutions, resolve
from runbook_lint.parse.memo import once
from runbook_lint.parse.pages import is_front_page, is_template
from runbook_lint.parse.site_links import is_site_page
from runbook_lint.parse.tree_paths import tree_paths


def check(world: World) -> Iterator[Problem]:
    """Report the pages without a role that nothing leads to."""
    reached = _reached(world)
    for path, page in world.documents.items():
        if page.kind in (Kind.DOCUMENT, Kind.PROCESS) and path not in reached and not _is_entry(world, path):
            yield Problem("no page, manifest or alert leads here", path=path, help="link it, or remove it")


def _is_entry(world: World, path: str) -> bool:
    """Whether people come to a page without a link: a front page, one at the root, a host's, a site's, a form."""
    hidden = any(part.startswith(".") for part in path.split("/"))
    return "/" not in path or hidden or is_front_page(path) or is_template(path) or is_site_page(world, path)


def _reached(world: World) -> frozenset[str]:
    """The pages that another page, a manifest or an alert leads to; a bare folder shows what is in it."""
    reached: set[str] = set()
    for origin, links in resolutions(world).items():
        reached |= {page for found in links for page in _pages(world, found) if page != origin}
    for service in world.catalog.services:
        for target in service.links.values():
            reached |= set(_pages(world, resolve(world, service.path, target)))
            reached |= set(_pages(world, resolve(world, "", target)))
    for alert in world.alerts:
        reached |= set(_pages(world, resolve(world, "", alert.runbook)))
    return frozenset(reached)


def _pages(world: World, found: Resolution) -> Iterator[str]:
    yield found.path
    yield found.nearest
    if found.path in tree_paths(world).folders:
        front = front_page(world, found.path)
        yield from (front,) if front else _by_folder(world).get(found.path, ())


@once
def _by_folder(world: World) -> Mapping[str, Sequence[str]]:
    """The pages that stand in each folder."""
    found: dict[str, list[str]] = {}
    for path in world.documents:
        found.setdefault(path.rpartition("/")[0], []).append(path)
    return found


RULE = Rule(
    code="LK009",
    name="document-orphaned",
    sentence="A page is linked from somewhere.",
    reason=(
        "Nobody finds a page that nothing leads to, and nobody mends it. Judged are plain pages: runbooks, plans and "
        "postmortems are found through the catalogue, front pages and pages at the root by opening the repository, and "
        "pages of a site through its navigation. A link to a folder without a front page reaches the pages in it."
    ),
    severity=Severity.INFO,
    check=check,
    examples=(
        Example(
            "a page that only links to itself",
            {"README.md": "# Us\n\n[a](docs/a.md)\n", "docs/a.md": "# A\n", "docs/b.md": "# B\n\n[b](b.md#b)\n"},
            findings=("docs/b.md:1:1: no page, manifest or alert leads here",),
        ),
        Example(
            "by a page, a folder, a manifest, a reference; runbooks, front pages, the root",
            {
                "README.md": "# Us\n\n[how](how) [b][b]\n\n[b]: docs/b.md\n",
                "NOTES.md": "# Notes\n",
                "docs/b.md": "# B\n",
                "docs/README.md": "# Docs\n",
                "how/to.md": "# How to\n",
                "runbooks/disk.md": "# Disk\n",
                "wiki/cart.md": "# Cart\n",
                "services/cart/service.yaml": "service: SVC-CART\nteam: WEB\nlinks: {design: wiki/cart.md}\n",
                ".github/ISSUE_TEMPLATE/bug.md": "# Bug\n",
            },
        ),
    ),
)

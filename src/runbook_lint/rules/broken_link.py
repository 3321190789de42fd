"""LK001 broken-link."""

from collections.abc import Iterator

from runbook_lint.model.document import Link
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.link_problems import links_in_state, mending, nearest_or, place, shown


def check(world: World) -> Iterator[Problem]:
    """Report the links that lead to no file of the repository, or of one whose catalogue is imported."""
    for path, link, resolution in links_in_state(world, State.NO_FILE, State.OUTSIDE):
        yield Problem(
            _message(link, resolution),
            place(link),
            path=path,
            help=nearest_or(resolution, "add the file, or mend or remove the link"),
            fix=mending(path, link, resolution),
        )


def _message(link: Link, resolution: Resolution) -> str:
    if resolution.catalog:
        return f'"{resolution.path}" is not in the repository of {resolution.catalog}'
    if resolution.state is State.NO_FILE:
        return f'"{shown(link.target)}" does not exist'
    return f'"{shown(link.target)}" leads out of the repository{_through(resolution)}'


def _through(resolution: Resolution) -> str:
    return f" {resolution.reason}" if resolution.reason else ""


RULE = Rule(
    code="LK001",
    name="broken-link",
    sentence="A link within the repository leads to a file or folder that is there.",
    reason=(
        "The page that an alert, a checklist or a colleague sends someone to at 3AM must open. Judged are relative and "
        "root-relative links and images, in Markdown and HTML, by the files that git lists, so that a file system that "
        "is blind to case changes nothing. A file is there if it is in the work tree or in git's index; submodules are "
        "not looked into. URLs of a repository whose catalogue is imported (`[imports]`) are judged by it. Where a site serves pages under other addresses, `[links]` says so (`site_links`, `roots`). "
        "The fix is offered where exactly one file can be meant: the same name with another extension, or a file with "
        "a name of its own that has moved. `--fix` and `--diff` ask git as well, which paths the target and the page itself had before."
    ),
    severity=Severity.ERROR,
    default=True,
    fixable=True,
    check=check,
    examples=(
        Example(
            "a page that is gone, one that moved, one without its extension, a missing image",
            {
                "runbooks/disk.md": (
                    "# Disk\n\nSee [restore](backups.md), [failover](../old/database-failover.md#start)\n"
                    "and [certificates](certs).\n\n![graph](img/disk.png)\n"
                ),
                "runbooks/certs.md": "# Certificates\n",
                "runbooks/postgres/database-failover.md": "# Failover\n\n## Start\n",
            },
            findings=(
                'runbooks/disk.md:3:15: "backups.md" does not exist',
                'runbooks/disk.md:3:39: "../old/database-failover.md#start" does not exist',
                'runbooks/disk.md:4:20: "certs" does not exist',
                'runbooks/disk.md:6:10: "img/disk.png" does not exist',
            ),
            fixed={
                "runbooks/disk.md": (
                    "# Disk\n\nSee [restore](backups.md), [failover](postgres/database-failover.md#start)\n"
                    "and [certificates](certs.md).\n\n![graph](img/disk.png)\n"
                )
            },
        ),
        Example(
            "a page that git says was renamed, and a page that was moved itself",
            {
                "runbooks/disk.md": "# Disk\n\nSee [restore](restore.md).\n",
                "runbooks/backup/bringing-it-back.md": "# Bringing it back\n\nSee [setup](setup.md).\n",
                "runbooks/setup.md": "# Setup\n",
            },
            findings=(
                'runbooks/backup/bringing-it-back.md:3:13: "setup.md" does not exist',
                'runbooks/disk.md:3:15: "restore.md" does not exist',
            ),
            fixed={
                "runbooks/disk.md": "# Disk\n\nSee [restore](backup/bringing-it-back.md).\n",
                "runbooks/backup/bringing-it-back.md": "# Bringing it back\n\nSee [setup](../setup.md).\n",
            },
            renames={"runbooks/restore.md": "runbooks/backup/bringing-it-back.md"},
        ),
        Example(
            "out of the repository, and two links that share a definition",
            {"docs/a.md": "# A\n\n[up](../../b.md)\n\n[one][x] and [two][x]\n\n[x]: gone/page.md\n"},
            findings=(
                'docs/a.md:3:6: "../../b.md" leads out of the repository',
                'docs/a.md:7:6: "gone/page.md" does not exist',
            ),
        ),
        Example(
            "files, folders, lines, the host's pages, encoded names, code and comments",
            {
                "docs/a.md": (
                    "# A\n\n[b](b%20c.md?plain=1#b) [folder](../docs/) [root](/docs/a.md) [line](../run.sh#L1)\n"
                    "[issues](../../issues/new) [mail](mailto:ops@ferries.example) [web](https://ferries.example/x)\n"
                    "[log](/var/log/syslog) [each]({{ page }}/x.md) <a href='b c.md'>b</a>\n\n"
                    "`[code](gone.md)` <!-- [comment](gone.md) -->\n\n```md\n[fence](gone.md)\n```\n"
                ),
                "docs/b c.md": "# B\n",
                "run.sh": "true\n",
            },
        ),
        Example(
            "a site's addresses, where the configuration says so",
            {
                "docs/alerts/Down.md": "# Down\n\n[up](../../guide/start/) [html](/guide/start.html)\n",
                "docs/guide/start.md": "# Start\n",
            },
            config='[links]\nsite_links = ["directory", "html"]\nroots = ["docs"]\n',
        ),
    ),
)

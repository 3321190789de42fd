"""LK008 dead-external-link."""

from collections.abc import Iterator

from runbook_lint.model.finding import Applicability, Edit, Fix, Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.link_memory import MEMORY, LinkRecord, Verdict
from runbook_lint.model.position import PAGE
from runbook_lint.model.rule import Example, Rule, option
from runbook_lint.model.world import World
from runbook_lint.parse.external_links import Use, askable, external_links
from runbook_lint.parse.link_memory import link_memory
from runbook_lint.parse.link_problems import shown
from runbook_lint.parse.link_verdicts import same_page


@dataclass(frozen=True)
class Options:
    """When a link that fails is dead."""

    failures: int = option(3, "How often a link must have failed, on as many days.")
    days: int = option(7, "How many days must lie between its first and its last failure.")

    def __post_init__(self) -> None:
        """Refuse what would make every slip of a server a finding."""
        if self.failures < 1 or self.days < 0:
            raise ValueError("failures is 1 or more, and days 0 or more")


def check(world: World, options: Options) -> Iterator[Problem]:
    """Compare the links of the repository with what `links` remembers of them; the network is not asked."""
    memory = link_memory(world)
    if memory.problem:
        help = "delete it, and run `runbook-lint links`"
        yield Problem(f"cannot be read: {memory.problem}", path=MEMORY, help=help)
    for url, uses in external_links(world).items() if memory.records else ():
        record = memory.records.get(url)
        if record and record.dead(options.failures, options.days):
            yield from (_dead(use, record) for use in uses)
        elif record and record.verdict is Verdict.GOOD and record.moved and askable(record.moved):
            yield from (_moved(use, url, record.moved) for use in uses)


def _dead(use: Use, record: LinkRecord) -> Problem:
    good = f"; it was last good on {record.good}" if record.good else ""
    message = f"{shown(use.written)} is dead: {record.reason}, {record.failures} times since {record.since}{good}"
    help = "link to what has taken its place, to a copy in a web archive, or to nothing"
    return Problem(message, use.location.span, use.location.path, help)


def _moved(use: Use, url: str, moved: str) -> Problem:
    fragment = use.written.strip().partition("#")[2]
    target = f"{moved}#{fragment}" if fragment else moved
    applicability = Applicability.SAFE if same_page(url, moved) else Applicability.UNSAFE
    fix = None
    if use.link and use.link.target_span != PAGE and not set(target) & set("<>() \\|[]"):
        fix = Fix((Edit(use.location.path, use.location.span, target),), applicability)
    message = f"{shown(use.written)} has moved for good, to {shown(target)}"
    return Problem(message, use.location.span, use.location.path, "write the new address", Severity.INFO, fix)


def _memory(*lines: str) -> str:
    return '{"version": 1, "links": {\n' + ",\n".join(lines) + "\n}}\n"


RULE = Rule(
    code="LK008",
    name="dead-external-link",
    sentence="A link to somebody else's page leads to one that is there.",
    reason=(
        "At 3AM the vendor's page is gone, and nobody knows since when. `runbook-lint links` asks for every link, politely "
        f"and on a schedule, and keeps what it heard in `{MEMORY}`; this rule reads that file and nothing else, so that "
        "`check` needs no network and gives the same findings everywhere. A link is dead after several failures over "
        "several days. One that is blocked (a login, a captcha, too many requests) or of which nothing is known is not. A "
        "link that has moved for good is told of as information; the fix writes its new address."
    ),
    severity=Severity.WARNING,
    options=Options,
    check=check,
    fixable=True,
    examples=(
        Example(
            "a page that was not there for three weeks, in a runbook and in a manifest",
            {
                "runbooks/restore.md": "# Restore\n\nSee [the vendor](https://vendor.org/restore#steps).\n",
                "services/cart/service.yaml": "service: SVC-CART\nteam: SHOP\nlinks:\n  status: https://vendor.org/restore\n",
                MEMORY: _memory(
                    '"https://vendor.org/restore": {"verdict": "failing", "checked": "2026-08-30", "good": "2026-08-02", '
                    '"since": "2026-08-09", "failures": 4, "status": 404, "reason": "404 Not Found"}'
                ),
            },
            findings=(
                "runbooks/restore.md:3:18: https://vendor.org/restore#steps is dead: 404 Not Found, 4 times since "
                "2026-08-09; it was last good on 2026-08-02",
                "services/cart/service.yaml:4:11: https://vendor.org/restore is dead: 404 Not Found, 4 times since "
                "2026-08-09; it was last good on 2026-08-02",
            ),
        ),
        Example(
            "pages that have moved for good",
            {
                "runbooks/restore.md": (
                    "# Restore\n\n[a](http://vendor.org/a#steps)\n[b]\n\n[b]: https://vendor.org/old/b\n"
                ),
                MEMORY: _memory(
                    '"http://vendor.org/a": {"verdict": "good", "checked": "2026-08-30", "moved": "https://vendor.org/a"}',
                    '"https://vendor.org/old/b": {"verdict": "good", "checked": "2026-08-30", "moved": "https://vendor.org/new/b"}',
                ),
            },
            findings=(
                "runbooks/restore.md:3:5: info: http://vendor.org/a#steps has moved for good, to https://vendor.org/a#steps",
                "runbooks/restore.md:6:6: info: https://vendor.org/old/b has moved for good, to https://vendor.org/new/b",
            ),
            fixed={
                "runbooks/restore.md": (
                    "# Restore\n\n[a](https://vendor.org/a#steps)\n[b]\n\n[b]: https://vendor.org/new/b\n"
                )
            },
        ),
        Example(
            "a file that cannot be read",
            {"runbooks/restore.md": "# Restore\n", MEMORY: '{"version": 9, "links": {}}\n'},
            findings=(f"{MEMORY}:1:1: cannot be read: version 9, and this runbook-lint reads 1",),
        ),
        Example(
            "too few failures, too few days, blocked, never asked",
            {
                "runbooks/restore.md": (
                    "# Restore\n\n[a](https://vendor.org/a) [b](https://vendor.org/b) [c](https://vendor.org/c) "
                    "[d](https://vendor.org/d)\n"
                ),
                MEMORY: _memory(
                    '"https://vendor.org/a": {"verdict": "failing", "checked": "2026-08-30", "since": "2026-08-01", "failures": 2}',
                    '"https://vendor.org/b": {"verdict": "failing", "checked": "2026-08-30", "since": "2026-08-28", "failures": 3}',
                    '"https://vendor.org/c": {"verdict": "blocked", "checked": "2026-08-30", "since": "2026-08-01", "failures": 9}',
                ),
            },
        ),
    ),
)

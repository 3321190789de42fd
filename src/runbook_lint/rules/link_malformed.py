"""LK005 link-malformed."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.resolution import State
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.link_problems import links_in_state, mending, nearest_or, place, shown


def check(world: World) -> Iterator[Problem]:
    """Report the targets that no browser can follow, whatever is at the other end."""
    for path, link, resolution in links_in_state(world, State.MALFORMED):
        if link.bare:
            continue
        yield Problem(
            f'"{shown(link.target)}" is no address: {resolution.reason}',
            place(link),
            path=path,
            help=nearest_or(resolution, "write the whole address: https://host/path"),
            fix=mending(path, link, resolution),
        )


RULE = Rule(
    code="LK005",
    name="link-malformed",
    sentence="A link's target is an address that a browser can follow.",
    reason=(
        "`hhttps://`, `https//host`, `https://https://host`, AsciiDoc's `link:`, a URL in quotes or with a stray bracket, "
        "a host or a mail address without its scheme, backslashes: nobody has to ask the network to know that these "
        "lead nowhere. What a template fills in is not judged, nor are URLs in plain text."
    ),
    severity=Severity.ERROR,
    default=True,
    fixable=True,
    check=check,
    examples=(
        Example(
            "schemes",
            {
                "docs/a.md": (
                    "# A\n\n[a](hhttps://ferries.example/a)\n[b](https//ferries.example/b)\n"
                    "[c](https://http://ferries.example/c)\n[d](link:https://ferries.example/d)\n[e](https:///e)\n"
                )
            },
            findings=(
                'docs/a.md:3:5: "hhttps://ferries.example/a" is no address: no scheme is called "hhttps"',
                'docs/a.md:4:5: "https//ferries.example/b" is no address: behind https belongs ://',
                'docs/a.md:5:5: "https://http://ferries.example/c" is no address: the scheme stands there twice',
                'docs/a.md:6:5: "link:https://ferries.example/d" is no address: link: is AsciiDoc',
                'docs/a.md:7:5: "https:///e" is no address: behind https belongs ://',
            ),
            fixed={
                "docs/a.md": (
                    "# A\n\n[a](https://ferries.example/a)\n[b](https://ferries.example/b)\n"
                    "[c](http://ferries.example/c)\n[d](https://ferries.example/d)\n[e](https://e)\n"
                )
            },
        ),
        Example(
            "hosts and brackets",
            {
                "docs/a.md": (
                    '# A\n\n[a](www.ferries.example/a) [b](ops@ferries.example)\n[c](<https://ferries.example/c)>) [d]("https://ferries.example/d")\n'
                    "[e](..\\docs\\a.md) [f](https://)\n"
                )
            },
            findings=(
                'docs/a.md:3:5: "www.ferries.example/a" is no address: without https:// it is a path',
                'docs/a.md:3:32: "ops@ferries.example" is no address: without mailto: it is a path',
                'docs/a.md:4:6: "https://ferries.example/c)" is no address: a stray ")" at its end',
                "docs/a.md:4:39: \"\"https://ferries.example/d\"\" is no address: the quotes are part of it",
                'docs/a.md:5:5: "..\\docs\\a.md" is no address: a backslash is no slash',
                'docs/a.md:5:23: "https://" is no address: no host',
            ),
            fixed={
                "docs/a.md": (
                    "# A\n\n[a](www.ferries.example/a) [b](ops@ferries.example)\n[c](<https://ferries.example/c>) [d](https://ferries.example/d)\n"
                    "[e](a.md) [f](https://)\n"
                )
            },
        ),
        Example(
            "addresses, odd ones too",
            {
                "docs/a.md": (
                    "# A\n\n[a](http://localhost:9090/graph?g0.expr=up{job=\"x\"}) [b](https://h.example/a_(b)) [c](//h.example/c)\n"
                    "[d](https://web.archive.org/web/2020/http://h.example) [e](tel:+4912) [f](slack://channel?id=C1)\n"
                    "[g](https://<region>.h.example/) [h](https://${HOST}/x) [i](http://[::1]:80/) hhttps://h.example\n"
                )
            },
        ),
    ),
)

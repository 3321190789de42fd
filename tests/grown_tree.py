"""Trees of pages grown from a seed: every form of link, to things that are there and things that are not."""

import random

from runbook_lint.parse.slugs import github_slug

_TITLES = (
    "Overview", "Known fixes", "Roll back the last deploy", "What to check first?", "Step 1: stop the pump", "FAQ & tips",
    "`kubectl` and friends", "Überlauf der Bilge", "緊急時の手順", "Ремонт насоса", "snake_case_name", "v1.2.3 (beta)",
    "Slow - but steady", "The *very* last resort", "C++ / C#", "50% full", "Ends with dots...", "A [link](https://pumps.example) in it",
)  # fmt: skip
_FOLDERS = ("", "docs/", "docs/pumps/", "docs/valves and taps/", "notes/")
_FORMS = (
    "See [the page]({0}).", "See [the page](<{1}>).", 'See [the page]({0} "a title").', "- [item]({0})\n- [other]({0} 'x')",
    "| a | b |\n|---|---|\n| [cell]({0}) | x |", "> [quoted]({0})", "1. one\n\n   [nested]({0})", "<a href=\"{0}\">html</a>",
    "<p>\n<a href='{0}'>block</a>\n</p>", "![drawing]({0})", "[full][r{2}]\n\n[r{2}]: {0}", "[r{2}][]\n\n[r{2}]: <{1}>",
    "[r{2}]\n\n[r{2}]: {0} 'title'", "*[emphasised]({0})*", "A note.[^{2}]\n\n[^{2}]: Look [there]({0}).",
    "[![badge](https://img.example/b.svg)]({0})", "[`code`]({0})", "[a [nested] one]({0})",
)  # fmt: skip
_SILENT = (
    "`[not a link]({0})`", "```\n[not a link]({0})\n```", "<!-- [not a link]({0}) -->", "    [not a link]({0})", "\\[not a link]({0})",
)  # fmt: skip


def grown_tree(seed: int, pages: int = 40) -> dict[str, str]:
    """Path to text; the same seed gives the same tree."""
    dice = random.Random(seed)
    names = sorted({f"{dice.choice(_FOLDERS)}{dice.choice(('pump', 'valve', 'Ölstand', 'a b', 'x(1)'))}-{n}.md" for n in range(pages)})
    titles = {name: [dice.choice(_TITLES) for _ in range(dice.randint(1, 6))] for name in names}
    return {name: _page(name, titles, dice) for name in names} | {"docs/pumps/chart.csv": "a,b\n1,2\n"}


def _page(name: str, titles: dict[str, list[str]], dice: random.Random) -> str:
    blocks = []
    for number, title in enumerate(titles[name]):
        blocks.append(f"{'#' * dice.randint(1, 4)} {title}")
        for extra in range(dice.randint(1, 4)):
            form = dice.choice(_FORMS if dice.random() < 0.85 else _SILENT)
            target = _target(name, titles, dice)
            blocks.append(form.format(target.replace(" ", "%20").replace("(", "%28").replace(")", "%29"), target, f"{number}{extra}"))
    return "\n\n".join(blocks) + "\n"


def _target(name: str, titles: dict[str, list[str]], dice: random.Random) -> str:
    other = dice.choice(sorted(titles))
    anchor = github_slug(dice.choice(titles[other]).replace("*", "").replace("`", "").split("[")[0])
    up = "../" * name.count("/")
    choices = (
        f"{up}{other}", f"{up}{other}#{anchor}", f"{up}{other}#no-such-{dice.randint(1, 9)}", f"/{other}", f"{up}missing-{dice.randint(1, 9)}.md",
        f"#{github_slug(titles[name][0])}", "#nowhere", f"{up}docs/pumps/chart.csv", f"{up}docs/", f"{up}docs/pumps", f"./{up}{other}",
        f"{up}{other}#{anchor}-{dice.randint(1, 3)}", f"{up}{other.upper()}",
    )  # fmt: skip
    return dice.choice(choices)

"""Where links lead: one table for each kind of target."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.model.resolution import State
from runbook_lint.model.settings import Links, Settings
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import Repository
from runbook_lint.parse.links import page_links, resolve
from runbook_lint.parse.world import build_world

FILES = {
    "README.md": "# Ferries\n\n## Owners\n",
    "docs/README.md": "# Docs\n\n## Where to start\n",
    "docs/a.md": "# A page\n\n## Do it\n\n## Do it\n\n<a id='Old'></a>\n",
    "docs/b c.md": "# B\n",
    "docs/100%20.md": "# Named so\n",
    "docs/boarding-gates.md": "# Gates\n\n## Restart\n",
    "docs/img/gate.png": b"",
    "docs/empty/x.txt": "x\n",
    "runbooks/Disk.md": "# Disk\n",
    "runbooks/caf\u00e9.md": "# Café\n",
    "rules/gates.yaml": "a: 1\n",
    "run.sh": "true\n",
}
LINK = Repository(
    symlinks={"link.md": "docs/a.md", "shared": "docs", "out.md": None, "deep/link": "docs/img"},
    submodules=frozenset({"vendor/theme"}),
)


NO_GIT = Repository()


def world(files=None, repository=NO_GIT, extra=(), **links):
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in (files or FILES).items()}
    paths = frozenset(contents) | frozenset(extra)
    pages = {path: data for path, data in contents.items() if path.endswith((".md", ".erb"))}
    settings = Settings(links=Links(**links))
    return build_world(Tree(pages, paths, repository=repository), settings, date(2026, 9, 1))


WORLD = world()


@pytest.mark.parametrize(
    ("target", "path", "anchor"),
    [
        ("a.md", "docs/a.md", ""),
        ("./a.md", "docs/a.md", ""),
        ("../docs//a.md", "docs/a.md", ""),
        ("a.md?plain=1#do-it", "docs/a.md", "do-it"),
        ("b%20c.md", "docs/b c.md", ""),
        ("b c.md", "docs/b c.md", ""),
        ("100%20.md", "docs/100%20.md", ""),
        ("100%2520.md", "docs/100%20.md", ""),
        ("/docs/a.md", "docs/a.md", ""),
        ("/", "", ""),
        ("..", "", ""),
        ("../", "", ""),
        (".", "docs", ""),
        ("./#where-to-start", "docs/README.md", "where-to-start"),
        ("img", "docs/img", ""),
        ("img/", "docs/img", ""),
        ("../rules/gates.yaml#anything", "rules/gates.yaml", "anything"),
        ("../run.sh#L1-L2", "run.sh", "L1-L2"),
        ("a.md#L2", "docs/a.md", "L2"),
        ("a.md#L1C2-L3C4", "docs/a.md", "L1C2-L3C4"),
        ("#", "docs/a.md", ""),
        ("#top", "docs/a.md", "top"),
        ("#do-it-1", "docs/a.md", "do-it-1"),
        ("#Do-It", "docs/a.md", "Do-It"),
        ("#user-content-do-it", "docs/a.md", "user-content-do-it"),
        ("#do%2Dit", "docs/a.md", "do-it"),
        ("#Old", "docs/a.md", "Old"),
        ("#fnref-2", "docs/a.md", "fnref-2"),
        ("#:~:text=Do", "docs/a.md", ":~:text=Do"),
    ],
)
def test_what_is_there(target, path, anchor):
    found = resolve(WORLD, "docs/a.md", target)
    assert (found.state, found.path, found.anchor) == (State.RESOLVED, path, anchor)


@pytest.mark.parametrize(
    ("target", "state", "nearest", "mended"),
    [
        ("gone.md", State.NO_FILE, "", ""),
        ("boarding-gate.md", State.NO_FILE, "docs/boarding-gates.md", ""),
        ("../old/boarding-gates.md#restart", State.NO_FILE, "docs/boarding-gates.md", "boarding-gates.md#restart"),
        ("../old/boarding-gates.md#gone", State.NO_FILE, "docs/boarding-gates.md", ""),
        ("/old/boarding-gates.md", State.NO_FILE, "docs/boarding-gates.md", "/docs/boarding-gates.md"),
        ("boarding-gates", State.NO_FILE, "docs/boarding-gates.md", "boarding-gates.md"),
        ("./boarding-gates.html", State.NO_FILE, "docs/boarding-gates.md", "./boarding-gates.md"),
        ("docs/img/", State.NO_FILE, "", ""),
        ("runbooks/README.md", State.NO_FILE, "", ""),
        ("../runbooks/disk.md", State.OTHER_CASE, "runbooks/Disk.md", "../runbooks/Disk.md"),
        ("../Runbooks/Disk.md", State.OTHER_CASE, "runbooks/Disk.md", "../runbooks/Disk.md"),
        ("../Runbooks/Disk.md#L3", State.OTHER_CASE, "runbooks/Disk.md", "../runbooks/Disk.md#L3"),
        ("../Runbooks/Disk.md#gone", State.OTHER_CASE, "runbooks/Disk.md", ""),
        ("B%20C.md", State.OTHER_CASE, "docs/b c.md", "b%20c.md"),
        ("../runbooks/cafe\u0301.md", State.OTHER_CASE, "runbooks/caf\u00e9.md", "../runbooks/caf\u00e9.md"),
        ("#do_it", State.NO_ANCHOR, "do-it", "#do-it"),
        ("#a--page", State.NO_ANCHOR, "a-page", "#a-page"),
        ("boarding-gates.md#restarts", State.NO_ANCHOR, "restart", "boarding-gates.md#restart"),
        ("a.md#L99", State.NO_ANCHOR, "", ""),
        ("../../x.md", State.OUTSIDE, "", ""),
        ("../../issues/new", State.UNJUDGED, "", ""),
        ("/var/log/syslog", State.UNJUDGED, "", ""),
        ("img#anchor", State.UNJUDGED, "", ""),
    ],
)
def test_what_is_not_there(target, state, nearest, mended):
    found = resolve(WORLD, "docs/a.md", target)
    assert (found.state, found.nearest, found.mended) == (state, nearest, mended)


@pytest.mark.parametrize(
    ("target", "state", "mended"),
    [
        ("..\\", State.MALFORMED, ".."),
        ("hhttps://x.example/a", State.MALFORMED, "https://x.example/a"),
        ("ttps://x.example", State.MALFORMED, "https://x.example"),
        ("htpp://x.example", State.MALFORMED, "http://x.example"),
        ("https//x.example", State.MALFORMED, "https://x.example"),
        ("http:/x.example", State.MALFORMED, "http://x.example"),
        ("https:://x.example", State.MALFORMED, "https://x.example"),
        ("https:x.example", State.MALFORMED, "https://x.example"),
        ("https://http://x.example", State.MALFORMED, "http://x.example"),
        ("link:https://x.example", State.MALFORMED, "https://x.example"),
        ("link:https://x.example[text]", State.MALFORMED, ""),
        ("%22https://x.example%22", State.MALFORMED, "https://x.example"),
        ("https://x.example/a)", State.MALFORMED, "https://x.example/a"),
        ("https://x.example/a%5D", State.MALFORMED, "https://x.example/a"),
        ("https://x.example](https://x.example", State.MALFORMED, ""),
        ("https://", State.MALFORMED, ""),
        ("https://?a=b", State.MALFORMED, ""),
        ("https://x%20y.example/", State.MALFORMED, ""),
        ("www.ferries.example/a", State.MALFORMED, "https://www.ferries.example/a"),
        ("ferries.com/a", State.MALFORMED, "https://ferries.com/a"),
        ("ops@ferries.example", State.MALFORMED, "mailto:ops@ferries.example"),
        ("..\\docs\\a.md", State.MALFORMED, "a.md"),
        ("..%5Cnowhere.md", State.MALFORMED, ""),
        ("", State.PLACEHOLDER, ""),
        ("TODO", State.PLACEHOLDER, ""),
        ("#tbd", State.PLACEHOLDER, ""),
        ("insert%20link%20here", State.PLACEHOLDER, ""),
        ("your-runbook-url", State.PLACEHOLDER, ""),
        ("http://url", State.PLACEHOLDER, ""),
        ("https://xxx/", State.PLACEHOLDER, ""),
        ("...", State.PLACEHOLDER, ""),
        ("{{ page.url }}", State.TEMPLATED, ""),
        ("docs/%7B%7B%20$labels.type%20%7D%7D.md", State.TEMPLATED, ""),
        ("https://${HOST}/x", State.TEMPLATED, ""),
        ("https://$GITLAB_HOST/x", State.TEMPLATED, ""),
        ("https://<region>.x.example/", State.TEMPLATED, ""),
        ('{{< ref "a.md" >}}', State.TEMPLATED, ""),
        ("mailto:ops@ferries.example", State.UNJUDGED, ""),
        ("tel:+4912", State.UNJUDGED, ""),
        ("slack://channel?id=C1", State.UNJUDGED, ""),
        ("//x.example/a", State.EXTERNAL, ""),
        ("HTTPS://x.example/a", State.EXTERNAL, ""),
        ("https://x.example/a_(b)", State.EXTERNAL, ""),
        ("http://[::1]:9090/", State.EXTERNAL, ""),
        ("https://web.archive.org/web/2020/http://x.example", State.EXTERNAL, ""),
        ("https://x.example/d?q=$__all", State.EXTERNAL, ""),
    ],
)
def test_what_is_no_path(target, state, mended):
    found = resolve(WORLD, "docs/a.md", target)
    assert (found.state, found.mended) == (state, mended)


@pytest.mark.parametrize(
    ("target", "state", "path"),
    [
        ("link.md#do-it", State.RESOLVED, "docs/a.md"),
        ("shared/a.md", State.RESOLVED, "docs/a.md"),
        ("deep/link/gate.png", State.RESOLVED, "docs/img/gate.png"),
        ("shared/gone.md", State.NO_FILE, "shared/gone.md"),
        ("out.md", State.OUTSIDE, "out.md"),
        ("vendor/theme", State.RESOLVED, "vendor/theme"),
        ("vendor/theme/x.md", State.UNJUDGED, "vendor/theme/x.md"),
        ("sparse/only-in-the-index.md", State.RESOLVED, "sparse/only-in-the-index.md"),
        ("sparse/only-in-the-index.md#x", State.UNJUDGED, "sparse/only-in-the-index.md"),
    ],
)
def test_symlinks_submodules_and_the_index(target, state, path):
    there = world(repository=LINK, extra=("sparse/only-in-the-index.md", "link.md", "vendor/theme"))
    found = resolve(there, "README.md", target)
    assert (found.state, found.path) == (state, path)


def test_the_folder_that_is_checked_may_be_a_part_of_the_repository():
    part = world(repository=Repository(prefix="teams/ferries"))
    states = [resolve(part, "docs/a.md", target).state for target in ("../../x.md", "../../../x.md", "../../../../x.md")]
    assert states == [State.UNJUDGED, State.UNJUDGED, State.OUTSIDE]


SITE = {
    "docs/index.md": "# Home\n",
    "docs/guide/start.md": "# Start\n\n## First\n",
    "docs/guide/index.md": "# Guide\n",
    "docs/img/x.png": b"",
    "docs/alerts/Down.md": "# Down\n",
    "source/erb.html.md.erb": "# Erb\n\n## Part\n",
    "source/incidents/index.html.md.erb": "# Incidents\n",
    "source/incidents/one.html.md.erb": "# One\n",
    "content/en/_index.md": "# Home\n",
    "content/en/runbooks/Gate Down.md": "# Gate down\n\n## Fix\n",
    "content/en/runbooks/bundle/index.md": "# Bundle\n",
}


@pytest.mark.parametrize(
    ("form", "roots", "origin", "target", "path"),
    [
        ("html", (), "docs/guide/start.md", "index.html#guide", "docs/guide/index.md"),
        ("html", ("source",), "source/incidents/one.html.md.erb", "/erb.html#part", "source/erb.html.md.erb"),
        ("html", (), "source/erb.html.md.erb", "incidents/one", "source/incidents/one.html.md.erb"),
        ("html", (), "source/incidents/index.html.md.erb", "incidents/one", "source/incidents/one.html.md.erb"),
        ("html", ("source",), "source/erb.html.md.erb", "../erb.html", "source/erb.html.md.erb"),
        ("directory", (), "docs/guide/start.md", "../../alerts/Down/", "docs/alerts/Down.md"),
        ("directory", (), "docs/guide/start.md", "../", "docs"),
        ("directory", (), "docs/guide/start.md", "../../img/x.png", "docs/img/x.png"),
        ("directory", (), "docs/guide/index.md", "start/#first", "docs/guide/start.md"),
        ("directory", ("docs",), "docs/guide/index.md", "/alerts/Down", "docs/alerts/Down.md"),
        ("hugo", (), "content/en/_index.md", '{{< ref "runbooks/Gate Down" >}}', "content/en/runbooks/Gate Down.md"),
        ("hugo", (), "content/en/_index.md", '{{< relref "bundle" >}}', "content/en/runbooks/bundle/index.md"),
        ("hugo", (), "content/en/_index.md", '{{%ref "/en/runbooks/bundle/index.md"%}}', "content/en/runbooks/bundle/index.md"),
        ("hugo", (), "content/en/_index.md", "/en/runbooks/gate-down/#fix", "content/en/runbooks/Gate Down.md"),
        ("hugo", ("content/en",), "content/en/_index.md", "/runbooks/bundle/", "content/en/runbooks/bundle"),
    ],
)  # fmt: skip
def test_site_links(form, roots, origin, target, path):
    found = resolve(world(SITE, site_links=(form,), roots=roots), origin, target)
    assert (found.state, found.path) == (State.RESOLVED, path)


MOVED = {
    "source/vpn/restore-tunnels.html.md.erb": "# Restore\n\n## First\n",
    "source/steps.html.md.erb": "# Steps\n",
    "content/runbooks/database-failover.md": "# Failover\n",
}


@pytest.mark.parametrize(
    ("form", "origin", "target", "mended"),
    [
        ("html", "source/steps.html.md.erb", "vpn/Restore-Tunnels.html#first", "vpn/restore-tunnels.html#first"),
        ("html", "source/steps.html.md.erb", "./vpn/Restore-Tunnels", "./vpn/restore-tunnels"),
        ("html", "source/steps.html.md.erb", "/source/vpn/Restore-Tunnels.html", "/source/vpn/restore-tunnels.html"),
        ("html", "source/steps.html.md.erb", "restore-tunnels.html.md.erb", "vpn/restore-tunnels.html.md.erb"),
        ("directory", "content/runbooks/index.md", "Database-Failover/?a=b#failover", "database-failover/?a=b#failover"),
        ("directory", "content/runbooks/disk.md", "Database-Failover/", "../database-failover/"),
        ("directory", "content/a.md", "old/database-failover.md", "runbooks/database-failover.md"),
    ],
)
def test_an_address_of_the_site_is_mended_to_one(form, origin, target, mended):
    found = resolve(world({**MOVED, origin: "# A\n"}, site_links=(form,)), origin, target)
    assert (found.state is State.RESOLVED, found.mended) == (False, mended)


@pytest.mark.parametrize(
    ("config", "origin", "target", "state"),
    [
        ("mkdocs.yml", "docs/guide/start.md", "../../alerts/Down/", State.UNJUDGED),
        ("config/hugo.toml", "docs/guide/start.md", "../../alerts/Down/", State.UNJUDGED),
        ("other/mkdocs.yml", "docs/guide/start.md", "../../alerts/Down/", State.NO_FILE),
        ("mkdocs.yml", "docs/guide/start.md", "../../alerts/Up/", State.NO_FILE),
        ("mkdocs.yml", "docs/guide/start.md", "/alerts/Down", State.UNJUDGED),
        ("mkdocs.yml", "docs/guide/start.md", "/static/logo.png", State.UNJUDGED),
        ("mkdocs.yml", "docs/guide/start.md", "/docs/gone.png", State.NO_FILE),
        ("mkdocs.yml", "docs/guide/start.md", "/gone.md", State.NO_FILE),
    ],
)
def test_a_site_that_nobody_configured_is_not_judged_by_its_addresses(config, origin, target, state):
    assert resolve(world(SITE, extra=(config,)), origin, target).state is state


@pytest.mark.parametrize(
    ("config", "origin", "target", "state"),
    [
        ("docusaurus.config.js", "docs/b.md", "./intro", State.UNJUDGED),
        ("README.rst", "docs/_includes/b.md", "gone.md", State.UNJUDGED),
        ("README.rst", "docs/b.md", "@/blog/gone.md", State.UNJUDGED),
        ("README.rst", "docs/b.md", "path/to/page.md", State.UNJUDGED),
        ("_Sidebar.md", "docs/b.md", "01-intro", State.UNJUDGED),
        ("conf.py", "docs/b.md", "gate-label", State.UNJUDGED),
        ("conf.py", "docs/b.md", "#gate-label", State.UNJUDGED),
        ("README.rst", "docs/b.md", "#gate-label", State.NO_ANCHOR),
        ("conf.py", "docs/b.md", "#tight-heading", State.UNJUDGED),
    ],
)
def test_what_a_site_or_a_host_would_find(config, origin, target, state):
    files = {
        "docs/01-intro.md": "# Intro\n\n<a id='gate-label'></a>\n",
        "docs/b.md": "# B\n\n##Tight heading\n",
        "docs/_includes/b.md": "# B\n",
    }
    assert resolve(world(files, extra=(config,)), origin, target).state is state


@pytest.mark.parametrize(
    ("config", "origin", "target", "state"),
    [
        ("docs/conf.py", "docs/a.md", "Gate.open", State.UNJUDGED),  # an object
        ("docs/conf.py", "docs/a.md", "opening", State.UNJUDGED),  # a label of a page that is no Markdown
        ("docs/conf.py", "docs/a.md", "gates/opening", State.UNJUDGED),  # a label
        ("docs/conf.py", "docs/a.md", "gates/closing", State.NO_FILE),
        ("docs/conf.py", "docs/a.md", "opening.md", State.NO_FILE),
        ("docs/conf.py", "docs/a.md", "#Gate.open", State.UNJUDGED),
        ("docs/conf.py", "docs/a.md", "#by-night", State.UNJUDGED),
        ("docs/conf.py", "docs/a.md", "#open-the-gates", State.NO_ANCHOR),  # near a heading
        ("docs/conf.py", "README.md", "opening", State.NO_FILE),
        ("docs/myst.yml", "docs/a.md", "b.md#fig:gate", State.UNJUDGED),
        ("docs/myst.yml", "docs/a.md", "b.md#eq:load", State.UNJUDGED),
        ("docs/myst.yml", "docs/a.md", "b.md#fig:door", State.NO_ANCHOR),
        ("docs/conf.py", "docs/a.md", "../api/index.html", State.UNJUDGED),
        ("docs/conf.py", "docs/a.md", "index.html", State.NO_FILE),
        ("README.rst", "docs/a.md", "../api/index.html", State.NO_FILE),
    ],
)
def test_sphinx_looks_for_labels_and_objects(config, origin, target, state):
    files = {
        "README.md": "# Us\n",
        "docs/a.md": "# A\n\n## Open the gate\n\n(gates/opening)=\n## Opening it\n",
        "docs/b.md": "# B\n\n```{figure} gate.png\n:name: fig:gate\n```\n\n$$ (eq:load)\nx\n$$\n",
    }
    assert resolve(world(files, extra=(config,), site_links=("html",)), origin, target).state is state


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("::: gates.control.Gate\n", State.UNJUDGED),
        ("::: mkdocs-click\n    :module: gates\n", State.UNJUDGED),
        ("```{eval-rst}\n.. automodule:: gates\n```\n", State.UNJUDGED),
        ("<!--@include: ./x.md-->\n", State.UNJUDGED),
        ("{{#include x.md}}\n", State.UNJUDGED),
        ("::: warning\nMind it.\n:::\n", State.NO_ANCHOR),
    ],
)
def test_what_a_program_writes_into_a_page_has_anchors(body, state):
    files = {"docs/a.md": "# A\n", "docs/b.md": f"# B\n\n{body}"}
    assert resolve(world(files), "docs/a.md", "b.md#gates.control.Gate").state is state


@pytest.mark.parametrize(
    ("config", "fragment", "state"),
    [
        (".vitepress/config.ts", "and-or", State.UNJUDGED),
        ("_config.yml", "and-or", State.UNJUDGED),
        ("docusaurus.config.js", "and-or", State.NO_ANCHOR),
        ("README.rst", "and-or", State.NO_ANCHOR),
        ("_config.yml", "and-xor", State.NO_ANCHOR),
    ],
)
def test_engines_differ_in_punctuation(config, fragment, state):
    found = resolve(world({"a.md": "# A\n\n## AND/OR\n"}, extra=(config,)), "a.md", f"#{fragment}")
    assert found.state is state


def test_a_page_that_is_shown_elsewhere_has_its_links_from_there():
    files = {
        "CHANGELOG.md": "# Changes\n",
        "docs/changes.md": '--8<-- "CHANGELOG.md"\n',
        "docs/guide/x.md": "# X\n",
        "src/rules/y.md": "# Y\n",
        "docs/rules/index.md": "# Rules\n",
    }
    there = world(files, repository=Repository(symlinks={"docs/rules/y.md": "src/rules/y.md"}))
    assert resolve(there, "CHANGELOG.md", "guide/x.md").state is State.UNJUDGED
    assert resolve(there, "CHANGELOG.md", "guide/gone.md").state is State.NO_FILE
    assert resolve(there, "src/rules/y.md", "../guide/x.md").state is State.UNJUDGED
    assert resolve(there, "docs/rules/index.md", "gone.md").state is State.NO_FILE


@pytest.mark.parametrize(
    ("origin", "target", "state"),
    [
        ("README.md", "../master/LICENSE", State.UNJUDGED),
        ("docs/a.md", "../../main/LICENSE", State.UNJUDGED),
        ("docs/a.md", "../main/LICENSE", State.NO_FILE),
        ("README.md", "../docker/README.md", State.OUTSIDE),
        ("README.md", "/../images/logo.png", State.UNJUDGED),
    ],
)
def test_the_host_takes_one_step_above_the_root_for_another_branch(origin, target, state):
    assert resolve(WORLD, origin, target).state is state


def test_hugo_looks_in_the_page_s_own_language():
    files = {f"content/{each}/{path}.md": "# X\n" for each in ("en", "nl") for path in ("docs/help/update", "contact")}
    there = world(files, extra=("config/_default/hugo.toml",), site_links=("hugo",))
    for target, path in (('{{< ref "update" >}}', "docs/help/update"), ('{{< ref "contact.md" >}}', "contact")):
        assert resolve(there, "content/nl/docs/help/update.md", target).path == f"content/nl/{path}.md"
    assert resolve(there, "content/nl/contact.md", "/docs/help/update/").path == "content/nl/docs/help/update.md"
    unset = world(files, extra=("config/_default/hugo.toml",))
    assert resolve(unset, "content/nl/contact.md", "docs/help/update/").state is State.UNJUDGED


@pytest.mark.parametrize("mark", ["Home.md", "_Sidebar.md", ".order"])
def test_a_wiki_finds_its_pages_by_their_names(mark):
    files = {"ops/On call.md": "# On call\n", "ops/Gates.md": "# Gates\n"}
    there, plain = world(files, extra=(mark,)), world(files)
    for target in ("On-call", "on-call#rota", "../Gates", "Gates.md#x"):
        assert resolve(there, "ops/Gates.md", target).state in (State.UNJUDGED, State.NO_ANCHOR)
        assert resolve(plain, "ops/Gates.md", target).state in (State.NO_FILE, State.NO_ANCHOR)
    assert resolve(there, "ops/Gates.md", "Off-call").state is State.NO_FILE


def test_another_version_of_a_site_is_not_judged():
    there = world(SITE, extra=("mkdocs.yml",), site_links=("directory",), roots=("docs",))
    states = [resolve(there, "docs/guide/start.md", target).state for target in ("/dev/users/", "/v1.2/users/", "/users/")]
    assert states == [State.UNJUDGED, State.UNJUDGED, State.NO_FILE]


def test_contributors_are_thanked_by_a_robot():
    thanks = "# Us\n\n<!-- ALL-CONTRIBUTORS-LIST:START -->\n<a href='#infra-x' title='Infrastructure'>🚇</a>\n"
    assert resolve(world({"a.md": thanks}), "a.md", "#infra-x").state is State.UNJUDGED
    assert resolve(world({"a.md": "# Us\n"}), "a.md", "#infra-x").state is State.NO_ANCHOR


def test_an_address_that_a_page_gives_itself():
    files = {"docs/a.md": "---\npermalink: /gates/\naliases: [/old/gate]\n---\n# A\n", "docs/b.md": "# B\n"}
    states = [resolve(world(files), "docs/b.md", target).state for target in ("../gates/", "gate", "other")]
    assert states == [State.UNJUDGED, State.UNJUDGED, State.NO_FILE]


def test_a_page_that_is_not_read_is_not_judged_by_its_anchors():
    there = world({"docs/a.md": "# A\n"}, extra=("docs/big.md", "docs/x.sh"))
    assert [resolve(there, "docs/a.md", target).state for target in ("big.md#x", "x.sh#x", "x.sh#L9")] == [
        State.UNJUDGED,
        State.RESOLVED,
        State.RESOLVED,
    ]


def test_common_names_are_never_taken_for_moved_files():
    there = world({"a/README.md": "# A\n", "b/deploy.md": "# B\n", "c/x.md": "# C\n", "d/gate-restart.md": "# D\n"})
    found = [resolve(there, "c/x.md", target) for target in ("README.md", "../z/deploy.md", "../z/gate-restart.md")]
    assert [(each.nearest, each.certain) for each in found] == [("", False), ("", False), ("d/gate-restart.md", True)]


def test_every_page_with_its_links_in_order():
    there = world({"a.md": "[b](b.md) [c](c.md)\n", "b.md": "# B\n"})
    assert {
        path: [(link.target, found.state) for link, found in page_links(there, path)] for path in there.documents
    } == {"a.md": [("b.md", State.RESOLVED), ("c.md", State.NO_FILE)], "b.md": []}


PIECES = st.sampled_from(
    ["..", ".", "docs", "a.md", "b c.md", "b%20c.md", "%", "%2", "\\", "#", "?", "/", "//", ":", "https", "http:", "x", "é",
     "L1", "-", "{{", "}}", "<", ">", "[", ")", "@", " ", "\n", "\x00", "shared", "vendor/theme", "TODO", "."]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=3), max_size=8).map("".join))
def test_any_text_has_an_answer(target):
    there = world(repository=LINK)
    found = resolve(there, "docs/a.md", target)
    if found.state is State.RESOLVED:
        assert found.path in there.files or any(path.startswith(f"{found.path}/") for path in there.files) or not found.path
    if found.certain and found.state is not State.MALFORMED:
        assert resolve(there, "docs/a.md", found.mended).state is State.RESOLVED

"""Absolute URLs to the own repository, and what git says of it."""

from datetime import date

import pytest

from runbook_lint.model.resolution import State
from runbook_lint.model.settings import Links, Settings, Site
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import Repository
from runbook_lint.parse.links import resolve
from runbook_lint.parse.own_repository import web_address
from runbook_lint.parse.world import build_world

FILES = {
    "README.md": b"# Ferries\n\n## Owners\n",
    "docs/a.md": b"# A\n\n## Do it\n",
    "docs/boarding-gates.md": b"# Gates\n",
    "run.sh": b"",
}
HERE = "https://git.example/ferries/runbooks"


OURS = Repository((HERE,), "main")


def world(git=OURS, site_url="", **links):
    return build_world(
        Tree(FILES, frozenset(FILES), repository=git),
        Settings(links=Links(**links), site=Site(url=site_url)),
        date(2026, 9, 1),
    )


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/ferries/runbooks.git", "https://github.com/ferries/runbooks"),
        ("https://github.com/ferries/runbooks/", "https://github.com/ferries/runbooks"),
        ("https://ci:secret@git.example:8443/ferries/runbooks.git", "https://git.example:8443/ferries/runbooks"),
        ("https://oauth2:to@ken@gitlab.com/a/b/c.git", "https://gitlab.com/a/b/c"),
        ("http://git.example/ferries/runbooks", "http://git.example/ferries/runbooks"),
        ("git@github.com:ferries/runbooks.git", "https://github.com/ferries/runbooks"),
        ("git@gitlab.com:group/sub/runbooks.git", "https://gitlab.com/group/sub/runbooks"),
        ("ssh://git@git.example:2222/ferries/runbooks.git", "https://git.example/ferries/runbooks"),
        ("ssh://git@ssh.github.com:443/ferries/runbooks.git", "https://github.com/ferries/runbooks"),
        ("git://git.example/ferries/runbooks", "https://git.example/ferries/runbooks"),
        ("GitHub.com:ferries/runbooks", "https://github.com/ferries/runbooks"),
        ("/srv/git/runbooks.git", ""),
        ("../runbooks", ""),
        ("file:///srv/git/runbooks.git", ""),
        ("C:\\git\\runbooks", ""),
        ("", ""),
    ],
)
def test_the_address_of_a_remote(remote, address):
    assert web_address(remote) == address


@pytest.mark.parametrize(
    ("url", "state", "path", "anchor"),
    [
        ("/blob/main/docs/a.md", State.RESOLVED, "docs/a.md", ""),
        ("/blob/main/docs/a.md?plain=1#L2", State.RESOLVED, "docs/a.md", "L2"),
        ("/blob/HEAD/docs/a.md#do-it", State.RESOLVED, "docs/a.md", "do-it"),
        ("/blob/refs/heads/main/docs/a.md", State.RESOLVED, "docs/a.md", ""),
        ("/-/blob/main/docs/a.md?ref_type=heads#do-it", State.RESOLVED, "docs/a.md", "do-it"),
        ("/-/tree/main/docs/", State.RESOLVED, "docs", ""),
        ("/-/raw/main/run.sh", State.RESOLVED, "run.sh", ""),
        ("/edit/main/docs/a.md", State.RESOLVED, "docs/a.md", ""),
        ("/blame/main/docs/a.md#L1-L2", State.RESOLVED, "docs/a.md", "L1-L2"),
        ("/src/main/docs/a.md", State.RESOLVED, "docs/a.md", ""),
        ("/src/branch/main/docs/a.md", State.RESOLVED, "docs/a.md", ""),
        ("/tree/main", State.RESOLVED, "", ""),
        ("/tree/main/", State.RESOLVED, "", ""),
        ("", State.RESOLVED, "", ""),
        ("/", State.RESOLVED, "", ""),
        (".git", State.RESOLVED, "", ""),
        ("#owners", State.RESOLVED, "README.md", "owners"),
        ("#readme", State.RESOLVED, "", "readme"),
        ("#nobody", State.NO_ANCHOR, "README.md", "nobody"),
        ("/blob/main/gone.md", State.NO_FILE, "gone.md", ""),
        ("/blob/main/docs/a.md#gone", State.NO_ANCHOR, "docs/a.md", "gone"),
        ("/blob/main/docs/a.md#L9", State.NO_ANCHOR, "docs/a.md", "L9"),
        ("/blob/main/Docs/a.md", State.OTHER_CASE, "Docs/a.md", ""),
        ("/blob/main/../../x", State.OUTSIDE, "../../x", ""),
        ("/blob/v1.2/docs/gone.md", State.UNJUDGED, "", ""),
        ("/blob/0123abc/docs/gone.md", State.UNJUDGED, "", ""),
        ("/blob/mainline/docs/gone.md", State.UNJUDGED, "", ""),
        ("/src/tag/v1/gone.md", State.UNJUDGED, "", ""),
        ("/src/commit/0123abc/gone.md", State.UNJUDGED, "", ""),
        ("/issues/12", State.UNJUDGED, "", ""),
        ("/-/merge_requests/12", State.UNJUDGED, "", ""),
        ("/wiki/Gone", State.UNJUDGED, "", ""),
        ("/blob/main/{{ page }}.md", State.TEMPLATED, "", ""),
        ("-old/blob/main/gone.md", State.EXTERNAL, "", ""),
    ],
)
def test_urls_of_the_repository(url, state, path, anchor):
    found = resolve(world(), "docs/a.md", HERE + url)
    assert (found.state, found.path, found.anchor) == (state, path, anchor)
    assert found.own is (state not in (State.TEMPLATED, State.EXTERNAL))


@pytest.mark.parametrize(
    "url",
    [
        "http://git.example/ferries/runbooks/blob/main/gone.md",
        "https://www.git.example/Ferries/Runbooks/blob/main/gone.md",
        "//git.example/ferries/runbooks/blob/main/gone.md",
        "https://git.example/ferries/runbooks.git/blob/main/gone.md",
    ],
)
def test_spellings_of_the_address(url):
    assert resolve(world(), "docs/a.md", url).state is State.NO_FILE


def test_raw_files_at_github():
    there = world(Repository(("https://github.com/ferries/runbooks",), "main"))
    base = "https://raw.githubusercontent.com/ferries/runbooks"
    states = [resolve(there, "", f"{base}/{rest}").state for rest in ("main/run.sh", "refs/heads/main/x", "v1/x", "main/x")]
    assert states == [State.RESOLVED, State.NO_FILE, State.UNJUDGED, State.NO_FILE]


def test_what_is_mended_keeps_host_branch_and_query():
    found = resolve(world(), "", f"{HERE}/-/blob/main/old/boarding-gates.md?plain=1#gates")
    assert (found.certain, found.mended) == (True, f"{HERE}/-/blob/main/docs/boarding-gates.md?plain=1#gates")
    assert resolve(world(), "", f"{HERE}/blob/main/docs/a.md#do--it").mended == f"{HERE}/blob/main/docs/a.md#do-it"


@pytest.mark.parametrize(
    ("branch", "configured", "url", "state"),
    [
        ("", "", "blob/master/gone.md", State.NO_FILE),
        ("", "", "blob/main/gone.md", State.NO_FILE),
        ("main", "", "blob/master/gone.md", State.UNJUDGED),
        ("main", "trunk", "blob/main/gone.md", State.UNJUDGED),
        ("main", "trunk", "blob/trunk/gone.md", State.NO_FILE),
        ("release/2026", "", "blob/release/2026/docs/a.md", State.RESOLVED),
        ("release/2026", "", "blob/release%2F2026/gone.md", State.NO_FILE),
    ],
)
def test_the_default_branch(branch, configured, url, state):
    there = world(Repository((HERE,), branch), branch=configured)
    assert resolve(there, "", f"{HERE}/{url}").state is state


def test_the_configuration_names_addresses_too():
    there = world(Repository(), repository=("git@git.example:ferries/runbooks.git",))
    assert resolve(there, "", f"{HERE}/blob/main/gone.md").state is State.NO_FILE


def test_a_part_of_the_repository_judges_its_part():
    part = world(Repository((HERE,), "main", prefix="ops"))
    states = [resolve(part, "", f"{HERE}/blob/main/{path}").state for path in ("ops/docs/a.md", "ops/gone.md", "src/x.py")]
    assert states == [State.RESOLVED, State.NO_FILE, State.UNJUDGED]


@pytest.mark.parametrize(
    ("url", "state", "path"),
    [
        ("https://docs.example/a/", State.RESOLVED, "docs/a.md"),
        ("https://docs.example/a.html#do-it", State.RESOLVED, "docs/a.md"),
        ("https://docs.example/", State.RESOLVED, "README.md"),
        ("https://docs.example/gone/", State.NO_FILE, "gone"),
        ("https://docs.example.org/gone/", State.EXTERNAL, ""),
    ],
)
def test_urls_below_the_site(url, state, path):
    found = resolve(world(site_url="https://docs.example", roots=("docs",)), "", url)
    assert (found.state, found.path) == (state, path)


def git_world(repo):
    from runbook_lint.app.workspace import Workspace

    return build_world(Workspace(repo.root, Settings()).tree(), Settings(), date(2026, 9, 1))


def test_remotes_and_the_default_branch(repo):
    repo.write({"docs/a.md": "# A\n"})
    repo.git("init", "-q", "-b", "main")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "all")
    assert git_world(repo).repository == Repository(branch="main")
    repo.git("remote", "add", "fork", "https://me:token@github.com/me/runbooks.git")
    repo.git("remote", "add", "origin", "git@github.com:ferries/runbooks.git")
    repo.git("remote", "add", "payments", "git@github.com:ferries/payments.git")
    repo.git("update-ref", "refs/remotes/origin/trunk", "HEAD")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert git_world(repo).repository == Repository(
        ("https://github.com/ferries/runbooks", "https://github.com/me/runbooks"), "trunk"
    )


def test_symlinks_and_submodules_of_git(repo):
    repo.write({"docs/a.md": "# A\n", "docs/img/x.png": b"", "nested/.keep": "", ".gitignore": "/out/\n", "out/x": ""})
    for name, target in {
        "a.md": "docs/a.md",
        "d": "docs",
        "d2": "d/img",
        "out.md": "/etc/hosts",
        "up": "../..",
        "gone": "nowhere",
        "loop": "loop",
        "ignored": "out",
        "root": ".",
    }.items():
        (repo.root / name).symlink_to(target)
    repo.git("init", "-q", "-b", "main")
    repo.git("add", "a.md", "d", "docs", "out.md")
    repo.git("-C", "nested", "init", "-q")
    there = git_world(repo).repository
    assert there.symlinks == {
        "a.md": "docs/a.md",
        "d": "docs",
        "d2": "docs/img",
        "out.md": None,
        "up": None,
        "gone": None,
        "loop": None,
        "ignored": None,
        "root": "",
    }
    assert there.submodules == {"nested"}


def test_a_real_submodule_is_not_looked_into(repo, tmp_path):
    other = tmp_path / "theme"
    other.mkdir()
    repo.write({"docs/a.md": "# A\n\n[inside](../theme/x.md) [itself](../theme) [beside](../themes/x.md)\n"})
    repo.git("init", "-q", "-b", "main")
    repo.git("-C", str(other), "init", "-q")
    repo.git("-C", str(other), "commit", "-qm", "empty", "--allow-empty")
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "theme")
    done = repo.run("check", "--select", "LK", "--ignore", "LK009", "--format", "concise", "-q")
    assert [line.split(": ", 1)[1] for line in done.out.splitlines()] == ['LK001 "../themes/x.md" does not exist']


def test_the_root_may_be_a_folder_of_the_repository(repo):
    repo.write({"ops/runbook-lint.toml": "", "ops/.github/x.md": "# X\n", "src/x.py": ""})
    repo.git("init", "-q", "-b", "main")
    from runbook_lint.app.workspace import Workspace

    assert Workspace(repo.root / "ops", Settings()).tree().repository.prefix == "ops"
    assert Workspace(repo.root / "ops/.github", Settings()).tree().repository.prefix == "ops/.github"


def test_without_git_hidden_and_vendored_folders_are_not_judged(repo):
    repo.write(
        {
            "README.md": "[ci](.github/workflows/x.yml) [lib](node_modules/x/README.md) [dot](.gitlab-ci.yml) [d](d/a.md) [no](no.md)\n",
            ".github/workflows/y.yml": "",
            ".gitlab-ci.yml": "",
            "node_modules/x/y": "",
            "docs/a.md": "# A\n",
        }
    )
    (repo.root / "d").symlink_to("docs")
    done = repo.run("check", "--select", "broken-link", "--format", "concise", "-q")
    assert [line.split(": ", 1)[1] for line in done.out.splitlines()] == ['LK001 "no.md" does not exist']


def test_case_is_git_s_even_where_the_file_system_is_blind_to_it(repo):
    repo.write({"docs/Setup.md": "# Setup\n", "README.md": "[setup](docs/setup.md)\n"})
    repo.git("init", "-q")
    done = repo.run("check", "--select", "LK", "--ignore", "LK009", "--format", "concise", "-q")
    assert [line.split(": ", 1)[1] for line in done.out.splitlines()] == [
        'LK003 [*] "docs/setup.md" is there in another case: docs/Setup.md'
    ]

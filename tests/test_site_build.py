"""`site build` and plain `mkdocs build`: whose word counts, what is refused, and what is said when it fails."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from browser import example_copy
from conftest import Repo
from site_tree import TREE

BUILD = ("site", "build", "--today", "2026-11-21")
HOOK = "from runbook_lint.app.site.hook import on_config, on_files, on_post_build, on_serve\n"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def page(folder: Path, place: str) -> str:
    return (folder / place / "index.html").read_text(encoding="utf-8")


def mkdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1795219200", "NO_MKDOCS_2_WARNING": "1"}  # 2026-11-21
    command = [sys.executable, "-m", "mkdocs", "build", *arguments]
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True)


@pytest.fixture
def drawn(repo):
    return repo.write(TREE)


def test_without_a_configuration_of_the_users_the_generated_one_is_built(drawn):
    done = drawn.run(*BUILD)
    pages = len(list((drawn.root / ".runbook_lint_site").rglob("*.md")))
    assert (done.code, done.out, done.err) == (0, f"{pages} pages built in site/\n", "")
    home = page(drawn.root / "site", ".")
    assert "Pier pages</title>" in home
    assert '<span class="rl-build" data-built="2026-11-21">Built on 2026-11-21</span>' in home
    assert "fonts.googleapis" not in home
    assert (drawn.root / "site/alerts/GateStuck/index.html").is_file()
    assert (drawn.root / "site/404.html").is_file()


def test_a_build_is_the_same_byte_for_byte(drawn, tmp_path):
    assert drawn.run(*BUILD, "--output", str(tmp_path / "one")).code == 0
    shutil.rmtree(drawn.root / ".runbook_lint_site")
    assert drawn.run(*BUILD, "--output", str(tmp_path / "two"), env={"PYTHONHASHSEED": "7"}).code == 0
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_the_users_word_counts_and_what_it_leaves_open_is_filled_in(drawn):
    drawn.write(
        {
            "mkdocs.yml": (
                "site_name: Ours\nsite_dir: public\ncopyright: Ours, all of it\n"
                "theme: {name: material, palette: {scheme: slate}, features: [navigation.tabs], logo: logo.svg}\n"
                "extra_css: [own.css]\nmarkdown_extensions: [{toc: {permalink: false}}]\n"
                "nav: [..., {How we work: guide.md}, {The pier: services/pier/runbook.md}]\n"
            ),
            "docs/own.css": "a {}\n",
            "docs/logo.svg": "<svg/>\n",
        }
    )
    done = drawn.run(*BUILD)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith(" pages built in public/\n")
    home = page(drawn.root / "public", ".")
    assert "Ours</title>" in home
    assert 'data-md-color-scheme="slate"' in home
    assert "prefers-color-scheme" not in re.sub(r"<script.*?</script>", "", home, flags=re.DOTALL)
    assert "Ours, all of it<br><span class=\"rl-build\"" in home
    assert 'href="own.css"' in home
    assert (drawn.root / "public/own.css").read_text() == "a {}\n"
    assert (drawn.root / "public/logo.svg").is_file()
    assert "fonts.googleapis" not in home
    places = re.findall(r'<a href="([^"]*)" class="md-nav__link">', home)
    assert "docs/guide/" in places
    assert "services/pier/runbook/" in places
    assert "services/" in places


@pytest.mark.parametrize("hooks", ["", "hooks: [mkdocs_hook.py]\n"])
def test_plain_mkdocs_build_gives_the_same_site(drawn, tmp_path, hooks):
    config = "site_name: Ours\ntheme: {name: material}\nstrict: true\n"
    drawn.write({"mkdocs.yml": config + hooks, "mkdocs_hook.py": HOOK})
    done = drawn.run(*BUILD, "--output", str(tmp_path / "ours"))
    assert (done.code, done.err) == (0, "")
    drawn.write({"mkdocs.yml": f"{config}hooks: [mkdocs_hook.py]\n"})
    theirs = mkdocs(drawn.root, "--site-dir", str(tmp_path / "theirs"))
    assert theirs.returncode == 0, theirs.stderr
    ours = files(tmp_path / "ours")
    assert ours.pop(".runbook-lint-built")
    assert ours == files(tmp_path / "theirs")


def test_our_own_site_is_the_same_by_plain_mkdocs(tmp_path):
    example_copy(tmp_path / "repo")
    done = Repo(tmp_path / "repo").run(*BUILD, "--output", str(tmp_path / "ours"))
    assert (done.code, done.err) == (0, "")
    theirs = mkdocs(tmp_path / "repo", "--site-dir", str(tmp_path / "theirs"))
    assert theirs.returncode == 0, theirs.stderr
    built = files(tmp_path / "ours")
    assert built.pop(".runbook-lint-built")
    assert built == files(tmp_path / "theirs")


def test_plain_mkdocs_asks_for_a_theme_where_none_is_named(drawn):
    drawn.write({"mkdocs.yml": "site_name: Ours\nhooks: [mkdocs_hook.py]\n", "mkdocs_hook.py": HOOK})
    told = [line for line in mkdocs(drawn.root).stderr.splitlines() if line.startswith("WARNING")]
    assert told == [
        "WARNING -  runbook-lint: mkdocs.yml names no theme; add `theme: {name: material}`, which the pages are made for"
    ]
    assert (drawn.run(*BUILD).code, drawn.run(*BUILD).err) == (0, "")
    assert "assets/stylesheets/main." in page(drawn.root / "site", ".")


@pytest.mark.parametrize("theme", ["readthedocs", "mkdocs"])
def test_another_theme_builds_too(drawn, theme):
    drawn.write({"mkdocs.yml": f"site_name: Ours\ntheme: {theme}\n"})
    done = drawn.run(*BUILD)
    assert (done.code, done.err) == (0, "")


def test_a_warning_names_the_source_and_fails_the_build(drawn):
    drawn.write({"mkdocs.yml": "site_name: Ours\ntheme: {name: material}\nnav: [..., {Gone: gone.md}]\n"})
    done = drawn.run(*BUILD)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "runbook-lint: A reference to 'gone.md' is included in the 'nav' configuration, which is not found in the "
        "documentation files.\n"
        "runbook-lint: the site has 1 problem (above): mend the pages named, or build with --no-strict\n"
    )
    assert not (drawn.root / "site").exists()
    loose = drawn.run(*BUILD, "--no-strict")
    assert (loose.code, loose.err.count("\n")) == (0, 1)


def test_a_build_that_fails_leaves_the_last_one_as_it_was(drawn):
    assert drawn.run(*BUILD).code == 0
    (drawn.root / "site/.nojekyll").write_text("")
    before = files(drawn.root / "site")
    drawn.write({"mkdocs.yml": "site_name: Ours\ntheme: {name: material}\nnav: [gone.md]\n"})
    assert drawn.run(*BUILD).code == 2
    assert files(drawn.root / "site") == before
    (drawn.root / "mkdocs.yml").unlink()
    (drawn.root / "docs/guide.md").unlink()
    assert drawn.run(*BUILD).code == 0
    after = files(drawn.root / "site")
    assert [path for path in before if path not in after] == ["docs/guide/index.html"]
    assert ".nojekyll" in after


def test_a_built_site_that_git_does_not_ignore_is_no_source_and_is_built_again(drawn):
    drawn.write({"mkdocs.yml": "site_name: Ours\ntheme: {name: material}\nhooks: [mkdocs_hook.py]\n", "mkdocs_hook.py": HOOK})
    drawn.git("init", "-q")
    first = drawn.run(*BUILD)
    before = files(drawn.root / "site")
    (drawn.root / "site/own.md").write_text("[no page](of.md)\n")
    checked = drawn.run("check", "--format", "concise")
    assert "site/" not in checked.out
    assert [first.code, drawn.run(*BUILD).code] == [0, 0]
    assert files(drawn.root / "site") == before
    shutil.rmtree(drawn.root / "site")
    assert mkdocs(drawn.root).returncode == 0
    assert drawn.run(*BUILD).code == 0


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (".", "holds the repository itself; name another folder with --output"),
        ("..", "holds the repository itself; name another folder with --output"),
        ("services", "holds pages of the repository (services/pier/alerts/GateStuck.md); name another folder with --output"),
        ("docs/guide.md", "is a file; name a folder with --output"),
        (".runbook_lint_site/docs", "the site is generated there; name another folder with --output"),
        (".runbook_lint_site", "the site is generated there; name another folder with --output"),
        ("code", "holds files that are no built site (main.py); name another folder, or empty it"),
        (".strange", "holds files that are no built site (work.txt); name another folder, or empty it"),
    ],
)
def test_a_folder_whose_files_would_be_lost_is_refused(drawn, output, told):
    drawn.write({".strange/work.txt": "mine", "code/main.py": "1"})
    before = set(files(drawn.root))
    done = drawn.run(*BUILD, "--output", output)
    assert (done.code, done.err) == (2, f"runbook-lint: {drawn.root / output}: {told}\n")
    assert before <= set(files(drawn.root))


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("site_name: [", "runbook-lint: mkdocs.yml: cannot be read: while parsing a flow node expected the node content, but found '<stream end>'"),
        ("- a list\n", "mkdocs.yml: is no table of settings; delete it, or give it a site_name"),
        ("theme: {name: nothing}\nsite_name: a\n", "MkDocs stopped: Aborted with a configuration error!"),
        ("site_name: a\nplugins: [nothing]\ntheme: {name: material}\n", "MkDocs stopped: Aborted with a configuration error!"),
        ("site_name: a\ntheme: {name: material}\nhooks: [broken.py]\n", "MkDocs stopped: ZeroDivisionError: division by zero (RUNBOOK_LINT_TRACEBACK=1 shows where)"),
    ],
)  # fmt: skip
def test_a_configuration_that_cannot_be_used_is_told_without_a_traceback(drawn, config, told):
    drawn.write({"mkdocs.yml": config, "broken.py": "1 / 0\n"})
    done = drawn.run(*BUILD)
    assert done.code == 2
    assert "Traceback" not in done.err
    assert told in done.err.splitlines()[-1]


def test_a_missing_extra_is_named(drawn):
    hide = "import sys\nfor name in ('mkdocs', 'material'):\n    sys.modules[name] = None\n"
    (drawn.root / "sitecustomize.py").write_text(hide)
    for command in (BUILD, ("site", "serve")):
        done = drawn.run(*command, env={"PYTHONPATH": str(drawn.root)})
        assert (done.code, done.err) == (
            2,
            'runbook-lint: mkdocs is not installed; this needs the site extra: pip install "runbook-lint[site]"\n',
        )


def test_no_page_asks_another_host(drawn):
    drawn.run(*BUILD)
    foreign = re.compile(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="?(https?:)?//', re.IGNORECASE)
    pages = list((drawn.root / "site").rglob("*.html"))
    assert [path.name for path in pages if foreign.search(path.read_text(encoding="utf-8"))] == []
    assert json.loads((drawn.root / "site/search/search_index.json").read_text())["docs"]

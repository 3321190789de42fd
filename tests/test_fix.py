"""`check --fix`, `--diff` and `--unsafe-fixes`: what is written, what is shown, and what is left alone."""

import os
import stat
import subprocess
import sys

import pytest

from runbook_lint.app.fixing import write
from runbook_lint.model.errors import UsageError
from runbook_lint.testing import tree_of

CONFIG = 'select = ["LK"]\n'
PAGE = "# Disk\n\nSee [certificates](certs) and [restore](gone.md).\n"
MENDED = PAGE.replace("certs", "certs.md")
TREE = {"runbook-lint.toml": CONFIG, "runbooks/disk.md": PAGE, "runbooks/certs.md": "# Certificates\n"}

DIFF = """\
--- a/runbooks/disk.md
+++ b/runbooks/disk.md
@@ -1,3 +1,3 @@
 # Disk
{blank}
-See [certificates](certs) and [restore](gone.md).
+See [certificates](certs.md) and [restore](gone.md).
""".replace("{blank}", " ")


def text(repo, path="runbooks/disk.md"):
    return (repo.root / path).read_bytes().decode()


def test_a_finding_that_can_be_fixed_has_a_mark_and_the_last_line_says_how(repo):
    done = repo.write(TREE).run("check", "--format", "concise")
    assert done.out == (
        'runbooks/disk.md:3:20: LK001 [*] "certs" does not exist\n'
        'runbooks/disk.md:3:41: LK001 "gone.md" does not exist\n'
        "2 errors in 2 documents and 0 services\n"
        "[*] 1 fixable with --fix\n"
    )
    assert (done.code, done.err) == (1, "")


def test_fix_writes_what_is_safe_and_reports_what_is_left(repo):
    done = repo.write(TREE).run("check", "--fix", "--format", "concise")
    assert done.out == (
        'runbooks/disk.md:3:44: LK001 "gone.md" does not exist\n'
        "Fixed 1 finding in 1 file\n"
        "1 error in 2 documents and 0 services\n"
    )
    assert (done.code, done.err, text(repo)) == (1, "", MENDED)
    again = repo.run("check", "--fix", "--format", "concise")
    assert (again.out, text(repo)) == (done.out.replace("Fixed 1 finding in 1 file\n", ""), MENDED)


@pytest.mark.parametrize("options", [("--diff",), ("--fix", "--diff")])
def test_diff_shows_what_would_be_written_and_writes_nothing(repo, options):
    done = repo.write(TREE).run("check", *options)
    assert (done.code, done.out, done.err) == (1, DIFF, "Would fix 1 finding in 1 file\n")
    assert repo.run("check", *options, "--exit-zero").code == 0
    assert text(repo) == PAGE


def test_without_anything_to_fix_a_diff_is_empty_and_all_is_well(repo):
    done = repo.write(TREE | {"runbooks/disk.md": "# Disk\n\n[gone](gone.md)\n"}).run("check", "--diff")
    assert (done.code, done.out, done.err) == (0, "", "Nothing to fix\n")
    assert repo.run("check", "--diff", "-q").err == ""


def test_an_empty_diff_says_what_there_would_be_besides(repo):
    page = "# Disk\n\n## Checks\n\n[x](#check)\n"
    done = repo.write(TREE | {"runbooks/disk.md": page}).run("check", "--diff")
    assert (done.code, done.out, done.err) == (0, "", "Nothing to fix, 1 with --unsafe-fixes\n")


def test_git_applies_the_diff_and_the_result_is_what_fix_writes(repo):
    pages = {"runbooks/disk one.md": PAGE.removesuffix("\n"), "runbooks/two.md": PAGE.replace("\n", "\r\n")}
    repo.write(TREE | pages)
    patch = repo.run("check", "--diff").out
    subprocess.run(["git", "apply"], input=patch.encode(), cwd=repo.root, check=True)
    applied = {path: text(repo, path) for path in (*TREE, *pages)}
    repo.write(TREE | pages).run("check", "--fix")
    assert applied == {path: text(repo, path) for path in (*TREE, *pages)}
    assert applied["runbooks/two.md"] == MENDED.replace("\n", "\r\n")


def test_line_ends_a_mark_in_front_the_mode_and_a_missing_last_line_end_survive(repo):
    repo.write(TREE | {"runbooks/disk.md": b"\xef\xbb\xbf# Disk\r\n\r\n[a](certs)\r\n[b](certs)"})
    place = repo.root / "runbooks/disk.md"
    place.chmod(0o640)
    repo.run("check", "--fix")
    assert place.read_bytes() == b"\xef\xbb\xbf# Disk\r\n\r\n[a](certs.md)\r\n[b](certs.md)"
    assert stat.S_IMODE(place.stat().st_mode) == 0o640


def test_a_link_to_a_page_stays_a_link(repo):
    repo.write({path: body for path, body in TREE.items() if path != "runbooks/disk.md"} | {"pages/disk.txt": PAGE})
    (repo.root / "runbooks/disk.md").symlink_to("../pages/disk.txt")
    assert repo.run("check", "--fix").code == 1
    assert (repo.root / "runbooks/disk.md").is_symlink()
    assert text(repo, "pages/disk.txt") == MENDED


def test_a_file_that_two_links_lead_to_is_left_alone_for_it_would_need_two_texts(repo):
    repo.write({path: body for path, body in TREE.items() if path != "runbooks/disk.md"} | {"pages/disk.txt": PAGE})
    (repo.root / "runbooks/disk.md").symlink_to("../pages/disk.txt")
    (repo.root / "runbooks/more").mkdir()
    (repo.root / "runbooks/more/disk.md").symlink_to("../../pages/disk.txt")
    assert repo.run("check", "--fix").code == 1
    assert text(repo, "pages/disk.txt") == PAGE


def test_a_file_that_changed_in_the_meantime_is_not_lost(repo):
    repo.write(TREE)
    read = tree_of({path: body for path, body in TREE.items() if path.endswith(".md")})
    repo.write({"runbooks/disk.md": "# Another text\n"})
    with pytest.raises(UsageError, match="disk.md: changed while this ran; nothing was changed; run it again"):
        write(repo.root, read, read.with_contents({"runbooks/disk.md": MENDED.encode(), "runbooks/certs.md": b"# C\n"}))
    assert (text(repo), text(repo, "runbooks/certs.md")) == ("# Another text\n", "# Certificates\n")


def test_only_what_is_reported_is_fixed(repo):
    files = TREE | {
        "runbook-lint.toml": CONFIG + 'per-file-ignores = {"runbooks/c.md" = ["LK"]}\n',
        "runbooks/a.md": PAGE,
        "runbooks/b.md": "<!-- runbook-lint: file-ignore[LK001] kept as it came -->\n" + PAGE,
        "runbooks/c.md": PAGE,
    }
    repo.write(files)
    assert repo.run("check", "--fix", "--select", "FR").code == 0
    assert repo.run("check", "--fix", "--ignore", "broken-link").code == 0
    assert {path: text(repo, path) for path in files} == files
    repo.run("check", "--fix", "runbooks/a.md")
    assert {path: text(repo, path) for path in files} == files | {"runbooks/a.md": MENDED}
    repo.run("check", "--fix")
    changed = {"runbooks/a.md": MENDED, "runbooks/disk.md": MENDED}
    assert {path: text(repo, path) for path in files} == files | changed


def test_standard_input_is_given_back_fixed_and_the_findings_go_aside(repo):
    repo.write(TREE)
    given = ("check", "--stdin-filename", "runbooks/disk.md", "--format", "concise")
    done = repo.run(*given, "--fix", given=PAGE.encode())
    assert (done.code, done.out, text(repo)) == (1, MENDED, PAGE)
    assert done.err == (
        'runbooks/disk.md:3:44: LK001 "gone.md" does not exist\n'
        "Fixed 1 finding in 1 file\n"
        "1 error in 2 documents and 0 services\n"
    )
    assert repo.run(*given, "--diff", given=PAGE.encode()).out == DIFF
    other = repo.run("check", "--stdin-filename", "notes.txt", "--fix", given=b"as it was")
    assert (other.code, other.out, other.err) == (0, "as it was", "runbook-lint: no document in notes.txt\n")


def test_a_date_that_another_key_shares_by_an_alias_is_left_alone(repo):
    page = "---\ncreated: &day 2026/08/01\nlast_reviewed: *day\n---\n# A\n"
    repo.write({"runbook-lint.toml": "select = ['FR']\n", "runbooks/a.md": page}).run("check", "--fix")
    assert text(repo, "runbooks/a.md") == page


WAIVER = "<!-- runbook-lint: ignore[LK001] r -->"
WAIVERS = f"# A\n\n- a {WAIVER}\n  {WAIVER}\n- b\n\n    {WAIVER}\n\n| x |\n|---|\n| y {WAIVER} |\n\ntext {WAIVER} more\n"


def test_a_refused_fix_takes_none_of_its_kind_with_it_and_a_second_run_finds_nothing_to_do(repo):
    repo.write({"runbook-lint.toml": "select = ['WV', 'LK']\n", "runbooks/a.md": WAIVERS}).run("check", "--fix")
    fixed = text(repo, "runbooks/a.md")
    assert "| y |\n\ntext more\n" in fixed
    repo.run("check", "--fix")
    assert text(repo, "runbooks/a.md") == fixed


def test_standard_input_that_is_too_large_to_be_read_is_given_back_as_it_came(repo):
    given = PAGE.encode() + b"x" * 3_000_000
    done = repo.write(TREE).run("check", "--fix", "--stdin-filename", "runbooks/disk.md", given=given)
    assert (done.code, done.out) == (0, given.decode())


ODD = ["runbooks/a\nb.md", 'runbooks/q"uote.md', "runbooks/back\\.md", "runbooks/\x1b[31m.md", "runbooks/t\tab é.md", "runbooks/\udcff.md"]


def test_git_applies_a_diff_of_files_with_odd_names_and_no_name_forges_a_line_of_it(repo):
    repo.write(TREE | dict.fromkeys(ODD, PAGE))
    done = subprocess.run(
        [sys.executable, "-m", "runbook_lint", "check", "--diff"], cwd=repo.root, capture_output=True, check=False
    )
    names = [line for line in done.stdout.decode().splitlines() if line.startswith("+++ ")]
    assert names == [
        r'+++ "b/runbooks/\033[31m.md"',
        r'+++ "b/runbooks/a\012b.md"',
        r'+++ "b/runbooks/back\\.md"',
        "+++ b/runbooks/disk.md",
        r'+++ "b/runbooks/q\"uote.md"',
        r'+++ "b/runbooks/t\011ab é.md"',
        r'+++ "b/runbooks/\377.md"',
    ]
    subprocess.run(["git", "apply"], input=done.stdout, cwd=repo.root, check=True)
    assert {text(repo, path) for path in ODD} == {MENDED}


def test_an_unsafe_fix_is_taken_only_where_it_is_asked_for(repo):
    config = '[rules.term-banned.terms]\n"post mortem" = "postmortem"\n'
    page = "# Disk\n\nWrite a post mortem.\n"
    repo.write({"runbook-lint.toml": f'select = ["term-banned"]\n{config}', "runbooks/disk.md": page})
    done = repo.run("check")
    assert done.out.endswith(
        '  = help: write "postmortem"\n'
        "  = fix: --unsafe-fixes has one; look at what it writes\n"
        "\n1 warning in 1 document and 0 services\n1 fixable with --fix --unsafe-fixes\n"
    )
    assert repo.run("check", "--unsafe-fixes", "--format", "concise").out == (
        'runbooks/disk.md:3:9: RB011 [*] "post mortem" is not a term of ours\n'
        "1 warning in 1 document and 0 services\n[*] 1 fixable with --fix --unsafe-fixes\n"
    )
    repo.run("check", "--fix")
    assert text(repo) == page
    assert repo.run("check", "--fix", "--unsafe-fixes").out == (
        "Fixed 1 finding in 1 file\nNo findings in 1 document and 0 services\n"
    )
    assert text(repo) == "# Disk\n\nWrite a postmortem.\n"


def test_a_secret_beside_a_fix_is_not_shown(repo):
    token = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dF3hJ5"
    repo.write(TREE | {"runbooks/disk.md": f"# Disk\n\n[certificates](certs)\ntoken {token}\n"})
    done = repo.run("check", "--diff")
    assert done.out.endswith(" # Disk\n \n-[certificates](certs)\n+[certificates](certs.md)\n token …\n")
    repo.run("check", "--fix")
    assert text(repo) == f"# Disk\n\n[certificates](certs.md)\ntoken {token}\n"


def test_a_restricted_page_is_named_and_not_shown(repo):
    repo.write(TREE | {"runbooks/disk.md": f"---\nvisibility: restricted\n---\n{PAGE}"})
    done = repo.run("check", "--diff")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "runbook-lint: runbooks/disk.md would change; it is restricted, so it is not shown\nWould fix 1 finding in 1 file\n"
    )


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(repo):
    repo.write(TREE | {"runbooks/a.md": PAGE})
    repo.root.joinpath("runbooks/disk.md").chmod(0o444)
    if os.access(repo.root / "runbooks/disk.md", os.W_OK):
        pytest.skip("whoever may write everything")
    done = repo.run("check", "--fix")
    assert (done.code, done.err) == (
        2, "runbook-lint: runbooks/disk.md: cannot be written: Permission denied; nothing was changed\n"
    )  # fmt: skip
    assert text(repo, "runbooks/a.md") == PAGE


def test_a_fix_that_was_not_written_is_no_promise(repo):
    repo.write({path: body for path, body in TREE.items() if path != "runbooks/disk.md"} | {"pages/disk.txt": PAGE})
    for name in ("disk", "alias"):  # two links to one text
        repo.root.joinpath(f"runbooks/{name}.md").symlink_to("../pages/disk.txt")
    done = repo.run("check", "--fix", "--format", "concise")
    assert done.out.splitlines()[-1] == (
        "2 fixes not written: it would change more than its place, or a file that is not to be touched"
    )


def test_the_machine_format_counts_what_was_fixed(repo):
    import json

    report = json.loads(repo.write(TREE).run("check", "--fix", "--format", "json").out)
    assert (report["summary"]["fixed"], report["summary"]["errors"], len(report["findings"])) == (1, 1, 1)


def test_git_says_where_a_page_went_and_what_a_page_that_was_moved_meant(repo):
    text_of = "Take the newest one.\n" * 9
    repo.write(
        {
            "runbook-lint.toml": CONFIG,
            "docs/restore.md": f"# Restore\n\nSee [setup](setup.md).\n\n{text_of}",
            "docs/setup.md": "# Setup\n",
            "docs/disk.md": "# Disk\n\nSee [restore](restore.md#restore) and [old](gone.md).\n",
        }
    )
    repo.git("init", "-q")
    for step in (("docs/restore.md", "docs/back.md"), ("docs/back.md", "docs/backup/bring back.md")):
        repo.git("add", "-A")
        repo.git("commit", "-qm", "pages")
        (repo.root / step[1]).parent.mkdir(exist_ok=True)
        repo.git("mv", *step)
    repo.git("commit", "-qm", "pages")
    done = repo.run("check", "--fix", "--format", "concise", "-q", "--select", "broken-link")
    assert done.out == 'docs/disk.md:3:57: LK001 "gone.md" does not exist\n'
    assert text(repo, "docs/disk.md") == "# Disk\n\nSee [restore](backup/bring%20back.md#restore) and [old](gone.md).\n"
    assert text(repo, "docs/backup/bring back.md").startswith("# Restore\n\nSee [setup](../setup.md).\n")


SECTIONS = {
    "a page of one kind, in the words and the level of its like, in their order": (
        "# Cart\n\nWhen carts are empty nobody can buy.\n\n### Checks\n\nLook.\n\n### Links\n\nNone.\n",
        "# Cart\n\nWhen carts are empty nobody can buy.\n\n### Checks\n\nLook.\n\n### How to fix\n\nTODO\n\n### Escalate\n\nTODO\n\n### Links\n\nNone.\n",
    ),
    "no blank lines, and no line end at the end": (
        "# Cart\nWhen carts are empty nobody can buy.\n## Checks\nLook.\n## How to fix\nRestart.\n## Notes\nNone.\n## Links\nNone.",
        "# Cart\nWhen carts are empty nobody can buy.\n## Checks\nLook.\n## How to fix\nRestart.\n\n## Escalate\n\nTODO\n\n## Notes\nNone.\n## Links\nNone.",
    ),
    "an underlined heading behind the place": (
        "# Cart\n\nWhen carts are empty nobody can buy.\n\n## Checks\n```\ndf\n```\nNotes\n-----\nNone.\n",
        "# Cart\n\nWhen carts are empty nobody can buy.\n\n## Checks\n```\ndf\n```\n\n## How to fix\n\nTODO\n\n## Escalate\n\nTODO\n\n## Links\n\nTODO\n\nNotes\n-----\nNone.\n",
    ),
    "a page that is bold leads all through is left alone": ("# Cart\n\n- **Checks**: look\n- **Escalate**: API\n",) * 2,
    "an open fence takes all that comes behind it": ("# Cart\n\nWhen carts are empty nobody can buy.\n\n## Checks\n\n```sh\ndf\n",) * 2,
}


@pytest.mark.parametrize(("before", "after"), SECTIONS.values(), ids=SECTIONS)
def test_missing_sections_are_begun(repo, before, after):
    config = '[rules.section-missing]\neverywhere = true\n'
    like = "# Like\n\nWhen it is slow nobody can buy.\n\n## How to fix\n\nA.\n\n## Escalate\n\nB.\n\n## Checks\n\nC.\n\n## Links\n\nD.\n"
    pages = {"runbooks/one.md": like, "runbooks/two.md": like, "runbooks/cart.md": before}
    repo.write({"runbook-lint.toml": f'select = ["section-missing", "placeholder-left"]\n{config}'} | pages)
    repo.run("check", "--fix")
    assert text(repo, "runbooks/cart.md") == before
    repo.run("check", "--fix", "--unsafe-fixes")
    assert text(repo, "runbooks/cart.md") == after
    again = repo.run("check", "--fix", "--unsafe-fixes", "-q", "--format", "concise").out
    assert text(repo, "runbooks/cart.md") == after
    assert again.count('"TODO" left in the text') == after.count("TODO")

"""Where a report goes: printed, into files, several at once, into the summary of a CI step."""

import json
import re

import pytest

BAD = {
    "runbook-lint.toml": 'select = ["owner-unknown"]\n',
    "services/teams.yaml": "teams:\n  API:\npeople:\n  jtsimmons: {}\n",
    "services/cart/service.yaml": "service: SVC-CART\nteam: API\nowner: jtsimons\n",
}
LINE = "services/cart/service.yaml:3:8: CT003 owner jtsimons is no known team or person\n"
COUNT = "1 error in 0 documents and 1 service\n"
TABLE = (
    "### runbook-lint\n\n1 error in 0 documents and 1 service\n\n"
    "| Severity | Place | Rule | Finding |\n|---|---|---|---|\n"
    "| error | {} | [CT003 owner-unknown](https://runbook-lint.github.io/runbook-lint/rules/owner-unknown/)"
    " | owner jtsimons is no known team or person<br>did you mean jtsimmons? |\n\n"
)


@pytest.fixture
def shop(repo):
    return repo.write(BAD)


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("option", [("-o", "out.txt"), ("--output-file", "out.txt"), ("--format", "concise:out.txt")])
def test_into_a_file(shop, option):
    done = shop.run("check", *(("--format", "concise") if "--format" not in option else ()), *option)
    assert (done.code, done.out, done.err) == (1, "", "")
    assert (shop.root / "out.txt").read_text() == LINE + COUNT
    assert names(shop.root) == sorted([*BAD, "out.txt"])


def test_a_file_is_replaced_and_its_folders_are_made(shop):
    for given in ("build/reports/out.json", str(shop.root / "build/reports/out.json")):
        assert shop.run("check", "--format", "json", "-o", given).out == ""
        assert json.loads((shop.root / "build/reports/out.json").read_text())["summary"]["errors"] == 1


def test_several_at_once(shop):
    done = shop.run("check", "--format", "concise", "--format", "sarif:out.sarif", "--format=junit:out/x.xml")
    assert (done.code, done.out) == (1, LINE + COUNT)
    assert json.loads((shop.root / "out.sarif").read_text())["runs"][0]["results"][0]["ruleId"] == "CT003"
    assert "<testsuites>" in (shop.root / "out/x.xml").read_text()


def test_a_dash_is_standard_output(shop):
    assert shop.run("check", "--format", "concise", "-o", "-").out == LINE + COUNT
    assert shop.run("check", "--format", "concise:-", "--format", "json", "-o", "x.json").out == LINE + COUNT


def test_files_have_no_colours_and_quiet_silences_what_is_printed(shop):
    args = ("check", "--format", "full", "--format", "grouped:out.txt")
    done = shop.run(*args, "-qq", env={"FORCE_COLOR": "1"})
    assert (done.code, done.out, done.err) == (1, "", "")
    assert (shop.root / "out.txt").read_text() == (
        f"services/cart/service.yaml\n  3:8  error    CT003  owner jtsimons is no known team or person\n\n{COUNT}"
    )


def test_statistics_go_to_a_file_as_well(shop):
    assert shop.run("check", "--statistics", "-o", "out.txt").out == ""
    assert (shop.root / "out.txt").read_text() == f"     1  CT003  owner-unknown\n{COUNT}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "json", "--format", "sarif"), "two formats to standard output, json and sarif; give one a file of its own: --format sarif:FILE"),
        (("--format", "json:-", "--format", "full"), "two formats to standard output, json and full; give one a file of its own: --format full:FILE"),
        (("--format", "json:a", "--format", "sarif:./a"), "two formats to a, json and sarif; give one a file of its own: --format sarif:FILE"),
        (("--format", "json", "--format", "sarif", "-o", "a"), "two formats to a, json and sarif; give one a file of its own: --format sarif:FILE"),
        (("--format", "sarif:"), "--format sarif:: no file behind the colon; name one, or leave the colon out"),
        (("--format", "yaml"), "--format yaml: no such format; there are: full, concise, grouped, json, json-lines, sarif, github, gitlab, junit, rdjson"),
        (("--format", "sarf:x"), "--format sarf:x: no such format; did you mean sarif?"),
        (("-o", ""), "--output-file: an empty name; name a file, or - to print"),
        (("-o", "services/teams.yaml"), "{root}/services/teams.yaml: is one of the files that are judged; write the report elsewhere"),
        (("-o", "runbook-lint.toml"), "{root}/runbook-lint.toml: is one of the files that are judged; write the report elsewhere"),
        (("-o", "services"), "{root}/services: cannot be written: not a file; nothing was changed"),
        (("-o", "/dev/full"), "/dev/full: cannot be written: not a file; nothing was changed"),
        (("-o", "services/teams.yaml/out"), "{root}/services/teams.yaml/out: cannot be written: File exists; nothing was changed"),
        (("--statistics", "--format", "full", "--format", "sarif:x"), "--statistics is for people; leave it out, or leave out --format sarif"),
        (("--watch", "--stdin-filename", "a.md"), "--watch looks at files; leave it out, or leave out --stdin-filename"),
    ],
)  # fmt: skip
def test_a_wrong_place_is_one_line_and_exit_2(shop, arguments, message):
    done = shop.run("check", *arguments)
    assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: {message.replace('{root}', str(shop.root))}\n")
    assert names(shop.root) == sorted(BAD)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
@pytest.mark.parametrize("form", ["json", "json-lines", "sarif", "github", "gitlab", "junit", "rdjson"])
def test_what_a_machine_reads_is_utf_8_wherever_it_is_printed(repo, form, encoding):
    """A pipe on Windows has another encoding by default, and reviewdog reads from one."""
    repo.write({"runbook-lint.toml": 'select = ["LK001"]\n', "docs/é😀.md": "# A\n\n[a](ñ😀.md)\n"})
    done = repo.run("check", "--format", form, "--format", f"{form}:out", env={"PYTHONIOENCODING": encoding})
    assert done.out == (repo.root / "out").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [["coverage"], ["template", "list"], ["due"]])
def test_so_is_what_other_commands_write_for_machines(repo, arguments):
    repo.write({"services/pay/service.yaml": "service: SVC-PAY\nname: Zahlungen für Fähren 🚢\nowner: API\ntier: 1\n"})
    plain, ascii = (repo.run(*arguments, "--format=json", env={"PYTHONIOENCODING": each}) for each in ("utf-8", "ascii"))
    assert (plain.code, ascii.out) == (0, plain.out)
    assert json.loads(ascii.out)["version"] == 1


def test_standard_output_by_its_other_name(shop):
    done = shop.run("check", "--format", "concise:/dev/stdout", "-q")
    assert (done.out, done.err) == (LINE, "")
    done = shop.run("check", "--format", "json", "--format", "full:/dev/stdout")
    assert done.err == "runbook-lint: two formats to standard output, json and full; give one a file of its own: --format full:FILE\n"


@pytest.mark.parametrize("form", ["full", "concise", "grouped"])
def test_no_line_for_people_is_a_command_to_the_runner_of_a_job(repo, form):
    """`::` begins one in GitHub's log, and `##[` is one wherever it stands, also in Azure's and TeamCity's."""
    page = "# A\n\n##[error](gone.md) ##vso[task.setvariable]\n"
    files = ("::error file=x::forged.md", " ::add-mask::x.md", "a::b.md")
    repo.write({"runbook-lint.toml": 'select = ["LK001"]\n', **dict.fromkeys(files, page)})
    for arguments in (("--format", form), ("--show-files",), ("##[error]x",)):
        done = repo.run("check", *arguments, env={"GITHUB_ACTIONS": "true"})
        lines = (done.out + done.err).splitlines()
        assert [line for line in lines if line.lstrip().startswith("::") or re.search(r"##\w*\[", line)] == []
    assert repo.run("check", "--show-files").out.splitlines() == ["./ ::add-mask::x.md", "./::error file=x::forged.md", "a::b.md"]
    assert "##vso[task" in repo.run("check", "--format", "full", env={"GITHUB_ACTIONS": ""}).out


def test_one_file_that_cannot_be_written_leaves_the_others_alone(shop):
    (shop.root / "a").write_text("as it was")
    done = shop.run("check", "--format", "json:a", "--format", "sarif:services", "--format", "concise")
    assert (done.code, done.out) == (2, "")
    assert (shop.root / "a").read_text() == "as it was"


def test_paths_without_a_document_make_an_empty_report(shop):
    shop.write({"main.py": "x = 1\n"})
    done = shop.run("check", "main.py", "--format", "gitlab", "--format", "concise:out.txt", "--format", "junit:x.xml")
    assert (done.code, done.out, done.err) == (0, "[]\n", "runbook-lint: no document in main.py\n")
    assert (shop.root / "out.txt").read_text() == "No findings in 0 documents and 0 services\n"
    assert '<testcase name="no findings"' in (shop.root / "x.xml").read_text()


def test_github_gets_a_table_behind_what_is_there(shop, tmp_path):
    place = tmp_path / "summary.md"
    place.write_text("before\n\n")
    env = {
        "GITHUB_STEP_SUMMARY": str(place),
        "GITHUB_SERVER_URL": "https://git.example",
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_SHA": "abc",
    }
    shop.run("check", "--format", "json", env=env)
    assert place.read_text() == "before\n\n"
    done = shop.run("check", "--format", "github", env=env)
    linked = "[services/cart/service.yaml:3](https://git.example/o/r/blob/abc/services/cart/service.yaml#L3)"
    assert place.read_text() == "before\n\n" + TABLE.format(linked)
    assert done.out == (
        "::error file=services/cart/service.yaml,line=3,endLine=3,col=8,endColumn=16,title=CT003 owner-unknown"
        "::services/cart/service.yaml:3:8: owner jtsimons is no known team or person%0Ahelp: did you mean jtsimmons?\n"
    )


def test_a_summary_that_cannot_be_written_is_told_and_no_failure(shop):
    env = {"GITHUB_STEP_SUMMARY": str(shop.root / "gone/summary.md"), "GITHUB_SHA": ""}
    done = shop.run("check", "--format", "github", env=env)
    assert done.code == 1
    assert done.err == (
        f"runbook-lint: no table in the step's summary: {shop.root}/gone/summary.md: No such file or directory\n"
    )


def test_a_folder_of_a_repository_is_named_from_its_root(repo):
    repo.git("init", "-q")
    repo.write({f"ops/{path}": text for path, text in BAD.items()})
    done = repo.run("check", "--format", "gitlab", "--format", "json:out.json", cwd="ops")
    assert json.loads(done.out)[0]["location"]["path"] == "ops/services/cart/service.yaml"
    ours = json.loads((repo.root / "ops/out.json").read_text())["findings"][0]
    assert ours["path"] == "services/cart/service.yaml"


def test_the_same_finding_in_two_folders_is_two_to_gitlab(repo):
    """Reports of several jobs are thrown together there, and of equal fingerprints one is kept."""
    repo.git("init", "-q")
    repo.write({f"{folder}/{path}": text for folder in ("a", "b") for path, text in BAD.items()})
    repo.write({"b/services/cart/service.yaml": "# moved\n" + BAD["services/cart/service.yaml"]} | BAD)
    seen = [json.loads(repo.run("check", "--format", "gitlab", cwd=cwd).out)[0]["fingerprint"] for cwd in ("a", "b", "a")]
    assert (len(set(seen)), seen[0], len(seen[1])) == (2, seen[2], 16)


PAGE = "# A\n\nSee [one](one.md).\n\nSee [two](two.md).\n\nSee [two](two.md).\n"


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        ("lines above", "# A\n", "# A\n\nMore.\n\nAnd more.\n"),
        ("another title", "# A\n", "# Another\n"),
        ("in a list now", "\nSee [one](one.md).\n", "\n   See  [one](one.md).  \n"),
        ("a new finding between", "\nSee [two]", "\n[three](three.md)\n\nSee [two]"),
        ("one more of the same", PAGE[-20:], PAGE[-20:] + "\nSee [two](two.md).\n"),
        ("another line ending", "\n", "\r\n"),
    ],
)
def test_what_gitlab_compares_survives_edits(repo, edit, old, new):
    """Each finding that was there keeps its fingerprint; what is new has one of its own."""

    def prints(text):
        done = repo.write({"docs/a.md": text.encode()}).run("check", "--select", "LK001", "--format", "gitlab")
        return [each["fingerprint"] for each in json.loads(done.out)]

    before, after = prints(PAGE), prints(PAGE.replace(old, new, -1 if "\r" in new else 1))
    assert len(set(before)) == 3
    assert set(before) <= set(after), edit
    assert len(set(after)) == len(after) == 3 + new.count("](") - old.count("](")


def test_what_is_said_of_a_whole_page_survives_another_title(repo):
    def prints(title):
        repo.write({"runbooks/a.md": f"# {title}\n\nText.\n"})
        done = repo.run("check", "--select", "RB001,FR004", "--config", 'rules.section-missing={everywhere=true}', "--format", "gitlab")
        return {each["check_name"]: each["fingerprint"] for each in json.loads(done.out)}

    before = prints("A")
    assert sorted(before) == ["review-date-missing", "section-missing"]
    assert prints("Another") == before
    assert len(set(before.values())) == 2


def test_findings_past_what_sarif_holds_are_told(repo):
    repo.write({"runbook-lint.toml": 'select = ["LK001"]\n', "docs/a.md": "# A\n\n" + "[a](b.md)\n\n" * 5001})
    done = repo.run("check", "--format", "sarif:out.sarif", "-q")
    assert done.err == "runbook-lint: sarif: the 5,000 most severe of 5,001 findings\n"
    assert len(json.loads((repo.root / "out.sarif").read_text())["runs"][0]["results"]) == 5000

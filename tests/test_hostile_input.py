"""A stranger's repository: links laid where we write, devices where we read, texts that are slow or strange to read."""

import json
import os
import re

import pytest
from conftest import Repo

from runbook_lint.model.suggest import near_miss, nearest
from runbook_lint.parse.drafting.new_plan import encoded_url
from runbook_lint.parse.lock import digest
from runbook_lint.rules import built_in_rules
from runbook_lint.testing import lint

RULES = "services/cart/alerts/cart.rules.yaml"
COPY = ".runbook-lint/imports/payments.json"
CATALOG = json.dumps({"version": 1, "name": "payments"})


def rules(*alerts: str) -> str:
    return "groups:\n- name: g\n  rules:\n" + "".join(alerts)


def alert(name: str = "A", **annotations: str) -> str:
    return f"  - alert: {name}\n    expr: up\n    annotations: {json.dumps(annotations)}\n"


def linked(repo: Repo, place: str, target: str) -> Repo:
    (repo.root / place).parent.mkdir(parents=True, exist_ok=True)
    (repo.root / place).unlink(missing_ok=True)
    (repo.root / place).symlink_to(target)
    return repo


@pytest.fixture
def importing(repo):
    repo.git("init", "-q")
    return repo.write({"runbook-lint.toml": '[imports]\npayments = "there.json"\n', "there.json": CATALOG, "a.md": "# A\n"})


@pytest.fixture
def alerting(repo):
    repo.git("init", "-q")
    return repo.write({"runbook-lint.toml": '[layout]\nplans = "plans/*.md"\n', RULES: rules(alert())})


@pytest.mark.parametrize(
    ("place", "target", "message"),
    [
        (COPY, "../../.git/config", ".git/config: belongs to git"),
        (COPY, "../../a.md", f"{COPY}: leads to a.md; remove the link"),
        (".runbook-lint/imports", "../.git/hooks", ".git/hooks/payments.json: belongs to git"),
        (COPY, "payments.json", "{root}/" + f"{COPY}: a link that leads to itself"),
        ("runbook-lint.lock", "nowhere", "runbook-lint.lock: leads to nowhere; remove the link"),
    ],
)
def test_sync_writes_through_no_link(importing, place, target, message):
    linked(importing, place, target)
    before = {path: path.read_bytes() for path in importing.root.rglob("*") if path.is_file()}
    done = importing.run("sync")
    assert (done.code, done.err) == (2, f"runbook-lint: {message.format(root=importing.root)}; nothing was changed\n")
    assert {path: path.read_bytes() for path in importing.root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("runbook-lint.lock", "runbook-lint.lock: cannot be read: not a file"),
        (COPY, f"import payments: {COPY} cannot be read: not a file"),
    ],
)
def test_a_device_is_not_read(importing, place, message):
    assert importing.run("sync").code == 0
    assert linked(importing, place, "/dev/zero").run("check").err == f"runbook-lint: {message}\n"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("/dev/zero", "/dev/zero: cannot be read: not a file"),
        ("pipe", "pipe: cannot be read: not a file"),
        ("\\u0000", "\\x00: no path: embedded null byte"),
    ],
)
def test_a_source_that_is_no_file(importing, source, message):
    os.mkfifo(importing.root / "pipe")
    importing.write({"runbook-lint.toml": f'[imports]\npayments = "{source}"\n'})
    assert importing.run("sync").err == f"runbook-lint: import payments: {message}; nothing was changed\n"


def test_half_a_surrogate_pair_in_a_catalogue(importing):
    importing.write({"there.json": CATALOG.replace("}", ', "commit": "\\ud83d", "people": ["\\ud83d"]}')})
    assert importing.run("sync").code == importing.run("sync", "--check").code == importing.run("check").code == 0


@pytest.mark.parametrize("text", ['{"version": 1}', '{"version": 1, "name": "x", "pages": [3]}'])
def test_a_copy_that_was_changed_with_its_lock(importing, text):
    assert importing.run("sync").code == 0
    lock = (importing.root / "runbook-lint.lock").read_text()
    importing.write({COPY: text, "runbook-lint.lock": lock.replace(digest(CATALOG.encode()), digest(text.encode()))})
    told = "runbook-lint: import payments: the copy is no catalogue; delete it, and run `runbook-lint sync`\n"
    assert importing.run("check").err == told
    (importing.root / COPY).unlink()
    assert importing.run("sync").code == importing.run("check").code == 0


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("../outside", "catalog.json: leads out of the repository"),
        (".git/config", ".git/config: belongs to git"),
        ("catalog.json", "{root}/catalog.json: a link that leads to itself"),
    ],
)
def test_export_writes_through_no_such_link(alerting, target, message):
    (alerting.root.parent / "outside").write_text("kept")
    config = (alerting.root / ".git/config").read_text()
    done = linked(alerting, "catalog.json", target).run("export", "-o", "catalog.json")
    assert (done.code, done.err) == (2, f"runbook-lint: {message.format(root=alerting.root)}; nothing was changed\n")
    assert (alerting.root.parent / "outside").read_text() == "kept"
    assert (alerting.root / ".git/config").read_text() == config


def test_a_pipe_or_device_keeps_its_place(alerting):
    pipe = alerting.root / "pipe"
    os.mkfifo(pipe)
    done = alerting.run("export", "-o", "pipe")
    assert done.err == f"runbook-lint: {pipe}: cannot be written: not a file; nothing was changed\n"
    assert pipe.is_fifo()


def test_new_arp_writes_not_among_gits_files(alerting):
    linked(alerting, "plans", ".git/hooks")
    assert alerting.run("new", "arp", "A").err == "runbook-lint: .git/hooks: belongs to git; nothing was changed\n"
    assert alerting.run("new", "arp", "A", "--output", ".git/a.md").code == 2
    assert not [*(alerting.root / ".git").rglob("*.md")]
    linked(alerting, "plans", "plans")
    assert alerting.run("new", "arp", "A").err.endswith("plans: a link that leads to itself; nothing was changed\n")


def test_new_arp_takes_no_fence_from_an_annotation(alerting):
    alerting.write({RULES: rules(alert(summary="down", description="~~~ js"))})
    assert "\n\\~\\~\\~ js\n" in alerting.run("new", "arp", "A", "--output", "-").out


@pytest.mark.parametrize(
    ("url", "encoded"),
    [
        ("https://x.example/a (b)?q={c}#é", "https://x.example/a%20%28b%29?q=%7Bc%7D#é"),
        ("https://x.example/\x1b]8;;\u202e\u3000\ud83d", "https://x.example/%1B]8;;%E2%80%AE%E3%80%80%3F"),
    ],
)
def test_an_address_in_a_page_moves_no_cursor(url, encoded):
    assert encoded_url(url) == encoded


def test_the_next_step_tells_no_secret(alerting):
    alerting.write({RULES: rules(alert(runbook_url="https://deploy:s3cr3tPw9x@git.corp.io/x"))})
    done = alerting.run("new", "arp", "A")
    assert (done.code, "s3cr3tPw9x" in done.out) == (0, False)
    done = alerting.run("payload", "--write", RULES)
    assert "s3cr3tPw9x" not in done.out + done.err


def test_odd_bytes_leave_as_text(alerting):
    alerting.write({RULES: rules('  - alert: "A\\ud83d"\n    expr: up\n')})
    assert alerting.run("export", "-o", "catalog.json").code == 0
    assert json.loads((alerting.root / "catalog.json").read_bytes())["alerts"][0]["name"] == "A\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    "arguments",
    [
        ("payload", "A", "--format", "alertmanager", "--config", "alerts.runbook_keys=[]"),
        ("payload", "A"),
    ],
)
def test_odd_settings_and_manifests_stop_nothing(alerting, arguments):
    manifest = 'service: SVC-CART\nteam: SHOP\nowner: SHOP\ntier: 1\nlast_reviewed: 2026-08-01\ncode: ["a\\0b"]\nwatch: ["a\\0b"]\n'
    alerting.write({"services/cart/service.yaml": manifest})
    assert alerting.run(*arguments).code == 0


def test_a_glob_holds_no_nul(alerting):
    done = alerting.run("check", "--config", r'layout.alert_rules="\u0000"')
    assert done.err == 'runbook-lint: --config: "layout.alert_rules": "\\x00" is no glob\n'


LABELS = "a".join(["{{ $labels.x }}"] * 30)


@pytest.mark.parametrize(
    "files",
    [
        {RULES: rules(alert(runbook_url=f"runbooks/{LABELS}.md")), f"runbooks/{'a' * 90}b.md": "# B\n"},
        {RULES: rules(alert(runbook_url=f"runbooks/b.md#{LABELS}z")), "runbooks/b.md": f"# B\n\n## {'a' * 90}\n"},
        {RULES: rules(alert(runbook_url="{{ " * 20_000, description="{{ " * 20_000))},
        {"a.md": f"# A\n\n[a]({'your-' * 5_000}x)\n"},
        {"a.md": f"# A\n\n[a]({'{{ x }}' * 5_000}\n"},
        {RULES: "---\n" * 50_000 + rules(alert())},
        {RULES: rules(*(f"  - alert: A{number}\n    # runbook-lint: ignore[ALL] x\n    expr: 'up'\n" for number in range(500)))},
    ],
    ids=["glob", "glob of anchors", "braces", "stand-in", "template", "documents", "comments"],
)  # fmt: skip
def test_it_comes_to_an_end(files):
    lint(files, built_in_rules())


def test_hints_among_thousands():
    names = [f"some-page-with-name-{number}.md" for number in range(5_000)]
    assert nearest("some-page-with-naame-4711.md", names) == "some-page-with-name-4711.md"
    assert near_miss("some-page-with-nmae-4711.md", names) == "some-page-with-name-4711.md"
    assert nearest("zebra", names) is None


def test_one_rule_that_cannot_be_written_to_does_not_stop_the_others(alerting):
    shared = "  - &b\n    alert: B\n    expr: up\n    annotations: &c {a: b}\n  - alert: C\n    expr: up\n    annotations: *c\n"
    alerting.write({RULES: rules(*(f"  - alert: A{number}\n    expr: up\n" for number in range(9)), shared)})
    names = [*(f"A{number}" for number in range(9)), "B", "C"]
    alerting.write({f"plans/{name}.md": f"# {name}\n\nThe cart is down.\n" for name in names})
    done = alerting.run("payload", "--write", RULES)
    assert (done.code, len(re.findall("added", done.out)), len(re.findall("not written", done.err))) == (1, 9, 2)

"""The editor server as an editor meets it: over its standard streams, on the example organisation."""

import json
import random
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT
from lsp_client import CAPABILITIES, Editor

pytest.importorskip("pygls", reason="the extra [server] is not installed")

RUNBOOK, MANIFEST, ALERTS = (
    "services/checkout/runbook.md", "services/checkout/service.yaml", "services/checkout/alerts/checkout.rules.yaml"
)  # fmt: skip
PLAN = "services/checkout/alerts/CheckoutErrorRateHigh.md"


@pytest.fixture
def island(tmp_path):
    """A copy of the example organisation, in git."""
    folder = tmp_path / "island"
    for name in ("services", "postmortems", "schemas"):
        shutil.copytree(ROOT / name, folder / name)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


@pytest.fixture
def start(island):
    """Start an editor in the example, as of a fixed day; what is still running at the end is ended."""
    running = []

    def started(*arguments, **named):
        running.append(Editor(named.pop("folder", island), "--today", "2026-11-21", *arguments, **named))
        return running[-1]

    yield started
    for editor in running:
        if editor.process.poll() is None:
            editor.process.kill()
        editor.process.wait()


def test_a_session(start, island):
    editor = start()
    assert editor.hello["serverInfo"]["name"] == "runbook-lint"
    editor.open(RUNBOOK)
    assert editor.diagnostics(RUNBOOK) == []

    # typing: the page's own rules at once, those across files after a pause
    line = "TODO: see [the plan](CheckoutErrorRateHigh.md), SVC-PAYMENTS and 🚢 [tides](../tides/runbook.md#cheks)."
    editor.change(RUNBOOK, editor.texts[RUNBOOK].replace("## Symptoms\n", f"## Symptoms\n\n{line}\n", 1))
    placeholder = (19, "placeholder-left", '"TODO" left in the text\nwrite what is missing, or take it out and open a ticket for it')
    assert editor.diagnostics(RUNBOOK) == [placeholder]
    link = (19, "broken-link", '"CheckoutErrorRateHigh.md" does not exist\ndid you mean alerts/CheckoutErrorRateHigh.md?')
    anchor = (19, "broken-anchor", 'services/tides/runbook.md has no anchor "cheks"\ndid you mean #checks?')
    assert editor.diagnostics(RUNBOOK) == [placeholder, link, anchor]

    # more typing above: what the others found moves along
    editor.change(RUNBOOK, editor.texts[RUNBOOK].replace("# Checkout\n", "# Checkout\n\nOne line more.\n", 1))
    assert [each[:2] for each in editor.diagnostics(RUNBOOK)] == [(21, "placeholder-left"), (21, "broken-link"), (21, "broken-anchor")]

    # hover, definition
    hover = editor.ask("textDocument/hover", **editor.at(RUNBOOK, "SVC-PAYMENTS"))
    assert hover["contents"]["value"].splitlines() == [
        "**SVC-PAYMENTS** Payments: Takes card payments through Tillgate and captures them when the boat has sailed.  ",
        "tier 1 · team API · owner akorhonen · https://rota.gannetsound.example/api · reviewed 2026-11-19",
    ]
    hover = editor.ask("textDocument/hover", **editor.at(RUNBOOK, "CheckoutErrorRateHigh.md), SVC"))
    alert, rule = hover["contents"]["value"].split("\n\n---\n\n")
    assert alert.startswith("**CheckoutErrorRateHigh** 2 rules · page/ticket · SVC-CHECKOUT · API")
    assert rule.startswith("**broken-link** (LK001): A link within the repository leads to")
    (place,) = editor.ask("textDocument/definition", **editor.at(RUNBOOK, "SVC-PAYMENTS"))
    assert (place["uri"], place["range"]["start"]["line"]) == (editor.uri("services/payments/service.yaml"), 1)
    (place,) = editor.ask("textDocument/definition", **editor.at(RUNBOOK, "../tides/runbook.md"))
    assert place["uri"] == editor.uri("services/tides/runbook.md")

    # completion, behind a character that is two units long
    editor.change(RUNBOOK, editor.texts[RUNBOOK].replace("#cheks", "#chec"))
    offers = editor.ask("textDocument/completion", **editor.at(RUNBOOK, "#chec", behind=True))
    (first, *_), behind = offers["items"], editor.at(RUNBOOK, "#chec", behind=True)["position"]
    assert first["textEdit"]["newText"] == "checks"
    assert first["textEdit"]["range"] == {"start": {**behind, "character": behind["character"] - 4}, "end": behind}

    # a quick fix, and all that is safe
    editor.change(RUNBOOK, editor.texts[RUNBOOK].replace("#chec)", "#checks)"))
    editor.diagnostics(RUNBOOK, lambda found: [each[1] for each in found] == ["placeholder-left", "broken-link"])
    fix, whole = editor.actions(RUNBOOK, "(CheckoutErrorRateHigh.md")
    assert (fix["title"], fix["kind"]) == ("Mend broken-link: did you mean alerts/CheckoutErrorRateHigh.md?", "quickfix")
    assert (fix["isPreferred"], fix["diagnostics"][0]["code"]) == (True, "broken-link")
    assert (whole["kind"], whole.get("edit")) == ("source.fixAll.runbook-lint", None)
    editor.change(RUNBOOK, editor.texts[RUNBOOK].replace("One line more.", "See [it](CheckoutErrorRateHigh.md)."))
    editor.diagnostics(RUNBOOK, lambda found: [each[1] for each in found].count("broken-link") == 2)
    editor.apply(editor.ask("codeAction/resolve", **whole)["edit"])
    assert editor.diagnostics(RUNBOOK, lambda found: len(found) == 1) == [(21, *placeholder[1:])]
    assert editor.texts[RUNBOOK].count("](CheckoutErrorRateHigh.md)") == 0

    # closed without saving: nothing is shown any more, and nothing was written
    editor.say("textDocument/didClose", textDocument={"uri": editor.uri(RUNBOOK)})
    del editor.versions[RUNBOOK]
    assert editor.diagnostics(RUNBOOK, lambda found: found == []) == []
    assert (island / RUNBOOK).read_bytes() == (ROOT / RUNBOOK).read_bytes()
    assert editor.leave() == 0
    assert editor.errors == []


def test_manifest_and_rule_file(start):
    editor = start()
    editor.open(MANIFEST)
    editor.open(ALERTS)
    editor.diagnostics(MANIFEST), editor.diagnostics(ALERTS)
    editor.change(MANIFEST, editor.texts[MANIFEST].replace("owner: jtsimmons", "owner: jtsimons"))
    (found,) = editor.diagnostics(MANIFEST, bool)
    assert (found[1], found[2].splitlines()[-1]) == ("owner-unknown", "did you mean jtsimmons?")
    editor.change(MANIFEST, editor.texts[MANIFEST].replace("owner: jtsimons", "owner: "))
    items = editor.ask("textDocument/completion", **editor.at(MANIFEST, "owner: ", behind=True))["items"]
    assert ["jtsimmons" in [each["label"] for each in items], items[0]["kind"]] == [True, 21]
    page = editor.ask("textDocument/definition", **editor.at(ALERTS, "services/checkout/alerts/CheckoutErrorRateHigh.md"))
    assert [each["uri"] for each in page] == [editor.uri(PLAN)]
    named = editor.ask("textDocument/definition", **editor.at(ALERTS, "CheckoutErrorRateHigh"))
    assert [each["uri"] for each in named] == [editor.uri(PLAN)]
    editor.change(ALERTS, editor.texts[ALERTS].replace("High.md#slow-burn", "High.md#slow-bun"))
    (found,) = editor.diagnostics(ALERTS, bool)
    assert found[1:] == ("alert-runbook-unresolved", "alert CheckoutErrorRateHigh leads to #slow-bun, which services/checkout/alerts/CheckoutErrorRateHigh.md does not have\ndid you mean #checkouterrorratehigh?")


def test_unsaved_text_of_one_page_counts_in_another(start):
    editor = start()
    editor.open(RUNBOOK)
    editor.open(PLAN, (editor.folder / PLAN).read_text(encoding="utf-8") + "\n[there](../runbook.md#new-heading)\n")
    (found,) = editor.diagnostics(PLAN, bool)
    assert found[1] == "broken-anchor"
    editor.change(RUNBOOK, editor.texts[RUNBOOK] + "\n## New heading\n\nText.\n")
    assert editor.diagnostics(PLAN, lambda found: not found) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_the_encoding_of_columns_is_the_editors(start, encoding):
    general = {"general": {"positionEncodings": [encoding]}}
    editor = start(capabilities={**CAPABILITIES, **general})
    assert editor.hello["capabilities"]["positionEncoding"] == encoding
    editor.open(RUNBOOK, "# Checkout\n\n🚢é [x](gone-away.md)\n")
    message = editor.wait(
        lambda each: each.get("method") == "textDocument/publishDiagnostics"
        and any(found["code"] == "broken-link" for found in each["params"]["diagnostics"])
    )
    (place,) = [each["range"] for each in message["params"]["diagnostics"] if each["code"] == "broken-link"]
    before = "🚢é [x]("
    start_ = {"utf-8": len(before.encode()), "utf-16": len(before) + 1, "utf-32": len(before)}[encoding]
    assert place == {"start": {"line": 2, "character": start_}, "end": {"line": 2, "character": start_ + 12}}


def test_a_broken_configuration_is_told_where_it_stands_and_waited_out(start, island):
    (island / "runbook-lint.toml").write_text('profil = "strict"\n', encoding="utf-8")
    editor = start()
    editor.open("runbook-lint.toml")
    editor.open(RUNBOOK, "# A\n\nTODO\n")
    told = 'runbook-lint.toml:1: unknown key "profil"; did you mean profile?'
    shown = editor.wait(lambda each: each.get("method") == "window/showMessage")["params"]
    assert shown == {"type": 1, "message": f"runbook-lint: {told}"}
    assert editor.diagnostics("runbook-lint.toml", bool) == [(1, "", told)]
    (island / "runbook-lint.toml").write_text('ignore = ["RB", "FR", "WV"]\n', encoding="utf-8")
    editor.say("textDocument/didSave", textDocument={"uri": editor.uri("runbook-lint.toml")})
    assert editor.diagnostics("runbook-lint.toml", lambda found: not found) == []
    editor.change(RUNBOOK, "# A\n\nTODO\n\n[x](gone-away.md)\n")
    assert [each[1] for each in editor.diagnostics(RUNBOOK, bool)] == ["broken-link"]
    (island / "runbook-lint.toml").write_text("[[\n", encoding="utf-8")
    editor.say("workspace/didChangeWatchedFiles", changes=[])
    assert editor.diagnostics("runbook-lint.toml", bool)[0][0] == 1
    editor.change(RUNBOOK, "# A\n\n[x](gone-away.md)\n")  # what held before holds on
    assert [each[:2] for each in editor.diagnostics(RUNBOOK, bool)] == [(3, "broken-link")]
    assert editor.leave() == 0


def test_a_baseline_and_what_git_ignores_are_respected(start, island):
    (island / "runbook-lint-baseline.json").unlink(missing_ok=True)
    page = "# A\n\nTODO\n"
    (island / "runbooks").mkdir()
    (island / "runbooks/old.md").write_text(page, encoding="utf-8")
    (island / "notes").mkdir()
    (island / "notes/mine.md").write_text(page, encoding="utf-8")
    (island / ".gitignore").write_text("notes/\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "runbook_lint", "baseline", "--today", "2026-11-21"], cwd=island, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    editor = start()
    editor.open("notes/mine.md")
    editor.open("runbooks/old.md")
    assert editor.diagnostics("runbooks/old.md") == []
    assert editor.diagnostics("notes/mine.md") == []
    editor.change("runbooks/old.md", page + "\nTBD\n")
    assert [each[:2] for each in editor.diagnostics("runbooks/old.md", bool)] == [(5, "placeholder-left")]


def test_several_folders_and_files_outside_of_them(start, island, tmp_path):
    other = tmp_path / "other"
    (other / "runbooks").mkdir(parents=True)
    (other / "runbooks/a.md").write_text("# A\n\nTODO\n", encoding="utf-8")
    (other / "runbook-lint.toml").write_text('extend-ignore = ["placeholder-left"]\n', encoding="utf-8")
    stray = tmp_path / "stray.md"
    stray.write_text("# A\n\nTODO\n", encoding="utf-8")
    editor = start(folders=[island, other])
    for uri in (stray.as_uri(), "untitled:Untitled-1", (other / "runbooks/a.md").as_uri()):
        editor.say("textDocument/didOpen", textDocument={"uri": uri, "languageId": "markdown", "version": 1, "text": "# A\n\nTODO [x](gone-away.md)\n"})
    editor.open(RUNBOOK, "# A\n\nTODO\n")
    assert "placeholder-left" in [each[1] for each in editor.diagnostics(RUNBOOK, bool)]
    wanted = (other / "runbooks/a.md").as_uri()
    message = editor.wait(lambda each: each.get("params", {}).get("uri") == wanted and each["params"]["diagnostics"])
    assert [each["code"] for each in message["params"]["diagnostics"]] == ["broken-link"]
    for uri in (stray.as_uri(), "untitled:Untitled-1"):
        assert editor.ask("textDocument/hover", textDocument={"uri": uri}, position={"line": 0, "character": 0}) is None
    assert [each for each in editor.kept if each.get("params", {}).get("uri") in (stray.as_uri(), "untitled:Untitled-1")] == []
    event = {"added": [], "removed": [{"uri": other.as_uri(), "name": "other"}]}
    editor.say("workspace/didChangeWorkspaceFolders", event=event)
    assert editor.wait(lambda each: each.get("params", {}).get("uri") == wanted)["params"]["diagnostics"] == []
    assert editor.leave() == 0


def test_without_a_folder_a_files_own_repository_counts(start):
    editor = start(folders=[])
    editor.open(RUNBOOK, "# A\n\n[x](../tides/runbook.md#gone-away)\n")
    assert "broken-anchor" in [each[1] for each in editor.diagnostics(RUNBOOK, bool)]


def test_nothing_malformed_ends_it(start):
    editor = start()
    editor.open(RUNBOOK)
    editor.diagnostics(RUNBOOK)
    uri = editor.uri(RUNBOOK)
    for message in (
        b"{",
        b"[]",
        b'"text"',
        b'{"jsonrpc": "2.0"}',
        b'{"jsonrpc": "2.0", "id": 900, "method": "textDocument/hover", "params": {"textDocument": 3}}',
        b'{"jsonrpc": "2.0", "id": 901, "method": "no/such", "params": {}}',
        b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {}}',
        json.dumps({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 12345}}).encode(),
    ):
        editor.send(message)
    assert editor.wait(lambda each: each.get("id") == 900)["error"]["message"] == "Invalid Params"
    assert editor.wait(lambda each: each.get("id") == 901)["error"]["message"] == "Method Not Found: no/such"
    assert not [each for each in editor.kept if each.get("method") == "window/showMessage"]
    editor.say("textDocument/didChange", textDocument={"uri": "file:///no/such.md", "version": 2}, contentChanges=[{"text": "x"}])
    editor.say("textDocument/didClose", textDocument={"uri": "file:///no/such.md"})
    editor.say("textDocument/didSave", textDocument={"uri": "file:///%00"})
    for odd in ("file://[bad/x.md", "file:", "untitled:Untitled-1", ""):
        place = {"textDocument": {"uri": odd}, "position": {"line": 0, "character": 0}}
        assert editor.ask("textDocument/hover", **place) is None
    for line, character in ((0, 9999), (99999, 0), (99999, 99999)):
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        for method in ("hover", "definition", "completion"):
            assert editor.ask(f"textDocument/{method}", **place) in (None, [])
    assert editor.ask("codeAction/resolve", title="x", data={"odd": 1}) == {"title": "x", "data": {"odd": 1}}
    editor.change(RUNBOOK, "# A\n\nTODO\n")
    assert "placeholder-left" in [each[1] for each in editor.diagnostics(RUNBOOK, bool)]
    assert editor.leave() == 0
    assert "Traceback" not in "".join(editor.errors)


def test_exit_codes(start, island):
    editor = start()
    editor.say("exit")
    assert editor.process.wait(60) == 1
    editor = start()
    editor.process.stdin.close()
    assert editor.process.wait(60) == 1
    editor = start()
    editor.open(RUNBOOK)
    editor.ask("shutdown")
    assert editor.ask("shutdown")["message"] == "Invalid Request"
    editor.say("exit")
    assert editor.process.wait(60) == 0


def test_standard_output_carries_messages_only(start, island):
    """A diagram's library prints on import: not into the stream that the editor reads."""
    editor = start()
    editor.open(RUNBOOK)
    editor.change(RUNBOOK, "# A\n\n```mermaid\nflowchart\n  A --> \n```\n")
    editor.diagnostics(RUNBOOK, bool)
    assert editor.leave() == 0


def test_an_editor_that_resolves_nothing_gets_the_edits_at_once(start):
    editor = start(capabilities={})
    editor.open(RUNBOOK, "# A\n\n[x](CheckoutErrorRateHigh.md)\n")
    editor.diagnostics(RUNBOOK, lambda found: "broken-link" in [each[1] for each in found])
    (whole,) = editor.actions(RUNBOOK, "[x]", only=["source.fixAll"])
    (edit,) = whole["edit"]["changes"][editor.uri(RUNBOOK)]
    assert edit["newText"] == "[x](alerts/CheckoutErrorRateHigh.md)\n"


def test_without_the_extra_it_says_what_to_install(repo):
    code = "import sys, importlib.util as u; find = u.find_spec; u.find_spec = lambda name: None if name == 'pygls' else find(name); sys.argv = ['runbook-lint', 'server']; from runbook_lint.app.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=repo.root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'runbook-lint: pygls is not installed; this needs the server extra: pip install "runbook-lint[server]"\n'


@pytest.mark.parametrize("corpus", ["dfds-postmortems", "moj-cloud-platform", "openshift-runbooks", "thanos-mixin"])
def test_what_a_keystroke_finds_is_what_a_whole_judgement_finds(corpora, tmp_path, corpus):
    """By the rules that look at the file alone; a letter more somewhere in each of thirty files."""
    from runbook_lint.app.editor.session import Session

    folder = tmp_path / corpus
    shutil.copytree(corpora / corpus, folder, symlinks=True)
    session, dice = Session(folder, today="2026-11-21"), random.Random(1)
    judged = session.judge(fresh=True)
    names = {rule.name for rule in judged.project.rules if rule.local}
    for path in dice.sample(sorted(judged.world.documents), min(30, len(judged.world.documents))):
        session.texts[path] = (folder / path).read_bytes().decode("utf-8-sig")
    session.judge(fresh=True)
    for path, text in session.texts.items():
        place = dice.randrange(len(text) + 1)
        session.texts[path] = text[:place] + "x" + text[place:]
    typed = {path: [each for each in session.findings(path) if each.name in names] for path in session.texts}
    session.judge(fresh=False)
    whole = {path: [each for each in session.findings(path) if each.name in names] for path in session.texts}
    assert [[shown(each) for each in typed[path]] for path in typed] == [[shown(each) for each in whole[path]] for path in typed]


def shown(finding):
    return finding.path, finding.span, finding.name, finding.message, finding.fix

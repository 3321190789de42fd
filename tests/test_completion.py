"""What stands behind Tab: asked of the shells themselves where they are installed, and of the protocol of each."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from test_start_up import HEAVY, imported, run

from runbook_lint.rules import built_in_rules

TREE = {
    "runbook-lint.toml": '[layout]\nalert_rules = ["rules/*.yaml", "rules/*.json"]\n',
    "services/cart/service.yaml": "service: SVC-CART\nteam: API\nname: The cart, of all things\n",
    "services/user/service.yaml": "service: SVC-USER\nteam: API\n",
    "rules/a.yaml": "groups:\n- name: a\n  rules:\n  - alert: CartSlow\n    expr: 1\n  - expr: 1\n    'alert': \"CartGone\"\n",
    "rules/records.yaml": "groups:\n- name: b\n  rules:\n  - record: a:b\n    expr: 1\n",
    "rules/alerts.json": '{"version": 1, "alerts": [{"name": "CartOdd", "severity": "page"}]}',
}


@pytest.fixture
def shop(repo, tmp_path):
    """A repository, and both commands on the PATH."""
    for name, function in (("runbook-lint", "main"), ("postmortem", "postmortem")):
        place = tmp_path / "bin" / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from runbook_lint.app.cli import {function} as f; f()" "$@"\n')
        place.chmod(0o755)
    repo.path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    return repo.write(TREE)


def shell(shop, *command):
    done = subprocess.run(command, cwd=shop.root, env={**os.environ, "PATH": shop.path}, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


def offered(shop, *words, shell="bash"):
    env = {"_RUNBOOK_LINT_COMPLETE": f"{shell}_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    if words[-1] == "":
        env["COMP_WORDS"] += "''"
    done = shop.run(env=env)
    assert (done.code, done.err) == (0, "")
    return [line for line in done.out.splitlines() if line]  # nothing to offer is an empty line


CASES = [
    (("sch",), ["schema"]),
    (("--ver",), ["--version"]),
    (("check", "--outp"), ["--output-file"]),
    (("check", "--format", "js"), ["json", "json-lines"]),
    (("check", "--select", "broken-"), ["broken-link", "broken-anchor"]),
    (("check", "--select", "RB,CT00"), [f"RB,CT00{number}" for number in range(1, 10)]),
    (("check", "--extend-ignore", "R"), [*(rule.code for rule in built_in_rules() if rule.family == "RB"), "RB"]),
    (("rule", "owner"), ["owner-unknown"]),
    (("rule", "CT003"), ["CT003"]),
    (("schema", "find"), ["findings", "findings-lines"]),
    (("payload", "Cart"), ["CartGone", "CartOdd", "CartSlow"]),
    (("new", "arp", "CartS"), ["CartSlow"]),
    (("new", "runbook", "--service", "SVC-"), ["SVC-CART", "SVC-USER"]),
    (("postmortem", "list", "--service", "SVC-U"), ["SVC-USER"]),
    (("site", "generate", "--print", "SVC-C"), ["SVC-CART"]),
    (("completion", "f"), ["fish"]),
    (("payload", "Nothing"), []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "names"), CASES, ids=str)
def test_what_is_offered(shop, words, names):
    assert [line.removeprefix("plain,") for line in offered(shop, "runbook-lint", *words)] == names


def test_paths_are_the_shells_own(shop):
    assert offered(shop, "runbook-lint", "check", "serv") == ["file,serv"]
    assert offered(shop, "runbook-lint", "check", "--format", "sarif:o") == ["file,sarif:o"]
    assert offered(shop, "runbook-lint", "check", "-o", "out") == ["file,out"]
    assert offered(shop, "runbook-lint", "check", "--config", "runb") == ["file,runb"]
    assert offered(shop, "runbook-lint", "check", "--folder", "serv") == ["dir,serv"]


def test_an_option_and_its_value_in_one_word(shop):
    """zsh puts what is offered in the place of the word."""
    words = ("runbook-lint", "check", "--format=json-")
    told = "one JSON object a line, the summary last, version 1"
    assert offered(shop, *words, shell="zsh") == ["plain", "--format=json-lines", told]
    assert offered(shop, "runbook-lint", "check", "--profile=s", shell="zsh") == ["plain", "--profile=strict", "_"]


def test_a_name_that_a_shell_would_run_is_not_offered(shop):
    names = ["$(reboot)", "`reboot`", "a;reboot", "a*", "a b", "a\\", "a|b", "Cart>x", "Gut", "Über.all:1"]
    shop.write({"rules/a.yaml": "".join(f"- alert: {name}\n" for name in names)})
    shop.write({"rules/alerts.json": json.dumps({"version": 1, "alerts": [{"name": f"J{name}"} for name in names]})})
    shop.write({"services/cart/service.yaml": 'service: SVC-CART\nteam: API\nname: "x\\nplain,evil"\n'})
    assert offered(shop, "runbook-lint", "payload", "") == ["plain,Gut", "plain,JGut", "plain,JÜber.all:1", "plain,Über.all:1"]
    told = offered(shop, "runbook-lint", "new", "runbook", "--service", "SVC-C", shell="zsh")
    assert told == ["plain", "SVC-CART", "x\\nplain,evil"]


def test_zsh_and_fish_are_told_what_each_is(shop):
    assert offered(shop, "runbook-lint", "payload", "CartS", shell="zsh") == ["plain", "CartSlow", "rules/a.yaml"]
    told = offered(shop, "runbook-lint", "new", "runbook", "--service", "SVC-C", shell="zsh")
    assert told == ["plain", "SVC-CART", "The cart, of all things"]


@pytest.mark.parametrize("config", ["x = \n", "[layout]\nalert_rules = 3\n"])
def test_what_is_broken_is_not_told_while_typing(shop, config):
    shop.write({"runbook-lint.toml": config})
    assert offered(shop, "runbook-lint", "payload", "Cart") == []
    assert offered(shop, "runbook-lint", "rule", "owner-") == ["plain,owner-unknown"]


def test_a_script_for_both_commands(shop):
    for name in ("bash", "zsh", "fish"):
        done = shop.run("completion", name)
        assert (done.code, done.err) == (0, "")
        assert "_RUNBOOK_LINT_COMPLETE" in done.out
        assert "_POSTMORTEM_COMPLETE" in done.out
    done = shop.run("completion", "tcsh")
    assert done.code == 2
    assert done.err.startswith("runbook-lint: Invalid value for 'bash|zsh|fish': 'tcsh' is not one of")


BASH = """
source <(runbook-lint completion bash)
complete -p runbook-lint postmortem
ask() {{ COMPREPLY=(); COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); "$(complete -p "$1" | sed 's/.*-F //; s/ .*//')" "$1"; echo "${{COMPREPLY[@]}}"; }}
{}
"""


def test_bash(shop):
    asked = "ask runbook-lint check --format js\nask runbook-lint check --select RB,owner\nask postmortem list --service SVC-U"
    asked += "\nask runbook-lint check --profile = strict --format = js\nask runbook-lint check --fail-on =\nask runbook-lint =j"
    assert shell(shop, "bash", "--norc", "-c", BASH.format(asked)) == [
        "complete -o nosort -F _runbook_lint_completion runbook-lint",
        "complete -o nosort -F _postmortem_completion postmortem",
        "json json-lines",
        "RB,owner-unknown",
        "SVC-USER",
        "json json-lines",
        "info warning error",
        "",
    ]


@pytest.mark.skipif(not shutil.which("zsh") and not os.environ.get("CI"), reason="zsh is not installed")
def test_zsh(shop):
    script = "autoload -Uz compinit; compinit -D -u; source <(runbook-lint completion zsh); echo $_comps[runbook-lint] $_comps[postmortem]"
    assert shell(shop, "zsh", "-f", "-c", script) == ["_runbook_lint_completion _postmortem_completion"]


@pytest.mark.skipif(not shutil.which("fish") and not os.environ.get("CI"), reason="fish is not installed")
def test_fish(shop):
    script = 'runbook-lint completion fish | source; complete -C "runbook-lint rule owner"; complete -C "runbook-lint check --format=js"'
    told = [line.split("\t")[0] for line in shell(shop, "fish", "--no-config", "-c", script)]
    assert told == ["owner-unknown", "--format=json", "--format=json-lines"]


@pytest.mark.parametrize(
    ("words", "heavy"),
    [("ch", set()), ("check --format j", {"pathspec"}), ("rule own", {"pathspec"}), ("payload Cart", {"pathspec"})],
)
def test_typing_waits_for_no_engine(repo, words, heavy):
    repo.write({"services/cart/alerts/a.rules.yaml": TREE["rules/a.yaml"]})
    asked = {"_RUNBOOK_LINT_COMPLETE": "bash_complete", "COMP_WORDS": f"runbook-lint {words}", "COMP_CWORD": str(words.count(" ") + 1)}
    modules = imported(f"import os\nos.environ |= {asked!r}\n{run()}", repo.root)
    assert {name for name in HEAVY if name in modules} <= heavy

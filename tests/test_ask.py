"""Questions at a terminal: defaults, choices by name and number, errors that ask again, answers that are taken back."""

import os
import select
import signal
import subprocess
import sys
import time

import click
import pytest
from click.testing import CliRunner

from runbook_lint.app.ask import Question, ask, ask_all
from runbook_lint.model.errors import UsageError

COLOURS = {"RED": "like a rose", "GREEN": "like grass"}


def read(text):
    if text.startswith("r"):
        return "RED"
    raise UsageError(f"no colour {text}")


def asked(given, **arguments):
    """The answer, and what was said on the way."""

    @click.command()
    def command():
        click.echo(ask("Colour", **arguments))

    done = CliRunner().invoke(command, input=given)
    return done.stdout.strip(), done.stderr


@pytest.mark.parametrize(
    ("given", "arguments", "answer"),
    [
        ("blue\n", {}, "blue"),
        ("\n", {"default": "blue"}, "blue"),
        ("\n", {"required": False}, ""),
        ("red\n", {"choices": COLOURS}, "RED"),
        ("2\n", {"choices": COLOURS}, "GREEN"),
        ("g\n", {"choices": COLOURS}, "GREEN"),
        ("rose\n", {"choices": COLOURS, "complete": read}, "RED"),
        ("1, green,\n", {"choices": COLOURS, "several": True}, "RED, GREEN"),
        ("red,1\n", {"choices": COLOURS, "several": True}, "RED"),
        ("\n\nblue\n", {}, "blue"),
        ("rde\nred\n", {"choices": COLOURS}, "RED"),
        ("blue\nr\n", {"complete": read}, "RED"),
    ],
)
def test_answers(given, arguments, answer):
    assert asked(given, **arguments)[0] == answer


@pytest.mark.parametrize(
    ("given", "arguments", "said"),
    [
        ("\nx\n", {}, "Colour: \n  an answer is needed; Ctrl-C stops, and nothing is written\nColour: "),
        ("greem\n1\n", {"choices": COLOURS}, "  greem is none of the choices; did you mean GREEN?\n"),
        ("blue\nr\n", {"complete": read}, "  no colour blue\n"),
        ("1\n", {"choices": COLOURS}, "   1  RED    like a rose\n   2  GREEN  like grass\n"),
        ("a\n", {"choices": [f"C{n}" for n in range(14)], "complete": str.upper}, "      and 2 more; Tab completes a name\n"),
        ("1\n", {"choices": {"A\x1b[2J": "\u202eB"}}, "   1  A\\x1b[2J  \\u202eB\n"),
    ],
)
def test_what_is_said(given, arguments, said):
    assert said in asked(given, **arguments)[1]


def test_an_answer_can_be_corrected():
    @click.command()
    def command():
        click.echo(ask_all([Question("a", "First"), Question("b", "Second", required=False)]))

    done = CliRunner().invoke(command, input="one\n\n2\ntwo\n9\n\n")
    assert done.stdout == "{'a': 'one', 'b': 'two'}\n"
    assert "  1  First: one\n  2  Second: -\n" in done.stderr
    assert "  give a number from 1 to 2, or nothing\n" in done.stderr


def test_the_end_of_the_input_stops():
    @click.command()
    def command():
        ask("Colour")

    assert CliRunner().invoke(command, input="").exit_code == 1


class Terminal:
    """`runbook-lint …` behind a real terminal."""

    def __init__(self, root, *arguments):
        import pty

        self.main, side = pty.openpty()
        command = [sys.executable, "-m", "runbook_lint", *arguments]
        self.process = subprocess.Popen(
            command, cwd=root, stdin=side, stdout=side, stderr=side, start_new_session=True,
            env={**os.environ, "TERM": "dumb", "NO_COLOR": "1"},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
        )  # fmt: skip
        os.close(side)
        self.said = ""

    def until(self, text, seconds=60):
        end = time.monotonic() + seconds
        while text not in self.said and time.monotonic() < end:
            ready, _, _ = select.select([self.main], [], [], 0.2)
            if ready:
                try:
                    self.said += os.read(self.main, 4096).decode()
                except OSError:  # the other side is gone
                    break
        assert text in self.said, self.said
        self.said = self.said.partition(text)[2]

    def answer(self, question, text):
        self.until(question)
        os.write(self.main, f"{text}\n".encode())

    def end(self):
        code = self.process.wait(60)
        os.close(self.main)
        return code


@pytest.fixture
def shop(repo):
    pytest.importorskip("pty", reason="this system has no terminals of its own to give")
    teams = "teams: {SHOP: {name: Shop}}\npeople: {ann: {name: Ann}}\n"
    cart = "service: SVC-CART\nname: Cart\nteam: SHOP\n"
    return repo.write({"services/teams.yaml": teams, "services/cart/service.yaml": cart})


def test_a_service_is_asked_for(shop):
    terminal = Terminal(shop.root, "new", "service", "--today", "2026-09-01")
    terminal.answer("What people call it:", "Gift cards")
    terminal.answer("Its id (empty: made from the name):", "")
    terminal.answer("What it does, in a sentence:", "Sells gifts")
    terminal.answer("The team that runs it:", "SHOOP")
    terminal.until("no team SHOOP; did you mean SHOP?")
    terminal.answer("The team that runs it:", "1")
    terminal.answer("Who answers for it:", "Ann")
    terminal.answer("How much it matters [3]:", "")
    terminal.answer("What it needs, separated by commas:", "cart")
    terminal.answer("Enter writes it; a number changes that answer:", "3")
    terminal.answer("What it does, in a sentence [Sells gifts]:", "Sells cards")
    terminal.answer("Enter writes it; a number changes that answer:", "")
    terminal.until("services/gift-cards/runbook.md: written")
    assert terminal.end() == 0
    assert (shop.root / "services/gift-cards/service.yaml").read_text().splitlines()[1:] == [
        "service: SVC-GIFT-CARDS", "name: Gift cards", "description: Sells cards", "team: SHOP", "owner: ann", "tier: 3",
        "last_reviewed: 2026-09-01", "depends_on:", "  - SVC-CART",
    ]  # fmt: skip


def test_stopping_leaves_nothing(shop):
    before = sorted(shop.root.rglob("*"))
    terminal = Terminal(shop.root, "new", "comms")
    terminal.answer("Id of the incident:", "INC-7")
    terminal.until("Who reads it:")
    time.sleep(0.5)  # until it waits for an answer
    os.killpg(terminal.process.pid, signal.SIGINT)
    terminal.until("runbook-lint: stopped")
    assert terminal.end() == 2
    assert sorted(shop.root.rglob("*")) == before


def test_a_runbook_asks_for_its_service(shop):
    terminal = Terminal(shop.root, "new", "runbook", "--today", "2026-09-01")
    terminal.answer("The service:", "1")
    terminal.until("services/cart/runbook.md: written")
    assert terminal.end() == 0

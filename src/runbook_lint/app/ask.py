"""Questions to a person at a terminal: few, with a default, and an answer can be taken back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import click

from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.render.text import visible

_SHOWN = 12
"""Choices that are listed; of more, the rest is left to the Tab key."""

Choices = Mapping[str, str] | Sequence[str]
"""What may be answered: names, or names with what each is called."""
Complete = Callable[[str], str]
"""From what was typed to what is meant; raises UsageError with what to say where that is nothing."""


@dataclass(frozen=True)
class Question:
    """One question of several; `key` names its answer. With `several`, answers are separated by commas."""

    key: str
    text: str
    default: str = ""
    choices: Choices = ()
    complete: Complete | None = None
    required: bool = True
    several: bool = False


def can_ask() -> bool:
    """Whether somebody sits there: a terminal on both sides."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(
    question: str,
    default: str = "",
    choices: Choices = (),
    complete: Complete | None = None,
    required: bool = True,
    several: bool = False,
) -> str:
    """The answer to one question, on stderr, asked again until it can be taken; "" only where none is required.

    A choice may be answered by its name in any case, by its number, or by what `complete` makes of the text.
    Without `complete`, only choices are taken where there are any.
    """
    _list(choices)
    while True:
        with _completion(choices):
            typed = click.prompt(
                visible(question), default=default, show_default=bool(default), err=True, type=str
            ).strip()
        try:
            answer = _answer(typed, choices, complete, several)
        except UsageError as error:
            click.echo(visible(f"  {error}"), err=True)
            continue
        if answer or not required:
            return answer
        click.echo("  an answer is needed; Ctrl-C stops, and nothing is written", err=True)


def ask_all(questions: Sequence[Question]) -> dict[str, str]:
    """The answers by key, shown once more at the end so that each can be corrected before anything is written."""
    answers = {each.key: _asked(each, each.default) for each in questions}
    while questions:
        click.echo("", err=True)
        for number, each in enumerate(questions, 1):
            click.echo(visible(f"  {number}  {each.text}: {answers[each.key] or '-'}"), err=True)
        typed = click.prompt("Enter writes it; a number changes that answer", default="", show_default=False, err=True)
        if not typed.strip():
            break
        if typed.strip().isdecimal() and 1 <= int(typed) <= len(questions):
            chosen = questions[int(typed) - 1]
            answers[chosen.key] = _asked(chosen, answers[chosen.key])
        else:
            click.echo(f"  give a number from 1 to {len(questions)}, or nothing", err=True)
    return answers


def _asked(question: Question, default: str) -> str:
    return ask(question.text, default, question.choices, question.complete, question.required, question.several)


def _list(choices: Choices) -> None:
    names = list(choices)
    width = max((len(name) for name in names[:_SHOWN]), default=0)
    for number, name in enumerate(names[:_SHOWN], 1):
        said = choices[name] if isinstance(choices, Mapping) else ""
        lead = f"{number:>2}" if _counted(names) else "  "
        click.echo(visible(f"  {lead}  {name:<{width}}  {said}".rstrip()), err=True)
    if len(names) > _SHOWN:
        click.echo(f"      and {len(names) - _SHOWN:,} more; Tab completes a name", err=True)


def _counted(names: Sequence[str]) -> bool:
    """Whether choices have numbers: not where their names end in numbers of their own, which somebody may type."""
    return not all(name[-1:].isdecimal() for name in names)


def _answer(typed: str, choices: Choices, complete: Complete | None, several: bool) -> str:
    if not several:
        return _one(typed, choices, complete)
    parts = [part.strip() for part in typed.split(",")]
    return ", ".join(dict.fromkeys(_one(part, choices, complete) for part in parts if part))


def _one(typed: str, choices: Choices, complete: Complete | None) -> str:
    names = list(choices)
    if _counted(names) and typed.isdecimal() and 1 <= int(typed) <= min(len(names), _SHOWN) and typed not in names:
        return names[int(typed) - 1]
    same = [name for name in names if name.casefold() == typed.casefold()]
    if same or not typed:
        return same[0] if same else ""
    if complete is not None:
        return complete(typed)
    begun = [name for name in names if name.casefold().startswith(typed.casefold())]
    if not names or len(begun) == 1:
        return begun[0] if begun else typed
    raise UsageError(f"{typed} is none of the choices; {did_you_mean(typed, names) or 'give a name or a number'}")


@contextmanager
def _completion(choices: Choices) -> Iterator[None]:
    """The Tab key completes names of choices, where the system has a readline."""
    names = sorted(choices)
    try:
        import readline
    except ImportError:
        names = []
    if not names:
        yield
        return

    def completed(text: str, state: int) -> str | None:
        fitting = [name for name in names if name.casefold().startswith(text.casefold())]
        return fitting[state] if state < len(fitting) else None

    before = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(completed)
    readline.set_completer_delims(" ,")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before[0])
        readline.set_completer_delims(before[1])

"""The command line: one group, one file per command, one place where errors become a line and an exit status."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click

from runbook_lint import __version__
from runbook_lint.app.lazy_group import LazyGroup
from runbook_lint.model.errors import UsageError

COMMANDS = {
    "check": "Judge service manifests, runbooks and the pages around them.",
    "merge": "Put together what `check --shard` found on several machines.",
    "init": "Take up a repository that is there already: find its layout, write the configuration.",
    "baseline": "Accept today's findings, so that check shows only what is new.",
    "rule": "Explain one rule, or list all.",
    "reviewed": "Stamp pages or manifests as reviewed, and change no other byte.",
    "coverage": "What each service has, and what its next level needs.",
    "payload": "What an alert tells the person it wakes, as text, for Slack, Alertmanager or a script.",
    "new": "Write a new page, filled in as far as the repository knows.",
    "template": "The templates of new pages: list them, show one, or keep one of your own.",
    "postmortem": "Write postmortems, list them, and track their actions to the end.",
    "due": "What is overdue or due soon: reviews, actions, plans, waivers, drafts of postmortems.",
    "links": "Ask for the links to the outside, and remember which are dead.",
    "site": "Build the site of all this: services, runbooks, alerts, postmortems; serve it while you write.",
    "export": "Write catalog.json for other repositories to import.",
    "sync": "Fetch and pin the catalogues of other repositories.",
    "schema": "Print a JSON Schema.",
    "server": "Serve an editor: findings while you type, fixes, hover, completion, go to definition.",
    "clean": "Remove what was remembered of files, and nothing else.",
    "completion": "Make bash, zsh or fish complete commands, rules, services and alerts.",
}


@click.group(
    cls=LazyGroup,
    commands_of="runbook_lint.app.commands",
    summaries=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="runbook-lint", message="%(prog)s %(version)s")
def cli() -> None:
    """Keep service manifests, runbooks and postmortems true."""


def main() -> None:
    """Run the command line; exit 0 clean, 1 findings, 2 a usage, configuration or internal error."""
    _run(cli, "runbook-lint")


def postmortem() -> None:
    """`postmortem …`, the same as `runbook-lint postmortem …`."""
    _run(import_module("runbook_lint.app.commands.postmortem").command, "postmortem")


def _run(group: click.Command, name: str) -> None:
    gc.set_threshold(1_000_000)  # nearly all that we make is kept to the end: looking for what is not finds little
    _prepare_streams()
    try:
        Path.cwd()
        if f"_{name.replace('-', '_').upper()}_COMPLETE" in os.environ:
            import_module("runbook_lint.app.shells").teach()
        code = group.main(prog_name=name, standalone_mode=False)
        sys.stdout.flush()
    except UsageError as error:
        code = _fail(str(error))
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.format_message(), file=sys.stderr)
        code = 2
    except click.exceptions.Abort:
        code = _fail("stopped")
    except click.ClickException as error:
        hint = f" (see {error.ctx.command_path} --help)" if isinstance(error, click.UsageError) and error.ctx else ""
        code = _fail(error.format_message().rstrip(".") + hint)
    except BrokenPipeError:
        _forget_output()
        code = int("check" in sys.argv[1:2])  # whoever stopped reading has not seen that all is well
    except OSError as error:
        _forget_output()
        code = _fail(f"{error.filename or 'the output'}: {error.strerror}")
    except Exception as error:  # the last resort: a bug is ours, and still no traceback
        if os.environ.get("RUNBOOK_LINT_TRACEBACK"):
            raise
        code = _fail(
            f"internal error: {type(error).__name__}: {error}; this is a bug, please report it "
            "(RUNBOOK_LINT_TRACEBACK=1 shows where)"
        )
    gc.freeze()  # nor does Python look through it all when it ends
    sys.exit(code if isinstance(code, int) else 0)


def _prepare_streams() -> None:
    """Streams that were closed lead nowhere; the others print what they can of any text."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # kept open to the end
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # both are text streams


def _forget_output() -> None:
    """What is still buffered for a stream that takes no more must not fail again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _fail(message: str) -> int:
    from runbook_lint.app.terminal import for_log
    from runbook_lint.render.text import visible

    with suppress(OSError):
        print(for_log(f"runbook-lint: {visible(message)}"), file=sys.stderr, flush=True)
    return 2

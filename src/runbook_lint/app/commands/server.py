"""`runbook-lint server`."""

from __future__ import annotations

import gc
from importlib.util import find_spec

import click

from runbook_lint.app.commands.options import project_options
from runbook_lint.model.errors import UsageError


@click.command("server")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output; it does so anyway.")
@project_options
def command(config: tuple[str, ...], today: str | None, stdio: bool) -> int:
    """Serve an editor: findings while you type, fixes, hover, completion, go to definition (LSP, standard input).

    An editor starts it; docs/howto/editor.md says how. Exit status: 0 ended by the editor, 1 the editor was gone.
    """
    if find_spec("pygls") is None:
        raise UsageError('pygls is not installed; this needs the server extra: pip install "runbook-lint[server]"')
    from runbook_lint.app.editor.server import serve
    from runbook_lint.app.watch import LIVES_LONG

    gc.set_threshold(LIVES_LONG)
    return serve(config, today)

"""`python -m runbook_lint`, the same as the `runbook-lint` command."""

from runbook_lint.app.cli import main

if __name__ == "__main__":
    main()

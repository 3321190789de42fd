"""The commands of `runbook-lint site`, one file each."""

"""`runbook-lint new …`: a page or a manifest that is not there yet."""

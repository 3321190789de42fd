# Two commands do all set-up by themselves: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
TODAY := 2026-11-21

.PHONY: demo test lint types contract generated tests speed generate clean help

help:            ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("runbook-lint needs Python 3.11 or later; name one: make PYTHON=python3.11 ...") if sys.version_info < (3, 11) else 0'
	@echo "Setting up .venv (once, about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

demo: .venv/ready  ## lint the example organisation, then break a copy of it and lint that
	@$(BIN)/python tools/demo.py

test: lint types contract generated tests  ## everything that CI runs

lint: .venv/ready
	@$(BIN)/ruff check .
	@$(BIN)/runbook-lint check --profile strict --fail-on info --today $(TODAY) -q

types: .venv/ready
	@$(BIN)/mypy

contract: .venv/ready
	@$(BIN)/lint-imports --no-cache

generated: .venv/ready  ## fail where a generated file is not current
	@$(BIN)/python tools/generate.py --check

tests: .venv/ready
	@$(BIN)/pytest -n auto

.peers/ready: bench/peers.txt
	@$(PYTHON) -m venv .peers
	@.peers/bin/pip install --quiet --disable-pip-version-check --requirement bench/peers.txt
	@touch $@

speed: .venv/ready .peers/ready  ## hold check against its peers: at most twice what docs/performance.md says
	@$(BIN)/python bench/speed.py --peers .peers/bin --turns 3 --gate docs/performance.md 100

generate: .venv/ready  ## write the generated files
	@$(BIN)/python tools/generate.py

clean:           ## remove what the targets made
	rm -rf .venv .peers build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .runbook_lint_cache

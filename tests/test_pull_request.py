"""One pull request, end to end: an alert of a rendered Helm chart here, its page in another repository there.

Nobody wrote a manifest here. The other repository exports its catalogue, this one imports it, and
`check` knows whether the page exists, has the section, and answers the five questions.
"""

import json

import pytest
from conftest import Repo

PLAN = """\
# PaymentsQueueStuck

- **What broke**: card payments wait in the queue and are not sent to the bank
- **Impact**: travellers pay and get no ticket
- **Verify**: `queuectl depth payments` shows more than 500
- **Try first**: restart the sender with `kubectl rollout restart deploy/payments-sender`
- **Call**: PURSER on call

## Meaning

The sender has not taken a message for five minutes.

## What to check first

- [ ] Is the bank's status page green?

## Mitigation

- [ ] Restart the sender

### Bank is down

Switch the tills to cash, then tell PURSER.
"""
PAGE = "https://git.example/ferries/payments/-/blob/main/services/payments/alerts/PaymentsQueueStuck.md"
RENDERED = f"""\
---
# Source: tills/templates/alerts.yaml
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: release-name-tills
  labels:
    app.kubernetes.io/managed-by: Helm
spec:
  groups:
    - name: tills.payments
      rules:
        - alert: TillsWaitForPayments
          expr: sum(payments_queue_depth) > 500
          for: 5m
          labels:
            severity: page
          annotations:
            summary: Tills wait for payments
            runbook_url: {PAGE}#bank-is-down
"""
RULES = "rendered/tills.yaml"
HERE = '[layout]\nalert_rules = "rendered/*.yaml"\n[imports]\npayments = "../payments/catalog.json"\n'
THERE = '[links]\nrepository = "https://git.example/ferries/payments"\nbranch = "main"\n'
PLAN_PATH = "services/payments/alerts/PaymentsQueueStuck.md"


@pytest.fixture
def there(tmp_path) -> Repo:
    (tmp_path / "payments").mkdir()
    return Repo(tmp_path / "payments").write({"runbook-lint.toml": THERE, PLAN_PATH: PLAN})


@pytest.fixture
def here(tmp_path, there) -> Repo:
    (tmp_path / "tills").mkdir()
    repo = Repo(tmp_path / "tills").write({"runbook-lint.toml": HERE, RULES: RENDERED})
    publish(there, repo)
    return repo


def publish(there: Repo, here: Repo) -> str:
    """What a change there takes to be known here."""
    done = there.run("export", "-o", "catalog.json")
    assert (done.code, done.out, done.err) == (0, "", "")
    synced = here.run("sync")
    assert (synced.code, synced.err) == (0, "")
    return synced.out


def found(repo: Repo) -> tuple[int, str]:
    done = repo.run("check", "--format", "concise", "-q")
    return done.code, done.out + done.err


def test_all_is_well(here):
    assert found(here) == (0, "")


def test_the_page_is_deleted_there(here, there):
    there.write({"README.md": "# Payments\n"})
    (there.root / PLAN_PATH).unlink()
    assert publish(there, here) == "payments: changed: +1 page, -1 page\n"
    assert found(here) == (
        1,
        f"{RULES}:20:26: AL002 alert TillsWaitForPayments leads to {PLAN_PATH} in payments, which is not there\n",
    )


def test_the_section_is_renamed_there(here, there):
    there.write({PLAN_PATH: PLAN.replace("### Bank is down", "### The bank is down")})
    assert publish(there, here) == "payments: changed: 1 page changed\n"
    assert found(here) == (
        1,
        f"{RULES}:20:26: AL002 alert TillsWaitForPayments leads to #bank-is-down, which {PLAN_PATH} in payments does not have\n",
    )


def test_an_answer_is_taken_from_the_page_there(here, there):
    there.write({PLAN_PATH: PLAN.replace("- **Call**: PURSER on call\n", "")})
    publish(there, here)
    assert found(here) == (0, f"{RULES}:20:26: AL011 {PLAN_PATH} in payments does not say whom to call\n")


def test_the_annotation_is_mistyped_here(here):
    here.write({RULES: RENDERED.replace("PaymentsQueueStuck.md", "PaymentQueueStuck.md")})
    wrong = PLAN_PATH.replace("PaymentsQ", "PaymentQ")
    assert found(here) == (
        1,
        f"{RULES}:20:26: AL002 alert TillsWaitForPayments leads to {wrong} in payments, which is not there\n",
    )
    (finding,) = json.loads(here.run("check", "--format", "json").out)["findings"]
    assert finding["help"] == f"did you mean {PLAN_PATH}?"


def test_the_annotation_is_removed_here(here):
    here.write({RULES: RENDERED[: RENDERED.index("            runbook_url")]})
    assert found(here) == (0, f"{RULES}:13:18: AL001 alert TillsWaitForPayments has no runbook\n")


def test_the_import_is_not_synced(here):
    (here.root / "runbook-lint.lock").unlink()
    assert found(here) == (
        2,
        "runbook-lint: import payments: it was never synced; run `runbook-lint sync` and commit what it writes\n",
    )


def test_without_the_import_the_page_is_somebody_elses(here):
    here.write({"runbook-lint.toml": HERE[: HERE.index("[imports]")], RULES: RENDERED.replace("#bank", "#gone")})
    assert found(here) == (0, "")

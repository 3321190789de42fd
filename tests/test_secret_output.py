"""A secret is in no output, whatever the format, and in no fingerprint."""

import hashlib
import json

import pytest

from runbook_lint.render.formats import FORMATS

SECRET = "ghp_" + "R4nd0mT0k3nV4lu3F0rTh1sT3stOnlyA9z8Q7"[:36]
PAGE = f"# Cart\n\nLog in with {SECRET} and look.\n\n```bash\ncurl -H 'Authorization: {SECRET}' https://x\n```\n"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("extra", [(), ("--profile", "strict")], ids=str)
def test_a_secret_is_never_printed(repo, form, extra):
    repo.write({"runbooks/cart.md": PAGE, "services/a/service.yaml": f"service: SVC-A\nteam: A\nname: {SECRET}\n"})
    env = {"GITHUB_STEP_SUMMARY": str(repo.root / "summary.md")}
    done = repo.run("check", "--select", "secret-in-text", "--format", form, *extra, env=env)
    assert done.code == 1
    summary = (repo.root / "summary.md").read_text(encoding="utf-8") if form == "github" else ""
    assert SECRET[4:12] not in done.out + done.err + summary


def test_a_fingerprint_says_nothing_of_the_secret(repo):
    def fingerprints(secret):
        repo.write({"runbooks/cart.md": PAGE.replace(SECRET, secret)})
        findings = json.loads(repo.run("check", "--select", "secret-in-text", "--format", "json").out)["findings"]
        return [finding["fingerprint"] for finding in findings]

    first = fingerprints(SECRET)
    assert len(first) == 2
    assert first == fingerprints(SECRET[:-8] + "Zq7Wx2Kp")
    assert hashlib.sha256(SECRET.encode()).hexdigest()[:16] not in first


def test_other_findings_on_the_line_do_not_show_it_either(repo):
    repo.write({"runbooks/cart.md": f"# Cart\n\nTODO: log in with {SECRET}\n"})
    done = repo.run("check")
    assert "RB003" in done.out
    assert SECRET[4:12] not in done.out


def test_no_rule_carries_it_in_its_words(repo):
    repo.write(
        {
            "services/teams.yaml": "teams: {API: {}}\npeople: {jo: {}}\n",
            "services/a/service.yaml": f"service: SVC-A\nowner: {SECRET}\n{SECRET}: 1\n",
            "runbooks/key.md": (
                "# Key\n\n-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WG\n"
                "TODO: eKLs1Pt8Qu\n-----END RSA PRIVATE KEY-----\n"
            ),
        }
    )
    args = [f"--format={form}:reports/{form}" for form in FORMATS]
    repo.run("check", "--profile", "strict", "--ignore", "secret-in-text", *args)
    for form in FORMATS:
        text = (repo.root / "reports" / form).read_text(encoding="utf-8")
        assert "CT001" in text or "manifest-invalid" in text
        assert SECRET[4:12] not in text
        assert "eKLs1Pt8Qu" not in text
        assert "MIIBOgIBAAJB" not in text


@pytest.mark.parametrize("form", ["table", "json"])
def test_coverage_does_not_print_it_either(repo, form):
    repo.write({"services/a/service.yaml": f"service: SVC-A\nteam: A\nname: {SECRET}\nowner: {SECRET}\n"})
    done = repo.run("coverage", "--format", form)
    assert done.code == 0
    assert SECRET[4:12] not in done.out

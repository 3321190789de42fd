"""`runbook-lint export`: what leaves the repository, byte for byte, and what must not."""

import json

import jsonschema
import pytest
from conftest import ROOT, Repo

from runbook_lint.parse.imports import read_inventory
from runbook_lint.parse.schema import load_schema

FILES = {
    "runbook-lint.toml": (
        '[links]\nrepository = "https://git.example/ferries/payments"\nbranch = "main"\nsite_links = ["directory"]\n'
        '[site]\nurl = "https://runbooks.example/payments"\n'
    ),
    "services/teams.yaml": (
        "teams:\n  PURSER: {name: Purser, rota: https://rota.example/purser}\n"
        "people:\n  mlindqvist: {}\n  gone: {former: true}\n"
    ),
    "services/pay/service.yaml": (
        "service: SVC-PAY\nteam: PURSER\nowner: mlindqvist\ntier: 1\ncontacts: {escalation: [PURSER, DUTY]}\n"
    ),
    "services/pay/catalog-info.yaml": (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: pay}\nspec: {owner: purser}\n"
    ),
    "services/pay/alerts/pay.rules.yaml": (
        "groups:\n  - name: pay\n    rules:\n      - alert: PaySlow\n        expr: up == 0\n"
        "        labels: {severity: page, pod: '{{ $labels.pod }}'}\n"
        "        annotations: {runbook_url: services/pay/alerts/PaySlow.md#first-look}\n"
    ),
    "services/pay/alerts/PaySlow.md": (
        "# PaySlow\n\n- **Meaning**: cards take ten seconds\n\n## First look\n\n<a id=\"graph\"></a>\n\n## Mitigation\n\n- Restart it.\n"
    ),
    "bin/drain.sh": "#!/bin/sh\n",
}  # fmt: skip
CATALOG = {
    "version": 1,
    "name": "payments",
    "repository": {"urls": ["https://git.example/ferries/payments"], "branch": "main", "slugs": "github"},
    "site": {"url": "https://runbooks.example/payments", "links": ["directory"]},
    "services": [
        {
            "id": "SVC-PAY",
            "aliases": ["component:default/pay"],
            "team": "PURSER",
            "owner": "mlindqvist",
            "tier": 1,
            "escalation": ["PURSER", "DUTY"],
        }
    ],
    "teams": [{"id": "PURSER", "name": "Purser", "rota": "https://rota.example/purser"}],
    "people": ["mlindqvist"],
    "pages": [
        {
            "path": "services/pay/alerts/PaySlow.md",
            "kind": "plan",
            "title": "PaySlow",
            "service": "SVC-PAY",
            "anchors": ["first-look", "graph", "mitigation", "payslow"],
            "concepts": ["contacts", "meaning", "mitigation"],
            "answers": {"what_broke": "cards take ten seconds", "try_first": "Restart it.", "call": "PURSER"},
        }
    ],
    "files": sorted(FILES),
    "alerts": [
        {
            "name": "PaySlow",
            "file": "services/pay/alerts/pay.rules.yaml",
            "group": "pay",
            "severity": "page",
            "labels": {"severity": "page"},
            "page": "services/pay/alerts/PaySlow.md#first-look",
        }
    ],
}


def exported(repo: Repo, *arguments: str) -> dict:
    done = repo.run("export", *arguments)
    assert (done.code, done.err) == (0, "")
    catalog = json.loads(done.out)
    jsonschema.validate(catalog, load_schema("catalog"))
    return catalog


def test_the_whole_catalogue(repo):
    assert exported(repo.write(FILES)) == CATALOG


def test_the_same_tree_gives_the_same_bytes_in_another_clone(repo, tmp_path):
    first = repo.write(FILES).run("export").out
    (tmp_path / "elsewhere").mkdir()
    other = Repo(tmp_path / "elsewhere").write(dict(reversed(FILES.items())))
    other.git("init", "-q")
    other.git("remote", "add", "origin", "git@git.example:mlindqvist/fork.git")
    assert other.run("export").out == first
    assert other.run("export", cwd="services/pay").out == first


def test_a_file_is_written_as_it_would_be_printed_and_is_one_of_the_files(repo):
    repo.write(FILES)
    assert repo.run("export", "-o", "public/catalog.json").out == ""
    text = (repo.root / "public/catalog.json").read_text()
    assert json.loads(text)["files"] == sorted([*FILES, "public/catalog.json"])
    assert repo.run("export", "-o", "public/catalog.json").code == 0
    assert (repo.root / "public/catalog.json").read_text() == text == repo.run("export").out


def test_the_commit_is_what_the_caller_says(repo):
    assert exported(repo.write(FILES), "--commit", "0a1b2c3")["commit"] == "0a1b2c3"
    done = repo.run("export", "--commit", "HEAD")
    assert (done.code, done.err) == (2, "runbook-lint: --commit HEAD: no commit's hash\n")


def test_nothing_to_export(repo):
    done = repo.run("export")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"runbook-lint: nothing to export in {repo.root}: no page, manifest or rule file by the layout\n"


SECRET = "ghp_" + "R4nd0mT0k3nV4lu3F0rTh1sT3stOnlyA9z8Q7"[:36]


def test_no_secret_leaves(repo):
    repo.write(
        {
            "services/pay/alerts/PaySlow.md": (
                f"# Log in with {SECRET}\n\n- **Meaning**: {'so ' * 30}slow that {SECRET} is refused\n\n## Try {SECRET} first\n"
            ),
            "services/pay/service.yaml": f"service: SVC-PAY\nteam: PURSER\nname: pay {SECRET}\n",
            "services/pay/alerts/pay.rules.yaml": (
                "groups:\n  - name: pay\n    rules:\n      - alert: PaySlow\n        expr: up == 0\n"
                f"        labels: {{token: {SECRET}}}\n"
            ),
        }
    )  # fmt: skip
    done = repo.run("export")
    assert done.code == 0
    assert SECRET[4:12].casefold() not in done.out.casefold()
    catalog = json.loads(done.out)
    assert catalog["services"][0]["name"] == "pay …"
    assert catalog["pages"][0]["title"] == "Log in with …"
    assert catalog["alerts"][0]["labels"] == {"token": "…"}
    assert "anchors" not in catalog["pages"][0]


def test_nothing_of_a_restricted_page_leaves(repo):
    path = "postmortems/2026/INC-7-intruder.md"
    repo.write({path: "---\nvisibility: Restricted\n---\n# What the intruder saw\n", "a.md": "# A\n"})
    (repo.root / "latest.md").symlink_to(path)
    (repo.root / "old").symlink_to("postmortems")
    done = repo.run("export")
    assert "intruder" not in done.out.casefold()
    assert json.loads(done.out)["files"] == ["a.md", "old"]


def test_answers_are_only_their_first_words(repo):
    repo.write({"services/a/alerts/A.md": f"# A\n\n- **Meaning**: {'very ' * 50}slow\n"})
    (page,) = exported(repo)["pages"]
    assert page["answers"]["what_broke"] == " ".join(["very"] * 23) + " …"
    assert len(page["answers"]["what_broke"]) <= 120


def test_what_a_link_may_lead_to(repo):
    repo.write(
        {
            "a.md": "# A\n",
            "docs/b.md": '# B\n\n--8<-- "c.md"\n',
            "old/c.md": "# C\n",
            "runbook-lint.toml": 'exclude = ["old"]\n',
        }
    )
    (repo.root / "link").symlink_to("docs")
    (repo.root / "out").symlink_to("/etc/hosts")
    catalog = exported(repo)
    assert catalog["files"] == ["a.md", "docs/b.md", "link", "link/b.md", "old/c.md", "runbook-lint.toml"]
    assert {page["path"]: page.get("anchors") for page in catalog["pages"]} == {"a.md": ["a"], "docs/b.md": None}


def test_the_example_organisation_imports_its_own_export(tmp_path):
    done = Repo(ROOT).run("export")
    assert done.code == 0
    inventory = read_inventory("ferries", done.out.encode())
    assert len(inventory.services) == 12
    assert set(inventory.teams) == {"API", "DUTY", "PIER", "PLATFORM", "SEA"}
    plans = [page for page in inventory.pages.values() if page.kind == "plan" and page.path.startswith("services/")]
    assert [page.path for page in plans if len(page.answers) < 5] == []


@pytest.mark.parametrize("name", ["openshift-runbooks", "gitlab-runbooks", "moj-cloud-platform", "thanos-mixin"])
def test_real_repositories(corpora, tmp_path, name):
    config = (ROOT / f"tests/corpora/{name}.toml").read_text()
    (tmp_path / "runbook-lint.toml").write_text(config)
    done = Repo(corpora / name).run("export", "--config", str(tmp_path / "runbook-lint.toml"))
    assert (done.code, done.err) == (0, "")
    catalog = json.loads(done.out)
    jsonschema.validate(catalog, load_schema("catalog"))
    assert read_inventory(name, done.out.encode()).pages.keys() == {page["path"] for page in catalog["pages"]}

"""What `init` makes of repositories of many shapes: the configuration, what is shown, and that nothing is overwritten."""

import shutil
import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_ask import Terminal

from runbook_lint.adopt.config_text import config_text
from runbook_lint.adopt.merge import lacking, merged
from runbook_lint.adopt.names import number_glob, unsuffixed
from runbook_lint.adopt.rule_files import rule_globs
from runbook_lint.adopt.words import folder_says, is_alert_name, record_says, title_says
from runbook_lint.app.adopting import look_over
from runbook_lint.app.project import open_project
from runbook_lint.model.adoption import Setting
from runbook_lint.model.document import Kind
from runbook_lint.parse.config import read_config
from runbook_lint.rules import built_in_rules

DAY = date(2026, 9, 1)
RUNBOOK = "# {}\n\n## Symptoms\n\nSlow.\n\n## Checks\n\n`uptime`\n\n## How to fix\n\nRestart it.\n"
PLAN = "# {}\n\n## Meaning\n\nIt fires.\n\n## Impact\n\nBad.\n\n## Diagnosis\n\nLook.\n\n## Mitigation\n\nRestart it.\n"
TOLD = "# {}\n\n## Summary\n\nDown.\n\n## Timeline\n\n- 10:00 down\n\n## Impact\n\nAll.\n\n## Root cause\n\nA bug.\n\n## Action items\n\n- none\n"
OTHER_WORDS = "# Operating {}\n\n## When it goes wrong\n\nSlow.\n\n## Getting it back\n\nRestart it.\n\n## Who to shout at\n\nUs.\n"
GUIDE = "# {}\n\n## Overview\n\nText.\n\n## Troubleshooting\n\nSee.\n"
RULES = """\
groups:
  - name: {0}
    rules:
      - alert: {0}
        expr: up == 0
        labels: {{{1}}}
        annotations: {{{2}}}
"""
COMPONENT = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {0}}}\nspec: {{type: service, lifecycle: production, owner: crew}}\n"

GROUP = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: crew}\nspec: {type: team, children: []}\n"


def found(repo, front_matter=True, **answers):
    """The tables of the configuration that `init` writes."""
    looked = look_over(repo.root, DAY)
    keys = {key.replace("__", ":").replace("_", "/"): value for key, value in answers.items()}
    text = config_text(looked.adoption(keys, front_matter).settings)
    read_config(text, built_in_rules(), "runbook-lint.toml")
    return tomllib.loads(text)


def pages(form, folder, *names, suffix=".md"):
    return {f"{folder}{name}{suffix}": form.format(name) for name in names}


LAYOUTS = [
    pytest.param(
        pages(RUNBOOK, "ops/", "disk-full", "node-down", "restore") | pages(GUIDE, "docs/", "install", "usage"),
        {"runbooks": ["ops/**/*.md"]},
        id="a folder of runbooks beside a manual",
    ),
    pytest.param(
        pages(GUIDE, "docs/", "install", "usage", "faq") | {"README.md": "# Tool\n"}, {}, id="a manual and nothing else"
    ),
    pytest.param(
        {f"{name}/RUNBOOK.md": RUNBOOK.format(name) for name in ("cart", "mail", "search")}
        | {f"{name}/README.md": "# How to build\n" for name in ("cart", "mail", "search")},
        {"runbooks": ["*/RUNBOOK.md"]},
        id="one runbook a service",
    ),
    pytest.param(
        {f"services/{name}/runbook.md": RUNBOOK.format(name) for name in ("cart", "mail", "search")},
        {},
        id="the default layout",
    ),
    pytest.param(
        {f"services/{name}/runbook.md": RUNBOOK.format(name) for name in ("cart", "mail", "search")}
        | pages(PLAN, "services/cart/alerts/", "CartDown", "CartSlow", "CartFull", "CartLost")
        | pages(GUIDE, "docs/rules/", "runbook-missing", "postmortem-overdue", "owner-unknown", "broken-link")
        | pages(GUIDE, "docs/", "run-a-postmortem", "write-a-runbook", "install")
        | {"README.md": "# Runbook keeper\n"},
        {},
        id="the default layout beside a manual that speaks of runbooks",
    ),
    pytest.param(
        pages(PLAN, "content/runbooks/kube/", "KubePodCrashLooping", "KubeNodeNotReady", "KubeAPIDown")
        | pages(PLAN, "content/runbooks/etcd/", "etcdNoLeader", "etcdMembersDown")
        | {"content/runbooks/_index.md": "# Runbooks\n", "content/docs/add-runbook.md": "# Adding a runbook\n"},
        {"plans": ["content/runbooks/**/*.md", "!_index.md"]},
        id="Hugo content, a page an alert",
    ),
    pytest.param(
        pages(RUNBOOK, "docs/cart/", "slow", "down", "full")
        | pages(RUNBOOK, "docs/mail/", "queue", "bounce")
        | pages(PLAN, "docs/cart/alerts/", "CartErrorsAreHigh")
        | pages(PLAN, "docs/mail/alerts/", "MailQueueIsFull")
        | pages(GUIDE, "docs/tutorials/", "first", "second")
        | {"docs/README.md": "# Shop runbooks\n", "docs/template-runbook.md": RUNBOOK.format("x")},
        {
            "plans": ["docs/**/alerts/**/*.md"],
            "runbooks": ["docs/**/*.md", "!docs/tutorials/**", "!README.md", "!docs/template-runbook.md"],
        },
        id="plans within runbooks, and pages that are neither",
    ),
    pytest.param(
        pages(TOLD, "", "PM2020-001 - Disk", "PM2020-002 - Net", "PM2021-001 - DNS")
        | {"PM2021-002 - Certificates": TOLD.format("Certificates"), "PMyyyy - template.md": TOLD.format("x")},
        {"postmortems": ["PM[0-9]*"]},
        id="incident reports only, one without a suffix",
    ),
    pytest.param(
        pages(TOLD, "reports/2021/", "2021-03-04-dns", "2021-05-06-db") | pages(TOLD, "reports/2022/", "2022-01-02-net"),
        {"postmortems": ["reports/**/*.md"]},
        id="incident reports by year",
    ),
    pytest.param(
        pages(TOLD, "reports/2026/", "2026-03-04-dns", "2026-05-06-db", "2026-07-08-net"),
        {"postmortems": ["reports/**/*.md"]},
        id="incident reports of one year, and next year is another folder",
    ),
    pytest.param(
        {f"{name}/OPERATIONS.md": OTHER_WORDS.format(name) for name in ("cart", "mail", "search")}
        | {f"{name}/README.md": "# How to build\n" for name in ("cart", "mail", "search")},
        {"runbooks": ["*/OPERATIONS.md"]},
        id="one page a service, in words of its own",
    ),
    pytest.param(
        {"docs/operations.md": OTHER_WORDS.format("it"), "docs/install.md": GUIDE.format("x"), "README.md": "# X\n"},
        {},
        id="a manual with a page on operations",
    ),
    pytest.param(
        pages(OTHER_WORDS, "docs/", "restore-the-backup", "rotate-keys", "how-to-fail-over"),
        {"runbooks": ["docs/**/*.md"]},
        id="pages named by what is done",
    ),
    pytest.param(
        {f"apps/{name}/catalog-info.yaml": COMPONENT.format(name) for name in ("cart", "mail")}
        | {"org.yaml": GROUP, "compose.yaml": "services: {db: {image: x}}\n", "README.md": "# Shop\n"},
        {"services": ["services/*/service.yaml", "services/*/service.yml", "**/catalog-info.yaml", "org.yaml"]},
        id="Backstage's groups in a file of another name",
    ),
    pytest.param(
        {
            path: text.replace("\n", "\r\n")
            for path, text in (
                pages(RUNBOOK, "source/", "disk", "cpu", "keys", suffix=".html.md.erb")
                | pages(TOLD, "source/incidents/", "2020-01-02", "2020-02-03", suffix=".html.md.erb")
                | {"source/index.html.md.erb": "# Team manual\n", "source/how-we-work.html.md.erb": "# How we work\n"}
            ).items()
        },
        {
            "postmortems": ["source/incidents/**/*.html.md.erb"],
            "runbooks": ["source/**/*.html.md.erb", "!index.html.md.erb", "!source/how-we-work.html.md.erb"],
        },
        id="ERB with CRLF",
    ),
    pytest.param(
        pages(RUNBOOK, "run[book]s/", "disk", "net") | pages(RUNBOOK, "run[book]s/sub/", "cpu"),
        {"runbooks": [r"run\[book\]s/**/*.md"]},
        id="brackets in a name",
    ),
    pytest.param(pages(RUNBOOK, "docs/playbooks/", "disk", suffix=".mdx"), {
        "runbooks": ["docs/playbooks/**/*.mdx"],
        "documents": ["**/*.md", "**/*.markdown", "**/*.md.erb", "**/*.mdx"],
    }, id="another suffix"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "layout"), LAYOUTS)
def test_the_layout_is_found(repo, files, layout):
    assert found(repo.write(files)).get("layout", {}) == layout


def test_what_is_wrong_in_a_guess_can_be_answered(repo):
    repo.write(pages("# {}\n\nText.\n", "team/playbook/", "a", "b", "c"))
    (doubt,) = look_over(repo.root, DAY).adoption({}, True).doubts
    asked = "team/playbook/: what are these 3 pages? (only their place says so)"
    assert (doubt.key, doubt.text, doubt.guess) == ("pages:team/playbook", asked, "runbooks")
    assert found(repo)["layout"] == {"runbooks": ["team/playbook/**/*.md"]}
    assert found(repo, pages__team_playbook="plans")["layout"] == {"plans": ["team/playbook/**/*.md"]}
    assert "layout" not in found(repo, pages__team_playbook="documents")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("runbooks", Kind.RUNBOOK),
        ("Run-Books", Kind.RUNBOOK),
        ("SOPs", Kind.RUNBOOK),
        ("postMortems", Kind.POSTMORTEM),
        ("incident-reports", Kind.POSTMORTEM),
        ("alerts", Kind.PLAN),
        ("adr", Kind.DOCUMENT),
        ("checkout", None),
    ],
)
def test_what_a_folder_s_name_says(text, kind):
    said = folder_says(text)
    assert (said[0] if said else None) is kind


@pytest.mark.parametrize(
    ("name", "alert", "record"),
    [
        ("KubePodCrashLooping", True, 0.0),
        ("etcdNoLeader", True, 0.0),
        ("ComponentResourceRunningOut_disk_space", True, 0.0),
        ("PgBouncer", False, 0.0),
        ("Connect_to_Console_via_Teleport", False, 0.0),
        ("disk-full", False, 0.0),
        ("2021-03-04-dns", False, 0.4),
        ("INC-1234-disk", False, 1.5),
        ("Outage-2021-03-04", False, 1.5),
        ("PM2020-001 - Disk", False, 1.5),
        ("2021-roadmap", False, 0.0),
    ],
)
def test_names_of_alerts_and_of_records(name, alert, record):
    assert (is_alert_name(name), record_says(name)) == (alert, record)


def test_titles_of_handbooks_are_no_runbooks():
    assert [title_says(text)[0] for text in ("Incident process", "How we work", "On-call", "Adding a runbook")] == [Kind.DOCUMENT] * 4
    assert title_says("Payment gateway") is None


def test_a_record_without_a_suffix_is_known_by_its_neighbours():
    named = ["PM2020-001 a.md", "PM2020-002 b.md", "PM2020-003 c.md"]
    assert number_glob(named) == "PM[0-9]*"
    assert unsuffixed([*named, "PM2020-004 no. 4", "PMbox", "LICENSE"]) == ["PM2020-004 no. 4"]


@pytest.mark.parametrize(
    ("ready", "others", "globs"),
    [
        (["mon/a.yaml", "mon/b.yaml"], ["k8s/x.yaml"], ("mon/*.yaml",)),
        (["mon/x/a.yml", "mon/y/b.yml"], ["mon/z.yml"], ("mon/**/*.yml",)),
        (["a/cart.rules.yaml", "b/mail.rules.yaml"], ["a/x.yaml"], ("**/*.rules.yaml",)),
        (["apps/a/k8s/alerts.yaml", "apps/b/k8s/alerts.yaml"], ["apps/a/k8s/d.yaml", "apps/b/k8s/d.yaml"], ("apps/**/alerts.yaml",)),
        (["k8s/alerts.yaml"], ["k8s/a.yaml", "k8s/b.yaml"], ("k8s/alerts.yaml",)),
        (["rules.yaml"], ["values.yaml"], ("rules.yaml",)),
        ([], ["values.yaml"], ()),
    ],
)
def test_rule_files_are_few_globs(ready, others, globs):
    assert rule_globs(ready, others) == globs


def test_alerts_as_a_repository_keeps_them(repo):
    where = "playbook_url: 'https://git.example/acme/shop/blob/main/apps/{}/RUNBOOK.md'"
    for name in ("cart", "mail"):
        rules = RULES.format(f"{name.title()}Down", f"priority: P1, app: {name}", where.format(name))
        repo.write({f"apps/{name}/RUNBOOK.md": RUNBOOK.format(name), f"apps/{name}/alerts.yaml": rules})
        repo.write({f"apps/{name}/catalog-info.yaml": COMPONENT.format(name), f"apps/{name}/values.yaml": "a: 1\n"})
    tables = found(repo)
    assert tables["layout"] == {"alert_rules": ["apps/*/alerts.yaml"], "runbooks": ["apps/*/RUNBOOK.md"]}
    assert tables["alerts"] == {
        "runbook_keys": ["playbook_url"],
        "severity_label": "priority",
        "service_labels": ["app", "service"],
        "tiers": {"P1": "page"},
    }
    assert tables["links"] == {"repository": "https://git.example/acme/shop", "branch": "main"}
    assert tables["catalog"] == {"complete": False}  # nobody says who crew are
    assert found(repo, tier__P1="ticket")["alerts"]["tiers"] == {"P1": "ticket"}


def test_headings_and_keys_as_a_repository_writes_them(repo):
    form = (
        "---\nreview_date: 2026-01-0{0}\nreview_frequency: 3 months\nsquad: CREW\n---\n# Page {0}\n\n## What is this\n\nIt.\n\n"
        "## First line triage\n\n`a`\n\n## Rolling back\n\n`b`\n\n## Who gets woken\n\nUs.\n"
    )
    tables = found(repo.write({f"runbooks/{number}.md": form.format(number) for number in range(1, 5)}))
    assert tables["keys"] == {"last_reviewed": ["review_date"], "review_in": ["review_frequency"], "team": ["squad"]}
    assert tables["sections"] == {
        "runbook": {
            "what-broke": ["What is this"],
            "checks": ["First line triage"],
            "fixes": ["Rolling back"],
            "escalation": ["Who gets woken"],
        }
    }
    required = ["what-broke", "checks", "fixes", "escalation"]
    assert tables["rules"] == {"section-missing": {"required": required, "everywhere": True}}


def test_a_key_that_holds_something_else_is_no_review_date(repo):
    text = "---\nverified: yes by Ann\nsystem: cart\n---\n# Page\n"
    assert "last_reviewed" not in found(repo.write({f"runbooks/{name}.md": text for name in "abc"}))["keys"]


@pytest.mark.parametrize(
    ("files", "links"),
    [
        ({"mkdocs.yml": "site_name: x\n", "docs/a.md": "# A\n"}, {"slugs": "mkdocs"}),
        ({".gitlab-ci.yml": "x: {}\n", "docs/a.md": "# A\n"}, {"slugs": "gitlab"}),
        ({"docs/a.md": "# A\n"}, {}),
        (
            {"docs/a.md": "# A b (c) & d\n\n[x](b.md#1-one_two)\n", "docs/b.md": "# 1. One_two\n\n[x](a.md#a-b-c-d)\n"},
            {"slugs": "mkdocs"},
        ),
        (
            {"docs/m/a.html.md.erb": "# A\n\n[x](/m/b.html)\n", "docs/m/b.html.md.erb": "# B\n\n[x](/m/a.html)\n"},
            {"site_links": ["html"], "roots": ["docs"]},
        ),
        (
            {"hugo.toml": "", "content/a.md": '# A\n\n[x]({{< ref "b.md" >}})\n', "content/b.md": '# B\n\n[x]({{< ref "a.md" >}})\n'},
            {"slugs": "hugo", "site_links": ["hugo"]},
        ),
    ],
)
def test_how_links_are_meant(repo, files, links):
    assert found(repo.write(files)).get("links", {}) == links


def test_what_is_not_read_is_told(repo):
    services = "services:\n" + "".join(f"  - {{name: s{number}, team: crew}}\n" for number in range(4))
    repo.write({"catalogue.yml": services, "mixin/alerts.libsonnet": "{\n  alert: 'A',\n  expr: 'up',\n}\n"})
    repo.write({"docs/old.adoc": "= Old\n", "docs/a.md": "# A\n\nText of its own.\n", "docker-compose.yml": "services: {web: {image: x}}\n"})
    assert look_over(repo.root, DAY).adoption({}, True).notes == (
        "no runbook, plan or postmortem was found: name yours in [layout], or begin one with `runbook-lint new`",
        "catalogue.yml lists 4 services in a form of its own, and is not read: "
        "https://runbook-lint.github.io/runbook-lint/migration/ says how to bring it over",
        "alerts are written as jsonnet in 1 file (mixin/alerts.libsonnet): render them and name the result in [layout] alert_rules",
        "1 file in AsciiDoc is not read",
    )


def test_vendored_pages_are_left_out(repo):
    files = pages(RUNBOOK, "runbooks/", "a", "b", "c") | {"third_party/x/runbook.md": RUNBOOK.format("x")}
    repo.write(files).git("init", "-q")
    assert found(repo)["exclude"] == ["third_party/"]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.dictionaries(TEXT.filter(bool), st.one_of(TEXT, st.booleans(), st.lists(TEXT, max_size=3).map(tuple))), TEXT)
def test_whatever_a_repository_calls_things_the_configuration_holds_it(values, note):
    settings = [Setting("alerts.tiers", key, value, note) for key, value in values.items()]
    wanted = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    assert tomllib.loads(config_text(settings)) == ({"alerts": {"tiers": wanted}} if wanted else {})


HOSTILE = {
    "runbooks/list.md": "---\n- a\n- b\n---\n# List\n",
    "runbooks/broken.md": "---\nowner: [\n---\n# Broken\n",
    "runbooks/latin.md": b"# Caf\xe9\n",
    "runbooks/empty.md": "",
    "runbooks/a[b]*?.md": "# Odd\n",
    "mon/broken.yaml": "groups:\n  - rules: [\n    - alert: A\n      expr: 1\n",
    "mon/words.yaml": "groups: alert\nalert: groups\nexpr: x\n",
    "services.yaml": "services: [1, two, {name: x}]\n",
    "service.yml": "service: &a [*a]\n",
}


def test_nothing_in_a_repository_stops_it(repo):
    repo.write(HOSTILE)
    done = repo.run("init", "--yes", "--today", "2026-09-01", env={"RUNBOOK_LINT_TRACEBACK": "1"})
    assert (done.code, done.err) == (0, "")
    assert repo.run("init", "--dry-run").out == "runbook-lint.toml has all that init would write\n"


@pytest.mark.parametrize("name", ["!ops", "[old]", "a*", "back\\s", "what?", "\udcff"])
def test_folders_whose_names_are_no_plain_globs(repo, name):
    """Whether they stand on top or their name repeats, just they are taken: the look over is what `check` then sees."""
    for place in (f"{name}/{{}}/runbooks/", f"{{}}/{name}/"):
        shutil.rmtree(repo.root)
        there = [place.format(each) for each in ("team", "crew/deep")]
        repo.write({path: text for each in there for path, text in pages(RUNBOOK, each, "a", "b", "c").items()})
        repo.write({f"{each}/notes/{page}.md": GUIDE.format(page) for each in ("team", "crew") for page in "xyz"})
        done = repo.run("init", "--yes")
        assert (done.code, done.err) == (0, "")
        project = open_project(repo.root)
        read = project.world(project.workspace().tree()).documents
        runbooks = {path for path, page in read.items() if page.kind is Kind.RUNBOOK}
        assert runbooks == {f"{each}{page}.md" for each in there for page in "abc"}


TAKEN = """\
      3 runbooks    ops/**/*.md
                    by the headings: 3
      1 other page  front pages and forms: 1

runbook-lint.toml: written; it is yours from now on
4 pages, 1 finding (1 error). Next:
  runbook-lint check --statistics    which rules find what
  runbook-lint baseline              accept the rest: then only new ones count
"""
WRITTEN = """\
#:schema https://runbook-lint.github.io/runbook-lint/schemas/config.schema.json
# Only what is not as by default. Every key: https://runbook-lint.github.io/runbook-lint/reference/configuration/

[layout]
# 3 pages
runbooks = ["ops/**/*.md"]

[catalog]
# no manifests yet
complete = false

[rules.section-missing]
# on each of 3 pages
required = ["what-broke", "checks", "fixes"]
everywhere = true
"""


@pytest.fixture
def ops(repo):
    return repo.write(pages(RUNBOOK, "ops/", "disk", "net", "cpu") | {"README.md": "# Ops\n\n[x](gone.md)\n"})


def test_it_shows_what_it_takes_for_what_and_writes_one_file(ops):
    done = ops.run("init", "--yes", "--today", "2026-09-01")
    assert (done.code, done.out, done.err) == (0, TAKEN, "")
    assert (ops.root / "runbook-lint.toml").read_text() == WRITTEN
    assert {path.name for path in ops.root.iterdir()} == {"ops", "README.md", "runbook-lint.toml"}
    assert ops.run("check", "-q", "--format", "concise").out == 'README.md:3:5: LK001 "gone.md" does not exist\n'


def test_a_dry_run_writes_nothing(ops):
    done = ops.run("init", "--dry-run")
    lines = ["--- /dev/null", "+++ b/runbook-lint.toml", "@@ -0,0 +1,15 @@", *(f"+{line}" for line in WRITTEN.splitlines())]
    assert "\n".join(lines) in done.out
    assert (done.code, (ops.root / "runbook-lint.toml").exists()) == (0, False)
    assert done.out.endswith(
        """
4 pages, 1 finding (1 error) with that. Next:
  runbook-lint init                  asks where it is in doubt, and writes that
  runbook-lint init --yes            writes it as it stands above
"""
    )
    assert max(map(len, done.out.partition("--- /dev/null")[0].splitlines())) <= 80


def test_in_a_folder_of_a_repository_it_says_where_it_wrote(ops):
    ops.git("init", "-q")
    done = ops.run("init", "--yes", cwd="ops")
    assert "\n../runbook-lint.toml: written; it is yours from now on\n" in done.out
    assert (ops.root / "runbook-lint.toml").read_text() == WRITTEN


def test_what_can_be_mended_is_said(ops):
    done = ops.write({"README.md": "# Ops\n\n[x](OPS/disk.md)\n"}).run("init", "--yes")
    assert done.out.endswith(
        """
4 pages, 1 finding (1 error). Next:
  runbook-lint check --statistics    which rules find what
  runbook-lint check --diff          what it can mend; --fix writes it
  runbook-lint baseline              accept the rest: then only new ones count
"""
    )


def test_without_a_terminal_it_has_to_be_told(ops):
    done = ops.run("init")
    told = "runbook-lint: without a terminal nothing can be asked; give --yes to write, or --dry-run to look\n"
    assert (done.code, done.out, done.err) == (2, "", told)


HAS = '# ours\n[catalog]\ncomplete = true # all of them\n'
LACKS = """\
[layout]
# 3 pages
runbooks = ["ops/**/*.md"]

[rules.section-missing]
# on each of 3 pages
required = ["what-broke", "checks", "fixes"]
everywhere = true
"""


@pytest.mark.parametrize(
    ("name", "head"), [("runbook-lint.toml", ""), (".runbook-lint.toml", ""), ("pyproject.toml", "tool.runbook-lint.")]
)
def test_a_configuration_that_is_there_is_told_what_it_lacks(ops, name, head):
    text = HAS.replace("[catalog]", f"[{head}catalog]")
    done = ops.write({name: text}).run("init", "--yes")
    told = f"runbook-lint: {name}: is there already; nothing was changed; init would add what stands above; `--dry-run` shows where\n"
    assert (done.code, done.out, done.err) == (2, LACKS.replace("\n[", f"\n[{head}").replace("[layout]", f"[{head}layout]"), told)
    assert (ops.root / name).read_text() == text
    diff = ops.run("init", "--dry-run")
    changed = [line for line in diff.out.splitlines()[2:] if line[:1] in "+-"]
    added = ["[layout]", 'runbooks = ["ops/**/*.md"]', "[rules.section-missing]"]
    added += ['required = ["what-broke", "checks", "fixes"]', "everywhere = true"]
    told = [f"+{line.replace('[', f'[{head}', 1) if line.startswith('[') else line}" for line in added]
    assert (diff.code, [line for line in changed if line != "+"]) == (0, told)
    assert (ops.root / name).read_text() == text


def test_one_that_lacks_nothing_is_left_alone(ops):
    ops.run("init", "--yes")
    done = ops.run("init", "--yes")
    told = "runbook-lint: runbook-lint.toml: is there already; nothing was changed; it has all that init would write\n"
    assert (done.code, done.out, done.err) == (2, "", told)
    assert ops.run("init", "--dry-run").out == "runbook-lint.toml has all that init would write\n"


def test_what_is_added_stands_among_what_is_there():
    settings = (Setting("layout", "plans", ("a/*.md",)), Setting("catalog", "complete", False), Setting("links", "slugs", "hugo"))
    missing = lacking(HAS, settings)
    assert missing == (settings[0], settings[2])
    assert merged(HAS, missing) == HAS + '\n[layout]\nplans = ["a/*.md"]\n\n[links]\nslugs = "hugo"\n'


def test_a_bare_repository_is_offered_an_example(repo):
    repo.write({"README.md": "# New\n"})
    done = repo.run("init", "--yes", "--today", "2026-09-01")
    assert (done.code, done.err) == (0, "")
    checked = repo.run("check", "--profile", "strict", "--extend-ignore", "document-orphaned")
    assert checked.out == "No findings in 3 documents, 1 service and 1 alert\n"
    assert "SVC-TICKET-DESK  2     PIER  4" in repo.run("coverage").out


def test_pages_in_a_form_that_is_not_read_get_no_example_among_them(repo):
    repo.write({"README.md": "# Ops\n", "modules/ROOT/pages/disk.adoc": "= Disk\n"})
    done = repo.run("init", "--yes")
    told = "note: 1 file in AsciiDoc is not read\n\nnothing else to take up, so nothing was written; without --yes an example is offered\n"
    assert (done.code, done.out, done.err) == (0, told, "")
    assert not (repo.root / "services").exists()
    assert repo.run("init", "--dry-run").out.startswith("note: 1 file in AsciiDoc is not read\n\nNothing to take up here:")


def test_in_a_language_that_it_does_not_know_it_asks(repo):
    text = "# {}\n\n## Tünetek\n\nLassú.\n\n## Megoldás\n\nÚjraindítás.\n"
    repo.write(pages(text, "Kézikönyv/", "Tele a lemez", "Nincs hálózat", "Lejárt tanúsítvány"))
    looked = look_over(repo.root, DAY)
    (doubt,) = looked.adoption({}, True).doubts
    assert doubt.text == "Kézikönyv/: what are these 3 pages? (nothing here says that they are runbooks)"
    assert (doubt.key, doubt.guess, next(iter(doubt.choices))) == ("pages:Kézikönyv", "documents", "runbooks")
    assert found(repo, pages__Kézikönyv="runbooks")["layout"] == {"runbooks": ["Kézikönyv/**/*.md"]}


def test_an_example_takes_nobody_s_place(repo):
    done = repo.write({"services/teams.yaml": "teams: {}\n"}).run("init", "--yes")
    told = "runbook-lint: services/teams.yaml: is there already; nothing was changed\n"
    assert (done.code, done.err, sorted(path.name for path in repo.root.rglob("*"))) == (2, told, ["services", "teams.yaml"])


@pytest.mark.parametrize(("link", "to"), [("services", "outside"), ("runbook-lint.toml", "outside/new.toml")])
def test_an_example_is_not_written_out_of_the_repository(repo, link, to):
    repo.write({"README.md": "# New\n"})
    (repo.root.parent / "outside").mkdir()
    (repo.root / link).symlink_to(repo.root.parent / to)
    path = "services/teams.yaml" if link == "services" else link
    done = repo.run("init", "--yes")
    assert (done.code, done.err) == (2, f"runbook-lint: {path}: leads out of the repository; nothing was changed\n")
    assert not list((repo.root.parent / "outside").iterdir())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"\xff", ": cannot be read: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte; save it as UTF-8"),
        (b"alerts = 5\n", ':1: "alerts" is a whole number, not a mapping'),
    ],
)
def test_a_configuration_that_cannot_be_read_is_told(ops, text, told):
    ops.write({"runbook-lint.toml": text})
    for option in ("--yes", "--dry-run"):
        done = ops.run("init", option)
        assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: runbook-lint.toml{told}\n")


def test_links_and_alerts_alone_need_no_edit(repo):
    """A Backstage catalogue, runbooks without front matter, alerts: coverage is full, and no file is written but one."""
    for name in ("cart", "mail"):
        where = f"runbook_url: apps/{name}/runbook.md"
        repo.write({f"apps/{name}/runbook.md": RUNBOOK.format(name), f"apps/{name}/catalog-info.yaml": COMPONENT.format(name)})
        repo.write({f"apps/{name}/alerts.yaml": RULES.format(f"{name.title()}Down", f"severity: page, service: {name}", where)})
    before = {path: path.read_bytes() for path in repo.root.rglob("*") if path.is_file()}
    assert repo.run("init", "--yes", "--no-frontmatter").code == 0
    after = {path: path.read_bytes() for path in repo.root.rglob("*") if path.is_file()}
    assert set(after) - set(before) == {repo.root / "runbook-lint.toml"}
    assert before.items() <= after.items()
    assert repo.run("check").out == "No findings in 2 documents, 2 services and 2 alerts\n"
    shown = repo.run("coverage").out
    assert [" ".join(line.split()) for line in shown.splitlines() if line.startswith(("none", "all"))] == [
        "none 2 2/2 2/2 0/2 0/2 0/2 2/2",
        "all page 2 2",
        "all all 2 2",
    ]


def test_it_asks_where_it_is_in_doubt(repo):
    pytest.importorskip("pty", reason="this system has no terminals of its own to give")
    repo.write(pages(RUNBOOK, "runbooks/", "a", "b", "c") | {"mon/rules.yaml": RULES.format("AllDown", "severity: high", "")})
    terminal = Terminal(repo.root, "init")
    terminal.answer("What does severity high ask? (1 alert) [page]: ", "ticket")
    terminal.answer("Write runbook-lint.toml? [yes]: ", "")
    terminal.until("runbook-lint baseline")
    assert terminal.end() == 0
    assert tomllib.loads((repo.root / "runbook-lint.toml").read_text())["alerts"] == {"tiers": {"high": "ticket"}}


def test_no_is_an_answer(repo):
    pytest.importorskip("pty", reason="this system has no terminals of its own to give")
    repo.write(pages(RUNBOOK, "ops/", "a", "b", "c"))
    terminal = Terminal(repo.root, "init")
    terminal.answer("Write runbook-lint.toml? [yes]: ", "no")
    terminal.until("nothing was written")
    assert (terminal.end(), (repo.root / "runbook-lint.toml").exists()) == (0, False)

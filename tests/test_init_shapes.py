"""What `init` makes of repositories that were drawn blind, after it was written: whole trees of other kinds and languages."""

import pytest
from test_init import COMPONENT, DAY, GUIDE, RUNBOOK, TOLD, found, pages

from runbook_lint.adopt.meanings import meant
from runbook_lint.app.adopting import look_over

OPERATING = "# Taking care of {}\n\n## What it is for\n\nSales.\n\n## Where to look\n\nThe board.\n\n## What to do\n\nRestart.\n\n## Who to ask\n\nUs.\n"
STEPS = "# {}\n\n## Prerequisites\n\nAccess.\n\n## Procedure\n\n1. Stop.\n\n## Rollback\n\nStart.\n"
GERMAN = "# {}\n\n## Symptome\n\nLangsam.\n\n## Auswirkung\n\nAlle.\n\n## Prüfung\n\n`df`\n\n## Behebung\n\nNeustart.\n\n## Ansprechpartner\n\nWir.\n"
VORFALL = "# {}\n\n## Zusammenfassung\n\nWeg.\n\n## Zeitlicher Ablauf\n\n- 10:00 weg\n\n## Ursache\n\nDrei.\n\n## Maßnahmen\n\n- keine\n"
JAPANESE = "# {}\n\n## 症状\n\n遅い。\n\n## 影響\n\n全員。\n\n## 確認方法\n\n`df`\n\n## 対処方法\n\n再起動。\n\n## 連絡先\n\n私達。\n"
FRENCH = "# {}\n\n## Symptômes\n\nLent.\n\n## Diagnostic\n\n`df`\n\n## Résolution\n\nRelancer.\n\n## Escalade\n\nNous.\n"
SPANISH = "# {}\n\n## Síntomas\n\nLento.\n\n## Diagnóstico\n\n`df`\n\n## Solución\n\nReiniciar.\n\n## Contactos\n\nNosotros.\n"
NOTES = "# {}\n\n- talked\n- [ ] write\n"

SHAPES = [
    pytest.param(
        {f"{name}/operating.md": OPERATING.format(name) for name in ("cart", "mail", "search")}
        | {f"{name}/README.md": "# How to build\n" for name in ("cart", "mail", "search")},
        {"runbooks": ["*/operating.md"]},
        id="one page a service, whose headings are questions",
    ),
    pytest.param(
        pages(STEPS, "docs/operations/", "backup", "upgrade", "node-lost") | pages(GUIDE, "docs/", "concepts", "usage"),
        {"runbooks": ["docs/operations/**/*.md"]},
        id="procedures in steps",
    ),
    pytest.param(
        {f"components/{name}/catalog-info.yaml": COMPONENT.format(name) for name in ("cart", "mail", "search")}
        | {f"components/{name}/docs/ops.md": GUIDE.format(name) for name in ("cart", "mail", "search")}
        | {f"components/{name}/docs/concepts.md": "# Concepts\n\nWords.\n" for name in ("cart", "mail", "search")},
        {"runbooks": ["components/**/ops.md"]},
        id="TechDocs of many components",
    ),
    pytest.param(
        pages(RUNBOOK, "On-Call/", "Restart Kafka", "Database full", "Job failed")
        | pages(NOTES, "Daily/", "2024-01-02", "2024-01-03", "2024-02-07")
        | pages(TOLD, "Postmortems/", "2024-01-02 Kafka down", "2024-02-07 Lost mails"),
        {"postmortems": ["Postmortems/**/*.md"], "runbooks": ["On-Call/**/*.md"]},
        id="a vault of notes, a day a page",
    ),
    pytest.param(
        pages(RUNBOOK, "", "Runbook-Disk-full", "Runbook-Queue-full", "Runbook-Bus")
        | {"Home.md": "# Home\n", "_Sidebar.md": "* [Home](Home)\n", "_Footer.md": "(c)\n", "FAQ.md": "**Q**: why?\n"}
        | {"Outage-2022-03-04.md": "# Timeline\n\n* 10:00 down\n\n# Cause\n\nBus.\n"},
        {"postmortems": ["Outage-2022-03-04.md"], "runbooks": ["Runbook-*.md"]},
        id="a wiki, flat",
    ),
    pytest.param(
        pages(TOLD, "", "Incident-2021-05-06---Down_9", "Incident-2022-07-01---Lost_8")
        | {f"Runbook---{name}_7.md": f"# OPS : Runbook - {name}\n\n## Procedure\n\nLog in.\n" for name in ("Keys", "Disk")}
        | pages("# OPS : {}\n\nText.\n", "", "Team", "Access", "Minutes", "Tools", "Budget"),
        {"postmortems": ["Incident-*.md"], "runbooks": ["Runbook---*.md"]},
        id="a space of Confluence, exported",
    ),
    pytest.param(
        {f"{year}/03-04-disk.md": TOLD.format("Disk") for year in (2019, 2020, 2021)} | {"README.md": "# Reports\n"},
        {"postmortems": ["[0-9][0-9][0-9][0-9]/**/*.md"]},
        id="a folder a year at the root, and next year is another",
    ),
    pytest.param(
        pages(RUNBOOK, "content/runbooks/", "disk", "net", "keys")
        | {"content/runbooks/kafka/index.md": RUNBOOK.format("Kafka"), "content/runbooks/_index.md": "# All of them\n"}
        | pages("# {}\n\nHappy.\n", "content/posts/", "2023-01-02-new-year", "2024-01-02-new-year"),
        {"runbooks": ["content/runbooks/**/*.md", "!_index.md"]},
        id="a folder a page, beside its pictures, and a blog",
    ),
    pytest.param(
        pages(GERMAN, "stoerungen/", "datenbank", "netz", "login") | pages(VORFALL, "vorfaelle/", "2023-04-05-netz", "2024-01-02-login")
        | pages("# {}\n\n## Überblick\n\nText.\n", "allgemein/", "urlaub", "willkommen"),
        {"postmortems": ["vorfaelle/**/*.md"], "runbooks": ["stoerungen/**/*.md"]},
        id="German",
    ),
    pytest.param(
        pages(JAPANESE, "手順/", "障害", "更新", "逼迫") | {"設計/構成.md": "# 構成\n\n図。\n"},
        {"runbooks": ["手順/**/*.md"]},
        id="Japanese",
    ),
    pytest.param(pages(FRENCH, "pannes/", "disque", "réseau", "clés"), {"runbooks": ["pannes/**/*.md"]}, id="French"),
    pytest.param(pages(SPANISH, "averías/", "disco", "red", "claves"), {"runbooks": ["averías/**/*.md"]}, id="Spanish"),
    pytest.param(
        {"RUNBOOK.md": RUNBOOK.format("It"), "README.md": "# It\n", "CHANGELOG.md": "# Changes\n"}
        | pages(GUIDE, "docs/", "api", "development"),
        {"runbooks": ["RUNBOOK.md"]},
        id="one runbook at the root",
    ),
    pytest.param({"docs/runbook.md": RUNBOOK.format("It")}, {"runbooks": ["docs/runbook.md"]}, id="one page"),
    pytest.param(
        {f"rules/X-{number}-SOP-{number}.md": f"# SOP-{number}: Retrospective\n\n## Why\n\nSo.\n\n### List all actions\n\nAll.\n\n## Learnings\n\nNone.\n"
         for number in range(3)} | pages(GUIDE, "rules/", "X-5-PRP-a", "X-6-PRP-b", "X-7-PRP-c", "X-8-PRP-d", "X-9-PRP-e"),
        {},
        id="rules of work are no incidents",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("files", "layout"), SHAPES)
def test_the_layout_is_found(repo, files, layout):
    got = found(repo.write(files)).get("layout", {})
    assert {key: got[key] for key in got if key in ("runbooks", "plans", "postmortems")} == layout


def test_headings_of_another_language_become_aliases_and_are_asked_for(repo):
    tables = found(repo.write(pages(GERMAN, "stoerungen/", "datenbank", "netz", "login")))
    assert tables["sections"] == {
        "runbook": {
            "checks": ["Prüfung"], "escalation": ["Ansprechpartner"], "fixes": ["Behebung"], "impact": ["Auswirkung"],
            "what-broke": ["Symptome"],
        }
    }  # fmt: skip
    required = ["what-broke", "impact", "checks", "fixes", "escalation"]
    assert tables["rules"] == {"section-missing": {"required": required, "everywhere": True}}


@pytest.mark.parametrize(
    ("title", "concepts"),
    [
        ("who s on call", ("escalation", "contacts")),
        ("fehlerbehebung", ("fixes", "mitigation")),
        ("gegenmaßnahmen", ("fixes", "mitigation")),
        ("grundursache", ("causes",)),
        ("gründe", ("causes",)),
        ("notfallkontakte", ("escalation", "contacts")),
        ("herstel", ("fixes", "mitigation")),
        ("remediation items", ("fixes", "mitigation", "actions")),  # of a postmortem they are its actions
        ("links", ("links",)),
        ("whole system", ()),  # words that only begin like one that counts
        ("nextcloud", ()),
        ("linkerd", ()),
        ("fixtures", ()),
        ("grundlagen", ()),
        ("hersteller", ()),
    ],
)
def test_what_the_words_of_a_heading_mean(title, concepts):
    assert meant(title) == concepts


def test_two_pages_teach_what_both_of_them_say(repo):
    tables = found(repo.write(pages(VORFALL, "vorfaelle/", "2023-04-05-netz", "2024-01-02-login")))
    assert tables["sections"]["postmortem"] == {
        "actions": ["Maßnahmen"], "causes": ["Ursache"], "summary": ["Zusammenfassung"], "timeline": ["Zeitlicher Ablauf"],
    }  # fmt: skip
    assert "rules" not in tables


def test_of_postmortems_only_what_most_of_them_have_is_asked_for(repo):
    text = "# {}\n\n## What happened\n\nDown.\n\n## Timeline\n\n- 10:00 down\n\n## Root cause\n\nDisk.\n\n## Action items\n\n- none\n"
    tables = found(repo.write(pages(text, "incidents/", "api", "mail", "login", "prices")))
    assert tables["rules"] == {"postmortem-section-missing": {"required": ["summary", "timeline", "causes", "actions"]}}


def test_a_day_is_no_number_of_an_incident_and_one_page_is_no_custom(repo):
    assert "ids" not in found(repo.write({"incidents/Outage-2022-03-04.md": TOLD.format("x")}))
    assert "ids" not in found(repo.write({"incidents/Outage-2023-01-02.md": TOLD.format("y")}))
    assert "ids" not in found(repo.write({"incidents/Outage-2023-01-02.md": "", "incidents/COR-7.md": TOLD.format("z")}))


def test_pictures_that_a_site_copies_to_its_root(repo):
    text = "# A\n\n![x](/img/flow.png) [b](/ops/b) [c](/ops/c)\n"
    repo.write({"docusaurus.config.js": "", "docs/ops/a.md": text, "docs/ops/b.md": "# B\n", "docs/ops/c.md": "# C\n"})
    links = found(repo.write({"static/img/flow.png": ""}))["links"]
    assert links == {"site_links": ["html"], "roots": ["docs", "static"]}


def test_a_wiki_that_keeps_its_hyphens_encoded(repo):
    repo.write({".order": "Home\n", "Home.md": "# Home\n\n[x](/Runbooks/Scale%2DOut) [y](/Runbooks/Scale%2DIn)\n"})
    repo.write({"Runbooks/Scale%2DOut.md": "# Scale out\n"})
    assert repo.run("check", "--format", "concise").out.splitlines()[0] == 'Home.md:3:32: LK001 "/Runbooks/Scale-In" does not exist'


@pytest.mark.parametrize("name", ["index.md", "README.md"])
def test_a_readme_alone_in_its_folder_may_be_the_page_itself(repo, name):
    files = {f"playbooks/{each}/{name}": RUNBOOK.format(each) for each in ("kafka", "mail", "disk")}
    files |= {f"libs/{each}/{name}": GUIDE.format(each) for each in ("http", "retry")} | {"README.md": "# Shop\n"}
    assert found(repo.write(files))["layout"] == {"runbooks": ["playbooks/**/*.md"]}


def test_links_as_wikis_write_them_are_counted_since_nobody_judges_them(repo):
    text = "# {}\n\n[[Home]] ![[lag graph.png]] `[[ -f x ]]` [[_TOC_]]\n\n```sh\nif [[ -f x ]]; then\n```\n"
    told = [note for note in look_over(repo.write(pages(text, "notes/", "a", "b")).root, DAY).adoption({}, True).notes if "[[" in note]
    assert told == ["4 links in 2 pages are written [[so]], as wikis and notes have them: they are not judged"]


def test_where_nothing_is_found_the_gate_is_the_next_step(repo):
    repo.write(pages(RUNBOOK, "ops/", "disk", "net", "keys"))
    assert repo.run("init", "--yes", "--today", "2026-09-01").out == """\
      3 runbooks  ops/**/*.md
                  by the headings: 3

runbook-lint.toml: written; it is yours from now on
3 pages, no findings. Next:
  runbook-lint check                 a gate from now on: in CI, in a hook
"""

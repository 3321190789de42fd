"""The organisations that performance is measured with: the same from the same seed, of the promised size, and sound."""

import sys
from collections import Counter

import pytest
from conftest import ROOT, Repo

sys.path.insert(0, str(ROOT / "bench"))
import tree  # bench/ is no package


def kinds(files: dict[str, str]) -> Counter[str]:
    return Counter(
        "postmortem" if path.startswith("postmortems/")
        else "plan" if path.endswith(".md") and "/alerts/" in path
        else path.rpartition("/")[2] if path.endswith((".md", "/service.yaml", "teams.yaml"))
        else path.partition(".")[2]
        for path in files
    )  # fmt: skip


@pytest.mark.parametrize("services", [1, 24, 40])
def test_it_has_four_files_and_a_quarter_a_service(services):
    files = dict(tree.tree(services))
    plans = services + services // 4
    expected = {
        "README.md": 1, "teams.yaml": 1, "service.yaml": services, "runbook.md": services, "rules.yaml": services,
        "plan": plans, "postmortem": services // 12,
    }  # fmt: skip
    assert kinds(files) == Counter(expected)
    assert 3 * services + plans == (4.25 * services if services % 4 == 0 else 3 * services + plans)


def test_the_same_seed_gives_the_same_files_and_another_gives_others():
    assert list(tree.tree(30)) == list(tree.tree(30, seed=1))
    one, other = dict(tree.tree(30)), dict(tree.tree(30, seed=2))
    assert one["services/berth-archive/runbook.md"] != other["services/berth-archive/runbook.md"]


def test_a_service_is_the_same_in_a_larger_organisation():
    small, large = dict(tree.tree(30)), dict(tree.tree(60))
    assert {path: large.get(path) for path in small if path.startswith("services/") and "teams" not in path} == {
        path: text for path, text in small.items() if path.startswith("services/") and "teams" not in path
    }


def test_no_two_services_share_a_folder():
    assert len({tree.slug(number) for number in range(5000)}) == 5000


def test_a_hub_has_no_more_dependents_in_a_larger_organisation():
    def most(services: int) -> int:
        needed = Counter(id for number in range(services) for id in tree.service(number).depends_on)
        return max(needed.values())

    assert most(3000) <= 1.5 * most(300)


def test_it_is_sound(repo: Repo):
    """What is found in it is that time has passed."""
    tree.write(repo.root, 24)
    done = repo.run("check", "--format", "concise", "--today", tree.TODAY.isoformat(), "-q")
    assert done.err == ""
    codes = {line.split(": ")[1].split()[0] for line in done.out.splitlines() if ": " in line}
    assert codes <= {"FR001", "FR002", "PM009"}

"""Organisations grown from a seed, as large as wanted: `python bench/tree.py FOLDER --services 1000`.

A service has 4.25 files on average: manifest, runbook, rule file, and one or two alert plans. The same seed gives
the same files, and a service's own files are the same in a small organisation as in a large one, so that what a
page weighs can be compared.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pages import plan, postmortem, rules, runbook
from words import AILMENTS, AREAS, PARTS, SCENARIOS, TEAMS

TODAY = date(2026, 11, 21)
DOMAIN = 25
"""Services that work together: they mostly depend on each other."""
PLATFORM = 2
"""The first ones of each domain: others lean on them, they lean on nobody."""
PER_TEAM = 12
PER_POSTMORTEM = 12
MEMBERS = 4


@dataclass(frozen=True)
class Service:
    """A service as its pages need it; `ailments` are its alerts, the first `plans` of them have a page."""

    number: int
    slug: str
    tier: int
    team: str
    owner: str
    depends_on: tuple[str, ...]
    ailments: tuple[tuple[str, str, str], ...]
    plans: int
    reviewed: date

    @property
    def id(self) -> str:
        """As manifests name it."""
        return service_id(self.slug)

    @property
    def camel(self) -> str:
        """As alerts begin."""
        return "".join(part.capitalize() for part in self.slug.split("-"))


def service_id(slug: str) -> str:
    """The id of a service with such a folder."""
    return f"SVC-{slug.upper()}"


def slug(number: int) -> str:
    """The folder of a service: 62 x 57 pairs of words, then numbered ones."""
    around, within = divmod(number, len(AREAS) * len(PARTS))
    area = AREAS[within % len(AREAS)]
    part = PARTS[(2 * (within // len(AREAS)) + within) % len(PARTS)]  # no pair comes twice
    return f"{area}-{part}" + (f"-{around + 1}" if around else "")


def team(number: int) -> str:
    """The team of a service."""
    around, within = divmod(number // PER_TEAM, len(TEAMS))
    return f"{TEAMS[within]}{around + 1 if around else ''}"


@cache
def service(number: int, seed: int = 1) -> Service:
    """A service by its number, the same in every organisation that has it."""
    dice = random.Random(f"{seed}/{number}")
    ours = team(number)
    return Service(
        number=number,
        slug=slug(number),
        tier=dice.choices((1, 2, 3, 4), (10, 25, 40, 25))[0],
        team=ours,
        owner=f"{ours.lower()}{dice.randint(1, MEMBERS)}",
        depends_on=tuple(map(service_id, map(slug, _needed(number, dice)))),
        ailments=tuple(dice.sample(AILMENTS, dice.randint(2, 3))),
        plans=2 if number % 4 == 3 else 1,
        reviewed=TODAY - timedelta(days=dice.randint(1, 420)),
    )


def _needed(number: int, dice: random.Random) -> list[int]:
    """What a service depends on: neighbours before it, and what some domain near by offers to all."""
    domain, place = divmod(number, DOMAIN)
    if place < PLATFORM:
        return []
    near = [domain * DOMAIN + dice.randrange(PLATFORM, place) for _ in range(dice.randint(0, 2)) if place > PLATFORM]
    offered = [
        max(0, domain - dice.randrange(4)) * DOMAIN + dice.randrange(PLATFORM) for _ in range(dice.randint(1, 2))
    ]
    return sorted({*near, *offered})


def tree(services: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Every file of an organisation, path and text."""
    yield "README.md", f"# Runbooks\n\n{services} services, grown from a seed.\n"
    yield "services/teams.yaml", _teams(services)
    for number in range(services):
        yield from _service_files(service(number, seed), seed)
    for number in range(PER_POSTMORTEM - 1, services, PER_POSTMORTEM):
        yield _postmortem(number, seed)


def _service_files(each: Service, seed: int) -> Iterator[tuple[str, str]]:
    folder = f"services/{each.slug}"
    yield f"{folder}/service.yaml", _manifest(each)
    yield f"{folder}/runbook.md", runbook(each, random.Random(f"{seed}/{each.number}/runbook"))
    yield f"{folder}/alerts/{each.slug}.rules.yaml", rules(each)
    for ailment in each.ailments[: each.plans]:
        dice = random.Random(f"{seed}/{each.number}/{ailment[0]}")
        yield f"{folder}/alerts/{each.camel}{ailment[0]}.md", plan(each, ailment, dice)


def _manifest(each: Service) -> str:
    host = "ferries.example"
    needed = "".join(f"\n  - {id}" for id in each.depends_on)
    return f"""service: {each.id}
name: {each.slug.replace("-", " ").capitalize()}
description: Keeps what the {each.slug.split("-")[0]} people need to know of each sailing.
lifecycle: production
team: {each.team}
owner: {each.owner}
tier: {each.tier}
last_reviewed: {each.reviewed}
reviewed_by: {each.owner}
{f"depends_on:{needed}" if needed else "depends_on: []"}
contacts:
  chat: '#alerts-{each.slug}'
  rota: https://rota.{host}/{each.team.lower()}
  escalation: [{each.team}, {each.owner}]
links:
  dashboard: https://grafana.{host}/d/{each.slug}
  logs: https://logs.{host}/explore?service={each.slug}
tags: [{each.slug.split("-")[1]}, {"public" if each.number % 3 else "internal"}]
"""


def _teams(services: int) -> str:
    names = list(dict.fromkeys(map(team, range(services))))
    lines = ["teams:"]
    for name in names:
        members = ", ".join(f"{name.lower()}{number + 1}" for number in range(MEMBERS))
        lines += [f"  {name}:", f"    name: {name.capitalize()}", f"    chat: '#team-{name.lower()}'"]
        lines += [f"    rota: https://rota.ferries.example/{name.lower()}", f"    members: [{members}]"]
    lines.append("people:")
    lines += [f"  {name.lower()}{number + 1}: {{}}" for name in names for number in range(MEMBERS)]
    lines.append("scenarios:")
    for number, scenario in enumerate(SCENARIOS):
        first, second = names[number % len(names)], names[(number + 1) % len(names)]
        lines += [f"  {scenario}:", f"    primary: {first}", f"    secondary: {second}"]
    return "\n".join(lines) + "\n"


def _postmortem(number: int, seed: int) -> tuple[str, str]:
    """An incident of the service with this number and of one that it needs."""
    dice = random.Random(f"{seed}/{number}/postmortem")
    each = service(number, seed)
    day = TODAY - timedelta(days=dice.randint(5, 900))
    incident = f"INC-{1000 + number}"
    path = f"postmortems/{day.year}/{incident}-{each.slug}.md"
    return path, postmortem(each, incident, day, TODAY, dice)


def write(folder: Path, services: int, seed: int = 1) -> int:
    """Write an organisation into a folder; returns the number of its files."""
    count = 0
    for path, text in tree(services, seed):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")
        count += 1
    return count


def main(arguments: Sequence[str] | None = None) -> None:
    """Write one, as the command line says."""
    parser = argparse.ArgumentParser(description="Write an organisation grown from a seed.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--services", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    print(f"{write(options.folder, options.services, options.seed)} files in {options.folder}")


if __name__ == "__main__":
    main()

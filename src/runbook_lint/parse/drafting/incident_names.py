"""What a person or another tool calls a service, a severity or somebody, as the catalogue and the configuration do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from posixpath import basename

from runbook_lint.model.catalog import Service
from runbook_lint.model.errors import UsageError
from runbook_lint.model.patterns import regex
from runbook_lint.model.refs import short_name
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import find_alerts
from runbook_lint.parse.known import unknown
from runbook_lint.parse.neighbours import neighbours

_ADDRESS = regex(r"(?:.*<)?\s*([\w.+-]+)@[\w.-]+\s*>?\Z")


def service_named(world: World, name: str) -> Service | None:
    """The service of an id, a name, or the name of its folder, in any case; None where none is called so."""
    word = name.strip()
    exact = world.catalog.service(word) or neighbours(world).service(word)
    if exact or not word:
        return exact
    folded = word.casefold()
    for called in (_by_id, _by_name, _by_folder):
        same = [each for each in world.catalog.services if called(each).casefold() == folded]
        if len({each.id for each in same}) == 1:
            return same[0]
    return None


def _by_id(service: Service) -> str:
    return service.id


def _by_name(service: Service) -> str:
    return service.name


def _by_folder(service: Service) -> str:
    return basename(service.folder)


def service_id(world: World, name: str) -> str:
    """The id of a service that a person names; raises UsageError for one that cannot be."""
    found = service_named(world, name)
    if found:
        return found.id
    ids = {each.id for each in world.catalog.services}
    help = unknown(name, ids, world, elsewhere={each.id for each in neighbours(world).services})
    if help is None:
        return name.strip()
    names = {each.name for each in world.catalog.services if each.name}
    hint = help or did_you_mean(name, names) or f"none of the {len(ids):,} in the catalogue is called so"
    raise UsageError(f"no service {name}; {hint}")


def severity_named(severities: Collection[str], text: str) -> str:
    """A severity as the configuration spells it: `sev1` and `1` are SEV-1; raises UsageError for none of them."""
    wanted = _letters(text)
    for each in severities:
        number = re.search(r"\d+\Z", each)
        if wanted in {_letters(each), number[0] if number else _letters(each)}:
            return each
    raise UsageError(f"no severity {text}; there are {', '.join(severities)}")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def person_named(world: World, text: str) -> str:
    """The id of a person by id, name or e-mail address; "" where nobody who is here is called so."""
    word = text.strip().lstrip("@")
    known = world.catalog.person(word)
    address = _ADDRESS.match(word)
    folded = {word.casefold(), *([address[1].casefold()] if address else [])}
    people = [each for each in world.catalog.people.values() if not each.former]
    same = [each for each in people if folded & {each.name.casefold(), short_name(each.id).casefold()} - {""}]
    if known and not known.former:
        return known.id
    return same[0].id if len(same) == 1 else ""


def person_id(world: World, text: str) -> str:
    """The id of a person that somebody names; raises UsageError for one who cannot be known."""
    found = person_named(world, text)
    if found:
        return found
    known, others = world.catalog.person(text.strip()), neighbours(world)
    if known:
        raise UsageError(f"{text} has left; name somebody who is here")
    if others.person(text.strip()):
        return text.strip()
    people = [each.id for each in world.catalog.people.values() if not each.former]
    help = unknown(text, people, world, elsewhere=set(others.people))
    if help is None:
        return text.strip()
    raise UsageError(f"no person {text}; {help or 'nobody in the catalogue is called so'}")


def alert_name(world: World, text: str) -> str:
    """An alert as its rule spells it; raises UsageError for one that no rule has, where there are rules."""
    found = find_alerts(world, text.strip())
    if found or not world.alerts:
        return found[0].name if found else text.strip()
    names = {alert.name for alert in world.alerts}
    hint = did_you_mean(text, names) or f"none of the {len(world.alerts):,} that were read is called so"
    raise UsageError(f"no alert {text}; {hint}")


def all_named(names: Iterable[str]) -> tuple[str, ...]:
    """Names in their order, each once."""
    return tuple(dict.fromkeys(name for name in names if name))

"""All links in rounds: a few of each host at a time, saved after each; a host that is busy rests.

A `Retry-After` is kept by lychee, which knows of none after its round. So a host that says 429 rests until tomorrow,
one that says 503 until the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from runbook_lint.model.link_memory import Answer, LinkRecord, Verdict
from runbook_lint.parse.external_links import host_of
from runbook_lint.parse.link_verdicts import LATER, TOO_MANY, forge_project, judged, remembered, settled

Ask = Callable[[Sequence[str], str], Mapping[str, Answer]]
Save = Callable[[Mapping[str, LinkRecord]], None]

OF_A_HOST, AT_ONCE = 4, 64


def due_links(urls: Sequence[str], known: Mapping[str, LinkRecord], today: date, all: bool) -> list[str]:
    """The links to ask for: those that nobody asked for today, the longest ago first.

    So a run that was killed goes on where it stopped. A host that was busy today rests until tomorrow.
    """
    busy = {host_of(url)[0] for url, each in known.items() if each.status == TOO_MANY and each.checked == today}
    waiting = [url for url in urls if all or _last(known.get(url)) != today]
    return sorted((url for url in waiting if host_of(url)[0] not in busy), key=lambda url: (_last(known.get(url)), url))


def _last(record: LinkRecord | None) -> date:
    return record.checked if record else date.min


def ask_all(
    urls: Sequence[str],
    known: Mapping[str, LinkRecord],
    today: date,
    ask: Ask,
    save: Save,
    is_inside: Callable[[str], bool] = lambda url: False,
) -> Iterator[Mapping[str, LinkRecord]]:
    """The records after each round, which are saved by then.

    `is_inside` knows the links to hosts of one's own: that these answer says nothing of the way to the others.
    """
    records, waiting = dict(known), list(urls)
    resting: set[str] = set()
    heard_from: set[bool] = set()
    while waiting:
        now = list(_round(waiting))
        answers = _answers(now, ask)
        heard_from |= {is_inside(url) for url, answer in answers.items() if answer.status}
        answers = {url: each if is_inside(url) in heard_from else _offline(each) for url, each in answers.items()}
        public = {forge_project(url) for url, record in records.items() if record.good}
        public |= {forge_project(url) for url, answer in answers.items() if judged(url, answer)[0] is Verdict.GOOD}
        heard = {url: remembered(url, records.get(url), answers[url], today, public) for url in now}
        records = {**records, **heard}
        save(records)
        resting |= {host_of(url)[0] for url in now if answers[url].status in LATER} | _silent(answers)
        waiting = [url for url in waiting if url not in answers and host_of(url)[0] not in resting]
        yield records


def _round(waiting: Sequence[str]) -> Iterator[str]:
    """The next links: a few of each host."""
    taken: dict[str, int] = {}

    def fits(url: str) -> bool:
        host = host_of(url)[0]
        taken[host] = taken.get(host, 0) + 1
        return taken[host] <= OF_A_HOST

    return islice(filter(fits, waiting), AT_ONCE)


def _answers(urls: Sequence[str], ask: Ask) -> dict[str, Answer]:
    """HEAD first, which costs a server least; GET where that was not good, since some servers know no HEAD."""
    answers = dict(ask(urls, "head"))
    busy = {host_of(url)[0] for url, answer in answers.items() if answer.status in LATER}
    again = [url for url, answer in answers.items() if not settled(answer) and host_of(url)[0] not in busy]
    return {**answers, **(ask(again, "get") if again else {})}


def _offline(answer: Answer) -> Answer:
    """What an answer means as long as nobody has answered.

    Without a network some systems know no name at all, and a firewall may refuse every connection.
    """
    return replace(answer, failure="network") if answer.failure in ("name", "refused") else answer


def _silent(answers: Mapping[str, Answer]) -> set[str]:
    """The hosts of which nothing came in time: each of their links would take its minute."""
    heard = {host_of(url)[0] for url, answer in answers.items() if answer.failure != "timeout"}
    return {host_of(url)[0] for url in answers} - heard

"""Words in paths and titles that tell what a page is, before anything of it is read."""

from __future__ import annotations

import re
from posixpath import basename

from runbook_lint.model.document import Kind
from runbook_lint.model.patterns import regex

STRONG, WEAK, HINT = 2.0, 1.0, 0.8

_CALLED: tuple[tuple[Kind, float, str], ...] = (
    (Kind.RUNBOOK, STRONG, r"(?:run|play) ?books?|sops?|standard operating procedures?"),
    (
        Kind.RUNBOOK,
        WEAK,
        r"operations|operating|ops|troubleshooting|procedures?|on ?call|firefighting|break ?glass|disaster recovery"
        r"|maintenance",
    ),
    (
        Kind.RUNBOOK,
        WEAK,
        r"betriebshandbuch|störungen|stoerungen|procédures|exploitation|procedimientos|procedimentos|運用|運用手順書?"
        r"|手順書?|障害対応|运维手册|应急手册",
    ),
    (Kind.PLAN, STRONG, r"alerts?|alarms?|arps?|alert responses?|response plans?"),
    (Kind.POSTMORTEM, STRONG, r"post ?mortems?|incident (?:reports?|reviews?|log)|rcas?|root cause analys[ei]s"),
    (Kind.POSTMORTEM, STRONG, r"outages?|pirs?|post incident(?: reviews?)?"),
    (Kind.POSTMORTEM, WEAK, r"incidents?|pms?"),
    (Kind.POSTMORTEM, WEAK, r"vorfälle|vorfaelle|störungsberichte|incidentes?|incidenten"),
    (Kind.POSTMORTEM, WEAK, r"障害報告|障害|事故|故障报告|故障复盘"),
    (
        Kind.DOCUMENT,
        STRONG,
        r"adrs?|decisions?|rfcs?|tutorials?|onboarding|offboarding|game ?days?|exercises?|training|workshops?"
        r"|posts?|articles|journals?|diar(?:y|ies)|daily(?: notes?)?|dailies|weekly|stand ?ups?|retro(?:spective)?s?"
        r"|faqs?|templates?|archetypes|layouts|skeletons?|blog|news|meetings?|minutes|proposals?|helpers?|includes?|partials?|snippets?|policy|policies"
        r"|release notes|change ?logs?|glossary|contributing",
    ),
    (Kind.DOCUMENT, WEAK, r"designs?|architecture|reference|examples?|archive|guidelines?|concepts?|schemas?|api"),
)
_FOLDERS = tuple((kind, weight, regex(words)) for kind, weight, words in _CALLED)
_PARTS = tuple((kind, weight, regex(rf"(?:.* )?(?:{words})(?: .*)?")) for kind, weight, words in _CALLED)
_TITLES: tuple[tuple[Kind, float, re.Pattern[str]], ...] = tuple(
    (kind, weight, regex(words))
    for kind, weight, words in (
        (
            Kind.DOCUMENT,
            2 * STRONG,
            r"\b(?:(?:incident|change|review|release) process|how we work|ways of working|onboarding|joiners?|handbook"
            r"|communications? plan|working agreement|alliance|glossary|roadmap|code of conduct|style guide|game ?days?"
            r"|tutorials?|exercises?|going on call|on call (?:rota|schedule|expectations)|meeting notes|adr)\b"
            r"|\b(?:add(?:ing)?|writ(?:e|ing)|creat(?:e|ing)|run(?:ning)?) (?:an?|new|your)(?: new)?"
            r" (?:(?:run|play) ?books?|post ?mortems?)\b"
            r"|^(?:examples?|samples?|licen[cs]e|security|governance|maintainers|authors|contributing|code of conduct)$"
            r"|^on call$|\b(?:reference )?architecture\b|^definition\b|\bguidelines\b|\btemplate\b",
        ),
        (Kind.DOCUMENT, STRONG, r"^faqs?$|\bfrequently asked questions\b|^about(?: (?:us|this|the team))?$"),
        (Kind.RUNBOOK, STRONG, r"\b(?:run|play) ?books?$|^(?:run|play) ?books? (?:for|of)\b"),
        (Kind.POSTMORTEM, STRONG, r"\b(?:post ?mortem|incident report|incident review|outage report|rca)$"),
        (Kind.RUNBOOK, HINT, r"^(?:run|play) ?books?\b|\bsop\b|\btroubleshooting\b|\bsurvival guide\b"),
        (
            Kind.RUNBOOK,
            HINT,
            r"^(?:how to )?(?:(?:restart|recover|drain|renew|rebuild|reboot|flush|unlock)(?:ing)?"
            r"|(?:restor|rotat|purg)(?:e|ing)|roll(?:ing)? ?back|fail(?:ing)? ?over)\b",
        ),
        (Kind.POSTMORTEM, HINT, r"^(?:post ?mortem|incident (?:report|review|on|summary)|rca|root cause analysis)\b"),
    )
)
_NAMED = regex(
    r"(?:.{1,20} : )?\[?(?P<kind>(?:run|play) ?book|post-?mortem)\]?(?:\s*[:–—|\]]|\s+-)\s", re.IGNORECASE
)
_SPACE = regex(r"^\S{1,12} : ")  # Confluence puts the space's name before each title
_SPLIT = regex(r"[\W_]+|(?<=[a-z0-9])(?=[A-Z])")
_ALERT_NAME = regex(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9_]+)?")
_ALERT_WORDS = 3  # in a name written as one: PgBouncer is a program, PgBouncerPoolFull an alert
_DAY = regex(r"\d{4}[-_.]?(?:0[1-9]|1[0-2])[-_.]?[0-3]\d")
_NUMBER = regex(r"(?:inc|pm|pir|sev|rca|incident|outage|post-?mortem)[-_ ]*\d", re.IGNORECASE)
_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".erb", ".html")


def spaced(text: str) -> str:
    """A name as lower-case words: `post-mortems`, `PostMortems` and `post_mortems` are all `post mortems`."""
    return " ".join(part for part in _SPLIT.split(text) if part).lower()


def stem(path: str) -> str:
    """A file's name without what makes it a page: `a/b.html.md.erb` is `b`."""
    name = basename(path)
    while name.lower().endswith(_SUFFIXES):
        name = name[: name.rindex(".")]
    return name


def suffix(path: str) -> str:
    """What a page's name ends in: `.md`, `.html.md.erb`; empty for one without a suffix of pages."""
    return basename(path)[len(stem(path)) :]


def folder_says(name: str) -> tuple[Kind, float] | None:
    """What a folder's name says of the pages in it, and how loudly."""
    words = spaced(name)
    whole = next(((kind, weight) for kind, weight, pattern in _FOLDERS if pattern.fullmatch(words)), None)
    part = next(((kind, weight / 2) for kind, weight, pattern in _PARTS if pattern.fullmatch(words)), None)
    return whole or part


def title_says(title: str) -> tuple[Kind, float] | None:
    """What a page's title or file name says it is, and how loudly."""
    named = _NAMED.match(title)
    if named:
        return (Kind.POSTMORTEM if "mortem" in named["kind"].lower() else Kind.RUNBOOK), STRONG
    words = spaced(_SPACE.sub("", title))
    return next(((kind, weight) for kind, weight, pattern in _TITLES if pattern.search(words)), None)


def is_alert_name(name: str) -> bool:
    """Whether a file's name is written as alerts are: `KubePodCrashLooping`."""
    first = name.partition("_")[0]
    capitals = re.findall(r"[A-Z]", first)
    return bool(_ALERT_NAME.fullmatch(name)) and len(capitals) > 1 and len(spaced(first).split()) >= _ALERT_WORDS


def record_says(name: str) -> float:
    """How loudly a file's name speaks for an incident: its number does, a day alone is in the names of minutes too."""
    if _NUMBER.match(name):
        return 1.5
    return 0.4 if _DAY.match(name) else 0.0


def is_form(path: str) -> bool:
    """Whether a page is there as an example of its kind: `example.md`."""
    return stem(path).casefold() in ("example", "sample", "examples")

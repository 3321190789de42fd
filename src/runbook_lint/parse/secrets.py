"""Secrets in text, by the patterns that providers give their tokens; a library knows the patterns.

The library takes a tenth of a second to import, so a cheap look at the text decides whether it is
asked at all. Nothing here prints, keeps or hashes what it finds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from itertools import accumulate
from typing import Any

from runbook_lint.model.document import Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once_each

DETECTORS: Mapping[str, str] = {
    "artifactory": "ArtifactoryDetector",
    "aws": "AWSKeyDetector",
    "azure_storage_key": "AzureStorageKeyDetector",
    "basic_auth": "BasicAuthDetector",
    "cloudant": "CloudantDetector",
    "discord": "DiscordBotTokenDetector",
    "github_token": "GitHubTokenDetector",
    "jwt": "JwtTokenDetector",
    "mailchimp": "MailchimpDetector",
    "npm": "NpmDetector",
    "private_key": "PrivateKeyDetector",
    "sendgrid": "SendGridDetector",
    "slack": "SlackDetector",
    "softlayer": "SoftlayerDetector",
    "square_oauth": "SquareOAuthDetector",
    "stripe": "StripeDetector",
    "twilio": "TwilioKeyDetector",
}
"""Module and class of each detector that is asked: those whose pattern is a provider's own.

Left out: entropy and keywords, and IBM's keys, whose patterns take any long value after `key:`.
"""

# What the text must hold for a detector to find anything: literals in lower case, one of which occurs,
# then a pattern that is no stricter than the detector's. tests/test_secrets.py compares the two.
_HINTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "artifactory": (("akc", "artif", "jfrog", "buildkit"), r"AKC[a-zA-Z0-9]{10}|AP[\dA-F][a-zA-Z0-9]{8}"),
    "aws": (
        ("a3t", "abia", "acca", "akia", "asia", "aws"),
        r"(?:A3T[A-Z0-9]|ABIA|ACCA|AKIA|ASIA)[0-9A-Z]{16}|(?i:aws.{0,60}[0-9a-z/+]{40})",
    ),
    "azure_storage_key": (("==",), r"[A-Za-z0-9+/]{86}=="),
    "basic_auth": (("://",), r"://[^:/?#\[\]@!$&'()*+,;=\s]+:[^:/?#\[\]@!$&'()*+,;=\s]+@"),
    "cloudant": (("cl", "cloudant.com"), r"(?i:\bcl\S{0,30}(?: *[^ \n]{1,3})? *[\"']?[0-9a-z]{24}|[0-9a-z]{24}@)"),
    "discord": ((".",), r"\.[\w-]{6}\.[\w-]{27}"),
    "github_token": (("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"gh[pousr]_[A-Za-z0-9_]{36}"),
    "jwt": (("eyj",), r"eyJ[A-Za-z0-9\-_=]+\.[A-Za-z0-9\-_=]+"),
    "mailchimp": (("-us",), r"[0-9a-z]{32}-us[0-9]"),
    "npm": (("npm", "_authtoken"), r"npm_[A-Za-z0-9-]{36}|(?:_authToken|NPM[ _-]?TOKEN).{0,20}[a-z0-9-]{36}"),
    "private_key": (("begin", "putty-user-key-file-2:"), r"PRIVATE KEY|PuTTY-User-Key-File-2:"),
    "sendgrid": (("sg.",), r"SG\.[\w-]{22}\."),
    "slack": (("xox", "hooks.slack.com"), r"(?i:xox[abposr]-\d|hooks\.slack\.com/services/T)"),
    "softlayer": (
        ("sl", "softlayer"),
        r"(?i:(?:(?:\bsl|softlayer)\S{0,30}(?: *[^ \n]{1,3})? *[\"']?|softlayer.{5}soap/.{0,6})[a-z0-9]{64})",
    ),
    "square_oauth": (("sq0csp-",), r"sq0csp-"),
    "stripe": (("k_live_",), r"[rs]k_live_[0-9a-zA-Z]{24}"),
    "twilio": (("ac", "sk"), r"(?:AC|SK)[a-z0-9]{32}"),
}


_RUN = regex(r"[0-9a-zA-Z\u017f\u212a]{24,}")  # the two that IGNORECASE takes for an s and a k
_RUNS: Mapping[str, int] = {"cloudant": 24, "mailchimp": 32, "softlayer": 64, "stripe": 24, "twilio": 32}
"""The letters and digits in a row that a detector needs; its pattern is slow, and tried on lines that have them."""

_LONGEST = 10_000  # characters of a line: longer ones are data, and the detectors' patterns are not linear


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret stands and what kind it is; the secret itself is not kept."""

    kind: str
    span: Span


SECRETS = "secrets"
"""The key in a world's memo of the secrets of files that somebody looked into, by path."""


def secrets_of(world: World, path: str) -> tuple[Secret, ...]:
    """The secrets of a file of the world; each file is searched once."""
    known: dict[str, tuple[Secret, ...]] = world.memo.setdefault(SECRETS, {})
    if path not in known:
        page = world.documents.get(path)
        known[path] = _of_page(page) if page else tuple(find_secrets(world.lines(path)))
    return known[path]


def all_searched(lines: Sequence[str]) -> bool:
    """Whether every line of a file was looked into: one that is too long may hide a secret."""
    return max(map(len, lines), default=0) <= _LONGEST


@once_each
def _of_page(page: Document) -> tuple[Secret, ...]:
    return tuple(find_secrets(page.lines))


def find_secrets(lines: Sequence[str]) -> Iterator[Secret]:
    """The secrets in the lines of a file, in no order; known examples and placeholders are none."""
    if max(map(len, lines), default=0) > _LONGEST:
        lines = [line if len(line) <= _LONGEST else "" for line in lines]
    for name in suspected("\n".join(lines)):
        detector = _detector(name)
        if name == "private_key":
            yield from _private_keys(lines, detector)
            continue
        hint = _hint(name)
        for number, line in enumerate(lines, 1):
            if hint.search(line):
                yield from _in_line(name, detector, lines, number)


def suspected(text: str) -> tuple[str, ...]:
    """The detectors that could find something in a text."""
    lowered = text.casefold()  # as IGNORECASE sees it: `ſ` is an s
    runs = [match.span() for match in _RUN.finditer(text)]
    names = _HINTS if runs else _HINTS.keys() - _RUNS.keys()
    return tuple(
        name
        for name in sorted(names)
        if any(literal in lowered for literal in _HINTS[name][0]) and _is_hinted(name, text, runs)
    )


def _is_hinted(name: str, text: str, runs: Sequence[tuple[int, int]]) -> bool:
    """Whether the pattern of a detector fits anywhere; none of them looks beyond the line."""
    hint, least = _hint(name), _RUNS.get(name)
    if least is None:
        return hint.search(text) is not None
    long = (span for span in runs if span[1] - span[0] >= least)
    return any(hint.search(text, text.rfind("\n", 0, start) + 1, _end(text, end)) for start, end in long)


def _end(text: str, place: int) -> int:
    found = text.find("\n", place)
    return len(text) if found < 0 else found


@lru_cache(maxsize=32)
def _hint(name: str) -> re.Pattern[str]:
    return re.compile(_HINTS[name][1])


@lru_cache(maxsize=32)
def _detector(name: str) -> Any:  # Any: the library has no types
    return getattr(import_module(f"detect_secrets.plugins.{name}"), DETECTORS[name])()


def _in_line(name: str, detector: Any, lines: Sequence[str], number: int) -> Iterator[Secret]:
    line = lines[number - 1]
    if not any(True for _ in detector.analyze_string(line)):
        return
    for pattern in detector.denylist:
        for match in pattern.finditer(line):
            start, end = _bare(match)
            if not is_example(name, line[start:end], line, start, lines[max(number - 3, 0) : number + 2]):
                yield Secret(detector.secret_type, Span(number, start + 1, number, end + 1))


def _bare(match: re.Match[str]) -> tuple[int, int]:
    """Where the secret in a match stands: its group, or all of it where that is a mere prefix (`ghp`)."""
    group = next((index for index, text in enumerate(match.groups(), 1) if text), 0)
    if match.re.groups and match[0].startswith(match[group]):
        group = 0
    text = match[group].rstrip(" \t\"'")
    start = match.start(group)
    return start + len(text) - len(text.lstrip(" \t=:\"'")), start + len(text)


_LEAST_KEY = 20  # characters of key in a private key; less is no key
_CUT_SHORT = regex(r"\s*(?:\.\.|…|[<\[(*#])")


def _private_keys(lines: Sequence[str], detector: Any) -> Iterator[Secret]:
    """Private keys span lines; quoted or indented ones are read without what stands before each line."""
    bare = [line.strip(" \t>|\"'") for line in lines]
    text = "\n".join(bare)
    starts = [0, *accumulate(len(line) + 1 for line in bare)]
    position = 0
    for found in detector.analyze_string(text):
        position = max(text.find(found, position), 0)
        key = re.sub(r"\\n|\s", "", found)
        putty = "PuTTY" in found
        number = bisect_right(starts, position)
        position += len(found)
        last = bisect_right(starts, position - 1)
        line = lines[number - 1]
        begin = max(line.find("-----BEGIN"), line.find("PuTTY"), len(line) - len(line.lstrip()))
        if putty or (len(key) >= _LEAST_KEY and not _is_filler(key) and not _CUT_SHORT.match(text, position)):
            yield Secret(detector.secret_type, Span(number, begin + 1, last, len(lines[last - 1]) + 1))


_FILLER = regex(
    r"(.)\1{4}|123456|abcdef.?gh|example|sample|dummy|placeholder|redact|your[-_ ]|fake|not[-_]?real|\.\.\.|…|[<>{}%*]",
    re.IGNORECASE,
)
_PASSWORD_WORD = regex(
    r"[\W_]*(?:(?:my|your|the|some|new|old|a|db|api|access|auth|user|admin|root|bot|secret|private|personal|git|gitlab|github"
    r"|smtp|postgres|mysql|redis|mongo|rabbitmq|proxy|basic)[-_.]?)*"
    r"(?:pass|passw|passwd|passphrase|password|pwd|pw|psw|secret|token|key|creds?|credentials?|user|username|login|name|pat"
    r"|foo|bar|baz|qux|test|guest|admin|root|postgres|mysql|redis|changeme|change[-_]me|hunter2|removed|masked|hidden"
    r"|x+|y+|z+|port|value|oauth2?|x-oauth-basic)\d{0,3}[\W_]*",
    re.IGNORECASE,
)
_SAFE_HOST = regex(
    r"@(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1|host(?:name)?\b|server\b|[\w.-]*(?:example\.(?:com|net|org)|\.(?:example|test|invalid|localhost)))\b",
    re.IGNORECASE,
)
_JWT_IO = "eyJzdWIiOiIxMjM0NTY3ODkw"
_AZURE = regex(r"account_?k(?:ey)?\b|azure", re.IGNORECASE)
_CHECKSUM = regex(r"integrity[:=]|sha256|sha384|sha512|cosmos|documents\.azure\.com", re.IGNORECASE)


def is_example(name: str, found: str, line: str, column: int, near: Sequence[str]) -> bool:
    """Whether a match is one that documentation is full of: a filler, a placeholder, a checksum."""
    if name == "basic_auth":
        return _is_example_login(found, line, column)
    if name == "jwt" and _JWT_IO in found:
        return True
    if name == "aws" and len(found) == 40 and not _is_mixed(found):
        return True  # a commit's hash or a path
    if name == "azure_storage_key" and not (_AZURE.search("\n".join(near)) and not _CHECKSUM.search(line)):
        return True
    return _is_filler(found) or (name == "twilio" and _inside_a_word(line, column, len(found)))


def _is_filler(found: str) -> bool:
    body = found.rsplit("/", 1)[-1] if "://" in found else found
    return bool(_FILLER.search(body)) or len(set(body)) < 6


def _is_mixed(found: str) -> bool:
    return all(re.search(kind, found) for kind in ("[a-z]", "[A-Z]", "[0-9]"))


def _inside_a_word(line: str, column: int, length: int) -> bool:
    around = line[max(column - 1, 0) : column] + line[column + length : column + length + 1]
    return any(char.isalnum() or char in "+/=" for char in around)


def _is_example_login(password: str, line: str, column: int) -> bool:
    """`https://user:password@host`: a word for a password, the user's own name, a variable, a host of nobody's."""
    url = line[: column + len(password)]
    user = url[url.rfind("://") + 3 :].split(":")[0]
    shouted = re.fullmatch(r"[A-Z][A-Z0-9_]*", password) and re.search(r"PASS|TOKEN|SECRET|KEY|PWD|USER|CRED", password)
    return bool(
        _PASSWORD_WORD.fullmatch(password)
        or shouted
        or password.casefold() == user.casefold()
        or re.fullmatch(r"[\d.]{1,5}", password)  # a port
        or re.search(r"[<>{}%\\…\"`^|]|\.\.\.|\*\*", password)
        or len(password) < 4  # `https://a:b@host`: nobody has such a password
        or (len(password) >= 8 and len(set(password)) < 3)
        or _SAFE_HOST.match(line[column + len(password) :])
    )  # fmt: skip

"""Secrets: what is found, what is not, and the cheap look before it, which never hides a hit from the detector."""

import base64
import json
import re
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runbook_lint.parse.secrets import DETECTORS, _detector, find_secrets, suspected
from runbook_lint.parse.text import Text, decode
from runbook_lint.rules import built_in_rules
from runbook_lint.testing import lint

RULE = next(rule for rule in built_in_rules() if rule.name == "secret-in-text")
MIXED = "k7Rz2mQ9xW4vT8nB3cJ6hL1pD5sF0gY7aE2uZq8XoKjH5tUw4iOyPrMvNbCdSfGl"
LOWER = MIXED.lower()
UPPER = MIXED.upper()
HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def part(**claims):
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")


JWT = f"{part(alg='HS256')}.{part(sub='cart', iat=1700000000)}.{MIXED[:43]}"
KEY = "\n".join(["-----BEGIN RSA PRIVATE KEY-----", MIXED, MIXED[::-1], "-----END RSA PRIVATE KEY-----"])

# Built from pieces, so that no scanner takes this file for a leak.
FOUND = [
    ("artifactory", "token: AKC" + MIXED[:60], "Artifactory Credentials", 8),
    ("artifactory", "jfrog password=AP5" + MIXED[:20], "Artifactory Credentials", 16),
    ("aws", "id AKIA" + UPPER[:16], "AWS Access Key", 4),
    ("aws", "aws_secret_access_key = " + MIXED[:40], "AWS Access Key", 25),
    ("azure_storage_key", "AccountKey=" + (MIXED + MIXED)[:86] + "==", "Azure Storage Account access key", 12),
    ("basic_auth", "go to https://cart:Tr0ub4dor-9@db.internal/x", "Basic Auth Credentials", 20),
    ("cloudant", "cloudant_password = " + HEX, "Cloudant Credentials", 21),
    ("discord", "M" + MIXED[:23] + "." + MIXED[:6] + "." + MIXED[:27], "Discord Bot Token", 1),
    ("github_token", "`ghp_" + MIXED[:36] + "`", "GitHub Token", 2),
    ("jwt", "bearer " + JWT, "JSON Web Token", 8),
    ("mailchimp", LOWER[:32] + "-us7", "Mailchimp Access Key", 1),
    ("npm", "npm_" + MIXED[:36], "NPM tokens", 1),
    ("npm", "//registry/:_authToken=" + LOWER[:36], "NPM tokens", 24),
    ("private_key", KEY, "Private Key", 1),
    ("private_key", "\n".join("  " + line for line in KEY.split("\n")), "Private Key", 3),
    ("sendgrid", "SG." + MIXED[:22] + "." + MIXED[:43], "SendGrid API Key", 1),
    ("slack", "xoxb-263594206564-" + MIXED[:24], "Slack Token", 1),
    ("slack", "https://hooks.slack.com/services/T02QX7L9M/B03RW8K2N/" + MIXED[:24], "Slack Token", 1),
    ("softlayer", "softlayer_api_key: " + LOWER[:64], "SoftLayer Credentials", 20),
    ("square_oauth", "sq0csp-" + MIXED[:43], "Square OAuth Secret", 1),
    ("stripe", "sk_live_" + MIXED[:24], "Stripe Access Key", 1),
    ("twilio", "SK" + LOWER[:32], "Twilio API Key", 1),
]


@pytest.mark.parametrize(("name", "text", "kind", "column"), FOUND, ids=[each[0] for each in FOUND])
def test_a_secret_of_every_kind_is_found(name, text, kind, column):
    assert name in suspected(text)
    assert [(each.kind, each.span.line, each.span.column) for each in find_secrets(text.split("\n"))] == [(kind, 1, column)]


def test_every_detector_has_a_case():
    assert {name for name, *_ in FOUND} == set(DETECTORS)


NOT_FOUND = [
    "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "id = AKIAXXXXXXXXXXXXXXXX",
    "aws key rotation: commit " + HEX[:40],
    "https://user:password@host.internal/",
    "https://user:pass@db.internal",
    "https://a:b@host.internal/",
    "https://git:<token>@git.internal",
    "https://git:$TOKEN@git.internal and https://git:${TOKEN}@git.internal",
    "https://oauth2:YOUR_TOKEN@git.internal",
    "postgres://cart:Tr0ub4dor-9@localhost:5432/cart",
    "amqp://guest:guest@rabbit:5672/",
    "https://admin:{{ password }}@grafana.internal",
    "https://cart:Tr0ub4dor-9@db.example.com/",
    "ssh://git@git.internal:2222/x.git, http://[::1]:80/@x",
    "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    "xoxb-1234567890-abcdefghij",
    part(alg="HS256", typ="JWT") + ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ." + MIXED[:43],
    "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC...\n-----END PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----",
    "integrity: sha512-" + (MIXED + MIXED)[:86] + "==",
    "password: hunter2, token: " + HEX,
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_examples_and_placeholders_are_none(text):
    assert list(find_secrets(text.split("\n"))) == []


def real_hits(text):
    """The detectors that find something, asked directly, line by line (a private key: the whole)."""
    lines = text.split("\n")
    hits = set()
    for name in DETECTORS:
        units = ["\n".join(line.strip(" \t>|\"'") for line in lines)] if name == "private_key" else lines
        if any(True for unit in units for _ in _detector(name).analyze_string(unit)):
            hits.add(name)
    return hits


PIECES = st.one_of(
    st.sampled_from([text for _, text, _, _ in FOUND]).flatmap(
        lambda text: st.tuples(st.just(text), st.integers(0, len(text)), st.integers(0, len(text))).map(
            lambda cut: cut[0][min(cut[1:]) : max(cut[1:])] if cut[1] % 3 else cut[0]
        )
    ),
    st.sampled_from(
        ["aws", "AWS", "key", "Token", "=", ": ", " ", "\n", '"', "artif", "://", "a:b@", "azure", "cl", "sl_", "NPM TOKEN", "api", "_", "-us1"]
    ),
    st.sampled_from(["a-zA-Z0-9", "0-9a-f", "0-9A-Z", "a-z"]).flatmap(
        lambda kind: st.from_regex(rf"\A[{kind}]{{8,70}}\Z")
    ),
    st.from_regex(r"\A\w{1,6}\Z"),
)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, max_size=6).map("".join))
def test_the_cheap_look_never_hides_a_hit(text):
    assert real_hits(text) <= set(suspected(text))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
@pytest.mark.parametrize(
    ("name", "index"), [(name, index) for name in DETECTORS for index in range(len(list(_detector(name).denylist)))]
)
def test_the_cheap_look_passes_whatever_a_pattern_takes(name, index, data):
    pattern = list(_detector(name).denylist)[index]
    source = pattern.pattern.replace(r"(?:(?<=\W)|(?<=^))", "").replace(r"(?![a-zA-Z0-9_\-])", "").replace("(?![a-f0-9])", "")
    hit = data.draw(st.from_regex(re.compile(source, pattern.flags)))
    text = " " + hit
    assert real_hits(text) <= set(suspected(text))


def test_the_cheap_look_never_hides_a_hit_in_the_corpora(corpora):
    for path in sorted(corpora.rglob("*.md*")):
        text = decode(path.read_bytes()) if path.is_file() else None
        if isinstance(text, Text):
            assert real_hits(text.joined) <= set(suspected(text.joined)), path


def test_a_finding_never_shows_the_secret():
    secret = "ghp_" + MIXED[:36]
    report = lint({"services/cart/runbook.md": f"---\ntoken: {secret}\n---\n# Cart\n\n```\n{secret}\n```\n"}, (RULE,))
    assert [(each.span.line, each.message, each.source) for each in report.findings] == [
        (2, "GitHub Token in the text", ""),
        (7, "GitHub Token in the text", ""),
    ]
    assert not any(MIXED[:8] in repr(each) for each in report.findings)


def test_the_library_is_imported_only_where_something_is_suspected():
    code = (
        "import sys; from runbook_lint.parse.secrets import find_secrets\n"
        "print(list(find_secrets(['key: value', 'see https://x.internal:80/@me', 'commit " + HEX[:40] + "'])))\n"
        "print('detect_secrets' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\nFalse\n"

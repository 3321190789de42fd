"""Anchors as GitHub makes them."""

import pytest

from runbook_lint.parse.slugs import Slugger, github_slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Setup", "setup"),
        ("Known fixes", "known-fixes"),
        ("What to check first?", "what-to-check-first"),
        ("a  b", "a--b"),
        ("Fix & roll back", "fix--roll-back"),
        ("🔥 Fire", "-fire"),
        ("Ärger über Öl", "ärger-über-öl"),
        ("日本語 の 見出し", "日本語-の-見出し"),
        ("kubectl get pods -n x", "kubectl-get-pods--n-x"),
        ("snake_case and kebab-case", "snake_case-and-kebab-case"),
        ("v1.2.3 (beta)", "v123-beta"),
        ("C++ / C#", "c--c"),
        ("100%", "100"),
        ("…", ""),
        ("", ""),
        ("½ done", "-done"),
        ("e\N{COMBINING ACUTE ACCENT}tat", "e\N{COMBINING ACUTE ACCENT}tat"),
    ],
)
def test_github_slug(text, slug):
    assert github_slug(text) == slug


@pytest.mark.parametrize(
    ("texts", "slugs"),
    [
        (["setup", "setup", "setup"], ["setup", "setup-1", "setup-2"]),
        (["setup", "setup-1", "setup"], ["setup", "setup-1", "setup-2"]),
        (["setup-1", "setup", "setup"], ["setup-1", "setup", "setup-2"]),
        (["Setup", "setup!", "SETUP"], ["setup", "setup-1", "setup-2"]),
        (["", "…"], ["", "-1"]),
    ],
)
def test_repeated_anchors_are_numbered(texts, slugs):
    slugger = Slugger()
    assert [slugger.slug(text) for text in texts] == slugs

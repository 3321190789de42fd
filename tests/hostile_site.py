"""An organisation that means harm: in every field that a site shows stands something that a browser could run.

What runs sets `window.pwned`, what loads asks `evil.example`; neither may happen anywhere.
"""

from __future__ import annotations

import json

from conftest import Repo

JS = "window.pwned=1"
MARKS = (
    f"<script>{JS}</script>",
    f'"><img src=x onerror={JS}>',
    f"'><svg/onload={JS}>",
    f"[x](javascript:{JS})",
    f"<javascript:{JS}>",
    f"javascript:{JS}",
    "![x](https://evil.example/i.png)",
    "`x`",
    "{{ 7*7 }}",
    "{% raw %}",
    f'{{: onclick="{JS}" }}',
    f'{{ #__config onclick="{JS}" }}',
    f'"]; click A call {JS}()',
    f'"]\nclick A href "javascript:{JS}"',
    '%%{init: {"securityLevel": "loose"}}%%',
    "&lt;script&gt;" + JS + "&lt;/script&gt;",
    "</title></textarea></style></pre></code></table></div>",
    f"<!-- --!> <img src=x onerror={JS}> -->",
    "| a | b |\n|---|---|",
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:pwned\r\n",
    "\n# Heading\n\n- item\n\n```\nfence\n",
    "\\\"}], pwned: 1, [{\\\"",
    "--- # : & * ! |",
    "\u202egnp.exe\u202c \u200f\u2066",
    "W" * 150,
)
ALL = " ".join(MARKS)


HOSTILE_ID = "SVC " + " ".join(mark for mark in MARKS if "{{" not in mark and "{%" not in mark)
"""An id without braces: a manifest that has them in its id is a template, and no service."""


def nasty(field: str) -> str:
    """A field's value: its name, so that a leak tells where it came from, and all that could harm."""
    return f"{field} {ALL}"


def urls(field: str) -> dict[str, str]:
    """Links under a name that is hostile, to addresses that are."""
    return {
        nasty(f"{field}-name")[:60]: f"javascript:{JS}//{field}",
        "data": f"data:text/html,<script>{JS}</script>",
        "quote": f'https://ok.example/" onmouseover="{JS}',
        "upper": f"JaVaScRiPt:{JS}",
        "tab": f"java\tscript:{JS}",
        "space": f"  javascript:{JS}",
        "entity": f"&#106;avascript:{JS}",
        "bare": "//evil.example/x",
        "close": f"https://ok.example/)<img src=x onerror={JS}>",
    }


BODY = f"""
<script>{JS}</script>
<img src=x onerror={JS}>
<svg onload={JS}><a xlink:href="javascript:{JS}"><text>t</text></a></svg>
<math><mtext><table><mglyph><style><img src=x onerror={JS}></style></mglyph></table></mtext></math>
<iframe src="javascript:{JS}" srcdoc="<script>parent.{JS}</script>"></iframe>
<object data="javascript:{JS}"></object><embed src="https://evil.example/x.swf">
<form action="javascript:{JS}"><button formaction="javascript:{JS}">go</button><input autofocus onfocus={JS}></form>
<a href="javascript:{JS}">a</a> <a href=" &#106;avascript:{JS}">b</a> <a href="//evil.example/">c</a>
<a href="x" onclick="{JS}" onmouseover="{JS}" style="position:fixed;inset:0;z-index:9999">everywhere</a>
<div style="background:url(https://evil.example/style.png)">styled</div>
<style>body {{ background: url(https://evil.example/body.png) }} @import "https://evil.example/x.css";</style>
<link rel="stylesheet" href="https://evil.example/link.css"><meta http-equiv="refresh" content="0;url=https://evil.example/">
<base href="https://evil.example/"><video src="https://evil.example/v.mp4" poster="https://evil.example/p.png"></video>
<img srcset="https://evil.example/s.png 2x" src="https://evil.example/i.png"><audio src="https://evil.example/a.mp3" autoplay></audio>
<div id="__config">{{"base": "https://evil.example", "features": [], "search": "https://evil.example/worker.js"}}</div>
<a id="__search" name="body"></a><form id="forms" name="cookie"><input name="attributes"></form>
<details open ontoggle={JS}><summary>more</summary>text</details>
<span data-md-component="search" data-md-toggle="search" class="md-search">clobbered</span>
<div markdown="1" onclick={JS}>**marked**</div>

[one](javascript:{JS}) [two](<javascript:{JS}>) [three]( javascript:{JS} "title\\" onclick={JS}") [four][ref] <javascript:{JS}>
[five](data:text/html,<script>{JS}</script>) [six](vbscript:x) [seven](java&Tab;script:{JS}) [eight](\\javascript:{JS})
![pic](https://evil.example/picture.png) ![pic](javascript:{JS}) ![x" onerror="{JS}](y.png "t\\" onerror=\\"{JS}")
![attr](z.png){{: onerror="{JS}" }} [attr](https://ok.example){{: onclick="{JS}" }} text{{: onclick="{JS}" }}

[ref]: javascript:{JS} "title"
*[HTML]: <img src=x onerror={JS}>

A paragraph with a list of attributes.
{{: onclick="{JS}" onmouseover="{JS}" style="background:url(https://evil.example/attr.png)" id="__config" }}

!!! danger "<img src=x onerror={JS}>"
    Inside <script>{JS}</script> of it.

!!! x" onclick="{JS}
    Type.

=== "<img src=x onerror={JS}>"
    Tab.

??? note onclick={JS}
    Closed.

--8<-- "/etc/passwd"

--8<-- "https://evil.example/snippet"

Footnote[^1] and ++ctrl+"<img src=x onerror={JS}>"++ and :material-x:{{ onclick={JS} }} and $x$ and {{{{ 7*7 }}}} and {{% raw %}}.

[^1]: <img src=x onerror={JS}> [x](javascript:{JS})

Term
:   <img src=x onerror={JS}>

| <img src=x onerror={JS}> | b |
|---|---|
| `|` <script>{JS}</script> | [x](javascript:{JS}) {{: onclick="{JS}" }} |

- [ ] <img src=x onerror={JS}> tick {{: onclick="{JS}" }}
- [x] `<script>{JS}</script>` {ALL.splitlines()[0]}

```bash {{ onclick="{JS}" title="<img src=x onerror={JS}>" hl_lines="x" }}
echo <your-{JS}> <namespace> "$NAMESPACE" </code></pre><script>{JS}</script>
```

```html title="<img src=x onerror={JS}>" linenums="1"
<script>{JS}</script>
```

```mermaid
%%{{init: {{"securityLevel": "loose", "htmlLabels": true, "theme": "base", "themeCSS": "* {{ background: url(https://evil.example/m.png) }}"}}}}%%
flowchart TD
  A["<img src=x onerror={JS}>"] --> B["<script>{JS}</script>"]
  click A call {JS}()
  click A "javascript:{JS}" "tip"
  click B href "javascript:{JS}" _blank
```

```mermaid
this is no diagram <img src=x onerror={JS}>
```

{"word" * 80}
"""


def page(field: str, front: dict[str, object], *headings: str) -> str:
    """A page whose front matter, title, headings and sections are hostile; front matter is JSON, so nothing is lost."""
    title = f"# {field} {' '.join(MARKS[:14])} {{#__config onclick={JS}}}".replace("\n", " ")
    parts = [f"## {heading}\n\n{' '.join(nasty(heading).split())}\n{BODY}" for heading in headings]
    return f"---\n{json.dumps(front)}\n---\n{title}\n{BODY}\n" + "\n".join(parts)


def manifest(id: str, **more: object) -> str:
    """A service with something in every field."""
    texts = {name: nasty(name) for name in ("name", "description", "reviewed_by", "owner")}
    return json.dumps(
        {
            "service": id,
            **texts,
            "team": nasty("TEAM"),
            "tier": 1,
            "lifecycle": "production",
            "last_reviewed": "2026-01-01",
            "watch": [nasty("watch")],
            "contacts": {
                "chat": {nasty("environment"): nasty("chat")},
                "rota": f"javascript:{JS}//rota",
                "escalation": [nasty("escalation"), nasty("TEAM")],
                "phone": nasty("phone"),
            },
            "links": urls("link"),
            "slo": {nasty("slo-name"): nasty("slo")},
            "tags": [nasty("tag"), f"javascript:{JS}", "../../x", "plain"],
            **more,
        }
    )


TEAMS = json.dumps(
    {
        "teams": {
            nasty("TEAM"): {
                "name": nasty("team-name"),
                "chat": nasty("team-chat"),
                "rota": f"javascript:{JS}//team-rota",
                "members": [nasty("person"), "plain"],
                "codeowners": nasty("codeowners"),
            },
            "PLAIN": {"name": nasty("plain-name"), "rota": f'https://ok.example/" onclick="{JS}'},
        },
        "people": {nasty("person"): {"name": nasty("person-name")}, "plain": {"name": nasty("plain-person")}},
        "scenarios": {
            nasty("scenario"): {
                "primary": nasty("TEAM"),
                "secondary": "PLAIN",
                "chat": nasty("scenario-chat"),
                "rota": f"javascript:{JS}//scenario-rota",
            }
        },
    }
)


def rule(name: str, **more: object) -> dict[str, object]:
    return {
        "alert": name,
        "expr": nasty("expr"),
        "for": nasty("for"),
        "labels": {"severity": nasty("severity"), "service": "SVC-PLAIN", "team": nasty("TEAM"), nasty("label"): nasty("label-value")},
        "annotations": {
            "summary": nasty("summary"),
            "impact": nasty("impact-annotation"),
            "dashboard": f"javascript:{JS}//dashboard",
            "dashboard_url": f'https://ok.example/" onclick="{JS}',
            nasty("annotation"): nasty("annotation-value"),
            "runbook_url": f"javascript:{JS}//runbook",
        },
        **more,
    }


RULES = json.dumps(
    {
        "groups": [
            {"name": nasty("group"), "rules": [rule(nasty("Alert")), rule("PlainAlert"), rule("Twice"), rule("Twice", labels={"severity": nasty("other"), nasty("namespace"): nasty("ns")})]},
            {
                "name": "plain",
                "rules": [rule("HasPlan", annotations={"runbook_url": "services/plain/alerts/HasPlan.md", "impact": nasty("impact")})],
            },
        ]
    }
)  # fmt: skip

ACTIONS = "\n".join(
    (
        "| Id | Action | Type | Owner | Due | Status | Ticket |",
        "|---|---|---|---|---|---|---|",
        f"| A1 | Do <img src=x onerror={JS}> [x](javascript:{JS}) | <b onclick={JS}>fix</b> | <script>{JS}</script> | 2026-01-02 | open | javascript:{JS} |",
        f'| <svg onload={JS}> | {{: onclick="{JS}" }} `x` {{{{ 7*7 }}}} "] click A call x() | prevent | plain | 2026-12-02 | open | https://ok.example/"onclick="{JS} |',
    )
)
TIMELINE = "\n".join(
    (
        "| Time (UTC) | Who | What |",
        "|---|---|---|",
        f"| 10:00 | <script>{JS}</script> | <img src=x onerror={JS}> [x](javascript:{JS}) {{: onclick={JS} }} |",
        f'| 10:05 | "><svg onload={JS}> | `x` {{{{ 7*7 }}}} {"W" * 120} ![x](https://evil.example/t.png) |',
    )
)


def postmortem(incident: str, **more: object) -> str:
    front = {
        "incident": incident,
        "title": nasty("title"),
        "kind": "incident",
        "severity": "SEV-1",
        "status": "reviewed",
        "services": ["SVC-PLAIN", HOSTILE_ID],
        "started": "2026-03-01T10:00:00+00:00",
        "detected": "2026-03-01T10:01:00+00:00",
        "acknowledged": "2026-03-01T10:02:00+00:00",
        "mitigated": "2026-03-01T11:00:00+00:00",
        "resolved": "2026-03-01T12:00:00+00:00",
        "commander": nasty("person"),
        "facilitator": nasty("facilitator"),
        "alerts": ["HasPlan", nasty("Alert")],
        "ticket": f"javascript:{JS}//ticket",
        "factors": [nasty("factor")],
        "tags": [nasty("tag")],
        "runbooks": [{"path": "services/plain/alerts/HasPlan.md", "used": True, "adequate": False, "change": nasty("change")}],
        **more,
    }
    text = page("postmortem", front, "Summary", "Impact", "Detection", "Root causes and contributing factors")
    return f"{text}\n## Timeline\n\n{TIMELINE}\n\n## Action items\n\n{ACTIONS}\n"


PLAN = ("Meaning", "Impact", "What to check first", "Mitigation", "Contacts")
RUNBOOK = ("What broke", "What to check", "Known fixes", "Escalation", "Links")
FRONT: dict[str, object] = {
    "title": nasty("front-title"),
    "owner": nasty("front-owner"),
    "reviewed_by": nasty("front-reviewer"),
    "last_reviewed": "2026-02-01",
    "tags": [nasty("front-tag")],
    "description": nasty("front-description"),
    "template": "../../../../etc/passwd",
    "hide": ["navigation"],
    "status": nasty("status"),
    "icon": nasty("icon"),
}
CONFIG = r"""
[ids]
service = '[\s\S]+'
team = '[\s\S]+'
person = '[\s\S]+'
incident = '[\s\S]+'

[site]
name = '''Site <script>window.pwned=1</script> "><img src=x onerror=window.pwned=1> {{ 7*7 }} `x` '''

[catalog]
complete = false
"""
FILES = {
    "runbook-lint.toml": CONFIG,
    "services/teams.yaml": TEAMS,
    "services/plain/service.yaml": manifest("SVC-PLAIN", depends_on=[HOSTILE_ID, "SVC-MISSING<img src=x>"]),
    "services/hostile/service.yaml": manifest(HOSTILE_ID, depends_on=["SVC-PLAIN"], team="PLAIN", tier=4),
    "services/plain/runbook.md": page("runbook", FRONT, *RUNBOOK),
    "services/plain/alerts/HasPlan.md": page("HasPlan", {**FRONT, "alert": "HasPlan"}, *PLAN),
    f'services/plain/alerts/"><img src=x onerror={JS}>.md': page("plan", FRONT, *PLAN),
    "services/plain/alerts/`x` {{ 7*7 }} | 'a' & b #c?d=e%2f.md": page("plan", FRONT, *PLAN),
    f"services/plain/alerts/javascript:{JS}.md": page("plan", {**FRONT, "alert": nasty("Alert")}, *PLAN),
    "services/plain/alerts/plain.rules.yaml": RULES,
    f'services/<img src=x onerror={JS}>/service.yaml': manifest("SVC-FOLDER"),
    f'services/<img src=x onerror={JS}>/runbook.md': page("runbook", FRONT, *RUNBOOK),
    "postmortems/2026/INC-1.md": postmortem("INC-1"),
    f'postmortems/2026/INC-2"><img src=x onerror={JS}>.md': postmortem(nasty("INC-2")),
    "README.md": page("readme", FRONT, "Hostile"),
    f"notes/{'long' * 50}.md": page("note", FRONT, "Hostile"),
    "notes/__config.md": page("note", {"title": nasty("note"), "search": {"boost": nasty("boost")}}, "Hostile"),
}  # fmt: skip


def draw(repo: Repo) -> Repo:
    """The hostile organisation, on disk and in git."""
    repo.write(FILES)
    repo.git("init", "-q")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", nasty("commit"))
    return repo

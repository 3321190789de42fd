"""Services as single HTML files: everything in them, nothing from elsewhere, fit for paper."""

import re
import zipfile
from html.parser import HTMLParser

import pytest
from browser import serve, sideways, violations
from conftest import Repo

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
MANIFEST = """\
service: SVC-CART
name: Cart
team: SHOP
tier: 1
depends_on: [SVC-TILL]
contacts: {rota: 'https://rota.example/shop', phone: '+44 1632 960001', escalation: [SHOP, DUTY]}
links: {dashboard: 'https://grafana.example/d/cart', bad: 'javascript:alert(1)'}
"""
RUNBOOK = """\
---
last_reviewed: 2026-08-01
---
# Cart <b>runbook</b>

The cart answers with `503` to everybody who buys.

![The till](till.png) ![Elsewhere](https://elsewhere.example/x.png)

## What to check {#look}

- [ ] See [the till](../till/runbook.md#switch-it-off), [the plan](alerts/CartDown.md) and [the secret one](secret.md).
- [x] Ask [somebody](https://chat.example/x?a=1&b=2) or [nobody](javascript:alert(1)).

```mermaid
flowchart TD
  A --> B
```

<details><summary>More</summary>hidden <script>alert(1)</script><img src=x onerror=alert(1)></details>
"""
FILES = {
    "services/teams.yaml": "teams: {SHOP: {name: The shop, rota: 'https://rota.example/shop'}, DUTY: {}}\n",
    "services/cart/service.yaml": MANIFEST,
    "services/cart/runbook.md": RUNBOOK,
    "services/cart/till.png": PNG,
    "services/cart/alerts/CartDown.md": "# CartDown\n\n## Meaning\n\nNobody can pay.\n\nBack to [looking](../runbook.md#look).\n",
    "services/cart/alerts/cart.rules.yaml": (
        "groups:\n- name: cart\n  rules:\n  - alert: CartDown\n    expr: up == 0\n    for: 5m\n"
        "    labels: {severity: page, service: SVC-CART}\n    annotations: {impact: 'No sales, <i>none</i>.'}\n"
        "  - alert: CartSlow\n    expr: up == 0\n    labels: {severity: ticket, service: SVC-CART}\n"
    ),
    "services/till/service.yaml": "service: SVC-TILL\nteam: SHOP\ntier: 2\n",
    "services/till/runbook.md": "# Till\n\n## Switch it off\n\nPull the plug.\n",
    "services/cart/runbooks/secret.md": "---\nvisibility: restricted\n---\n# Nobody may read this\n",
    "services/empty/service.yaml": "service: SVC-EMPTY\nteam: SHOP\ntier: 4\n",
    "runbooks/lift.md": "# Lift\n\nStuck between floors.\n",
}


class Outside(HTMLParser):
    """Collects what a page would load, and every tag and handler that could run."""

    def __init__(self, text):
        super().__init__()
        self.loaded, self.running = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("src", "srcset", "data", "poster") or (tag == "link" and name == "href"):
                self.loaded.append(value or "")
            if name.startswith("on") or (name == "href" and re.match(r"\s*(javascript|data|vbscript):", value or "", re.I)):
                self.running.append(f"{tag} {name}={value}")
        if tag in ("script", "iframe", "object", "embed", "form"):
            self.running.append(tag)


@pytest.fixture
def shop(repo):
    return repo.write(FILES)


def printed(repo, *arguments):
    return repo.run("site", "generate", "--today", "2026-09-01", "--print", *arguments)


def text_of(html):
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())


def test_one_service_is_one_file(shop):
    done = printed(shop, "SVC-CART")
    assert (done.code, done.out, done.err) == (0, ".runbook_lint_site/print/SVC-CART.html\n", "")
    folder = shop.root / ".runbook_lint_site/print"
    assert sorted(each.name for each in folder.iterdir()) == [".gitignore", "SVC-CART.html"]
    assert not (shop.root / ".runbook_lint_site/docs").exists()


@pytest.mark.parametrize("called", ["SVC-CART", "svc-cart", "Cart", "cart"])
def test_a_service_is_called_by_its_id_its_name_or_its_folder(shop, called):
    assert printed(shop, called).out == ".runbook_lint_site/print/SVC-CART.html\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--print", "SVC-CRAT"], "--print SVC-CRAT: no such service; did you mean SVC-CART?"),
        (["--print", "lighthouse"], "--print lighthouse: no such service; print one of 3 services by its id, or all"),
        (["--output", "x"], "--output says where --print writes; name a service with --print, or all"),
    ],
)
def test_what_cannot_be_printed_is_said(shop, arguments, message):
    done = shop.run("site", "generate", *arguments)
    assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: {message}\n")


def test_a_file_holds_the_facts_the_answers_and_the_pages(shop):
    printed(shop, "all", "--output", "out")
    text = text_of((shop.root / "out/SVC-CART.html").read_text())
    for words in (
        "Service SVC-CART, tier 1",
        "Team The shop",
        "Rota https://rota.example/shop",
        "Phone +44 1632 960001",
        "Escalation SHOP, then DUTY",
        "Depends on SVC-TILL",
        "Bad javascript:alert(1)",
        "CartDown page 5m CartSlow ticket",
        "Runbook: Cart runbook services/cart/runbook.md. Reviewed 2026-08-01; next due 2026-10-30.",
        "What broke The cart answers with 503 to everybody who buys.",
        "Impact Nobody says.",
        "Call SHOP, https://rota.example/shop",
        "☐ See the till , the plan and the secret one .",
        "☑ Ask somebody or nobody .",
        "(a diagram, as its text) flowchart TD A --&gt; B",
        "More hidden",
        "Plan: CartDown services/cart/alerts/CartDown.md. Never marked as reviewed.",
        "Impact No sales, &lt;i&gt;none&lt;/i&gt;.",
        "Made on 2026-09-01",
    ):
        assert words in text


def test_links_lead_to_what_is_printed_and_to_the_web_only(shop):
    printed(shop, "all", "--output", "out")
    html = (shop.root / "out/SVC-CART.html").read_text()
    body = html[html.index("<article") :]
    assert re.findall(r'href="([^"]*)"', body) == [
        "SVC-TILL.html#page-1--switch-it-off",
        "#page-2",
        "https://chat.example/x?a=1&amp;b=2",
        "#page-1--what-to-check" if 'id="page-1--what-to-check"' in html else "#page-1--look",
    ]


def test_a_file_alone_leads_to_no_other(shop):
    printed(shop, "cart", "--output", "out")
    assert "SVC-TILL.html" not in (shop.root / "out/SVC-CART.html").read_text()


def test_nothing_is_loaded_and_nothing_runs(shop):
    printed(shop, "all", "--output", "out")
    for place in (shop.root / "out").glob("*.html"):
        page = Outside(place.read_text())
        assert page.running == []
        assert [each[:22] for each in page.loaded] == ["data:image/png;base64,"] * (place.name == "SVC-CART.html")


def test_restricted_pages_and_secrets_stay_out(shop):
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    shop.write({"services/till/runbook.md": f"# Till\n\nUse the token.\n\n```bash\nexport TOKEN={token}\n```\n"})
    printed(shop, "all", "--output", "out")
    with zipfile.ZipFile(shop.root / "out/runbooks-offline.zip") as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
    texts += [place.read_text() for place in (shop.root / "out").glob("*.html")]
    assert not [text for text in texts if token in text or "Nobody may read this" in text or "secret.md" in text]


def test_all_brings_an_index_and_an_archive(shop):
    assert printed(shop, "all").out == "6 files in .runbook_lint_site/print/\n"
    folder = shop.root / ".runbook_lint_site/print"
    pages = ["SVC-CART.html", "SVC-EMPTY.html", "SVC-TILL.html", "index.html", "other.html"]
    assert sorted(each.name for each in folder.glob("*.html")) == pages
    with zipfile.ZipFile(folder / "runbooks-offline.zip") as archive:
        assert archive.namelist() == [f"runbooks/{name}" for name in pages]
        assert all(archive.read(f"runbooks/{name}") == (folder / name).read_bytes() for name in pages)
    index = (folder / "index.html").read_text()
    assert re.findall(r'href="([^"]*)"', index) == [
        "SVC-CART.html", "tel:+441632960001", "SVC-TILL.html", "SVC-EMPTY.html", "other.html",
        "SVC-CART.html#page-2", "https://rota.example/shop",
    ]  # fmt: skip
    assert "No runbook and no plan." in (folder / "SVC-EMPTY.html").read_text()


def test_the_same_tree_gives_the_same_bytes(shop):
    printed(shop, "all", "--output", "one")
    printed(shop, "all", "--output", "../two")
    one, two = shop.root / "one", shop.root.parent / "two"
    assert {each.name: each.read_bytes() for each in one.iterdir()} == {each.name: each.read_bytes() for each in two.iterdir()}


def test_what_is_gone_goes_from_our_own_folder(shop):
    printed(shop, "all")
    for path in [path for path in FILES if path.startswith("services/till/")]:
        (shop.root / path).unlink()
    printed(shop, "all")
    assert not (shop.root / ".runbook_lint_site/print/SVC-TILL.html").exists()


def test_nobody_elses_file_is_replaced_or_removed(shop):
    own = shop.root / ".runbook_lint_site/print/own.html"
    printed(shop, "all")
    own.write_text("mine")
    assert printed(shop, "all").code == 0
    assert own.read_text() == "mine"
    shop.write({"index.html": "mine", "docs/print/guide.html": "mine", "docs/guide.md": "# Guide\n"})
    done = printed(shop, "all", "--output", ".")
    told = "index.html: was not written by `site generate --print`; nothing was changed; move it away"
    assert (done.code, done.err) == (2, f"runbook-lint: {told}, or name another folder with --output\n")
    done = shop.run("site", "generate", "--print", "all", "--folder", "docs")
    assert (done.code, "docs: holds files that `site generate` did not write" in done.err) == (2, True)
    assert {path.read_text() for path in (shop.root / "index.html", shop.root / "docs/print/guide.html")} == {"mine"}
    assert not (shop.root / "runbooks-offline.zip").exists()


def test_the_site_is_still_generated_beside_it(shop):
    printed(shop, "all")
    assert shop.run("site", "generate").code == 0
    assert (shop.root / ".runbook_lint_site/print/index.html").is_file()


def test_a_file_is_read_and_printed_in_a_browser(shop: Repo, browser, open_pages):
    printed(shop, "all", "--output", "out")
    with serve(shop.root / "out") as url:
        visit = open_pages(url)
        for name in ("SVC-CART.html", "index.html", "other.html"):
            assert sideways(visit(name, phone=True)) == []
            assert violations(visit(name)) == []
        page = visit("SVC-CART.html")
        page.emulate_media(media="print")
        assert page.locator("nav:visible").count() == 0
        assert pdf_pages(page.pdf(format="A4", prefer_css_page_size=True)) == 3  # facts, runbook, plan
        visit.check()
        visitors_file = browser.new_page()
        visitors_file.goto((shop.root / "out/index.html").as_uri())
        visitors_file.get_by_role("link", name="SVC-CART").click()
        assert visitors_file.locator("img").evaluate_all("all => all.filter(each => each.naturalWidth).length") == 1
        visitors_file.context.close()


def pdf_pages(data):
    return len(re.findall(rb"/Type\s*/Page\b", data))

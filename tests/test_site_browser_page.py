"""What the scripts of runbooks, plans and alert pages do, in a real browser, on a small site that has it all."""

import pytest
from browser import build, built, chromium, serve

MANIFEST = "service: SVC-CART\nname: Cart\nteam: API\nowner: jpetrel\ntier: 1\ncontacts: {phone: '+44 1632 960131'}\n"
TEAMS = "teams:\n  API: {name: Interfaces, chat: '#api', rota: 'https://rota.example/api'}\npeople:\n  jpetrel: {}\n"
RUNBOOK = """\
---
last_reviewed: 2026-11-20
---
# Carts

- **What broke**: carts stand still.
- **Impact**: people wait.
- **Verify**: `cartctl -n <namespace> ls`
- **Try first**: restart `$POD`.
- **Call**: [rota](https://rota.example/api)

## Steps

- [ ] Look at them:

  ```bash
  kubectl -n <namespace> logs "${POD}" --since=5m # {{ $labels.pod }}
  kubectl -n <other> get pods -l app=<the namespace>
  ```

- [ ] One
- [x] Done by the author
- [ ] One

## Own variable

```bash
NAMESPACE=mine
echo $NAMESPACE $PODS {namespace}
ls $HOME; for POD in a b; do kubectl delete pod $POD; done
```
"""
RULES = """\
groups:
  - name: cart
    rules:
      - {alert: CartSlow, expr: up == 0, labels: {severity: page}, annotations: {runbook_url: services/cart/runbook.md}}
      - {alert: CartSlow, expr: up == 0, labels: {severity: ticket}, annotations: {runbook_url: "services/cart/runbook.md#steps"}}
"""
FILES = {
    "runbook-lint.toml": '[site]\nurl = "https://books.example/ops/"\n',
    "services/teams.yaml": TEAMS,
    "services/cart/service.yaml": MANIFEST,
    "services/cart/runbook.md": RUNBOOK,
    "services/cart/alerts/cart.rules.yaml": RULES,
    "services/cart/alerts/CartDown.md": "# CartDown\n\nIt is down, and what is more, it stays so.\n",
    "services/cart/alerts/down.rules.yaml": (
        "groups:\n  - name: down\n    rules:\n      - {alert: CartDown, expr: up == 0,"
        " annotations: {runbook_url: services/cart/alerts/CartDown.md}}\n"
    ),
}
PAGE = "services/cart/runbook/"
FILLED = """\
kubectl -n shop logs "cart-1" --since=5m # cart-1
kubectl -n <other> get pods -l app=shop
"""


def make(folder):
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    build(folder)


@pytest.fixture
def go(once, open_pages):
    chromium()
    root, prefix = built(once("pages-site", make))
    with serve(root, prefix) as url:
        yield open_pages(url)


def code(page):
    return page.locator("li.task-list-item pre code").inner_text()


def test_what_is_filled_is_marked_and_copied(go):
    page = go(f"{PAGE}?namespace=shop&pod=cart-1&severity=page&home=/srv")
    assert code(page) == FILLED
    assert page.locator(".rl-filled-bar").inner_text().startswith("Filled from the address: namespace=shop, pod=cart-1.")
    assert page.locator(".rl-five code").all_inner_texts() == ["cartctl -n shop ls", "cart-1"]
    page.locator("li.task-list-item pre").hover()
    page.locator("li.task-list-item .md-clipboard, li.task-list-item [data-clipboard-target]").first.click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('shop'))")
    assert page.evaluate("navigator.clipboard.readText()").strip() == FILLED.strip()
    own = page.locator("pre code").nth(1)
    assert own.inner_text() == RUNBOOK.rpartition("```bash\n")[2].removesuffix("```\n")


def test_what_was_filled_can_be_cleared(go):
    page = go(f"{PAGE}?namespace=shop&pod=cart-1&severity=page#steps")
    page.get_by_role("button", name="Clear these values").click()
    assert (page.locator("mark.rl-filled").count(), page.locator(".rl-filled-bar").count()) == (0, 0)
    assert code(page).startswith('kubectl -n <namespace> logs "${POD}"')
    assert page.url.endswith(f"{PAGE}?severity=page#steps")


@pytest.mark.parametrize(
    "value",
    [
        *("a;reboot", "$(reboot)", "`reboot`", "a b", "a|b", "a&b", "a>b", "a'b", 'a"b', "a\\b", "a\nb", "a=b", "<b>", "é", "a*", "{a}"),
        *("-rf", "--all", "@/etc/passwd", "..", "../x", "a/../b", "/", "//", ".", "~", "x" * 254),
    ],
)
def test_what_a_shell_could_read_is_refused(go, value):
    page = go(PAGE)
    page.evaluate("value => location.replace(location.pathname + '?' + new URLSearchParams({namespace: value}))", value)
    page.wait_for_selector(".rl-refused")
    assert (page.locator("mark.rl-filled").count(), "<namespace>" in code(page)) == (0, True)
    assert page.locator(".rl-refused code").text_content() == f"namespace={value}"


@pytest.mark.parametrize("value", ["shop", "shop-1.eu_west", "/var/lib/x", "10.0.0.1:9100", "a@b", "registry/app:1.2", "x" * 253])
def test_what_means_nothing_to_a_shell_is_filled(go, value):
    page = go(f"{PAGE}?namespace={value}")
    assert page.locator(".rl-five mark.rl-filled").text_content() == value


def test_a_label_that_is_given_twice_is_refused(go):
    page = go(f"{PAGE}?namespace=shop&namespace=pay")
    assert page.locator(".rl-refused code").inner_text() == "namespace=shop pay"


def test_steps_are_ticked_by_keyboard_and_counted(go):
    page = go(PAGE)
    bar, boxes = page.locator(".rl-ticks"), page.get_by_role("checkbox")
    assert bar.inner_text() == "1 of 4 done"
    boxes.nth(1).focus()
    page.keyboard.press("Space")
    assert bar.inner_text().startswith("2 of 4 done")
    page.reload()
    assert [box.is_checked() for box in boxes.all()] == [False, True, True, False]
    page.clock.fast_forward("50:00:00")
    page.reload()
    assert bar.inner_text().startswith("2 of 4 done, last ticked 2 days ago")
    page.get_by_role("button", name="Reset ticks").click()
    assert [box.is_checked() for box in boxes.all()] == [False, False, True, False]
    assert page.evaluate("localStorage.getItem('rl-ticks:' + location.pathname)") is None


def test_a_step_that_was_rewritten_is_not_ticked(go):
    page = go(PAGE)
    page.get_by_role("checkbox").nth(0).check(force=True)
    page.route("**/runbook/", lambda route: changed(route, "Look at them", "Look at all of them"))
    page.reload()
    assert [box.is_checked() for box in page.get_by_role("checkbox").all()] == [False, False, True, False]


def changed(route, old, new):
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(old, new))


def test_labels_do_not_change_which_steps_are_ticked(go):
    page = go(f"{PAGE}?namespace=shop")
    page.get_by_role("checkbox").nth(0).check(force=True)
    assert go(f"{PAGE}?namespace=pay").get_by_role("checkbox").nth(0).is_checked()


def test_what_is_tapped_on_a_phone_is_large_enough(go):
    page = go(PAGE, phone=True)
    sizes = page.evaluate("""() => [...document.querySelectorAll(".rl-call > a, .rl-button:not([hidden])")]
        .map(each => each.getBoundingClientRect()).map(box => Math.round(Math.min(box.width, box.height)))""")
    assert len(sizes) >= 3
    assert min(sizes) >= 44
    box = page.evaluate("""() => getComputedStyle(document.querySelector(".task-list-control"), "::before").height""")
    assert box == "44px"


def test_the_rule_that_fired_is_marked_and_its_labels_are_handed_on(go):
    page = go("alerts/CartSlow/?severity=ticket&namespace=shop")
    assert page.locator(".rl-this").inner_text().startswith('severity="ticket"')
    assert page.locator(".rl-not-this").count() == 1
    page.locator(".rl-this a").click()
    page.wait_for_url("**/services/cart/runbook/?severity=ticket&namespace=shop#steps")
    assert page.locator("mark.rl-filled").first.inner_text() == "shop"


def test_without_labels_no_rule_is_marked(go):
    page = go("alerts/CartSlow/")
    assert page.locator(".rl-this, .rl-not-this, .rl-filled-bar").count() == 0


def test_a_summary_is_plain_text_with_what_was_filled(go):
    page = go(f"{PAGE}?namespace=shop&evil=%3Breboot", today="2027-03-01")
    page.get_by_role("button", name="Copy a summary").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "Carts\nnamespace=shop\n"
        "Review overdue by 11 days: what stands here may no longer be true. Reviewed 101 days ago, on 2026-11-20.\n\n"
        "What broke: carts stand still.\nImpact: people wait.\nVerify: cartctl -n shop ls\nTry first: restart $POD.\n"
        "Call: rota\n\nCart · tier 1\nCall the rota: Interfaces https://rota.example/api\nPhone +44 1632 960131\n"
        f"Chat: #api\n\n{page.url}\n"
    )


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("services/cart/alerts/CartDown/?namespace=shop#x", "alerts/CartDown/?namespace=shop#x"),
        ("alerts/cartdown/", "alerts/CartDown/"),
        ("anything/SVC-CART.html", "services/SVC-CART/"),
    ],
)
def test_an_address_that_ends_in_a_known_name_leads_there(go, path, leads):
    page = go(path, missing=True)
    page.wait_for_url(f"**/ops/{leads}")


def test_an_unknown_name_fills_the_search(go):
    page = go("alerts/CartDwon/?namespace=shop", missing=True)
    page.get_by_text("There is no CartDwon here. Did you mean:").wait_for()
    links = page.locator("article li a")
    assert [links.nth(0).inner_text(), links.nth(0).get_attribute("href")] == ["CartDown", f"{go.url}alerts/CartDown/?namespace=shop"]
    assert page.get_by_role("button", name="Search for CartDwon").is_visible()


def test_the_state_of_a_page_is_said_in_days(go):
    said = {}
    for today in ("2026-11-20", "2026-11-21", "2027-02-17", "2027-02-18", "2027-02-19"):
        page = go(PAGE, today=today)
        said[today] = page.locator(".rl-review").inner_text()
    assert said == {
        "2026-11-20": "Reviewed today, due in 90 days.",
        "2026-11-21": "Reviewed yesterday, due in 89 days.",
        "2027-02-17": "Reviewed 89 days ago, due in 1 day.",
        "2027-02-18": "Reviewed 90 days ago, due today.",
        "2027-02-19": "Review overdue by 1 day: what stands here may no longer be true. Reviewed 91 days ago, on 2026-11-20.",
    }


def test_an_old_site_says_so_once(go):
    assert go(PAGE, today="2026-11-28").locator(".rl-old").count() == 0
    page = go(PAGE, today="2026-11-29")
    assert page.locator(".rl-old").all_inner_texts() == ["This site is 8 days old: what has changed since is not in it."]


def test_on_paper_there_are_no_buttons_and_no_ticks(go):
    page = go(PAGE)
    page.get_by_role("checkbox").nth(0).check(force=True)
    page.emulate_media(media="print")
    hidden = ".rl-button, .rl-ticks, .md-header, .md-clipboard, .headerlink"
    assert [each for each in page.locator(hidden).all() if each.is_visible()] == []
    box = "getComputedStyle(document.querySelector('.task-list-indicator'), '::before').backgroundColor"
    assert page.evaluate(box) == "rgba(0, 0, 0, 0)"
    link = "getComputedStyle(document.querySelector('.rl-call a'), '::after').content"
    assert page.evaluate(link) == '" (https://rota.example/api)"'

"""CT001 manifest-invalid."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import DataFile


def check(data_file: DataFile) -> Iterator[Problem]:
    """Report what the YAML reader and the schema say against a manifest or teams.yaml."""
    if data_file.role in ("services", "teams"):
        for problem in data_file.problems:
            yield Problem(problem.message, problem.span, help=problem.help)


_CART = "services/cart/service.yaml"
_TEAMS = "services/teams.yaml"

RULE = Rule(
    code="CT001",
    name="manifest-invalid",
    sentence="A manifest and teams.yaml are valid YAML and keep their schemas.",
    reason=(
        "A manifest that cannot be read is a service that nobody knows: no owner, no tier, no one to call. "
        "A mistyped key is worse, because it looks as if it were there. Until the file is mended, nothing else "
        "is said of its service."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "broken YAML",
            {
                _CART: "service: SVC-CART\nowner: jtsimmons\ndescription: Carts: and what is in them\n",
                "services/pay/service.yaml": "service: SVC-PAY\n\towner: jtsimmons\n",
                "services/search/service.yaml": "service: SVC-SEARCH\nowner: jtsimmons\ndepends_on: [SVC-CART\n",
            },
            findings=(
                f"{_CART}:3:19: not valid YAML: mapping values are not allowed here",
                "services/pay/service.yaml:2:1: not valid YAML: found character '\\t' that cannot start any token",
                "services/search/service.yaml:3:22: not valid YAML: expected ',' or ']', but got '<stream end>'",
            ),
        ),
        Example(
            "a key that is there twice",
            {_CART: "service: SVC-CART\nowner: jtsimmons\ntier: 1\nowner: mkowalski\n"},
            findings=(f'{_CART}:4:1: the key "owner" appears twice, first on line 2',),
        ),
        Example(
            "a list, plain text and nothing, where a mapping belongs",
            {
                _CART: "- service: SVC-CART\n  owner: jtsimmons\n",
                "services/pay/service.yaml": "Payments, owned by jtsimmons\n",
                "services/search/service.yaml": "# to be written\n",
            },
            findings=(
                f"{_CART}:1:1: a manifest is a mapping of keys to values, not a list",
                "services/pay/service.yaml:1:1: a manifest is a mapping of keys to values, not text",
                "services/search/service.yaml:1:1: the file is empty",
            ),
        ),
        Example(
            "unknown keys, also further in",
            {_CART: "service: SVC-CART\nowner: jtsimmons\nteir: 1\ncontacts:\n  rotas: https://rota.example/cart\n"},
            findings=(f'{_CART}:3:1: unknown key "teir"', f'{_CART}:5:3: unknown key "rotas"'),
        ),
        Example(
            "neither team nor owner, and no id",
            {
                _CART: "service: SVC-CART\ntier: 2\n",
                "services/pay/service.yaml": "owner: jtsimmons\n",
            },
            findings=(
                f'{_CART}:1:1: one of the keys "team" and "owner" is required',
                'services/pay/service.yaml:1:1: the key "service" is missing',
            ),
        ),
        Example(
            "a value of the wrong type",
            {
                _CART: (
                    "service: SVC-CART\nowner:\ndepends_on: SVC-PAY\ncontacts:\n  phone: 441632960131\n"
                    "links: [https://grafana.example/d/cart]\n"
                )
            },
            findings=(
                f'{_CART}:2:7: "owner" is empty, not text',
                f'{_CART}:3:13: "depends_on" is text, not a list',
                f'{_CART}:5:10: "contacts.phone" is a whole number, not text',
                f'{_CART}:6:8: "links" is a list, not a mapping',
            ),
        ),
        Example(
            "ids, tier, dates and durations that are none",
            {
                _CART: (
                    "service: cart\nowner: J.Simmons\ntier: 5\nlast_reviewed: 1 August 2026\nreview_in: a while\n"
                    "lifecycle: prod\ndepends_on: [SVC-PAY, SVC-PAY]\n"
                )
            },
            findings=(
                f'{_CART}:1:10: "service" is "cart", which does not match the id pattern SVC-[A-Z0-9-]+',
                f'{_CART}:2:8: "owner" is "J.Simmons", which does not match the id pattern [A-Z][A-Z0-9]+|[a-z][a-z0-9]+',
                f'{_CART}:3:7: "tier" is 5, not one of 1, 2, 3, 4',
                f'{_CART}:4:16: "last_reviewed" is "1 August 2026", not an ISO date such as 2026-08-01',
                f'{_CART}:5:12: "review_in" is "a while", not a duration such as 90 days',
                f'{_CART}:6:12: "lifecycle" is "prod", not one of experimental, production, deprecated',
                f'{_CART}:7:23: "depends_on" names SVC-PAY twice',
            ),
        ),
        Example(
            "mistakes in teams.yaml",
            {
                _TEAMS: (
                    "teams:\n  api: {}\n  WEB: {slack: '#web'}\npeople:\n  jtsimmons: {former: no}\n"
                    "scenarios:\n  card-data-exposed: {secondary: WEB}\n"
                )
            },
            findings=(
                f'{_TEAMS}:2:3: the name "api" does not match the id pattern [A-Z][A-Z0-9]+',
                f'{_TEAMS}:3:9: unknown key "slack"',
                f'{_TEAMS}:5:23: "people.jtsimmons.former" is text, not true or false',
                f'{_TEAMS}:7:3: the key "primary" is missing',
            ),
        ),
        Example(
            "a Backstage component without an owner, which Backstage refuses as well",
            {"catalog-info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: cart\nspec:\n  type: service\n"},
            findings=('catalog-info.yaml:5:1: the key "owner" is missing',),
        ),
        Example(
            "a file of another tool is one finding, not one for each of its keys",
            {
                _CART: "image: cart\nports: [8080]\nreplicas: 2\n",
                "services/pay/service.yaml": "service: pay\nprovider: {name: cloud}\nfunctions: {}\n",
            },
            findings=(
                f'{_CART}:1:1: the key "service" is missing',
                'services/pay/service.yaml:1:1: one of the keys "team" and "owner" is required',
            ),
        ),
        Example(
            "a manifest, with keys of one's own and an empty document behind it",
            {
                _CART: "service: SVC-CART\nteam: API\nx-cost-centre: 1200\nlast_reviewed: 2026-08-01\n---\n",
                _TEAMS: "teams:\n  API:\n",
            },
        ),
        Example("ids of another shape", {_CART: "service: cart\nteam: web-team\n"}, config='[ids]\nservice = "[a-z-]+"\nteam = "[a-z-]+"\n'),
        Example(
            "entities that are not ours to judge, and templates of them",
            {
                "services/api/service.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: api\n",
                "skeleton/catalog-info.yaml": (
                    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${{ values.name }}\n"
                    "spec:\n  {%- if values.owner %}\n  owner: ${{ values.owner }}\n  {%- endif %}\n"
                ),
                "services/teams.yaml": "teams:\n- name: Web\n  slack_channel: web\n- name: Search\n  url: https://wiki.example/search\n",
                "bare/catalog-info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {{ name }}\nspec: {}\n",
            },
        ),
    ),
)  # fmt: skip

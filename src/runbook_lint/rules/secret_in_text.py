"""RB010 secret-in-text."""

from collections.abc import Iterator

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.secrets import secrets_of


def check(world: World) -> Iterator[Problem]:
    """Look for secrets in every page, code and front matter included, and in every file of data."""
    for path in (*world.documents, *world.data_files):
        for secret in secrets_of(world, path) if path not in world.silent else ():
            help = "revoke it first, then take it out and name the place where it is kept: git remembers this one"
            yield Problem(f"{secret.kind} in the text", secret.span, path, help=help, secret=True)


RULE = Rule(
    code="RB010",
    name="secret-in-text",
    sentence="No page and no manifest holds a password, a token or a private key.",
    reason=(
        "What is committed is read by everyone who ever clones the repository. Judged by the patterns of providers "
        "(AWS, GitHub, Slack, Stripe, private keys, passwords in URLs and more), never by guessing at random-looking "
        "text; the examples of their documentation and placeholders are not findings. Lines over 10,000 characters are "
        "not searched. A finding names the kind and the place, never the secret."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "a token in code, a password in a URL, a webhook in a manifest",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\n```bash\ncurl -H 'Authorization: token ghp_" + "k7Rz2mQ9xW4vT8nB3cJ6hL1pD5sF0gY7aE2u" + "'\n```\n\n"
                    "Database: postgres://cart:Tr0ub4dor-9@db.cart.internal/cart\n"
                ),
                "services/cart/service.yaml": (
                    "service: SVC-CART\nowner: API\ncontacts:\n  chat: https://hooks.slack.com/services/"
                    + "T02QX7L9M/B03RW8K2N/q8ZyV3bN7mK1xT5cR9wL2pJd\n"
                ),
            },
            findings=(
                "services/cart/runbook.md:4:31: GitHub Token in the text",
                "services/cart/runbook.md:7:27: Basic Auth Credentials in the text",
                "services/cart/service.yaml:4:9: Slack Token in the text",
            ),
        ),
        Example(
            "examples and placeholders",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\n```bash\nexport AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n"
                    "curl https://user:password@cart.internal https://cart:$PASS@cart.internal https://cart:<token>@cart.internal\n"
                    "export GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n```\n"
                )
            },
        ),
    ),
)

"""Commands in code blocks: which of them destroy something or stop something that people use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from runbook_lint.model.document import Fence
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span

SHELLS = frozenset(
    {"", "sh", "bash", "zsh", "fish", "shell", "shell-session", "shellsession", "shellscript", "console", "terminal",
     "powershell", "ps1", "pwsh", "bat", "cmd", "command", "commandline", "cli", "sql", "psql", "pgsql", "postgres",
     "postgresql", "mysql", "redis", "plsql", "tsql", "mongodb", "mongosh"}
)  # fmt: skip
"""Languages of code blocks that hold commands; the empty one is a block that names none."""

_SHELL = (
    r"rm\s+(?:-\S+\s+)*-(?:[a-zA-Z]*[rR][a-zA-Z]*f|[a-zA-Z]*f[a-zA-Z]*[rR])[a-zA-Z]*\b",
    r"(?:kubectl|oc)\s[^|;&#]*?\b(?:delete|drain)\b",
    r"(?:kubectl|oc)\s[^|;&#]*?\bscale\b[^|;&#]*?--replicas[= ]0\b",
    r"helm\s[^|;&#]*?\b(?:uninstall|delete)\b",
    r"(?:terraform|tofu|terragrunt|pulumi)\s[^|;&#]*?\bdestroy\b",
    r"git\s+push\s[^|;&#]*?(?:--force\b(?!-)|(?<=\s)-f\b)",
    r"git\s+reset\s+--hard\b",
    r"mkfs(?:\.\w+)?\s",
    r"dd\s[^|;&#]*?\bof=(?!/dev/null)",
    r"kill\s+(?:-9|-KILL|-SIGKILL)\b",
    r"(?:pkill|killall)\s(?!.*-(?:SIG)?(?:USR[12]|HUP|0)\b)",
    r"(?:docker|podman)\s+(?:system|volume|image|container|network)\s+prune\b",
    r"(?:docker|podman)\s+(?:rm|volume\s+rm)\s+(?:\S+\s+)*?-\w*f",
    r"aws\s[^|;&#]*?\b(?:delete|terminate|deregister|stop)-[a-z-]+",
    r"aws\s+s3\s+(?:rb|rm)\b",
    r"(?:gcloud|az|doctl|ibmcloud)\s[^|;&#]*?\bdelete\b",
    r"(?:gsutil|gcloud\s+storage)\s+(?:-\w+\s+)*(?:rm|rb)\b",
    r"systemctl\s+(?:-\S+\s+)*(?:stop|disable|mask)\b",
    r"service\s+\S+\s+stop\b",
    r"(?:redis-cli\b[^|;&#]*?\s)?(?:FLUSHALL|FLUSHDB)\b",
    r"curl\s[^|;&#]*?(?:-X|--request)[= ]?\s*['\"]?DELETE\b",
    r"(?:etcdctl|consul\s+kv|vault)\s[^|;&#]*?\bdel(?:ete)?\b",
)
_SQL = (
    r"DROP\s+(?:TABLE|DATABASE|SCHEMA|INDEX|ROLE|USER|KEYSPACE|COLLECTION)\b",
    r"TRUNCATE\s+(?:TABLE\s+)?[\w\"`.]+",
    r"DELETE\s+FROM\s+[\w\"`.]+\s*(?:;|$)",
    r"UPDATE\s+[\w\"`.]+\s+SET\b(?!.*\bWHERE\b)(?=[^;]*;)",
)
_START = r"(?:^|[\s;&|(`'\"$/])"
_SHELL_COMMAND = regex(f"{_START}(?P<command>{'|'.join(_SHELL)})")
_POWER = regex(
    r"(?:^|[;&|$#])\s*(?:sudo\s+)?(?P<command>(?:shutdown|reboot|halt|poweroff)\b(?=\s*(?:$|[-+;&|]|now)))"
)
_SQL_COMMAND = regex(f"{_START}(?P<command>{'|'.join(_SQL)})", re.IGNORECASE)
_COMMENT = regex(r"\s*(?:#(?!\s*(?:rm|kubectl)\s)|--\s|//|REM\b|>)")
_HARMLESS = regex(r"--dry-run|--help|\s-h\b|\becho\s|\bman\s|\s-i\b.*\brm\b|\bgrep\b|\bcat\b")


_LONGEST = 500  # characters of a line: longer ones are data, and the patterns are not linear


@dataclass(frozen=True, slots=True)
class RiskyCommand:
    """A command in a code block that destroys or stops something: its words up to that, and their place."""

    words: str
    span: Span


def risky_commands(fence: Fence, more: tuple[str, ...] = ()) -> Iterator[RiskyCommand]:
    """The risky commands of a block of commands; `more` are regular expressions besides ours."""
    if fence.language not in SHELLS:
        return
    patterns = [_SHELL_COMMAND, _POWER, _SQL_COMMAND, *(re.compile(f"(?P<command>{each})") for each in more)]
    for offset, line in enumerate(fence.text.split("\n")):
        line = line[:_LONGEST]
        if _COMMENT.match(line) or _HARMLESS.search(line):
            continue
        match = next((found for pattern in patterns if (found := pattern.search(line))), None)
        if match:
            number = fence.first_line + offset
            words, column = match["command"].rstrip(), match.start("command") + 1
            yield RiskyCommand(" ".join(words.split()), Span(number, column, number, column + len(words)))


def comments_of(fence: Fence) -> str:
    """What the comments in a block of commands say."""
    return "\n".join(re.findall(r"(?:^|\s)(?:#|--|//)\s+(.*)$", fence.text, re.MULTILINE))

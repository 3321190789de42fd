"""What click's completion does not know of the shells: an option and its value in one word, `--format=json`."""

from __future__ import annotations

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

_ASKED = 'COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD'
_JOINED = 'COMP_WORDS="${words[*]}" COMP_CWORD=$(( ${#words[@]} - 1 ))'
_LOCAL = "    local response\n"
_WORDS = """\
    local at words=("$1")

    for (( at = 1; at <= COMP_CWORD; at++ )); do
        if (( at == COMP_CWORD )) || [[ ${COMP_WORDS[at]} != "=" || ${COMP_WORDS[at - 1]} != --* ]]; then
            words+=("${COMP_WORDS[at]}")
        fi
    done

"""


class Bash(BashComplete):
    """Bash makes three words of `--format=js`; the middle one is left out before anybody asks what fits."""

    source_template = BashComplete.source_template.replace(_ASKED, _JOINED).replace(_LOCAL, f"{_LOCAL}{_WORDS}")


class _Whole(ShellComplete):
    """A shell that replaces the whole word by what it is offered: so the option stays in it."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """What fits, as click finds it, behind the option where that is in the same word."""
        found = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if not equals or not option.startswith("--"):
            return found
        return [CompletionItem(f"{option}={each.value}", each.type, each.help) for each in found]


class Zsh(_Whole, ZshComplete):
    """zsh would else put `json` in the place of `--format=js`."""


class Fish(_Whole, FishComplete):
    """fish would else find that `json` does not begin as `--format=js` does."""


SHELLS: dict[str, type[ShellComplete]] = {"bash": Bash, "zsh": Zsh, "fish": Fish}


def teach() -> None:
    """Let click complete by these."""
    for name, shell in SHELLS.items():
        add_completion_class(shell, name)

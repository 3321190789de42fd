"""YAML with places: values as YAML 1.2 reads them, every span in the text, and nothing that raises."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runbook_lint.model.document import Data, DataProblem
from runbook_lint.model.position import Span
from runbook_lint.parse.yaml_reader import read_yaml, read_yaml_all
from runbook_lint.parse.yaml_walk import MAX_VALUES


def place(span: Span) -> tuple[int, int, int, int]:
    return span.line, span.column, span.end_line, span.end_column


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("yes", "yes"),
        ("Off", "Off"),
        ("y", "y"),
        ("12", 12),
        ("+12", 12),
        ("-12", -12),
        ("012", 12),
        ("08", 8),
        ("0o14", 12),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("1_000.5", "1_000.5"),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".inf", float("inf")),
        ("-.INF", float("-inf")),
        ("10:30", "10:30"),
        ("~", None),
        ("null", None),
        ("'12'", "12"),
        ('"\\u00e9\\t"', "é\t"),
        ("2026-08-01", "2026-08-01"),
        ("2026-99-01", "2026-99-01"),
        ("2026-08-01T10:30:00+02:00", "2026-08-01T10:30:00+02:00"),
        ("!!str 12", "12"),
        ("!!bool no", False),
        ("!!bool yes", True),
        ("!ours word", "word"),
        ("9" * 5000, "9" * 5000),  # more digits than Python turns into a number
        ("|\n  two\n  lines", "two\nlines\n"),
        (">-\n  folded\n  text", "folded text"),
    ],
)
def test_values(text, value):
    assert read_yaml(f"key: {text}\n").get("key") == value


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("no", "a boolean", "text"),
        ("YES", "a boolean", "text"),
        ("On", "a boolean", "text"),
        ("012", "an octal number", "a decimal number"),
        ("-07", "an octal number", "a decimal number"),
        ("08", "text", "a number"),
        ("0441632960131", "text", "a number"),  # a 9 is no octal digit
        ("0o14", "text", "an octal number"),
        ("10:30", "a base-60 number", "text"),
        ("190:20:30", "a base-60 number", "text"),
        ("0b11", "a binary number", "text"),
        ("1_000", "a number", "text"),
        ("1e3", "text", "a number"),
        ("12e-3", "text", "a number"),
        ("1.5e3", "text", "a number"),
    ],
)
def test_two_readings(text, old, new):
    message = f'"{text}" is {old} to YAML 1.1 readers and {new} to YAML 1.2 readers'
    assert read_yaml(f"a:\n  - {text} # so\n").ambiguous == (DataProblem(message, Span(2, 5, 2, 5 + len(text))),)


@pytest.mark.parametrize(
    "text",
    [
        "'no'",
        '"012"',
        "true",
        "nO",
        "n",
        "0",
        "-0",
        "12",
        "1.5",
        "1.5e+3",
        "02:30",
        "10:75",
        "2026-08-01",
        "2026-08-01 10:30:00",
        "10:30 in the morning",
        "no-reply",
        "0x1F",
        "snake_case",
        "1_",
        "!!str no",
        "!!str 012",
        "!!bool no",
        "&here !!str no",
        "| \n  no",
    ],
)
def test_one_reading(text):
    assert read_yaml(f"a: {text}\n").ambiguous == ()


def test_a_directive_says_which_reading_is_meant():
    assert read_yaml("%YAML 1.1\n---\na: 012\n").ambiguous == ()


def test_spans_of_keys_and_values():
    text = "service: SVC-CART\ncontacts:\n  chat: '#cart'   # here\n  escalation:\n    - API\n    - jo\n\ntier: 1\n"
    data = read_yaml(text)
    assert {path: place(span) for path, span in data.spans.items()} == {
        (): (1, 1, 8, 8),
        ("service",): (1, 10, 1, 18),
        ("contacts",): (3, 3, 6, 9),
        ("contacts", "chat"): (3, 9, 3, 16),
        ("contacts", "escalation"): (5, 5, 6, 9),
        ("contacts", "escalation", 0): (5, 7, 5, 10),
        ("contacts", "escalation", 1): (6, 7, 6, 9),
        ("tier",): (8, 7, 8, 8),
    }
    assert place(data.key_span("contacts", "escalation")) == (4, 3, 4, 13)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("owner:\nteam: API\n", ("owner",), (1, 7, 1, 7)),
        ("owner: # to be named\n\nteam: API\n", ("owner",), (1, 7, 1, 7)),
        ("owner :", ("owner",), (1, 8, 1, 8)),
        ("list:\n  - a\n  -\n  - b\n", ("list", 1), (3, 4, 3, 4)),
        ("{a: , b: 1}", ("a",), (1, 4, 1, 4)),
        ("a: [x, 'y']\n\n", ("a",), (1, 4, 1, 12)),
        ("é: 'ü'\n", ("é",), (1, 4, 1, 7)),
        ("a: 'x\u2028y'\nb: 1\n", ("b",), (2, 4, 2, 5)),  # no editor begins a line at U+2028
        ("a: |\n  x\n  y\n\nb: 1\n", ("b",), (5, 4, 5, 5)),
    ],
)
def test_awkward_spans(text, path, expected):
    assert place(read_yaml(text).span(*path)) == expected


def test_windows_line_ends():
    data = read_yaml("a: 1\r\nb:\r\n  - no\r\n")
    assert data.value == {"a": 1, "b": ["no"]}
    assert place(data.span("b", 0)) == (3, 5, 3, 7)


def test_the_first_line_is_given():
    data = read_yaml("a: 1\nb: no\n", first_line=2)
    assert place(data.span("b")) == (3, 4, 3, 6)
    assert read_yaml("a: [\n", first_line=2).problem == DataProblem(
        "not valid YAML: expected the node content, but found '<stream end>'", Span(2, 5, 2, 5)
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        ("# only a comment\n", []),
        ("---\n", [None]),
        ("a: 1\n---\nb: 2\n", [{"a": 1}, {"b": 2}]),
        ("a: 1\n...\n---\n- b\n", [{"a": 1}, ["b"]]),
        ("---\na: 1\n---\n", [{"a": 1}, None]),
        ("word\n", ["word"]),
    ],
)
def test_several_documents(text, values):
    assert [data.value for data in read_yaml_all(text)] == values


def test_the_second_document_knows_its_lines():
    assert place(read_yaml_all("a: 1\n---\nb: 2\n")[1].span("b")) == (3, 4, 3, 5)


def test_nothing_at_all_is_empty_data():
    assert read_yaml("") == Data()


@pytest.mark.parametrize(
    ("text", "value", "path", "expected"),
    [
        ("base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n", {"y": 3, "x": 1}, ("use", "x"), (1, 14, 1, 15)),
        (
            "a: &a {x: 1}\nb: &b {x: 2, z: 3}\nuse: {<<: [*a, *b]}\n",
            {"x": 1, "z": 3},
            ("use", "z"),
            (2, 17, 2, 18),
        ),
        ("use: {<<: 3, x: 1}\n", {"x": 1}, ("use", "x"), (1, 17, 1, 18)),
    ],
)
def test_merge_keys(text, value, path, expected):
    data = read_yaml(text)
    assert data.get("use") == value
    assert place(data.span(*path)) == expected


def test_an_alias_is_the_value_it_stands_for():
    assert read_yaml("a: &x [1, 2]\nb: *x\nc: [*x, *x]\n").value == {"a": [1, 2], "b": [1, 2], "c": [[1, 2], [1, 2]]}


@pytest.mark.parametrize(
    ("text", "message", "expected", "help"),
    [
        ("a: b: c\n", "not valid YAML: mapping values are not allowed here", (1, 5, 1, 5),
         "put a value with a colon in it in quotes, or mend the indentation"),
        ("a: 1\n\tb: 2\n", "not valid YAML: found character '\\t' that cannot start any token", (2, 1, 2, 1),
         "indent with spaces, not with tabs"),
        ("chat: @cart\n", "not valid YAML: found character '@' that cannot start any token", (1, 7, 1, 7),
         "put the value in quotes"),
        ("watch: *.go\n", "not valid YAML: found undefined alias '.go'", (1, 8, 1, 8),
         "a value that starts with * needs quotes"),
        ("a: [1, 2\n\n", "not valid YAML: expected ',' or ']', but got '<stream end>'", (1, 9, 1, 9), ""),
        ("a: 'x\n", "not valid YAML: found unexpected end of stream", (1, 6, 1, 6), ""),
        ("a: \"\\q\"\n", "not valid YAML: found unknown escape character 'q'", (1, 6, 1, 6), ""),
        ("a: x\x01\n", "not valid YAML: special characters are not allowed", (1, 5, 1, 5), ""),
        ("a: 1\nb: 2\na: 3\n", 'the key "a" appears twice, first on line 1', (3, 1, 3, 2), ""),
        ("a:\n  b: 1\n  'b': 2\n", 'the key "b" appears twice, first on line 2', (3, 3, 3, 6), ""),
        ("a: &x [*x]\n", "an alias contains itself", (1, 4, 1, 11), ""),
        ("a: &x {b: {c: *x}}\n", "an alias contains itself", (1, 4, 1, 19), ""),
        ("a: &x {<<: *x}\n", "an alias contains itself", (1, 4, 1, 15), ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read(text, message, expected, help):
    problem = read_yaml(text).problem
    assert problem is not None
    assert (problem.message, place(problem.span), problem.help) == (message, expected, help)


def test_a_key_that_is_no_scalar_stays_apart():
    assert read_yaml("? [a]\n: 1\n? [b]\n: 2\nc: 3\n").value == {"?0": 1, "?1": 2, "c": 3}


def nested(start: str, each: str) -> str:
    """Ten anchors, each made of nine of the one before."""
    lines = [f"x0: &x0 {start}"]
    lines += [f"x{n}: &x{n} {each.replace('*', ', '.join([f'*x{n - 1}'] * 9))}" for n in range(1, 11)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "text",
    [nested("[a, b]", "[*]"), nested("{}", "{<<: [*]}"), nested("{}", "[*]")],
    ids=["lists", "merge keys without a value", "empty values"],
)
def test_an_alias_bomb_is_a_problem(text):
    started = time.monotonic()
    problem = read_yaml(text).problem
    assert problem is not None
    assert problem.message == f"more than {MAX_VALUES:,} values once aliases are expanded"
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("text", ["[" * 5000, "a: " + "[" * 3000 + "]" * 3000, "- " * 4000, "{a: " * 4000])
def test_deep_nesting_is_a_problem(text):
    problem = read_yaml(text).problem
    assert problem is not None
    assert problem.message.startswith(("the YAML nests too deeply", "not valid YAML: "))


def test_waivers_in_comments_are_kept():
    data = read_yaml("# runbook-lint: ignore[owner-unknown] she starts in May\nowner: jo # runbook-lint: ignore[x] y\n")
    assert [(comment.text, place(comment.span), comment.own_line) for comment in data.comments] == [
        ("runbook-lint: ignore[owner-unknown] she starts in May", (1, 1, 1, 56), True),
        ("runbook-lint: ignore[x] y", (2, 11, 2, 38), False),
    ]


YAML_LIKE = st.lists(
    st.sampled_from(
        ["a", "b: ", "- ", "\n", "\n  ", "  ", ": ", "[", "]", "{", "}", ",", "&x ", "*x", "<<: ", "'", '"', "|", ">", "#",
         "---\n", "...\n", "!!int ", "!t ", "? ", "%YAML 1.2\n", "\t", "\r\n", "\u2028", "\u0085", "é", "no", "012", "\\", "\ufeff"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.text() | YAML_LIKE)
@example("a: !!float x\n")
@example("? ")
@example("!!int x")
@example("\ufeff")
@example("%TAG ! tag:a,2000:\n---\n!x a")
def test_any_text_is_read_and_every_span_lies_in_it(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as files are decoded
    lines = text.split("\n")
    for data in read_yaml_all(text):
        problems = [problem for problem in (*data.ambiguous, data.problem) if problem]
        spans = [*data.spans.values(), *data.key_spans.values(), *(problem.span for problem in problems)]
        for span in spans:
            assert (1, 1) <= (span.line, span.column) <= (span.end_line, span.end_column)
            assert span.end_line <= len(lines)
            assert span.column <= len(lines[span.line - 1]) + 1
            assert span.end_column <= len(lines[span.end_line - 1]) + 1


@given(st.text())
def test_reading_twice_says_the_same(text):
    def seen(parts):
        return [(repr(data.value), data.spans, data.problem) for data in parts]

    assert seen(read_yaml_all(text)) == seen(read_yaml_all(text))


def test_a_mapping_merged_into_itself_ends():
    (data,) = read_yaml_all("x-a: &a\n  <<: *a\n")
    assert data.problem is not None
    assert data.problem.message == "an alias contains itself"


def test_a_long_chain_of_merges_is_refused():
    lines = ["a0: &a0 {k: 1}"] + [f"a{n}: &a{n} {{<<: *a{n - 1}, k{n}: 1}}" for n in range(1, 200)]
    (data,) = read_yaml_all("\n".join(lines))
    assert data.problem is not None
    assert data.problem.message == "more than 10 mappings merged into each other"


def test_a_block_of_text_ends_on_its_last_line():
    (data,) = read_yaml_all("service: |\n  a\n")
    assert data.span("service") == Span(1, 10, 2, 4)


def test_a_number_that_python_cannot_print_stays_text():
    (data,) = read_yaml_all("a: 0x" + "f" * 5000)
    assert isinstance(data.value["a"], str)

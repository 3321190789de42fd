"""What compares us with our peers: the table of docs/performance.md is what CI holds a run against."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))
import flame  # noqa: E402  # bench/ is no package
import speed  # noqa: E402

TABLE = """\
| seconds (MB) | 100 services | 1,000 services |
|---|---:|---:|
| python -c pass | 0.02 (5) | 0.02 (5) |
| check, nothing remembered | 1.00 (93) | 9.00 (259) |
| rumdl, nothing remembered | 0.10 (19) | 0.50 (44) |
| check --hook, one page changed | 0.40 (66) | 2.00 (242) |

| services | 100 |
|---|---:|
| pages | 7 |
"""


def test_the_table_is_read_by_its_sizes():
    assert speed.table_of(TABLE, 100) == {
        speed.PASS: 0.02, speed.FIRST: 1.0, speed.RUMDL: 0.1, speed.HOOK: 0.4,
    }  # fmt: skip
    assert speed.table_of(TABLE, 1000)[speed.FIRST] == 9.0
    assert speed.table_of(TABLE, 10_000) == {}
    other = f"| | seconds |\n|---|---:|\n| {speed.FIRST} | 55 |\n"
    assert speed.table_of(f"{other}\n{TABLE}\n{other}", 100) == speed.table_of(TABLE, 100)  # a page may have others


def test_a_ratio_is_far_off_at_more_than_twice_the_table():
    table = speed.table_of(TABLE, 100)
    assert speed.far_off(table, table) == []
    assert speed.far_off({**table, speed.FIRST: 2.0}, table) == []
    assert speed.far_off({**table, speed.FIRST: 2.01, speed.HOOK: 0.9}, table) == [
        "check, nothing remembered against rumdl, nothing remembered: 20.10, where the table comes to 10.00",
        "check --hook, one page changed against python -c pass: 45.00, where the table comes to 20.00",
    ]
    assert speed.far_off({name: 50 * seconds for name, seconds in table.items()}, table) == []  # a slow machine is none


def test_the_page_has_all_that_is_compared():
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert set(speed.ratios(speed.table_of(page, 100))) == set(speed.RATIOS)
    assert set(speed.ratios(speed.table_of(page, 1000))) == set(speed.RATIOS)


def test_a_page_without_the_rows_is_refused(tmp_path):
    (tmp_path / "page.md").write_text(TABLE)
    with pytest.raises(SystemExit, match="its table lacks rows for 100 services, or some that are compared"):
        speed.gate(tmp_path / "page.md", 100, tmp_path, 1)


STACKS = [
    'process 7:"python -m runbook_lint check";<module> (runbook_lint/__main__.py:6);check (/x/src/runbook_lint/app/checking.py:9);read (/x/src/runbook_lint/parse/a.py:1) 6',
    'process 7:"python";<module> (runbook_lint/__main__.py:6);check (/x/src/runbook_lint/app/checking.py:11);<lambda> (<frozen importlib>:3);loads (json/decoder.py:5) 4',
]


def test_a_picture_of_stacks_has_each_function_as_wide_as_its_part():
    top = flame.read(STACKS)
    assert (top.count, list(top.below)) == (10, ["<module> (__main__.py)"])
    picture = flame.drawn(top, "A run & more")
    assert '<title>check (app/checking.py): 100.0%</title><rect x="0.0" y="51" width="1200.0" height="16" fill="#b7e4c7"' in picture
    assert '<title>read (parse/a.py): 60.0%</title><rect x="0.0" y="68" width="720.0" height="16" fill="#8ecae6"' in picture
    assert '<title>loads (json/decoder.py): 40.0%</title><rect x="720.0" y="68" width="480.0" height="16" fill="#e5e5e5"' in picture
    assert 'aria-label="A run &amp; more"' in picture
    assert "/x/" not in picture
    assert "frozen" not in picture

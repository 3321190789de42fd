"""The third-party scripts that the site carries are the pinned ones, with their licences."""

import re
import shutil
import subprocess
import sys

from conftest import ROOT

VENDOR = ROOT / "src/runbook_lint/site_assets/vendor"


def check(root) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "tools/vendor.py", "--check"], cwd=root, capture_output=True, text=True)


def test_what_is_there_is_what_is_pinned():
    done = check(ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_changed_missing_or_unpinned_file_is_told(tmp_path):
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools/vendor.py", tmp_path / "tools/vendor.py")
    folder = tmp_path / VENDOR.relative_to(ROOT)
    folder.mkdir(parents=True)
    (folder / "mermaid.min.js").write_bytes((VENDOR / "mermaid.min.js").read_bytes() + b"\n")
    (folder / "other.js").write_text("1")
    done = check(tmp_path)
    assert done.returncode == 1
    assert [re.sub(r"sha512-\S+", "SUM", line) for line in done.stdout.splitlines()] == [
        "mermaid.min.js: SUM pinned is SUM",
        "mermaid.LICENSE.txt: missing, pinned is SUM",
        "other.js: is pinned nowhere",
    ]


def test_every_script_has_its_licence_beside_it():
    scripts = {path.name.split(".")[0] for path in VENDOR.glob("*.js")}
    assert scripts == {path.name.split(".")[0] for path in VENDOR.glob("*.LICENSE.txt")}


def test_the_script_names_no_registry():
    assert not re.search(r"https?://", (ROOT / "tools/vendor.py").read_text(encoding="utf-8"))

"""Fetch the third-party scripts that the site carries, at pinned versions; `--check` proves what is there, offline.

To take a new version: change its line in PINNED (`npm view NAME@VERSION dist.integrity`), run this, and put the sums
that it prints for the files into the same line.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "src/runbook_lint/site_assets/vendor"


@dataclass(frozen=True)
class Package:
    """A package of the npm registry: `integrity` is that of its archive, `files` are ours with their member and sum."""

    name: str
    version: str
    integrity: str
    files: dict[str, tuple[str, str]]


PINNED = (
    # The 11 line: complete for what the site draws, and two thirds of what 12 weighs on a phone.
    Package(
        "mermaid",
        "11.17.2",
        "sha512-V6K3C8EBdEsPFZXSKMJe6ppQOENxuHARr9GvHX4hh47lAbhMRD9qf4oEK7LoaRQxULMa80/qt5gHO73aCleBBg==",
        {
            "mermaid.min.js": (
                "package/dist/mermaid.min.js",
                "sha512-vVGqEG+fvZZAmwA11LG1aLNuXQnraqZPVkL17zv1/0qDtAmoPl70hXI6oZZI4IL57LgjerTteCCpTs1pKIWLmw==",
            ),
            "mermaid.LICENSE.txt": (
                "package/LICENSE",
                "sha512-j1nVj+EHsxj9fhPnaz+ao27/UlfwTu2YuH0Npfnbna2DLib3BQr1yItmNLtp6mDmOQ7FVUhlwBbKjphYCg1OUw==",
            ),
        },
    ),
)


def integrity(data: bytes) -> str:
    """The sum of some bytes, as npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


def fetch(package: Package, folder: Path) -> bytes:
    """The archive of a package, from the registry that npm is set up with."""
    spec = f"{package.name}@{package.version}"
    done = subprocess.run(
        ["npm", "pack", spec, "--ignore-scripts", "--silent"], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"npm pack {spec} failed: {done.stderr.strip() or 'no reason given'}")
    (archive,) = folder.glob("*.tgz")
    data = archive.read_bytes()
    if integrity(data) != package.integrity:
        sys.exit(f"{spec}: its archive is not the pinned one: {integrity(data)} instead of {package.integrity}")
    return data


def vendor(package: Package) -> list[str]:
    """Write a package's files; returns what is not as pinned."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fetch(package, folder)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            for place, (member, _) in package.files.items():
                stream = archive.extractfile(member)
                if stream is None:
                    sys.exit(f"{package.name}@{package.version}: has no {member}")
                VENDOR.mkdir(parents=True, exist_ok=True)
                (VENDOR / place).write_bytes(stream.read())
    return wrong(package)


def wrong(package: Package) -> list[str]:
    """The files of a package that are not the pinned ones."""
    found = []
    for place, (_, pinned) in package.files.items():
        target = VENDOR / place
        told = integrity(target.read_bytes()) if target.is_file() else "missing"
        if told != pinned:
            found.append(f"{target.name}: {told}, pinned is {pinned}")
    return found


def main() -> int:
    """Fetch and check, or check only."""
    check = sys.argv[1:] == ["--check"]
    problems = [each for package in PINNED for each in (wrong(package) if check else vendor(package))]
    known = {place for package in PINNED for place in package.files}
    problems += sorted(f"{each.name}: is pinned nowhere" for each in VENDOR.glob("*") if each.name not in known)
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

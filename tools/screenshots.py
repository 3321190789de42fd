"""Pictures of the example organisation's site for README.md and docs/, taken in Debian's Chromium.

    .venv/bin/python tools/screenshots.py              # builds the site, writes docs/images/*.png
    .venv/bin/python tools/screenshots.py OTHER_FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import FLAGS, Visitor, build, built, chromium, example_copy, serve  # noqa: E402

PAGES = {
    "home": "",
    "service": "services/SVC-CHECKOUT/",
    "plan": "alerts/BookingsDbNoPrimary/",
    "postmortem": "postmortems/2026/INC-1107-no-primary-on-getaway-friday/",
}
FOLDER = ROOT / "docs" / "images"


def main(folder: Path) -> None:
    """Four pages, wide and on a phone, light and dark."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        source = Path(name) / "example"
        source.mkdir()
        example_copy(source)
        build(source)
        root, prefix = built(source)
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with serve(root, prefix) as url:
            visit = Visitor(browser, url)
            for page in PAGES:
                for phone in (False, True):
                    for dark in (False, True):
                        place = folder / f"{page}-{'phone' if phone else 'wide'}-{'dark' if dark else 'light'}.png"
                        take(visit(PAGES[page], phone=phone, dark=dark), place)
            visit.check()
        browser.close()


def take(page: Any, place: Path) -> None:
    """What a reader sees first, once everything is drawn."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)
    page.screenshot(path=place)
    page.close()
    print(f"{place.stat().st_size // 1024:4} KiB {place.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)

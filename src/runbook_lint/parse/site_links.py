"""Links as a site writes them: `.html` for a page, folders for pages, Hugo's references."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from posixpath import basename, dirname
from urllib.parse import unquote

from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.targets import Target, joined
from runbook_lint.parse.tree_paths import Place, fold, locate, tree_paths

_SUFFIXES = (".md", ".markdown", ".mdx", ".html.md", ".html.md.erb", ".md.erb", ".html.erb")
_INDEXES = ("index", "_index", "README", "readme")
_REFERENCE = regex(r"\{\{[<%]\s*(?:rel)?ref\s+(?:([\"'`])(.+?)\1|([^\s>%]+)).*?[>%]\}\}")
MKDOCS = ("mkdocs.yml", "mkdocs.yaml", "zensical.toml", "properdocs.yml", "properdocs.yaml")
SPHINX = ("conf.py", "myst.yml", "_toc.yml")
WIKI = ("Home.md", "home.md", "_Sidebar.md", "_sidebar.md", "_Footer.md", ".order")  # GitHub's, GitLab's, Azure's
_ENGINES = frozenset(
    {
        *("tech-docs.yml", "config.rb", "_config.yml", "book.toml", "myst.yml", "_toc.yml"),
        *("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "SUMMARY.md", "book.json", "_quarto.yml"),
        *("docusaurus.config.js", "docusaurus.config.ts", "sidebars.js", "antora.yml", "conf.py", ".vitepress"),
        *("astro.config.mjs", "astro.config.ts", "gatsby-config.js", ".eleventy.js", "eleventy.config.js", ".vuepress"),
        *MKDOCS,
        *WIKI,
    }
)
_CONFIG_FOLDER = regex(r"(?:\A|/)\.?config(?:/[^/]+)?\Z")  # `config/_default/hugo.toml`, too
SITE_FORMS = ("html", "directory", "hugo")
USUAL_ROOTS = ("docs", "content", "source", "src")


def hugo_reference(text: str) -> str | None:
    """The path inside `{{< ref "path" >}}` or `relref`; None for any other target."""
    plain = unquote(text) if "%" in text else text
    match = _REFERENCE.fullmatch(plain.strip()) if "{{" in plain else None
    return (match[2] or match[3]) if match else None


def sources(path: str, forms: tuple[str, ...]) -> Iterator[str]:
    """The files that a site may build what it serves at a path from; most hosts serve `x.html` at `x`, too."""
    bare = path.rstrip("/")
    stem = re.sub(r"\.html?\Z", "", bare) if "html" in forms else bare
    if stem and (stem != bare or forms != ("html",) or "." not in basename(bare)):
        yield from (stem + each for each in _SUFFIXES)
    folder = f"{bare}/" if bare else ""
    yield from (f"{folder}{index}{suffix}" for index in _INDEXES for suffix in _SUFFIXES)


def page_stem(path: str) -> str:
    """A path without what makes it a page's; the path itself where it is no page's."""
    ending = max((each for each in _SUFFIXES if path.lower().endswith(each)), key=len, default="")
    return path[: len(path) - len(ending)]


def served_at(origin: str) -> str:
    """The folder that a page is served as, where each page is one: `a/b.md` at `a/b`, `a/index.md` at `a`."""
    folder, name = dirname(origin), basename(origin).split(".")[0]
    return folder if name in _INDEXES else f"{folder}/{name}".lstrip("/")


def starts(world: World, origin: str, path: str, forms: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The folders that a target may start from, each with the path from there, in the order a reader would try them."""
    roots = [root.strip("/") for root in world.settings.links.roots]
    if path.startswith("/"):
        contents = _contents(origin) if "hugo" in forms else []
        yield from ((folder, path.lstrip("/")) for folder in (*(roots or contents), ""))
        return
    folder = dirname(origin)
    yield folder, path
    if "directory" in forms or "hugo" in forms:
        yield served_at(origin), path
    if "html" in forms and served_at(origin) == folder:
        yield dirname(folder), path  # an index that is served at its folder's name, without the slash
    if forms and path.startswith("../"):  # browsers stop at the site's root
        climbs = len(re.match(r"(?:\.\./)*", path)[0]) // 3  # type: ignore[index]  # it always matches
        inside = (root for root in roots if f"{folder}/".startswith(f"{root}/"))
        yield from ((root, path[3 * climbs :]) for root in inside if folder.count("/") - root.count("/") < climbs)


def find_target(world: World, origin: str, target: Target) -> Place | None:
    """The file or folder that a target leads to, by its path or by one of the site's forms."""
    forms = world.settings.links.site_links
    for start, path in starts(world, origin, target.path, forms):
        whole = joined(start, path)
        place = locate(world, whole) if whole is not None else None
        if place and place.exists:
            return place
        found = find_page(world, start, path, forms) if forms else None
        if found:
            return found
    named_so = joined("" if target.written.startswith("/") else dirname(origin), target.written.lstrip("/"))
    place = locate(world, named_so) if named_so is not None and target.written != target.path else None
    return place if place and place.exists else None


def find_page(world: World, base: str, path: str, forms: tuple[str, ...]) -> Place | None:
    """The page that a site serves at a path from a folder, as the site's forms have it."""
    whole = joined(base, path.lstrip("/"))
    if whole is None:
        return None
    for source in sources(whole, forms):
        place = locate(world, source)
        if place.exists:
            return place
    return _by_address(world, whole) if "hugo" in forms else None


def find_reference(world: World, origin: str, path: str) -> Place | None:
    """The page that Hugo's `ref` finds: from the content's root, from the page, or by its name alone."""
    roots = [*(root.strip("/") for root in world.settings.links.roots), *_contents(origin)]
    starts = [*roots, ""] if path.startswith("/") else [dirname(origin), *roots, ""]
    for start in starts:
        whole = joined(start, path.lstrip("/"))
        if whole is not None and (place := locate(world, whole)).exists:
            return place
        found = find_page(world, start, path, ("hugo",))
        if found:
            return found
    return _by_name(world, origin, path)


def _contents(origin: str) -> list[str]:
    """The folders that Hugo may read a page's site from: `content`, and the one of a language within it."""
    folders = [*_above(origin)]
    return [each for each in folders if "content" in (basename(each), basename(dirname(each)))]


def _by_name(world: World, origin: str, path: str) -> Place | None:
    tail = path.strip("/")
    ends = (f"/{tail}", *(f"/{source}" for source in sources(tail, ("hugo",))))
    alike = {fold(basename(end)) for end in ends}
    found = [file for name in alike for file in tree_paths(world).named.get(name, ()) if f"/{file}".endswith(ends)]
    if len(found) > 1:  # a page of the same language
        found = [file for file in found if any(file.startswith(f"{folder}/") for folder in _contents(origin)[:1])]
    return locate(world, found[0]) if len(found) == 1 else None


def _by_address(world: World, whole: str) -> Place | None:
    """Hugo serves pages in lower case, with hyphens for spaces."""
    found = _addresses(world).get(whole.rstrip("/"))
    return locate(world, found) if found else None


@once
def _addresses(world: World) -> dict[str, str]:
    return {served_at(path).lower().replace(" ", "-"): path for path in sorted(world.documents)}


def has_engine(world: World, origin: str) -> bool:
    """Whether a site engine's configuration stands in a folder above a page, so that its links may be a site's."""
    return ".html." in basename(origin) or origin.endswith(".erb") or bool(engines(world, origin))


def engines(world: World, origin: str) -> frozenset[str]:
    """The configurations of site engines in the folders above a page."""
    folders = _engine_folders(world)
    return frozenset(name for folder in _above(origin) for name in folders.get(folder, ()))


def built_by(world: World, origin: str, names: Collection[str]) -> bool:
    """Whether one of these engines may build a page."""
    return not engines(world, origin).isdisjoint(names)


def is_site_page(world: World, path: str) -> bool:
    """Whether a site engine takes a page in: it stands below the folder that its engine reads by custom."""
    roots = [root.strip("/") for root in world.settings.links.roots]
    starts = [f"{folder}/{root}".lstrip("/") for folder in _engine_folders(world) for root in USUAL_ROOTS]
    return any(path.startswith(f"{start}/") for start in (*roots, *starts) if start)


@once
def _engine_folders(world: World) -> dict[str, set[str]]:
    """Folders that a site is built from, by what: a configuration in `config/` speaks for the folder above it."""
    folders: dict[str, set[str]] = {}
    for path in world.files:
        parts = path.split("/")
        if _ENGINES.isdisjoint(parts):
            continue
        for index, part in enumerate(parts):
            if part in _ENGINES:
                folder = "/".join(parts[:index])
                for each in (folder, _CONFIG_FOLDER.sub("", folder)):
                    folders.setdefault(each, set()).add(part)
    return folders


def _above(origin: str) -> Iterator[str]:
    folder = origin
    while folder:
        folder = dirname(folder)
        yield folder

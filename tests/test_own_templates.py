"""Templates of a repository's own: listed, shown, ejected, in the place of ours, beside them, or broken."""

import json
import os
import re

import jinja2
import jinja2.meta
import pytest

from runbook_lint.app.templates import MOST_BYTES, shipped_templates
from runbook_lint.render.template import _environment

FOLDER = ".runbook-lint/templates"
TODAY = ("--today", "2026-09-01")
FILES = {"services/cart/service.yaml": "service: SVC-CART\nname: Cart\nowner: jtsimmons\n"}
RUNBOOK = ("new", "runbook", "--service", "cart", "--output", "-", *TODAY)


@pytest.fixture
def cart(repo):
    return repo.write(FILES)


def test_the_list(cart):
    cart.write({f"{FOLDER}/memo.md.j2": "{# A memo. #}\n", f"{FOLDER}/arp.md.j2": "{% if %}", f"{FOLDER}/notes.txt": ""})
    done = cart.run("template", "list")
    lines = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    width = max(len(name) for name in [*shipped_templates(), "memo.md"])
    assert lines[0] == (
        f"{'arp.md':<{width}}  own      template {FOLDER}/arp.md.j2, line 1: "
        "expected an expression, got 'end of statement block'"
    )
    assert f"{'memo.md':<{width}}  own      A memo." in lines
    assert f"{'runbook.md':<{width}}  shipped  The runbook of a service: what to do when it breaks, with what its manifest knows." in lines
    assert [line.split()[0] for line in lines] == sorted(
        [*shipped_templates(), "memo.md"], key=lambda name: (name.startswith("_"), name)
    )


def test_the_list_as_json(cart):
    cart.write({f"{FOLDER}/memo.md.j2": "{# A memo. #}\n"})
    listed = json.loads(cart.run("template", "list", "--format", "json").out)
    assert listed["version"] == 1
    row = next(each for each in listed["templates"] if each["name"] == "memo.md")
    assert row == {"name": "memo.md", "whose": "own", "path": f"{FOLDER}/memo.md.j2", "for": "A memo.", "problem": ""}


@pytest.mark.parametrize("name", ["runbook", "runbook.md", "runbook.md.j2"])
def test_one_is_shown(cart, name):
    assert cart.run("template", "show", name).out == shipped_templates()["runbook.md"]


def test_an_own_one_is_shown_and_ours_on_demand(cart):
    cart.write({f"{FOLDER}/runbook.md.j2": "mine\n"})
    assert cart.run("template", "show", "runbook").out == "mine\n"
    assert cart.run("template", "show", "runbook", "--shipped").out == shipped_templates()["runbook.md"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "runbok"), "no template runbok; did you mean runbook?"),
        (("show", "xyz"), "no template xyz; see runbook-lint template list"),
        (("eject", "memo"), f"memo.md: none of ours, but {FOLDER}/memo.md.j2; nothing was changed"),
        (("show", "memo", "--shipped"), f"memo.md: none of ours, but {FOLDER}/memo.md.j2"),
    ],
)
def test_names_that_are_wrong(cart, arguments, message):
    cart.write({f"{FOLDER}/memo.md.j2": "x"})
    done = cart.run("template", *arguments)
    assert (done.code, done.err) == (2, f"runbook-lint: {message}\n")


def test_one_is_ejected_once(cart):
    path = f"{FOLDER}/postmortem.md.j2"
    done = cart.run("template", "eject", "postmortem")
    assert done.out == (
        f"{path}: written; it holds in the place of ours from now on. Change it, or keep only "
        '{% extends "postmortem.md" %} and the blocks that differ\n'
    )
    assert (cart.root / path).read_text() == shipped_templates()["postmortem.md"]
    (cart.root / path).write_text("mine")
    done = cart.run("template", "eject", "postmortem")
    assert (done.code, done.err) == (2, f"runbook-lint: {path}: is there already; nothing was changed\n")
    assert (cart.root / path).read_text() == "mine"


def test_the_folder_is_configured(cart):
    cart.write({"runbook-lint.toml": '[templates]\nfolder = "docs/forms"\n'})
    cart.run("template", "eject", "runbook")
    assert (cart.root / "docs/forms/runbook.md.j2").is_file()


def test_an_ejected_template_makes_the_same_page(cart):
    before = cart.run(*RUNBOOK).out
    cart.run("template", "eject", "runbook")
    assert cart.run(*RUNBOOK).out == before != ""


def test_an_own_one_is_taken_in_the_place_of_ours(cart):
    cart.write({f"{FOLDER}/runbook.md.j2": "# {{ title | inline }} of {{ service.id }}\n"})
    assert cart.run(*RUNBOOK).out == "# Cart of SVC-CART\n"


def test_an_own_one_extends_the_one_it_stands_for(cart):
    ours = cart.run(*RUNBOOK).out
    text = '{% extends "runbook.md" %}\n{% block access %}\n## Access needed\n\n- The wiki\n\n{% endblock %}\n'
    cart.write({f"{FOLDER}/runbook.md.j2": text})
    place = "- TODO: the role or the account that these commands need, and where to get it\n"
    assert cart.run(*RUNBOOK).out == ours.replace(place, "- The wiki\n") != ours


def test_an_own_part_is_taken_in_by_ours(cart):
    cart.write({f"{FOLDER}/_comms.md.j2": "{% block condition %}{% endblock %}"})
    done = cart.run("new", "comms", "--incident", "INC-1", "--audience", "status-page", "--output", "-", *TODAY)
    assert done.out == "TODO: what does not work, for whom and where; what still works\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n{{ servce.id }}", "line 2: nothing named `servce`; did you mean service?"),
        ("{{ service.nam }}", "line 1: nothing named `nam`; did you mean name?"),
        ("\n\n{% for x in %}", "line 3: expected an expression, got 'end of statement block'"),
        ('{% include "gone.md" %}', "line 1: no template gone.md to take in"),
        ("{{ ''.__class__ }}", "line 1: access to attribute '__class__' of 'str' object is unsafe."),
        (b"a\n\xff", "line 2: byte 0xff is not UTF-8; save the file as UTF-8"),
    ],
)
def test_a_broken_one_names_its_file_the_line_and_the_name(cart, text, message):
    cart.write({f"{FOLDER}/runbook.md.j2": text})
    done = cart.run("new", "runbook", "--service", "cart", *TODAY)
    assert (done.code, done.err) == (2, f"runbook-lint: template {FOLDER}/runbook.md.j2, {message}\n")
    assert not (cart.root / "services/cart/runbook.md").exists()


def test_a_broken_part_is_named_itself(cart):
    cart.write({f"{FOLDER}/_comms.md.j2": "\n{{ staet }}"})
    done = cart.run("new", "comms", "--incident", "INC-1", "--audience", "internal", *TODAY)
    assert done.err == f"runbook-lint: template {FOLDER}/_comms.md.j2, line 2: nothing named `staet`; did you mean state?\n"


def test_a_broken_one_stands_in_the_way_of_no_other(cart):
    cart.write({f"{FOLDER}/arp.md.j2": b"\xff{% if"})
    assert cart.run(*RUNBOOK).code == 0


def test_a_manifest_that_its_schema_refuses(cart):
    cart.write({f"{FOLDER}/service.yaml.j2": "service: {{ id }}\nownr: x\nowner: x\n"})
    done = cart.run("new", "service", "--id", "SVC-PAY", "--owner", "ann", *TODAY)
    assert (done.code, done.err) == (
        2,
        f"runbook-lint: template {FOLDER}/service.yaml.j2 makes no valid manifest: line 2 of what it makes: "
        'unknown key "ownr"; nothing was changed\n',
    )


def test_a_link_out_of_the_repository_is_not_followed(cart, tmp_path):
    (tmp_path / "secret").write_text("secret")
    cart.write({f"{FOLDER}/keep": ""})
    (cart.root / FOLDER / "runbook.md.j2").symlink_to(tmp_path / "secret")
    done = cart.run("template", "show", "runbook")
    message = f"template {FOLDER}/runbook.md.j2: a link out of the repository; put the template itself there"
    assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: {message}\n")


def test_a_folder_that_leads_out_of_the_repository(cart, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "runbook.md.j2").write_text("secret")
    cart.write({"forms": "", "runbook-lint.toml": '[templates]\nfolder = "linked"\n'})
    (cart.root / "linked").symlink_to(tmp_path / "outside")
    assert cart.run("template", "show", "runbook").code == 2
    assert cart.run("template", "eject", "arp").err == "runbook-lint: linked: leads out of the repository; nothing was changed\n"
    assert [each.name for each in (tmp_path / "outside").iterdir()] == ["runbook.md.j2"]


@pytest.mark.parametrize("folder", ["/tmp", "../forms", "a/../../forms"])
def test_a_folder_outside_the_repository_is_refused(cart, folder):
    for command in (("template", "list"), ("template", "eject", "arp"), RUNBOOK):
        done = cart.run(*command, "--config", f'templates.folder="{folder}"')
        message = f"templates.folder: {folder} lies outside the repository; name a folder in it"
        assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: {message}\n")


def test_one_that_is_too_large(cart):
    cart.write({f"{FOLDER}/runbook.md.j2": "a" * (MOST_BYTES + 1)})
    message = f"template {FOLDER}/runbook.md.j2: {MOST_BYTES + 1:,} bytes, more than the {MOST_BYTES:,} that are read"
    assert cart.run("template", "show", "runbook").err == f"runbook-lint: {message}\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_template(cart):
    cart.write({f"{FOLDER}/keep": ""})
    os.mkfifo(cart.root / FOLDER / "runbook.md.j2")
    done = cart.run("template", "show", "runbook")
    assert done.err == f"runbook-lint: template {FOLDER}/runbook.md.j2: cannot be read: not a file\n"


def used_in(text):
    """The values that a template asks for; its own macros, asked for in a block, are none."""
    tree = _environment({}, {}).parse(text)
    return jinja2.meta.find_undeclared_variables(tree) - {each.name for each in tree.find_all(jinja2.nodes.Macro)}


def _told(name, templates):
    """The text of a template's header comment, and those of the templates that it takes in."""
    header = re.match(r"\s*\{#(.*?)#\}", templates[name], re.DOTALL)
    taken = jinja2.meta.find_referenced_templates(_environment(templates, {}).parse(templates[name]))
    return (header[1] if header else "") + "".join(_told(each, templates) for each in taken)


@pytest.mark.parametrize("name", shipped_templates())
def test_each_of_ours_says_what_it_is_for_and_what_it_is_filled_with(name):
    templates = shipped_templates()
    header = re.match(r"\{#\n(?P<purpose>[A-Z].*[.:])\n", templates[name])
    assert header, f"{name} does not begin with a comment whose first line is a sentence"
    used = used_in(templates[name]) - {"range"}
    words = set(re.findall(r"\w+", _told(name, templates)))
    assert used <= words, f"{name} does not tell of {used - words}"

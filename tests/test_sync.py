"""`runbook-lint sync`: what it takes from the network and the disk, what it refuses, and what the pins hold."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import Repo

from runbook_lint.app.fetch import FetchFailed, fetch, refuse
from runbook_lint.parse.lock import Pin, digest, lock_text, read_lock


def catalog(*pages: str, **more: object) -> str:
    return json.dumps({"version": 1, "name": "payments", "pages": [{"path": path} for path in pages], **more})


class Server:
    """A web server on this machine that answers as each test wants; `asked` is what it was asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.drip = 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, dict(self.headers)))
                status, headers, body = outer.answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for key, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(key, value)
                self.end_headers()
                for part in [body] if not outer.drip else [body[index : index + 1] for index in range(len(body))]:
                    time.sleep(outer.drip)
                    self.wfile.write(part)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def says(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> str:
        self.answers[path] = (status, headers, body.encode() if isinstance(body, str) else body)
        return self.url + path


@pytest.fixture
def server():
    server = Server()
    yield server
    server.server.shutdown()
    server.server.server_close()


def configured(repo: Repo, **imports: str) -> Repo:
    lines = "".join(f'{name} = "{source}"\n' for name, source in imports.items())
    return repo.write({"runbook-lint.toml": f"[imports]\n{lines}", "a.md": "# A\n"})


def sync(repo: Repo, *arguments: str) -> tuple[int, str, str]:
    done = repo.run("sync", *arguments)
    return done.code, done.out, done.err


def pinned(repo: Repo) -> dict[str, str]:
    """The lock and the copies, as they stand in the repository."""
    paths = [repo.root / "runbook-lint.lock", *sorted(repo.root.glob(".runbook-lint/**/*.*"))]
    return {path.relative_to(repo.root).as_posix(): path.read_text() for path in paths if path.is_file()}


def test_new_changed_and_unchanged(repo, server):
    url = server.says("/catalog.json", catalog("a.md", "b.md", alerts=[{"name": "X"}]))
    configured(repo, payments=url)
    assert sync(repo) == (0, "payments: new: 2 pages, 1 alert\n", "")
    assert pinned(repo) == {
        "runbook-lint.lock": (
            "# Written by `runbook-lint sync`: the catalogues that are imported, by their hashes. Commit it.\n"
            "version = 1\n"
            "\n"
            "[imports.payments]\n"
            f'source = "{url}"\n'
            f'sha256 = "{digest(server.answers["/catalog.json"][2])}"\n'
        ),
        ".runbook-lint/imports/payments.json": catalog("a.md", "b.md", alerts=[{"name": "X"}]),
    }
    assert sync(repo) == (0, "payments: unchanged\n", "")
    server.says("/catalog.json", catalog("a.md", "c.md", "d.md", commit="0a1b2c3"))
    assert sync(repo) == (0, "payments: changed: +2 pages, -1 page, -1 alert\n", "")
    assert 'commit = "0a1b2c3"\n' in pinned(repo)["runbook-lint.lock"]
    server.says("/catalog.json", catalog("a.md", "c.md", "d.md", more=[]))
    assert sync(repo) == (0, "payments: changed: no service, page, file or alert\n", "")


def test_alerts_of_one_name_are_all_counted(repo):
    alerts = [{"name": "X", "group": "a"}, {"name": "X", "group": "b"}]
    configured(repo, payments="there.json").write({"there.json": catalog(alerts=alerts)})
    assert sync(repo) == (0, "payments: new: 2 alerts\n", "")
    repo.write({"there.json": catalog(alerts=[*alerts, {"name": "Y"}, {"name": "X", "group": "c"}])})
    assert sync(repo) == (0, "payments: changed: +2 alerts\n", "")


def test_nothing_is_sent_along(repo, server):
    configured(repo, payments=server.says("/catalog.json", catalog()))
    done = repo.run("sync", env={"HOME": str(repo.root), "GITHUB_TOKEN": "x"})
    assert done.code == 0
    ((path, headers),) = server.asked
    assert path == "/catalog.json"
    assert {key.lower() for key in headers} == {"accept", "accept-encoding", "user-agent", "host", "connection"}


def test_check_and_every_other_command_ask_nobody(repo, server):
    configured(repo, payments=server.says("/catalog.json", catalog("a.md")))
    assert sync(repo)[0] == 0
    server.asked.clear()
    assert repo.run("check").code == 0
    assert repo.run("export").code == 0
    assert sync(repo, "--check") == (0, "1 import as pinned in runbook-lint.lock\n", "")
    assert server.asked == []


def test_a_path_a_folder_and_a_relative_one(repo, tmp_path):
    there = Repo(tmp_path).write({"x/catalog.json": catalog("x.md"), "y.json": catalog("y.md")})
    configured(repo, folder="../x", file="../y.json", absolute=str(there.root / "y.json"))
    assert sync(repo) == (0, "absolute: new: 1 page\nfile: new: 1 page\nfolder: new: 1 page\n", "")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("gone.json", "no such file; give the path or the https URL of a catalog.json"),
        (".", "the folder has no catalog.json; run `runbook-lint export -o catalog.json` there"),
        ("ftp://git.example/x", "neither a path nor an https URL"),
        ("file:///etc/hosts", "neither a path nor an https URL"),
        ("http://git.example/x", "plain http, which anyone on the way may change; use https, or give the path of a file"),
        ("https://me:pw@git.example/x", "credentials in the URL; fetch the file with a tool that keeps them, and give its path"),
        ("http://git.example/x?token=SECRET", "plain http, which anyone on the way may change; use https, or give the path of a file"),
        ("https://[::1/x", "no URL: Invalid IPv6 URL"),
    ],
)  # fmt: skip
def test_sources_that_are_not_fetched(repo, source, message):
    configured(repo, payments=source)
    shown = source.replace("me:pw", "…").replace("token=SECRET", "…")
    assert sync(repo) == (2, "", f"runbook-lint: import payments: {shown}: {message}; nothing was changed\n")
    assert pinned(repo) == {}


def test_a_failed_fetch_leaves_the_old_pins_untouched(repo, server):
    good, bad = server.says("/good.json", catalog("a.md")), server.says("/bad.json", catalog("b.md"))
    configured(repo, bad=bad, good=good)
    assert sync(repo)[0] == 0
    before = pinned(repo)
    server.says("/good.json", catalog("a.md", "more.md"))
    server.says("/bad.json", "", status=503)
    assert sync(repo) == (
        2,
        "",
        f"runbook-lint: import bad: {bad}: 503 Service Unavailable; nothing was changed; "
        "`runbook-lint sync NAME` syncs the others one by one\n",
    )
    assert pinned(repo) == before
    assert repo.run("check").code == 0
    assert sync(repo, "good") == (0, "good: changed: +1 page\n", "")
    assert sync(repo, "--check")[0] == 0


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<html>Sign in</html>", "a web page (of a login, perhaps), so no catalogue; give the address of the file that `runbook-lint export` wrote"),
        ("nonsense", "not JSON, so no catalogue; give the address of the file that `runbook-lint export` wrote"),
        ('{"version": 1}', 'no catalogue: the key "name" is missing; `runbook-lint export` writes one'),
        ('{"version": 9, "name": "x"}', "a catalogue of version 9, this runbook-lint reads 1; upgrade runbook-lint here"),
    ],
)  # fmt: skip
def test_what_is_no_catalogue_is_not_pinned(repo, server, body, message):
    configured(repo, payments=server.says("/catalog.json", body))
    assert sync(repo) == (2, "", f"runbook-lint: import payments: {message}\n")
    assert pinned(repo) == {}


def failed(source: str, **bounds: float) -> str:
    with pytest.raises(FetchFailed) as error:
        fetch(source, None, **bounds)  # type: ignore[arg-type]
    return str(error.value)


def test_redirects_are_followed_but_not_for_ever(server):
    loop = server.says("/loop", "", 302, Location="/loop")
    assert failed(loop).startswith("302 it redirects in a circle, or too often: ")
    for number in range(9):
        server.says(f"/hop{number}", "", 302, Location=f"/hop{number + 1}")
    assert failed(server.url + "/hop0").startswith("302 it redirects in a circle, or too often: ")
    server.says("/hop9", "{}")
    assert fetch(server.url + "/hop5", None) == b"{}"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("file:///etc/hosts", "302 Found - Redirection to url 'file:///etc/hosts' is not allowed"),
        ("ftp://git.example/x", "neither a path nor an https URL"),
        (
            "http://git.example/x",
            "plain http, which anyone on the way may change; use https, or give the path of a file",
        ),
    ],
)
def test_redirects_lead_nowhere_that_is_refused(server, location, message):
    url = server.says("/away", "", 302, Location=location)
    assert failed(url) == message


def test_too_large_too_slow_cut_short(server):
    url = server.says("/large", b"x" * 5000)
    assert failed(url, limit=4096) == "more than 4 KiB, too large for a catalogue"
    url = server.says("/short", "{}", **{"Content-Length": "10"})
    assert failed(url, seconds=1) in ("the connection ended before the file did", "no answer within 0.5 seconds")
    server.drip = 0.2
    url = server.says("/slow", b"x" * 100)
    assert failed(url, seconds=0.6) == "not done within 0.6 seconds"
    server.drip = 2
    assert failed(url, seconds=0.6) == "no answer within 0.3 seconds"


def test_nobody_answers():
    assert failed("http://127.0.0.1:9/x", seconds=2) == "Connection refused"


@pytest.mark.parametrize(
    "url", ["https://git.example/x", "http://localhost:80/x", "http://127.1.2.3/x", "http://[::1]/x"]
)
def test_what_is_fetched(url):
    refuse(url)


NOT_SYNCED = "it was never synced; run `runbook-lint sync` and commit what it writes"
NOT_PINNED = (
    ".runbook-lint/imports/payments.json is not what runbook-lint.lock pins; "
    "restore it from git, or run `runbook-lint sync` and commit what it writes"
)
MISSING = (
    ".runbook-lint/imports/payments.json is missing; "
    "restore it from git, or run `runbook-lint sync` and commit what it writes"
)
MOVED = "its source has changed since it was synced; run `runbook-lint sync` and commit what it writes"


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda root: (root / "runbook-lint.lock").unlink(), NOT_SYNCED),
        (lambda root: (root / ".runbook-lint/imports/payments.json").unlink(), MISSING),
        (lambda root: (root / ".runbook-lint/imports/payments.json").write_text(catalog("forged.md")), NOT_PINNED),
        (lambda root: (root / "runbook-lint.toml").write_text('[imports]\npayments = "elsewhere.json"\n'), MOVED),
    ],
    ids=["no lock", "no copy", "another copy", "another source"],
)
def test_what_is_not_as_it_was_pinned_stops_every_command(repo, spoil, problem):
    configured(repo, payments="there.json").write({"there.json": catalog("a.md")})
    assert sync(repo)[0] == 0
    spoil(repo.root)
    for command in ("check", "coverage", "export"):
        done = repo.run(command)
        assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: import payments: {problem}\n")
    assert sync(repo, "--check") == (1, f"payments: {problem}\n", "")


def test_line_ends_that_git_changed_are_no_forgery(repo):
    configured(repo, payments="there.json").write({"there.json": json.dumps(json.loads(catalog("a.md")), indent=1)})
    assert sync(repo)[0] == 0
    copy = repo.root / ".runbook-lint/imports/payments.json"
    copy.write_bytes(copy.read_bytes().replace(b"\n", b"\r\n"))
    assert sync(repo, "--check")[0] == 0
    assert repo.run("check").code == 0


def test_an_import_that_is_no_longer_configured(repo):
    configured(repo, payments="there.json", search="there.json").write({"there.json": catalog()})
    assert sync(repo) == (0, "payments: new: nothing\nsearch: new: nothing\n", "")
    configured(repo, payments="there.json")
    assert repo.run("check").code == 0
    stale = "search: no longer under [imports], still in runbook-lint.lock; run `runbook-lint sync`\n"
    assert sync(repo, "--check") == (1, stale, "")
    assert sync(repo) == (0, "payments: unchanged\nsearch: removed\n", "")
    assert list(pinned(repo)) == ["runbook-lint.lock", ".runbook-lint/imports/payments.json"]


def test_nothing_to_sync(repo):
    configured(repo)
    assert sync(repo) == (
        2,
        "",
        'runbook-lint: nothing to sync; name catalogues under [imports]: payments = "https://…/catalog.json"\n',
    )
    assert sync(repo, "--check") == (0, "0 imports as pinned in runbook-lint.lock\n", "")


def test_a_name_that_is_no_import(repo):
    configured(repo, payments="x.json")
    assert sync(repo, "payment")[2] == "runbook-lint: no import payment under [imports]; did you mean payments?\n"
    assert sync(repo, "zzz")[2] == "runbook-lint: no import zzz under [imports]; there are: payments\n"


def test_a_copy_is_not_written_through_a_link_out_of_the_repository(repo, tmp_path):
    configured(repo, payments="there.json").write({"there.json": catalog()})
    (tmp_path / "outside").mkdir()
    (repo.root / ".runbook-lint").symlink_to("../outside")
    assert sync(repo)[2] == (
        "runbook-lint: .runbook-lint/imports/payments.json: leads out of the repository; nothing was changed\n"
    )
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version = 2\n", "version 2, this runbook-lint reads 1; upgrade, or delete the file and sync"),
        ("<<<<<<< ours\n", "not as `runbook-lint sync` writes it; restore it, or delete it and sync"),
        ("version = 1\nimports = 3\n", "not as `runbook-lint sync` writes it; restore it, or delete it and sync"),
        (
            "version = 1\n[imports.payments]\n",
            "not as `runbook-lint sync` writes it; restore it, or delete it and sync",
        ),
    ],
)
def test_a_lock_file_that_is_none(repo, text, message):
    configured(repo, payments="there.json").write({"there.json": catalog(), "runbook-lint.lock": text})
    assert repo.run("check").err == f"runbook-lint: runbook-lint.lock: {message}\n"


def test_a_lock_file_reads_back():
    pins = {"b": Pin('a "b"\\\x7fé', "00"), "a": Pin("x", "11", "0a1b2c3")}
    assert read_lock(lock_text(pins)) == pins
    assert lock_text(pins) == lock_text(dict(reversed(pins.items())))
    assert read_lock('version = 1\n[imports."../../x"]\nsource = "x"\nsha256 = "0"\n') == {}

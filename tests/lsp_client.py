"""An editor in miniature: it starts the server as editors do, and speaks to it over its standard streams."""

import json
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from queue import Empty, Queue

CAPABILITIES = {
    "workspace": {"workspaceEdit": {"documentChanges": True}, "didChangeWatchedFiles": {"dynamicRegistration": True}},
    "textDocument": {"codeAction": {"resolveSupport": {"properties": ["edit"]}}},
}
PATIENCE = 60  # seconds; a slow machine is no failure


class Editor:
    """One server and what was said to it; `texts` are the open files as the editor has them."""

    def __init__(self, folder: Path, *arguments: str, capabilities=CAPABILITIES, folders=None, initialize=True) -> None:
        command = [sys.executable, "-m", "runbook_lint", "server", *arguments]
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.folder, self.number, self.texts, self.versions = folder, 0, {}, {}
        self.inbox: Queue = Queue()
        self.kept: deque = deque()
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._drain, daemon=True).start()
        self.errors: list[str] = []
        if initialize:
            folders = [folder] if folders is None else folders
            given = [{"uri": each.as_uri(), "name": each.name} for each in folders]
            self.hello = self.ask("initialize", processId=None, rootUri=None, capabilities=capabilities, workspaceFolders=given)
            self.say("initialized")

    def _read(self) -> None:
        stream = self.process.stdout
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                while stream.readline().strip():
                    pass
                self.inbox.put(json.loads(stream.read(int(line.split(b":")[1]))))
        self.inbox.put(None)

    def _drain(self) -> None:
        for line in self.process.stderr:
            self.errors.append(line.decode())

    def send(self, message) -> None:
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def say(self, method: str, **params) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, **params):
        """What the server answers; an error as it stands."""
        self.number += 1
        self.send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        answer = self.wait(lambda each: each.get("id") == self.number and "method" not in each)
        return answer["error"] if "error" in answer else answer["result"]

    def wait(self, wanted, patience: float = PATIENCE):
        """The first message that is wanted, among those that came already and those to come."""
        for each in list(self.kept):
            if wanted(each):
                self.kept.remove(each)
                return each
        while True:
            try:
                message = self.inbox.get(timeout=patience)
            except Empty:
                raise AssertionError(f"nothing came; before: {list(self.kept)}; {''.join(self.errors)}") from None
            assert message is not None, f"the server is gone: {''.join(self.errors)}"
            if wanted(message):
                return message
            self.kept.append(message)

    def uri(self, path: str) -> str:
        return (self.folder / path).as_uri()

    def open(self, path: str, text: str | None = None) -> None:
        self.texts[path] = (self.folder / path).read_text(encoding="utf-8") if text is None else text
        self.versions[path] = 1
        document = {"uri": self.uri(path), "languageId": "x", "version": 1, "text": self.texts[path]}
        self.say("textDocument/didOpen", textDocument=document)

    def change(self, path: str, text: str) -> None:
        self.texts[path] = text
        self.versions[path] += 1
        document = {"uri": self.uri(path), "version": self.versions[path]}
        self.say("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def diagnostics(self, path: str, wanted=lambda found: True):
        """The next diagnostics of a file that are wanted, as (line, code, message), all counted from 1."""

        def fits(message) -> bool:
            if message.get("method") != "textDocument/publishDiagnostics" or message["params"]["uri"] != self.uri(path):
                return False
            version = message["params"].get("version")
            return version in (None, self.versions.get(path)) and wanted(short(message["params"]["diagnostics"]))

        return short(self.wait(fits)["params"]["diagnostics"])

    def at(self, path: str, word: str, behind: bool = False) -> dict:
        """The place of a word's first letter, or behind its last, as parameters of a request (in UTF-16 units)."""
        index = self.texts[path].index(word) + (len(word) if behind else 0)
        before = self.texts[path][:index]
        line = before.rpartition("\n")[2]
        position = {"line": before.count("\n"), "character": len(line.encode("utf-16-le")) // 2}
        return {"textDocument": {"uri": self.uri(path)}, "position": position}

    def actions(self, path: str, word: str, only=None) -> list:
        place = self.at(path, word)
        range_ = {"start": place["position"], "end": place["position"]}
        context = {"diagnostics": [], **({"only": only} if only else {})}
        return self.ask("textDocument/codeAction", textDocument=place["textDocument"], range=range_, context=context)

    def apply(self, edit: dict) -> None:
        """Do what an action's edit says, in the texts that are open, and tell the server."""
        for document in edit["documentChanges"]:
            path = next(path for path in self.texts if self.uri(path) == document["textDocument"]["uri"])
            assert document["textDocument"]["version"] == self.versions[path]
            text = self.texts[path]
            starts = [0]
            for line in text.splitlines(keepends=True):
                starts.append(starts[-1] + len(line))
            for each in sorted(document["edits"], key=lambda each: each["range"]["start"]["line"], reverse=True):
                first, last = (starts[place["line"]] + place["character"] for place in (each["range"]["start"], each["range"]["end"]))
                text = text[:first] + each["newText"] + text[last:]
            self.change(path, text)

    def leave(self) -> int:
        """Shut down and exit as an editor does; the exit status."""
        self.ask("shutdown")
        self.say("exit")
        return self.process.wait(PATIENCE)


def short(diagnostics) -> list[tuple[int, str, str]]:
    return [(each["range"]["start"]["line"] + 1, each.get("code", ""), each["message"]) for each in diagnostics]

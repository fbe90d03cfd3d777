"""A server on localhost that speaks the hub's endpoints, so that its own client can be tested as it is.

    GET  /api/models/OWNER/NAME[/revision/REV]     what a repository holds
    HEAD /OWNER/NAME/resolve/REV/PATH              a file's size and name by content
    GET  /OWNER/NAME/resolve/REV/PATH              the file; large ones by way of another address, ranges honoured
    GET  /content/SHA                              that other address, which wants no token

What goes wrong is chosen by attributes of `FakeHub`; every request is kept in `requests`.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from huggingface_hub import constants

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

LARGE = (".safetensors", ".bin", ".spm", ".model")


@dataclass
class Repository:
    """The files of one commit; `private` and `gated` ones want the server's token."""

    commit: str
    files: dict[str, bytes]
    licence: str = "apache-2.0"
    private: bool = False
    gated: bool = False

    def entry(self, path: str) -> dict[str, Any]:
        data = self.files[path]
        entry: dict[str, Any] = {"rfilename": path, "size": len(data), "blobId": git(data)}
        if path.endswith(LARGE):
            entry["lfs"] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "pointerSize": 130}
        return entry


@dataclass
class FakeHub:
    """The server's content and its troubles."""

    repositories: dict[str, Repository] = field(default_factory=dict)
    token: str = "hf_good"
    cut_after: int | None = None  # bytes of a large file before the connection is cut, `cuts` times
    cuts: int = 0
    status: int | None = None  # what every request gets
    damaged: bool = False  # large files have one wrong byte
    silent: bool = False  # requests are accepted and never answered
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    address: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    def add(self, name: str, folder: Path, commit: str = "c" * 40, **options: Any) -> Repository:
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
        self.repositories[name] = Repository(commit, files, **options)
        return self.repositories[name]

    def asked(self, method: str, ending: str) -> list[dict[str, str]]:
        """The headers of the requests for what ends so."""
        return [headers for verb, path, headers in self.requests if verb == method and path.endswith(ending)]


def git(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    hub: FakeHub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, *_: Any) -> None:
        pass

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.requests.append((self.command, path, {k.lower(): v for k, v in self.headers.items()}))
        if self.hub.silent:
            self.hub.released.wait(30)
            self.close_connection = True
        elif self.hub.status is not None:
            self._send(self.hub.status, b"")
        elif match := re.fullmatch(r"/api/models/([^/]+/[^/]+)(?:/revision/(.+))?", path):
            self._about(match[1], match[2])
        elif match := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            self._file(match[1], match[2], match[3])
        elif match := re.fullmatch(r"/content/([^/]+)", path):
            self._content(match[1])
        else:
            self._send(404, b"")

    def _found(self, name: str, revision: str | None) -> Repository | None:
        """The repository, unless it is not there or not for this reader: then the refusal is sent."""
        given = self.headers.get("Authorization")
        repository = self.hub.repositories.get(name)
        if given not in (None, f"Bearer {self.hub.token}"):
            self._send(401, b"", {"X-Error-Message": "Invalid credentials in Authorization header"})
        elif repository is None or (repository.private and given is None):
            self._send(404 if given else 401, b"", {"X-Error-Code": "RepoNotFound"})
        elif repository.gated and given is None:
            self._send(401, b"", {"X-Error-Code": "GatedRepo"})
        elif revision not in (None, "main", repository.commit):
            self._send(404, b"", {"X-Error-Code": "RevisionNotFound"})
        else:
            return repository
        return None

    def _about(self, name: str, revision: str | None) -> None:
        if repository := self._found(name, revision):
            data = {
                "id": name, "sha": repository.commit, "cardData": {"license": repository.licence},
                "siblings": [repository.entry(path) for path in repository.files],
            }  # fmt: skip
            self._send(200, json.dumps(data).encode(), {"Content-Type": "application/json"})

    def _file(self, name: str, revision: str, path: str) -> None:
        repository = self._found(name, revision)
        if repository is None:
            return
        if path not in repository.files:
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"})
            return
        data, entry = repository.files[path], repository.entry(path)
        headers = {"X-Repo-Commit": repository.commit, "ETag": f'"{entry["blobId"]}"'}
        if "lfs" in entry:
            headers |= {"X-Linked-Etag": f'"{entry["lfs"]["sha256"]}"', "X-Linked-Size": str(len(data))}
            self._send(302, b"", headers | {"Location": f"/content/{entry['lfs']['sha256']}"})
        else:
            self._send(200, data, headers)

    def _content(self, sha: str) -> None:
        files = (data for repository in self.hub.repositories.values() for data in repository.files.values())
        data = next(data for data in files if hashlib.sha256(data).hexdigest() == sha)
        if self.hub.damaged:
            data = data[:-1] + bytes([data[-1] ^ 1])
        start = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        first = int(start[1]) if start else 0
        rest = data[first:]
        headers = {"Content-Range": f"bytes {first}-{len(data) - 1}/{len(data)}"} if start else {}
        self._send(206 if start else 200, rest, headers, most=self._allowed())

    def _allowed(self) -> int | None:
        if self.hub.cut_after is None or self.hub.cuts <= 0:
            return None
        self.hub.cuts -= 1
        return self.hub.cut_after

    def _send(self, status: int, data: bytes, headers: dict[str, str] | None = None, most: int | None = None) -> None:
        self.send_response(status)
        for key, value in ({"Content-Length": str(len(data))} | (headers or {})).items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data[:most])
        if most is not None:
            self.wfile.flush()
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that went away is what some tests are about."""


def serve(hub: FakeHub) -> ThreadingHTTPServer:
    """Start serving `hub` on a free port of localhost; `hub.address` says where."""
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": hub}))
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


def point_at(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What HF_ENDPOINT does when the client is imported."""
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/resolve/{revision}/{filename}")

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from samples import ENGLISH, FRENCH, TITLE, page, pdf

from summarizer import fetching
from summarizer.errors import FetchError, NoArticle
from summarizer.reading import WEB_LIMITS, Document, WebLimits, fetch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HTML = {"Content-Type": "text/html; charset=utf-8"}
BIG = b"<p>" + b"a" * 5000


class Site(ThreadingHTTPServer):
    """A server of canned answers on this machine: path -> (status, headers, body), and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()

    def handle_error(self, *_: object) -> None:
        """Clients that hang up are part of the tests."""

    def answer(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, given or HTML, body)
        return self.url(path)

    def url(self, path: str, host: str = "site.test") -> str:
        return f"http://{host}:{self.server_address[1]}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        if self.path.startswith("/drip"):
            self.drip()
            return
        status, headers, body = self.server.answers[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        """Send a byte now and then, for ever: of the body, or of the headers already."""
        self.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + (b"\r\n" if "body" in self.path else b"X: ")
        )
        try:
            while not self.server.over.wait(0.02):
                self.wfile.write(b"x")
        except OSError:
            pass

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


def local(_: str) -> list[str]:
    return ["127.0.0.1"]


def get(url: str, limits: WebLimits = WEB_LIMITS) -> Document:
    return fetch(url, limits=limits, resolver=local, allow_private=True)


# -- Answers ----------------------------------------------------------------------------------------------------------


def test_a_page(site: Site) -> None:
    url = site.answer("/a%20b?q=%C3%A9", page().encode())
    document = get(site.url("/a b?q=é#part"))
    assert document == Document("\n\n".join(FRENCH), site.url("/a b?q=é#part"), TITLE, "fr", cleaned=True)
    (path, headers), *more = site.asked
    assert not more
    assert site.url(path) == url
    assert headers["Host"] == f"site.test:{site.server_address[1]}"
    assert headers["User-Agent"].startswith("summarizer/")
    assert "Cookie" not in headers


def test_the_server_s_charset_counts(site: Site) -> None:
    source = page().replace("utf-8", "koi8-r").encode("cp1252")
    url = site.answer("/", source, Content_Type="text/html; charset=iso-8859-1")
    assert get(url).text == "\n\n".join(FRENCH)


def test_text_and_pdf_and_no_type(site: Site) -> None:
    assert get(site.answer("/a", b"<b>Bonjour</b>", Content_Type="text/plain")).text == "<b>Bonjour</b>"
    assert get(site.answer("/b", pdf([[ENGLISH[0]]]), Content_Type="application/pdf")).text == ENGLISH[0]
    assert get(site.answer("/c", page().encode(), X="y")).title == TITLE
    assert get(site.answer("/d.md", b"*Bonjour*", Content_Type="text/markdown")).text == "Bonjour"


@pytest.mark.parametrize(("packing", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_packed_unasked(site: Site, packing: str, pack: object) -> None:
    assert callable(pack)
    url = site.answer("/", pack(page().encode()), Content_Type="text/html", Content_Encoding=packing)
    assert get(url).title == TITLE
    bomb = pack(b"a" * 100_000)
    url = site.answer("/bomb", bomb, Content_Type="text/html", Content_Encoding=packing)
    with pytest.raises(FetchError, match=r"is over 0\.05 MB"):
        get(url, WebLimits(size=50_000))


def test_redirects(site: Site) -> None:
    site.answer("/end", page().encode())
    site.answer("/c", status=308, Location="end")
    site.answer("/b", status=307, Location=site.url("/c", "other.test"))
    url = site.answer("/a", status=301, Location=site.url("/b").removeprefix("http:"))
    document = get(url)
    assert (document.title, document.source) == (TITLE, url)
    assert [headers["Host"].partition(":")[0] for _, headers in site.asked] == [
        "site.test",
        "site.test",
        "other.test",
        "other.test",
    ]


def test_redirects_without_end(site: Site) -> None:
    url = site.answer("/a", status=302, Location="/a")
    with pytest.raises(FetchError, match="redirects more than 2 times; give the final address"):
        get(url, WebLimits(redirects=2))
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (404, "404 Not Found; check the address"),
        (403, "403 Forbidden; open it in a browser"),
        (500, "500 .*; try again later"),
        (204, "204"),
    ],
)
def test_status(site: Site, status: int, advice: str) -> None:
    url = site.answer("/", b"", status)
    with pytest.raises(FetchError, match=f"^http://site.test:.* answered {advice}"):
        get(url)


@pytest.mark.parametrize("kind", ["image/png", "application/json", "application/octet-stream", "video/mp4"])
def test_type(site: Site, kind: str) -> None:
    url = site.answer("/", b"x", Content_Type=kind)
    with pytest.raises(FetchError, match=f"is of type {kind}; only web pages, text and PDF are read"):
        get(url)


def test_size(site: Site) -> None:
    url = site.answer("/", BIG)
    with pytest.raises(FetchError, match=r"is over 0\.004 MB; save the text alone"):
        get(url, WebLimits(size=4000))


@pytest.mark.parametrize("part", ["body", "headers"])
def test_time(site: Site, part: str) -> None:
    with pytest.raises(FetchError, match=r"took more than 0\.2 s; try again later"):
        get(site.url(f"/drip/{part}"), WebLimits(seconds=0.2))


def test_time_of_the_resolver() -> None:
    over = threading.Event()

    def slow(_: str) -> list[str]:
        over.wait(10)
        return []

    with pytest.raises(FetchError, match=r"took more than 0\.05 s"):
        fetch("http://site.test/", limits=WebLimits(seconds=0.05), resolver=slow)
    over.set()


def test_packed_in_an_unknown_or_broken_way(site: Site) -> None:
    with pytest.raises(FetchError, match=r"packed in a way that is not known \(br\)"):
        get(site.answer("/a", b"x", Content_Encoding="br", Content_Type="text/html"))
    for body in (b"x", b"no gzip at all", gzip.compress(page().encode())[:100]):
        with pytest.raises(FetchError, match="sent a damaged page"):
            get(site.answer("/b", body, Content_Encoding="gzip", Content_Type="text/html"))


def test_an_empty_page(site: Site) -> None:
    with pytest.raises(NoArticle, match=r"^http://site.test:.* is empty"):
        get(site.answer("/", b""))


# -- Addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://example.org/a", "is no http or https address"),
        ("file:///etc/passwd", "is no http or https address"),
        ("example.org", "is no http or https address"),
        ("http://", "names no host"),
        ("http:///path", "names no host"),
        ("http://[::1", "is no valid address"),
        ("http://example.org:99999/", "is no valid address"),
        ("http://me:secret@example.org/", "An address with a user name or password is not visited"),
    ],
)
def test_bad_addresses(url: str, message: str) -> None:
    with pytest.raises(FetchError, match=message) as caught:
        fetch(url, resolver=local)
    assert "secret" not in str(caught.value)


PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "fd12::1",
    "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1", "::127.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address: str) -> None:
    with pytest.raises(FetchError, match=r"leads to a private or reserved network address, which is not visited\.$"):
        fetch("http://site.test/", resolver=lambda _: [address])


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_not(address: str) -> None:
    assert fetching._is_public(address)


def test_one_private_address_among_several_is_enough() -> None:
    with pytest.raises(FetchError, match="private"):
        fetch("http://site.test/", resolver=lambda _: ["93.184.215.14", "127.0.0.1"])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_addresses_of_this_machine_by_the_system_s_resolver(host: str) -> None:
    with pytest.raises(FetchError, match=r"private|not known"):
        fetch(f"http://{host}/")


def test_a_redirect_to_a_private_address_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_is_public", lambda address: address == "127.0.0.1")
    url = site.answer("/", status=302, Location="http://internal.test/admin")
    names = {"site.test": ["127.0.0.1"], "internal.test": ["10.0.0.1"]}
    with pytest.raises(FetchError, match="private"):
        fetch(url, resolver=names.__getitem__)
    assert len(site.asked) == 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://site.test/"])
def test_a_redirect_to_another_scheme_is_refused(site: Site, target: str) -> None:
    with pytest.raises(FetchError, match="is no http or https address"):
        get(site.answer("/", status=302, Location=target))


def test_a_name_that_changes_its_address_is_asked_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    monkeypatch.setattr(fetching, "_is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(socket, "getaddrinfo", numeric_only(socket.getaddrinfo))
    assert fetch(site.answer("/", page().encode()), resolver=lambda _: next(answers)).title == TITLE


def numeric_only(resolve: object) -> object:
    """The system's resolver, for addresses only: no name may be asked again when connecting."""
    assert callable(resolve)

    def checked(host: str, *rest: object, **options: object) -> object:
        assert host == "127.0.0.1"
        return resolve(host, *rest, **options)

    return checked


def test_unknown_host() -> None:
    def unknown(_: str) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    def addressless(_: str) -> list[str]:
        return []

    for resolver in (unknown, addressless):
        with pytest.raises(FetchError, match=r"^http://nowhere\.test/ is on a host that is not known"):
            fetch("http://nowhere.test/", resolver=resolver)


def test_the_system_s_resolver_gives_each_address_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", ("192.0.2.1", 0)), (0, 0, 0, "", ("192.0.2.1", 0)), (0, 0, 0, "", ("::1", 0, 0, 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert fetching._system_resolver("x") == ["192.0.2.1", "::1"]


def test_names_outside_of_ascii() -> None:
    asked: list[str] = []

    def resolver(host: str) -> list[str]:
        asked.append(host)
        return []

    for url in ("http://société.test/", f"http://{'é' * 80}.test/"):
        with pytest.raises(FetchError, match=r"not known|can't be reached"):
            fetch(url, resolver=resolver)
    assert asked == ["xn--socit-esab.test"]


def test_the_next_address_is_tried_when_one_does_not_answer(site: Site) -> None:
    url = site.answer("/", page().encode())
    assert fetch(url, resolver=lambda _: ["::1", "127.0.0.1"], allow_private=True).title == TITLE


def test_nobody_answers() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(FetchError, match=r"can't be reached .*; check the address and the network"):
            get(f"http://site.test:{port}/")


def test_an_answer_that_is_no_http(site: Site) -> None:
    def serve(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(b"SSH-2.0-x\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        with pytest.raises(FetchError, match=r"can't be reached \(BadStatusLine\)"):
            get(f"http://site.test:{server.getsockname()[1]}/")
        thread.join()


# -- TLS --------------------------------------------------------------------------------------------------------------


def test_certificates_are_checked() -> None:
    context = fetching._tls_context()
    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED


def test_https_to_a_server_without_tls(site: Site) -> None:
    with pytest.raises(FetchError, match=r"can't be trusted \(.*\); check the address"):
        get(site.url("/").replace("http:", "https:"))


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for site.test that nobody but this test trusts."""
    path = tmp_path / "both.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=site.test "
        f"-addext subjectAltName=DNS:site.test -keyout {path} -out {tmp_path / 'cert.pem'}"
    )
    try:
        subprocess.run(command.split(), check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs openssl")
    path.write_bytes(path.read_bytes() + (tmp_path / "cert.pem").read_bytes())
    return path


def test_https_with_the_name_of_the_url(site: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    names: list[str | None] = []
    server.sni_callback = lambda _, name, __: names.append(name)
    site.socket = server.wrap_socket(site.socket, server_side=True, do_handshake_on_connect=False)
    url = site.answer("/", page().encode()).replace("http:", "https:")
    with pytest.raises(FetchError, match=r"can't be trusted \(self-signed certificate\)"):
        get(url)
    monkeypatch.setattr(fetching, "_tls_context", lambda: ssl.create_default_context(cafile=str(certificate)))
    assert get(url).title == TITLE
    with pytest.raises(FetchError, match=r"can't be trusted .*other.test"):
        get(url.replace("site.test", "other.test"))
    assert names == ["site.test", "site.test", "other.test"]

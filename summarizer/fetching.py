"""One page from the public web, by the standard library: limits of size and time, no private addresses.

The name is resolved once for each hop, all its addresses are checked, and the connection goes to one that was: an answer
that changes between check and connection has no effect. Redirects go through the same checks.
"""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from summarizer.errors import FetchError

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence
    from http.client import HTTPResponse
    from ssl import SSLContext
    from urllib.parse import SplitResult

    Resolver = Callable[[str], Sequence[str]]

__all__ = ["WEB_LIMITS", "Page", "WebLimits", "get"]


@dataclass(frozen=True, slots=True)
class WebLimits:
    """What one page may cost: body size in bytes (unpacked), seconds in all, number of redirects."""

    size: int = 10_000_000
    seconds: float = 20.0
    redirects: int = 5


WEB_LIMITS: Final = WebLimits()


_WEB_TYPES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_ADVICE: Final = {
    401: "open it in a browser and paste the text",
    403: "open it in a browser and paste the text",
    404: "check the address",
    410: "the page is gone",
    429: "try again later",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched body, with the suffix its type stands for ("" if the server names none) and its declared charset."""

    body: bytes
    suffix: str
    charset: str | None


def get(url: str, label: str, limits: WebLimits, resolver: Resolver | None, *, allow_private: bool) -> Page:
    """Get one page; proxies of the environment are not used.

    Args:
        url: http or https.
        label: of the URL, for messages.
        limits: of size, time and redirects.
        resolver: host name -> IP addresses; the system's if None.
        allow_private: also connect to private, loopback and other addresses that are not public.

    Raises:
        FetchError: a bad address, one that must not be visited, no good answer, too large, too slow, or of a wrong type.
    """
    visit = _Visit(label, limits, time.monotonic() + limits.seconds, resolver or _system_resolver, allow_private)
    target = url.strip()
    for _ in range(limits.redirects + 1):
        answer = visit.get(target)
        if isinstance(answer, Page):
            return answer
        target = answer
    raise FetchError(f"{label} redirects more than {limits.redirects} times; give the final address.")


@dataclass(frozen=True, slots=True)
class _Visit:
    """One `fetch` under way: what its steps share. `deadline` is on the monotonic clock."""

    label: str
    limits: WebLimits
    deadline: float
    resolver: Resolver
    allow_private: bool

    def get(self, target: str) -> Page | str:
        """Ask for one address: its page, or the address it redirects to."""
        import ssl
        from http.client import HTTPException

        parts = self._checked(target)
        try:
            return self._ask(parts)
        except TimeoutError:
            raise FetchError(f"{self.label} took more than {self.limits.seconds:g} s; try again later.") from None
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", "") or error.reason or "no secure connection"
            raise FetchError(f"{self.label} can't be trusted ({reason}); check the address.") from None
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise FetchError(f"{self.label} can't be reached ({reason}); check the address and the network.") from None

    def _checked(self, target: str) -> SplitResult:
        """Split an address that may be visited."""
        from urllib.parse import urlsplit

        try:
            parts = urlsplit(target)
            valid = bool(parts.hostname) and parts.port != 0
        except ValueError:
            raise FetchError(f"{self.label} is no valid address; check it.") from None
        if parts.scheme.lower() not in {"http", "https"}:
            raise FetchError(f"{self.label} is no http or https address; give such an address or the path of a file.")
        if parts.username is not None:
            raise FetchError("An address with a user name or password is not visited; save the page and give the file.")
        if not valid:
            raise FetchError(f"{self.label} names no host; check the address.")
        return parts

    def _ask(self, parts: SplitResult) -> Page | str:
        """Connect to an address that was checked, send the request, and take the answer."""
        from http.client import HTTPConnection

        host = _ascii_host(parts.hostname or "")
        wire = self._connect(
            host, parts.port or (443 if parts.scheme == "https" else 80), secure=parts.scheme == "https"
        )
        connection = HTTPConnection(host)
        # The socket is ours, so that http.client neither resolves the name again nor waits longer than the deadline.
        connection.sock = wire
        try:
            connection.request("GET", _request_path(parts), headers=_headers(parts))
            return self._answer(connection.getresponse(), parts)
        finally:
            connection.close()
            wire.hang_up()

    def _answer(self, response: HTTPResponse, parts: SplitResult) -> Page | str:
        """Judge status, type and size, then read the body."""
        from urllib.parse import urljoin

        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location:
            return urljoin(parts.geturl(), location)
        if response.status != 200:
            advice = _ADVICE.get(response.status, "try again later")
            raise FetchError(f"{self.label} answered {response.status} {response.reason}".rstrip() + f"; {advice}.")
        kind = response.headers.get_content_type() if response.headers.get("Content-Type") else ""
        if kind and kind not in _WEB_TYPES:
            raise FetchError(f"{self.label} is of type {kind}; only web pages, text and PDF are read.")
        return Page(self._body(response), _WEB_TYPES.get(kind, ""), response.headers.get_content_charset())

    def _body(self, response: HTTPResponse) -> bytes:
        """Read, and unpack where the server packs unasked, up to the limit of size."""
        packing = response.headers.get("Content-Encoding", "identity").lower()
        if packing not in {"identity", "gzip", "x-gzip", "deflate"}:
            raise FetchError(
                f"{self.label} is packed in a way that is not known ({packing}); save the page and give the file."
            )
        size = self.limits.size
        data = response.read(size + 1)
        if packing != "identity" and len(data) <= size:
            data = self._unpacked(data)
        if len(data) > size:
            raise FetchError(f"{self.label} is over {size / 1_000_000:g} MB; save the text alone and give that.")
        return data

    def _unpacked(self, data: bytes) -> bytes:
        """Unpack to at most one byte more than allowed."""
        import zlib

        unpacker = zlib.decompressobj(32 + zlib.MAX_WBITS)  # 32: gzip or zlib, as the header says
        try:
            unpacked = unpacker.decompress(data, self.limits.size + 1)
        except zlib.error:
            unpacked = b""
        if not unpacker.eof and len(unpacked) <= self.limits.size:
            raise FetchError(f"{self.label} sent a damaged page; try again later.")
        return unpacked

    def _connect(self, host: str, port: int, *, secure: bool) -> _Wire:
        """Open a connection to the first address of `host` that answers; all were checked."""
        failure: OSError = OSError("no address")
        for address in self._addresses(host):
            try:
                return _Wire.open(address, port, host if secure else None, self.deadline)
            except TimeoutError:
                raise
            except OSError as error:
                failure = error
        raise failure

    def _addresses(self, host: str) -> Sequence[str]:
        """Resolve a host; all its addresses must be public."""
        addresses = self._resolved(host)
        if not addresses:
            raise FetchError(f"{self.label} is on a host that is not known; check the address and the network.")
        if not self.allow_private and not all(map(_is_public, addresses)):
            raise FetchError(f"{self.label} leads to a private or reserved network address, which is not visited.")
        return addresses

    def _resolved(self, host: str) -> Sequence[str]:
        """Ask the resolver, which knows no time limit, in a thread that is left behind at the deadline."""
        import threading

        found: list[Sequence[str]] = []

        def resolve() -> None:
            try:
                found.append(self.resolver(host))
            except (OSError, UnicodeError):
                found.append(())

        thread = threading.Thread(target=resolve, daemon=True)
        thread.start()
        thread.join(_remaining(self.deadline))
        if not found:
            raise TimeoutError
        return found[0]


class _Wire:
    """A connected socket with a deadline over everything it does, in the shape http.client needs."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._socket = sock
        self._deadline = deadline

    @classmethod
    def open(cls, address: str, port: int, tls_host: str | None, deadline: float) -> _Wire:
        """Connect to `address`; with `tls_host`, speak TLS and demand a certificate for that name."""
        import socket

        sock = socket.create_connection((address, port), timeout=_remaining(deadline))
        try:
            if tls_host is not None:
                sock.settimeout(_remaining(deadline))
                sock = _tls_context().wrap_socket(sock, server_hostname=tls_host)
        except BaseException:
            sock.close()
            raise
        return cls(sock, deadline)

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(_remaining(self._deadline))
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:  # noqa: ARG002 - always "rb"
        return io.BufferedReader(_TimedReader(self._socket, self._deadline))

    def close(self) -> None:
        """Do nothing yet: http.client closes the connection before the body is read."""

    def hang_up(self) -> None:
        self._socket.close()


class _TimedReader(io.RawIOBase):
    """Reads a socket; each read may take what is left of the time for all, so that dripping servers don't win."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._socket = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any buffer
        self._socket.settimeout(_remaining(self._deadline))
        return self._socket.recv_into(buffer)


def _remaining(deadline: float) -> float:
    """Seconds left, more than 0; TimeoutError when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _tls_context() -> SSLContext:
    import ssl

    return ssl.create_default_context()


def _system_resolver(host: str) -> Sequence[str]:
    """All addresses the system knows for a host, in its order of preference."""
    import socket

    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _is_public(address: str) -> bool:
    """Whether an IP address, also one wrapped in an IPv6 address, belongs to the public internet."""
    from ipaddress import IPv4Address, IPv6Network, ip_address

    ip = ip_address(address.partition("%")[0])
    if ip.version == 6:
        nat64 = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in IPv6Network("64:ff9b::/96") else None
        inner = ip.ipv4_mapped or ip.sixtofour or nat64
        if inner is not None:
            return _is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _ascii_host(host: str) -> str:
    """A host name as it goes over the wire; ValueError if it can't."""
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _request_path(parts: SplitResult) -> str:
    from urllib.parse import quote

    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return f"{path}?{query}" if query else path


def _headers(parts: SplitResult) -> dict[str, str]:
    """Request headers; the Host is that of the URL, whatever address the connection goes to."""
    from importlib.metadata import PackageNotFoundError, version

    host = _ascii_host(parts.hostname or "")
    host = f"[{host}]" if ":" in host else host
    try:
        release = version("summarizer")
    except PackageNotFoundError:
        release = "0"
    return {
        "Host": f"{host}:{parts.port}" if parts.port else host,
        "User-Agent": f"summarizer/{release} (reads one article for its user)",
        "Accept": ", ".join(_WEB_TYPES),
        "Accept-Encoding": "identity",
        "Connection": "close",
    }

"""How the page is served: on this machine alone, with limits, and without a trace of what was summarised."""

from __future__ import annotations

import atexit
import errno
import hmac
import os
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer import config
from summarizer.page.service import Service

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

__all__ = ["MAX_BODY_BYTES", "MAX_FILE_MEGABYTES", "Guard", "build", "free_port", "launch", "serve"]

MAX_FILE_MEGABYTES = 20
MAX_BODY_BYTES = 4_000_000
"""Of a request that is no upload: what the longest text takes in JSON, several times over."""
LINE = 8
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HERE = Path(__file__).parent
_HEADERS = (
    # The page loads nothing from elsewhere, and nothing that a text might smuggle in could send anything away.
    (
        b"content-security-policy",
        (
            b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
            b"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'self'"
        ),
    ),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


def build(
    service: Service | None = None,
    *,
    allow_urls: bool = False,
    local: bool = True,
    address: str = "http://127.0.0.1:7860/",
) -> Any:  # noqa: ANN401 - gradio.Blocks
    """The page, not served yet.

    Args:
        service: does the work; by default with the models of this machine.
        allow_urls: for the default service: fetch a page when its address is pasted.
        local: only this machine will reach the page; its visitors may download models.
        address: where scripts will find the page.

    Raises:
        ConfigError: a setting can't be used.
    """
    _quiet_gradio()
    from summarizer.page.handlers import Handlers
    from summarizer.page.layout import Layout, Page
    from summarizer.page.worker import Worker

    handlers = Handlers(service or Service(allow_urls=allow_urls), Worker(LINE), allow_pull=local)
    with Page(title="summarizer", analytics_enabled=False, delete_cache=(600, 3600), fill_width=True) as blocks:
        Layout(blocks, handlers, config.load(), place="here" if local else "server", address=address)
    # The line has a bound of its own, with a message; that of gradio is behind it.
    return blocks.queue(max_size=64, default_concurrency_limit=handlers.worker.limit + 4)


def serve(
    *, host: str = "127.0.0.1", port: int = 7860, allow_urls: bool = False, auth: tuple[str, str] | None = None
) -> None:
    """Serve the page until Ctrl+C; arguments and errors as for `summarizer.page.serve`."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the folder of uploads goes, whoever ends us
    port = free_port(host, port)
    local = host in LOOPBACK
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/"  # noqa: S104 - only named
    page = build(allow_urls=allow_urls, local=local, address=address)
    launch(page, host=host, port=port, auth=auth)
    _say(f"The page is at {address} (Ctrl+C ends it).")
    if not local and auth is None:
        _say("Everyone who can reach this machine can use it; --auth USER:FILE asks for a password.")
    try:
        page.block_thread()
    finally:
        page.close(verbose=False)


def launch(page: Any, *, host: str, port: int, auth: tuple[str, str] | None = None) -> str:  # noqa: ANN401
    """Start serving in the background; the address."""
    from starlette.middleware import Middleware

    from summarizer.page.layout import theme

    _, address, _ = page.launch(
        server_name=host,
        server_port=port,
        auth=_checker(*auth) if auth else None,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        inbrowser=False,
        show_error=False,
        max_file_size=f"{MAX_FILE_MEGABYTES}mb",
        run_history=False,
        enable_monitoring=False,
        mcp_server=False,
        ssr_mode=False,
        pwa=False,
        footer_links=["api"],
        theme=theme(),
        css_paths=_HERE / "page.css",
        head=f"<script>{(_HERE / 'page.js').read_text(encoding='utf-8')}</script>",
        app_kwargs={"middleware": [Middleware(Guard)]},
        state_session_capacity=200,
    )
    return str(address)


class Guard:
    """ASGI middleware: bounds the body of what is no upload, and adds the headers that keep the page to itself."""

    def __init__(self, app: Callable[..., Awaitable[None]], limit: int = MAX_BODY_BYTES) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Pass a request on, unless its body is announced as too large; stop reading one that grows so."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        bounded = not scope["path"].endswith("/upload")
        if bounded and _announced(scope) > self.limit:
            await _refuse(send)
            return
        taken = 0

        async def take() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            return {"type": "http.disconnect"} if bounded and taken > self.limit else message

        async def give(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
            await send(message)

        await self.app(scope, take, give)


def _announced(scope: MutableMapping[str, Any]) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


async def _refuse(send: Send) -> None:
    body = b'{"detail": "The request is too large; send a shorter text."}'
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": [*headers, *_HEADERS]})
    await send({"type": "http.response.body", "body": body})


def _checker(user: str, password: str) -> Callable[[str, str], bool]:
    """Whether a name and password are the right ones, in a time that tells nothing."""

    def check(name: str, word: str) -> bool:
        right = [hmac.compare_digest(a.encode(), b.encode()) for a, b in ((name, user), (word, password))]
        return all(right)

    return check


def _quiet_gradio() -> None:
    """No analytics, and uploads in a folder of our own that nobody else can read and that goes with us."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    if "GRADIO_TEMP_DIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="summarizer-")
        os.environ["GRADIO_TEMP_DIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def free_port(host: str, port: int) -> int:
    """The port, after a try, or a free one for 0; gradio's own message on a taken port names its own options."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = (
                "this port is taken; choose another with --port" if error.errno == errno.EADDRINUSE else error.strerror
            )
            raise OSError(error.errno, reason, f"{host}:{port}") from None
        return int(probe.getsockname()[1])


def _say(line: str) -> None:
    sys.stderr.write(f"summarizer: {line}\n")
    sys.stderr.flush()

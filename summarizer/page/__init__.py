"""The page for a browser: `summarizer serve`, and `app.py`.

    texts      all that the page says, in English and French
    worker     one thread for the models, and a bounded line before it
    service    what the page can do, without a page
    views      results as HTML
    handlers   what happens on a click
    endpoints  what scripts can ask
    layout     the page itself
    server     how it is served, with what limits

Importing this costs nothing; gradio is imported when a page is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.page.service import Service

__all__ = ["build", "serve"]


def build(service: Service | None = None, **options: Any) -> Any:  # noqa: ANN401 - gradio.Blocks
    """The page, not served yet; `options` are those of `server.build`."""
    from summarizer.page import server

    return server.build(service, **options)


def serve(
    *, host: str = "127.0.0.1", port: int = 7860, allow_urls: bool = False, auth: tuple[str, str] | None = None
) -> None:
    """Serve the page until Ctrl+C.

    Args:
        host: the address to listen on; by default no other machine can reach the page.
        port: the port; 0 takes any that is free.
        allow_urls: fetch a page when its address is pasted; private addresses are refused.
        auth: a user name and password to ask for.

    Raises:
        OSError: the port is taken or not allowed.
        ConfigError: a setting can't be used.
    """
    from summarizer.page import server

    server.serve(host=host, port=port, allow_urls=allow_urls, auth=auth)

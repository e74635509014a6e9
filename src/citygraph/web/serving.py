"""Running the server: one process that talks HTTP, the others that answer."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

from citygraph.settings import setting
from citygraph.web.application import create
from citygraph.web.connections import BoundedProtocol
from citygraph.web.dispatch import Dispatcher, Limits

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["serve"]


def serve(folder: Path, host: str, port: int) -> None:
    """Serve a release until the process is told to end.

    Args:
        folder: The folder of the release.
        host: The address to listen on.
        port: The port to listen on; 0 for any free one.
    """
    import uvicorn

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    app = create(Dispatcher(folder, Limits.from_settings()))
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=setting("serve_proxies"),
        timeout_keep_alive=30,
        timeout_graceful_shutdown=10,
        http=BoundedProtocol,
        backlog=2048,
        log_level="critical",
    )
    uvicorn.Server(config).run()

"""What every request and every reply passes: which hosts, routes and origins, and under which policy.

Plain ASGI, because a middleware that reads bodies would hold back a stream.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MAX_BODY_BYTES = 4_000_000  # a turn carries the whole conversation back, about 5 kB a turn

# What the chat needs of Gradio; uploads, files, proxies, login, monitoring and run history stay shut.
_CHAT_ROUTES = re.compile(
    r"/chat/?"
    r"|/chat/(config|theme\.css)"
    r"|/chat/(assets|static)(/[\w-][\w.-]*)+"
    r"|/chat/gradio_api/(queue/(join|data)|heartbeat/\w+|startup-events|cancel|reset|info|app_id)/?"
)

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "media-src": "'none'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}
_CHAT_POLICY = {**_POLICY, "style-src": "'self' 'unsafe-inline'"}  # Gradio styles its elements in place


def _policy_text(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class Gate:
    """Lets through only what the chat needs, asked for under a name of ours and not by another site."""

    def __init__(self, app: ASGIApp, *, hosts: Sequence[str] = ()) -> None:
        self.app = app
        self._names = frozenset({"localhost", *(host.lower() for host in hosts)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # nothing here speaks it
            await send({"type": "websocket.close"})
            return
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if not self._is_ours(headers.get("host", "")):
            return PlainTextResponse("This server is not known by that name; start it with --host NAME", 400)
        path: str = scope["path"]
        if path.startswith("/chat") and not _CHAT_ROUTES.fullmatch(path):
            return PlainTextResponse("Not found", 404)
        return None if scope["method"] in ("GET", "HEAD") else _write_refusal(headers)

    def _is_ours(self, host: str) -> bool:
        """Whether the Host header names us. A bare address does: only a name can be pointed at this machine
        by another site's DNS."""
        name = re.sub(r":\d+$", "", host).lower()
        if name in self._names:
            return True
        try:
            ip_address(name.strip("[]"))
        except ValueError:
            return False
        return True


def _write_refusal(headers: Headers) -> PlainTextResponse | None:
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return PlainTextResponse("Forbidden: the request comes from another site", 403)
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        return PlainTextResponse("Length required", 411)
    if int(length) > _MAX_BODY_BYTES:
        return PlainTextResponse("Content too large", 413)
    return None


class SecurityHeaders:
    """Sets the policy of each reply, and keeps a proxy from holding back a stream."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = _policy_text(_CHAT_POLICY if scope["path"].startswith("/chat") else _POLICY)

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = policy
                headers["x-content-type-options"] = "nosniff"
                headers["referrer-policy"] = "no-referrer"
                headers["cross-origin-opener-policy"] = "same-origin"
                headers["cross-origin-resource-policy"] = "same-origin"
                headers["permissions-policy"] = "camera=(), microphone=(), geolocation=()"
                headers["x-accel-buffering"] = "no"
                if not scope["path"].startswith("/chat/") or scope["path"] == "/chat/":
                    headers.setdefault("cache-control", "no-cache")  # a new version or article shows at once
            await send(message)

        await self.app(scope, receive, send_with_policy)

"""What the gate lets through, and the policy that every reply carries."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:7860", "127.0.0.1:7860", "[::1]:7860", "10.1.2.3", "reader.test", "READER.test:80"]
)
def test_it_answers_under_its_own_names(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test", "127.0.0.1.evil.test", "", "evil.test:7860"])
def test_a_name_that_was_pointed_at_this_machine_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/health", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/chat/gradio_api/upload"),
        ("GET", "/chat/gradio_api/file=/etc/hostname"),
        ("GET", "/chat/gradio_api/proxy=http://evil.test"),
        ("GET", "/chat/gradio_api/runs"),
        ("GET", "/chat/monitoring"),
        ("POST", "/chat/gradio_api/run/ask"),
        ("POST", "/chat/gradio_api/call/ask"),
        ("POST", "/chat/gradio_api/component_server"),
        ("POST", "/chat/login"),
        ("GET", "/chat/gradio_api/queue/status"),
        ("GET", "/chatter"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
    ],
)
def test_what_the_chat_does_not_need_is_shut(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path).status_code == 404


@pytest.mark.parametrize("path", ["/chat/config", "/chat/theme.css", "/chat/gradio_api/info"])
def test_what_the_chat_needs_is_open(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_path_cannot_climb_out_of_the_static_files(client: TestClient) -> None:
    for path in ("/ui/..%2fserver.py", "/ui/%2e%2e/server.py", "/chat/static/..%2f..%2froutes.py"):
        assert client.get(path).status_code == 404


def test_another_site_cannot_make_the_browser_ask(client: TestClient) -> None:
    body = {"data": [], "fn_index": 0, "session_hash": "x"}
    for origin in ("cross-site", "same-site"):
        reply = client.post("/chat/gradio_api/queue/join", json=body, headers={"sec-fetch-site": origin})
        assert reply.status_code == 403


def test_a_body_without_bounds_is_refused(client: TestClient) -> None:
    address = "/chat/gradio_api/queue/join"
    assert client.post(address, content=iter([b"{}"])).status_code == 411
    assert client.post(address, content=b"x" * 4_000_001).status_code == 413


def test_another_origin_may_not_read_replies(client: TestClient) -> None:
    for path in ("/chat/config", "/api/v1/health"):
        reply = client.get(path, headers={"origin": "http://evil.test"})
        assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("path", ["/chat/", "/documents/visit", "/nowhere", "/api/v1/health", "/ui/app.js"])
def test_every_reply_allows_only_our_own_scripts(client: TestClient, path: str) -> None:
    reply = client.get(path)
    policy = dict(part.split(" ", 1) for part in reply.headers["content-security-policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_only_the_chat_may_style_in_place(client: TestClient) -> None:
    assert "unsafe-inline" in client.get("/chat/").headers["content-security-policy"]
    assert "unsafe-inline" not in client.get("/documents/visit").headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/chat/", "/documents/visit", "/nowhere"])
def test_no_page_has_an_inline_script_or_another_host(client: TestClient, path: str) -> None:
    page = client.get(path).text
    assert "<script>" not in page
    assert "onclick" not in page
    assert "http" not in page.replace("noreferrer", "")

"""A real browser against a running server. Any request to another host, any error on the page fails the test."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI

from rag.errors import IndexMissingError
from rag.web.server import create_app
from tests.web.fakes import FakeEngine

if TYPE_CHECKING:
    from playwright import sync_api as playwright

ROOT = Path(__file__).parents[2]
SCREENSHOTS = Path(__file__).parent / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_S = 90
HOSTILE_ARTICLE = """Saffron *harvest* <script>alert(1)</script> of [Taliouine](http://evil.test)

The saffron harvest of Taliouine *rose* to 6.8 tonnes <img src=x onerror=alert(1)> [see](http://evil.test) `now` $5$.
# Farmers of the saffron cooperative
1. They said that rain had come in time, and that they were <b onclick="alert(1)">glad</b>.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium; without it, each test says so."""
    for item in items:
        if Path(__file__).parent not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        if not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed: apt-get install chromium"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(url: str, is_alive: Callable[[], bool], log: Callable[[], str] = str) -> None:
    deadline = time.monotonic() + START_S
    while True:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=2).read()
            return
        if not is_alive() or time.monotonic() > deadline:
            pytest.fail(f"the server did not start: {log()}")
        time.sleep(0.1)


@contextlib.contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application on a free port of this machine, in a thread of this process."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        wait_until_up(f"http://127.0.0.1:{port}/ui/app.js", thread.is_alive)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def fake_engine() -> FakeEngine:
    return FakeEngine(pause_s=0.01)


@pytest.fixture(scope="session")
def fake_url(fake_engine: FakeEngine) -> Iterator[str]:
    with served(create_app(lambda: fake_engine)) as url:
        yield url


@dataclass
class Corpus:
    """An index that comes and goes."""

    engine: FakeEngine | None = None

    def open_engine(self) -> FakeEngine:
        if self.engine is None:
            raise IndexMissingError(Path("index"))
        return self.engine


@pytest.fixture
def corpus() -> Corpus:
    return Corpus()


@pytest.fixture
def empty_url(corpus: Corpus) -> Iterator[str]:
    with served(create_app(corpus.open_engine, index_hint="sanad index PATH… --index index")) as url:
        yield url


@contextlib.contextmanager
def sanad_serving(corpus: Path, folder: Path) -> Iterator[str]:
    """`sanad index` and then `sanad serve`, as a user starts them."""
    sanad = [sys.executable, "-c", "from rag.cli import main; main()"]
    index = ["--index", str(folder / "index")]
    subprocess.run([*sanad, "index", str(corpus), *index], cwd=ROOT, check=True, timeout=300)
    port, log_file = free_port(), folder / "server.log"
    with log_file.open("w") as log:
        server = subprocess.Popen([*sanad, "serve", *index, "--port", str(port)], cwd=ROOT, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_up(f"{url}/api/v1/health", lambda: server.poll() is None, log_file.read_text)
            yield url
        finally:
            server.terminate()
            server.wait(10)


@pytest.fixture(scope="session")
def seeds_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with sanad_serving(ROOT / "seeds", tmp_path_factory.mktemp("seeds")) as url:
        yield url


@pytest.fixture(scope="session")
def hostile_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A corpus whose one article tries everything."""
    corpus = tmp_path_factory.mktemp("hostile")
    (corpus / "saffron.txt").write_text(HOSTILE_ARTICLE, encoding="utf-8")
    with sanad_serving(corpus, tmp_path_factory.mktemp("hostile-index")) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as runner:
        browser = runner.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a page did that it should not have."""

    faults: list[str] = field(default_factory=list)

    def follow(self, page: playwright.Page) -> None:
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "console",
            lambda line: self.faults.append(f"console: {line.text}") if line.type in ("error", "warning") else None,
        )

    def route(self, route: playwright.Route) -> None:
        url = urlsplit(route.request.url)
        if url.hostname == "127.0.0.1" or url.scheme in ("data", "blob"):
            route.continue_()
            return
        self.faults.append(f"request: {route.request.url}")
        route.abort()


OpenPage = Callable[..., "playwright.Page"]


@pytest.fixture
def open_page(browser: playwright.Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens an address in a fresh context; `width`, `dark` and `locale` say of which reader."""
    watch = Watch()
    contexts: list[playwright.BrowserContext] = []

    def open_at(url: str, *, width: int = 1280, dark: bool = False, locale: str = "ar") -> playwright.Page:
        context = browser.new_context(
            locale=locale,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            has_touch=width < 500,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        context.route("**/*", watch.route)
        context.on("page", watch.follow)
        page = context.new_page()
        page.goto(url)
        return page

    yield open_at
    if contexts and getattr(request.node, "failed_call", False):
        for context in contexts:
            for number, page in enumerate(context.pages):
                page.screenshot(path=SCREENSHOTS / f"failed-{request.node.name[:60]}-{number}.png")
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.failed_call = report.failed  # type: ignore[attr-defined]
    return report


@pytest.fixture
def shoot() -> Callable[[playwright.Page, str], None]:
    """Keeps a picture for a person to look at."""
    SCREENSHOTS.mkdir(exist_ok=True)

    def take(page: playwright.Page, name: str) -> None:
        page.wait_for_timeout(350)  # the card's arrival is over
        page.screenshot(path=SCREENSHOTS / f"{name}.png")

    return take

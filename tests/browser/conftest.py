"""A real Chromium before the served sample company; any fault in its console fails the test."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest
import waitress

from dashboard.web.app import build_app
from dashboard.web.warehouse_desk import desk_of

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

# Dash's own account of what is under way: none of its callbacks waits or runs.
IDLE = """() => {
  const state = window.store && window.store.getState();
  if (!state || !state.callbacks) return false;
  const callbacks = state.callbacks;
  return ['requested', 'prioritized', 'blocked', 'executing', 'watched', 'executed']
    .every(kind => !(callbacks[kind] || []).length);
}"""


@pytest.fixture(scope="session")
def browser(chromium):
    """One Chromium for all tests."""
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield found
        found.close()


@contextmanager
def served(app):
    """Serve an app on a free port until the test is over."""
    server = waitress.create_server(app.server, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=5)


@pytest.fixture(scope="session")
def address(demo_workspace):
    """Where the sample company is served."""
    opener = desk_of(demo_workspace)
    with served(build_app(opener)) as found:
        yield found
    opener().warehouse.close()


class Visit:
    """A page at work, and every fault its console told of."""

    def __init__(self, page, address):
        self.page = page
        self.address = address
        self.faults = []
        page.on("console", lambda said: self.faults.append(said.text) if _is_fault(said) else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("requestfailed", self._failed)

    def _failed(self, request):
        # A download leaves the page's hands, which Chromium calls a failed request.
        if "/csv/" not in request.url and not request.url.endswith(".csv"):
            self.faults.append(request.url)

    def go(self, query=""):
        """Open the page at an address and wait until it stands."""
        self.page.goto(f"{self.address}/{query}")
        self.settle()
        # A drawer in its wide form stands over the page.
        self.page.wait_for_selector("#page h1", state="attached")

    def settle(self):
        """Wait until nothing is under way."""
        self.page.wait_for_function(IDLE)
        self.page.wait_for_timeout(60)
        self.page.wait_for_function(IDLE)


def _is_fault(said):
    return said.type in ("error", "warning")


@pytest.fixture
def visit(browser, address, request):
    """A fresh visitor at 1440 x 900 in light colours, unless the test says otherwise."""
    asked = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"}
    asked |= getattr(request, "param", {})
    context = browser.new_context(**asked, reduced_motion="reduce", accept_downloads=True)
    context.set_default_timeout(30_000)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    found = Visit(context.new_page(), address)
    yield found
    context.close()
    assert found.faults == []

"""What travels to a browser: at the first visit, and when it comes back."""

from __future__ import annotations

import pytest

from dashboard.present.pages import PAGES

pytestmark = pytest.mark.browser

# Bytes on the wire of a whole page with its figures.
COLD, WARM = 1_600_000, 100_000
BUILT = [page.path for page in PAGES if page.built]


def weigh(context, address):
    """Return the bytes that one visit brought, and the milliseconds until the first number."""
    page = context.new_page()
    seen = context.new_cdp_session(page)
    seen.send("Network.enable")
    arrived = []
    seen.on("Network.loadingFinished", lambda told: arrived.append(told["encodedDataLength"]))
    page.goto(address)
    page.wait_for_selector("#page h1")
    took = page.evaluate("performance.now()")
    page.wait_for_load_state("networkidle")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.drawn .dash-graph')]"
        ".every(each => !each.clientWidth || each.querySelector('.main-svg'))"
    )
    page.close()
    return sum(arrived), took


@pytest.mark.parametrize("path", BUILT)
def test_a_page_is_light_at_first_and_lighter_after(browser, address, path):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    cold, first = weigh(context, address + path)
    warm, again = weigh(context, address + path)
    context.close()
    for visit, size, took in (("first", cold, first), ("again", warm, again)):
        print(f"{path} {visit}: {size / 1000:.0f} kB, first number after {took:.0f} ms")
    assert 0 < warm < WARM < cold < COLD

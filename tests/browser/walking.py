"""A walk over the pages that a person reaches by links, one page a route, and what is wrong with each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page, Response

from tests.browser.windows import Window

# addresses that answer with a file and not with a page
FILES = {
    "accounts:appointment_file",
    "accounts:audit_export",
    "agreements:yaml",
    "improvement:actions-export",
    "improvement:evidence",
    "improvement:nonconformities-export",
    "measurement:figure_export",
    "portal:file",
    "reports:file",
    "reports:minutes",
    "reports:register-export",
}
# documents stand in a frame of their pages and hold no script at all; test_documents checks them
DOCUMENTS = {"portal:document", "reports:preview"}
LONGEST_WALK = 140
# who walks and from where: a manager, an author, an auditor (who reads nearly everything) and a customer
STARTS = {"lijing": "/", "zhangwei": "/", "songwen": "/", "wangjianguo": "/portal/"}
# further people see the same pages with fewer or other buttons: the first pages that each reaches, in a wide window
OTHERS = {
    "wangshen": "/", "chenzong": "/", "zhoulan": "/", "heyuan": "/", "admin": "/",
    "heweidong": "/portal/", "zhaolixin": "/portal/",
}  # fmt: skip
PAGES_OF_OTHERS = 14
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# axe rules that are left out, each with its reason: none
LEFT_OUT: dict[str, str] = {}
CHECK = """(options) => axe.run(document, options).then((found) => found.violations.map((one) => ({
  id: one.id, help: one.help, nodes: one.nodes.map((node) => `${node.target} ${node.failureSummary}`) })))"""
LINKS = """() => [...document.querySelectorAll('a[href]')].map((link) => link.href)
  .filter((address) => new URL(address).pathname.endsWith('/'))"""
OVERHANG = """() => [...document.querySelectorAll('body *')].filter((one) => {
  const box = one.getBoundingClientRect();
  if (box.right <= innerWidth + 1 || box.width === 0) return false;
  for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) {
    const flow = getComputedStyle(up).overflowX;
    if (flow !== 'visible') return false;
  }
  return true;
}).slice(0, 3).map((one) => one.outerHTML.slice(0, 90))"""


def route_of(address: str) -> str:
    """Return the name of the route that an address of the site leads to, empty for none."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def walk(window: Window, start: str) -> Iterator[tuple[str, Response]]:
    """Open the first address found for each route, in the order of the links; yield route and answer."""
    waiting, seen = [start], {route_of(start)}
    home = urlsplit(window.page.url)._replace(path="", query="", fragment="").geturl()
    while waiting:
        address = waiting.pop(0)
        answer = window.page.goto(address)
        assert answer is not None
        yield route_of(address), answer
        assert len(seen) < LONGEST_WALK
        for link in window.page.evaluate(LINKS):
            route = route_of(link) if link.startswith(home) else ""
            if route and route not in seen | FILES | DOCUMENTS:
                seen.add(route)
                waiting.append(link)


def faults_of_page(window: Window, answer: Response) -> list[str]:
    """Return what is wrong with the page that stands open: its answer, console, title, heading or width."""
    page = window.page
    found = [f"status {answer.status}"] if answer.status != 200 else []
    found += window.take_faults()
    title, words = page.title(), page.locator("h1").first.inner_text()
    if "<" in title or "&lt;" in title or not title.strip(" ·"):
        found.append(f"title {title!r}")
    if not words.strip():
        found.append("no heading")
    if page.evaluate("() => document.scrollingElement.scrollWidth > innerWidth"):
        found.append(f"wider than the window: {page.evaluate(OVERHANG)}")
    return found


def told(found: dict[str, list[str]]) -> str:
    """Return faults by page as lines."""
    return "\n".join(f"{page}\n    " + "\n    ".join(faults) for page, faults in found.items())


def axe_faults(page: Page) -> list[str]:
    """Return the violations of WCAG 2.1 A and AA that axe-core finds."""
    if not page.evaluate("() => 'axe' in window"):
        page.add_script_tag(url="/axe.js")
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {rule: {"enabled": False} for rule in LEFT_OUT},
        "iframes": False,
    }
    violations: list[dict[str, Any]] = page.evaluate(CHECK, options)
    return [f"axe {one['id']}: {one['help']}: {one['nodes'][:3]}" for one in violations]

"""A walk over the pages that a person reaches by links, one page a route, and what is wrong with each.

The walk itself asks for pages without drawing them; a page is drawn once for each set of forms that it offers, so that
twelve people walk in the time of four.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.windows import HEIGHTS, WIDTHS, Window

# addresses that answer with a file and not with a page
FILES = {
    "accounts:appointment_file",
    "accounts:audit_export",
    "agreements:yaml",
    "improvement:actions-export",
    "improvement:evidence",
    "improvement:nonconformities-export",
    "measurement:change-evidence",
    "measurement:figure-rows",
    "measurement:reconciliation-file",
    "portal:file",
    "portal:supplier-file",
    "records:rejected",
    "reports:consent-file",
    "reports:copy",
    "reports:feed-file",
    "reports:file",
    "reports:minutes",
    "reports:proof",
    "reports:register-export",
    "reports:scan",
    "reports:supplier-file",
}
# documents stand in a frame of their pages and hold no script at all; test_documents checks them
DOCUMENTS = {"portal:document", "portal:link-document", "reports:preview"}
LONGEST_WALK = 140
# who walks and from where; the first of each file draws most pages, the others the ones that look different for them
WRITERS = {"lijing": "/", "zhangwei": "/", "wangshen": "/", "zhoulan": "/"}
READERS = {
    "songwen": "/", "chenzong": "/", "heyuan": "/", "admin": "/",
    "wangjianguo": "/portal/", "heweidong": "/portal/", "zhaolixin": "/portal/",
}  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# axe rules that are left out, each with its reason: none
LEFT_OUT: dict[str, str] = {}
CHECK = """(options) => axe.run(document, options).then((found) => found.violations.map((one) => ({
  id: one.id, help: one.help, nodes: one.nodes.map((node) => `${node.target} ${node.failureSummary}`) })))"""
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)')
FORM = re.compile(r'<form\b[^>]*?\baction="([^"]+)"')
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of the walk: its address, its route and the routes of the forms that it offers this person."""

    address: str
    route: str
    offers: frozenset[str]


def walk(window: Window, start: str) -> Iterator[Found]:
    """Ask for the first address found of each route, in the order of the links; yield what is a page."""
    waiting, seen = [start], {route_of(start)}
    while waiting:
        address = waiting.pop(0)
        answer = window.page.request.get(address)
        assert answer.status < 400, f"{answer.status} {address}"
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        text = answer.text()
        offers = frozenset(route_of(html.unescape(action)) for action in FORM.findall(text))
        yield Found(address=address, route=route_of(address), offers=offers)
        assert len(seen) < LONGEST_WALK
        for link in map(html.unescape, LINK.findall(text)):
            route = route_of(link) if link.startswith("/") else ""
            if route and route not in seen | FILES | DOCUMENTS:
                seen.add(route)
                waiting.append(link)


def faults_of_page(window: Window, found: Found, picture: str) -> list[str]:
    """Open a page, keep its pictures and return what is wrong: answer, console, title, heading, axe, both widths."""
    page = window.page
    page.set_viewport_size({"width": max(WIDTHS), "height": HEIGHTS[max(WIDTHS)]})
    answer = page.goto(found.address)
    assert answer is not None
    faults = [f"status {answer.status}"] if answer.status != 200 else []
    title, words = page.title(), page.locator("h1").first.inner_text()
    if "<" in title or "&lt;" in title or not title.strip(" ·"):
        faults.append(f"title {title!r}")
    if not words.strip():
        faults.append("no heading")
    faults += axe_faults(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        if page.evaluate("() => document.scrollingElement.scrollWidth > innerWidth"):
            faults.append(f"wider than {width}: {page.evaluate(OVERHANG)}")
        page.screenshot(path=f"{picture}-{width}.png", full_page=True)
    return faults + window.take_faults()


def walked(window: Window, start: str, drawn: set[tuple[str, frozenset[str]]], pictures: str) -> str:
    """Walk as a person, draw what was not drawn with the same forms before; return the faults by page as lines."""
    found: dict[str, list[str]] = {}
    for page in walk(window, start):
        if (page.route, page.offers) in drawn:
            continue
        drawn.add((page.route, page.offers))
        if faults := faults_of_page(window, page, f"{pictures}-{page.route.replace(':', '-')}"):
            found[f"{page.route} {page.address}"] = faults
    return told(found)


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

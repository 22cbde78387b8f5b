"""The navigation shows what leads somewhere and what the reader may open, and marks one place as current."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import Resolver404, resolve

from fuwubao.ui.navigation import ENTRIES, PERSONAL, Entry, Line, above, lines


def every(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """All entries with those below them."""
    for entry in entries:
        yield entry
        yield from every(entry.below)


def words(shown: tuple[Line, ...]) -> list[str]:
    return [str(line.words) for line in shown]


def test_an_address_that_leads_nowhere_is_not_shown() -> None:
    shown = lines((Entry(words="有", path="/ui/patterns/"), Entry(words="无", path="/nowhere/at/all/")), path="/")

    assert words(shown) == ["有"]


def test_what_the_reader_may_not_open_is_not_shown() -> None:
    asked: list[str] = []

    def may_open(act: str) -> bool:
        asked.append(act)
        return act != "agreements.read"

    shown = lines(ENTRIES, path="/", may_open=may_open)

    assert "服务协议" not in words(shown)
    assert "agreements.read" in asked


def test_the_longest_fitting_address_is_the_current_one() -> None:
    shown = lines(ENTRIES, path="/agreements/organisations/")

    current = [line for line in shown if line.is_current]
    assert words(tuple(current)) == ["服务协议"]
    assert [str(sub.words) for sub in current[0].below if sub.is_current] == ["客户与供应商"]


def test_home_is_current_on_the_first_page_alone() -> None:
    entries = (Entry(words="首页", path="/"), Entry(words="部件", path="/ui/patterns/"))

    assert [line.is_current for line in lines(entries, path="/")][:1] == [True]
    assert [str(line.words) for line in lines(entries, path="/ui/patterns/") if line.is_current] == ["部件"]


@pytest.mark.parametrize("entry", list(every(ENTRIES + PERSONAL)), ids=lambda entry: entry.path)
def test_an_entry_names_a_page_of_its_own_or_none(entry: Entry) -> None:
    try:
        found = resolve(entry.path)
    except Resolver404:
        assert words(lines((entry,), path="/")) == []
    else:
        assert found.kwargs == {}, f"{entry.path} is caught by {found.route}"


@pytest.mark.parametrize("place", ["side", "bottom", "person"])
def test_each_line_has_its_word_beside_its_icon(place: str) -> None:
    request = RequestFactory().get("/agreements/")
    template = Template('{% load ui %}{% navigation_lines place="' + place + '" %}')

    html = template.render(Context({"request": request}))

    entries = PERSONAL if place == "person" else ENTRIES
    shown = lines(entries, path="/agreements/")
    assert shown
    for line in shown:
        assert f'href="{line.path}"' in html
        assert str(line.words) in html


@pytest.mark.parametrize(
    ("path", "above_it"),
    [
        ("/measures/figure/K01/", "/measures/"),
        ("/measures/changes/exclude/", "/measures/changes/"),
        ("/records/manual/", "/records/"),
        ("/accounts/users/new/", "/accounts/users/"),
        ("/reports/", None),
        ("/", None),
        ("/jobs/1/", None),
    ],
)
def test_a_page_lies_below_the_nearest_line_of_the_navigation(path: str, above_it: str | None) -> None:
    found = above(path)

    assert (found.path if found else None) == above_it

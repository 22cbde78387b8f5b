"""The exported HTML is one file that can do nothing: no script, nothing fetched, pictures in place."""

from __future__ import annotations

from collections import Counter

from fuwubao.render import html
from fuwubao.render.tree import State
from tests.render.made import as_html, read_html, sample


def test_it_has_no_script_no_handler_and_fetches_nothing() -> None:
    tags = read_html(as_html()).tags

    assert not {tag for tag, _ in tags} & {"script", "iframe", "object", "embed", "link", "form", "img"}
    for tag, attributes in tags:
        assert not any(name.startswith("on") for name in attributes), tag
        assert all((attributes.get(name) or "#").startswith("#") for name in ("href", "src")), attributes
    assert "url(" not in html.style()
    assert "@import" not in html.style()


def test_a_fragment_stands_under_a_policy_without_inline_style() -> None:
    tags = read_html(html.fragment(sample())).tags

    assert "style" not in {tag for tag, _ in tags}
    assert not [attributes for _, attributes in tags if "style" in attributes]


def test_every_reference_leads_somewhere_and_names_are_unique() -> None:
    tags = read_html(as_html()).tags
    names = Counter(attributes["id"] for _, attributes in tags if "id" in attributes)
    leads = {(attributes["href"] or "")[1:] for tag, attributes in tags if tag == "a" and "href" in attributes}

    assert max(names.values()) == 1
    assert leads <= names.keys()
    assert "fd-t-breach" in leads


def test_charts_have_words_for_those_who_do_not_see_them() -> None:
    pictures = [attributes for tag, attributes in read_html(as_html()).tags if tag == "svg"]
    told = [attributes for attributes in pictures if attributes.get("role") == "img"]

    assert len(told) == 5
    assert all(attributes.get("aria-label") for attributes in told)
    assert all(attributes.get("aria-hidden") == "true" for attributes in pictures if attributes not in told)


def test_headings_and_tables_are_real() -> None:
    counts = Counter(tag for tag, _ in read_html(as_html()).tags)

    assert counts["h1"] == 1
    assert counts["h2"] >= 12
    assert counts["table"] == 19
    assert counts["caption"] == 18


def test_a_draft_says_so_at_its_head() -> None:
    assert "草稿 · 2026-10-09 15:20 生成" in html.write(sample(State.DRAFT)).decode()
    assert "草稿" not in as_html()


def test_a_cited_figure_carries_its_key() -> None:
    cited = [attributes for _, attributes in read_html(as_html()).tags if attributes.get("data-figure") == "csat"]

    assert len(cited) == 2

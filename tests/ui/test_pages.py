"""The pattern page, the content policy, and templates that keep to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from fuwubao import project

PACKAGE = Path(project.__file__).resolve().parent.parent
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
FORBIDDEN = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "hx-on": re.compile(r"\shx-on[:-]", re.IGNORECASE),
    "foreign origin": re.compile(r"(?:src|href)=\"https?://", re.IGNORECASE),
}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_pattern_page_shows_in_both_languages(client: Client, language: str) -> None:
    page = client.get("/ui/patterns/", headers={"Accept-Language": language})

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.content.decode()


def test_the_policy_allows_nothing_unsafe_and_no_foreign_origin(client: Client) -> None:
    policy = client.get("/ui/patterns/").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "form-action 'self'" in policy


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_template_has_no_inline_script_handler_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]

    assert found == []


def test_the_walk_over_templates_would_find_each_fault() -> None:
    bad = '<p style="x"></p><style></style><a onclick="x"></a><script>x</script><a href="javascript:x"></a>'
    bad += '<a hx-on:click="x"></a><img src="https://elsewhere.test/x.png">'

    assert [name for name, pattern in FORBIDDEN.items() if not pattern.search(bad)] == []


def test_the_title_stands_in_the_head_and_above_the_page() -> None:
    template = Template('{% extends "ui/plain.html" %}{% block title %}登录 {{ name }}{% endblock %}')

    page = template.render(Context({"name": "<b>", "request": RequestFactory().get("/")}))

    assert "<title>登录 &lt;b&gt; · 服务报</title>" in page
    assert "<h1>登录 &lt;b&gt;</h1>" in page


def test_htmx_shows_refusals_and_never_evaluates_text(client: Client) -> None:
    page = client.get("/ui/patterns/").content.decode()

    assert '"code":"403|404|409|422|500|503","swap":true' in page
    assert '"allowEval":false' in page
    assert '"includeIndicatorStyles":false' in page


def test_a_stranger_sees_neither_bell_nor_log_out(client: Client) -> None:
    page = client.get("/ui/patterns/").content.decode()

    assert "log-out" not in page
    assert 'class="bell"' not in page

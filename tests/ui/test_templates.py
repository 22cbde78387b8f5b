"""What all templates keep to."""

from __future__ import annotations

import re
from pathlib import Path

import fuwubao

TEMPLATES = {
    path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
    for folder in Path(fuwubao.__file__).parent.glob("*/templates")
    for path in folder.rglob("*.html")
}
ALONE = re.compile(r'{% include "([^"]+)"([^%]*) only %}')


def test_a_form_keeps_its_token_where_a_template_is_included_alone() -> None:
    """An include with "only" takes no csrf_token along: the form in it would be refused when it is sent."""
    lost = [
        (name, inner)
        for name, text in TEMPLATES.items()
        for inner, told in ALONE.findall(text)
        if "csrf_token" not in told and "{% csrf_token %}" in TEMPLATES[inner]
    ]

    assert lost == []

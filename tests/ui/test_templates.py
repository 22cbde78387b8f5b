"""What all templates and scripts keep to."""

from __future__ import annotations

import re
from pathlib import Path

import fuwubao

TEMPLATES = {
    path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
    for folder in Path(fuwubao.__file__).parent.glob("*/templates")
    for path in folder.rglob("*.html")
}
SCRIPTS = [
    path
    for folder in Path(fuwubao.__file__).parent.glob("*/static")
    for path in folder.rglob("*.js")
    if path.parent.name != "vendor"
]
DECLARED = re.compile(r"^(?:let|const|var|(?:async )?function|class) (\w+)", re.MULTILINE)
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


def test_no_two_scripts_declare_the_same_name() -> None:
    """Scripts of one page share their outermost names: one that repeats a name does not run at all."""
    names = [name for path in SCRIPTS for name in DECLARED.findall(path.read_text(encoding="utf-8"))]

    assert sorted(names) == sorted(set(names))

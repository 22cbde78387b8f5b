"""Change single values of an agreement's text and leave everything else, comments included, as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml

_PLAIN = re.compile(r"[\w./:%-]+(?: [\w./%-]+)*")
_MARKS_A_COMMENT = (" #", ": ")


def patched(text: str, changes: Mapping[str, str]) -> str:
    """Return the text with the scalar at each key path replaced; a path that is not there changes nothing.

    Paths are those of the faults: ``services[0].targets[1].within``. Anchored values change wherever they are used.
    """
    places = {path: node for path, node in _scalars(_root(text), "") if path in changes}
    spots = {(node.start_mark.index, node.end_mark.index): changes[path] for path, node in places.items()}
    for (begins, ends), value in sorted(spots.items(), reverse=True):
        text = text[:begins] + _written(value) + text[ends:]
    return text


def with_revision(text: str, *, begins: str, reason: str) -> str:
    """Return the text with ``revision`` set: its two values replaced, or a line put in before ``valid``."""
    root = _root(text)
    entries = {name.value: (name, value) for name, value in root.value}
    if "revision" in entries and isinstance(entries["revision"][1], yaml.MappingNode):
        return patched(text, {"revision.from": begins, "revision.reason": reason})
    name, _ = entries.get("valid", root.value[0])
    at = name.start_mark.index
    separator = ", " if root.flow_style else "\n"
    return f"{text[:at]}revision: {{from: {_written(begins)}, reason: {_written(reason)}}}{separator}{text[at:]}"


def scalars(text: str) -> dict[str, str]:
    """Return every single value of the text by its key path."""
    return {path: node.value for path, node in _scalars(_root(text), "")}


def _root(text: str) -> yaml.MappingNode:
    """Compose a text that has been read before; the pure reader's marks count characters."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    return root


def _scalars(node: yaml.Node, path: str) -> Iterator[tuple[str, yaml.ScalarNode]]:
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from _scalars(item, f"{path}[{position}]")
    elif isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _scalars(value, f"{path}.{name.value}" if path else str(name.value))


def _written(value: str) -> str:
    """Write a value so that YAML reads the same text back: plain where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(value) and not value.startswith(("-", "%")) and not any(m in value for m in _MARKS_A_COMMENT):
        return value if not value.endswith(":") else f'"{value}"'
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "").replace("\t", " ")
    return f'"{escaped}"'

"""Value maps as lines of text that people edit: ``column: word = stored``."""

from __future__ import annotations

from collections.abc import Mapping


def lines_of(maps: Mapping[str, Mapping[str, str]]) -> str:
    """Write value maps, one word a line."""
    return "\n".join(f"{column}: {word} = {stored}" for column, words in maps.items() for word, stored in words.items())


def with_lines(tree: Mapping[str, object], text: str) -> dict[str, object]:
    """Return a mapping's tree with the words of the lines; a line that says nothing is left out."""
    told: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        column, _, rest = line.partition(":")
        word, found, stored = rest.rpartition("=")
        if found and column.strip() and word.strip():
            told.setdefault(column.strip(), {})[word.strip()] = stored.strip()
    columns = tree.get("columns")
    made = {name: _with(rule, told.get(name)) for name, rule in (columns if isinstance(columns, dict) else {}).items()}
    whole: dict[str, object] = {**tree, "columns": made}
    if isinstance(tree.get("events"), dict):
        whole["events"] = _with(tree["events"], told.get("events"))
    return whole


def _with(rule: object, words: Mapping[str, str] | None) -> object:
    if isinstance(rule, str):
        return {"from": rule, "values": dict(words)} if words else rule
    if not isinstance(rule, dict):
        return rule
    kept = {name: value for name, value in rule.items() if name != "values"}
    return {**kept, "values": dict(words)} if words else kept

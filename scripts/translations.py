"""The English catalogue: gather the Chinese sentences from code and templates, check and compile it.

    python scripts/translations.py --write     add new sentences to the catalogue, drop those that are gone
    python scripts/translations.py --check     fail when a sentence is missing, untranslated or fuzzy
    python scripts/translations.py --compile   make the .mo file that Django reads

Chinese is the source, so there is no Chinese catalogue (docs/decisions/0003-chinese-msgids.md).
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "fuwubao"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"

KEYWORDS: dict[str, object] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

Key = tuple[str | None, str]
Found = tuple[Key, str | None, str]


def sentences() -> Iterator[Found]:
    """Yield ((context, sentence), plural, place) for each translatable text of the package."""
    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    for path in sorted(
        [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]
    ):
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = templatize(text, origin=str(path))
        place = path.relative_to(ROOT).as_posix()
        source = io.BytesIO(text.encode("utf-8"))
        for _line, messages, _comments, context in extract("python", source, keywords=KEYWORDS):
            parts = messages if isinstance(messages, tuple) else (messages,)
            if parts and parts[0]:
                yield (context, parts[0]), (parts[1] if len(parts) > 1 else None), place


def gathered() -> dict[Key, tuple[str | None, list[str]]]:
    """Return every sentence once, with its plural and the files that say it."""
    found: dict[Key, tuple[str | None, list[str]]] = {}
    for key, plural, place in sentences():
        known = found.setdefault(key, (plural, []))
        if place not in known[1]:
            known[1].append(place)
    return found


def load() -> polib.POFile:
    """Return the catalogue, or a new one."""
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=0)
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Language": "en",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def write() -> None:
    """Bring the catalogue up to the code: new sentences come in empty, those that are gone leave."""
    found, catalogue = gathered(), load()
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    for key in set(known) - set(found):
        catalogue.remove(known[key])
    for key, (plural, places) in found.items():
        entry = known.get(key)
        if entry is None:
            entry = polib.POEntry(msgctxt=key[0], msgid=key[1])
            if plural is None:
                entry.msgstr = ""
            else:
                entry.msgid_plural, entry.msgstr_plural = plural, {0: "", 1: ""}
            catalogue.append(entry)
        entry.occurrences = [(place, "") for place in places]
    catalogue.sort(key=lambda entry: (entry.occurrences[0][0], entry.msgid))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))


def faults() -> list[str]:
    """Return what is wrong with the catalogue, one line each."""
    found, catalogue = gathered(), load()
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    lines = [f"missing: {key[1]!r} ({', '.join(found[key][1])})" for key in found if key not in known]
    for key, entry in known.items():
        if key not in found:
            lines.append(f"gone from the code: {key[1]!r}")
        elif entry.fuzzy:
            lines.append(f"fuzzy: {key[1]!r}")
        elif not entry.translated():
            lines.append(f"not translated: {key[1]!r}")
    return lines


def compile_catalogue() -> None:
    """Write the .mo file beside each catalogue, the command line's Chinese words of click included."""
    for path in PACKAGE.rglob("*.po"):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def main(arguments: list[str]) -> int:
    """Do the one thing that was asked."""
    if "--write" in arguments:
        write()
    elif "--compile" in arguments:
        compile_catalogue()
    elif "--check" in arguments:
        lines = faults()
        print(
            "\n".join(
                [*lines, f"{len(lines)} faults in the English catalogue (python scripts/translations.py --write)"]
            )
        )
        return int(bool(lines))
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

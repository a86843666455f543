"""Build the program for people who have no Python, test it, and pack it.

    python3 packaging/build.py [--cuda] [--skip-package]

Makes an environment of its own in ``build/``, a folder with the program in
``dist/hsiviewer``, collects the licences of all that is in it with a bill of materials,
runs the built program's ``self-test`` in an empty environment with hostile variables,
and packs it (a .deb on Linux; Inno Setup's and hdiutil's recipes lie beside). Uses the
standard library alone.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from importlib import metadata
from pathlib import Path

from bundled_parts import bundled_parts, collect_licences, write_bill

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build"
DIST = ROOT / "dist"
PROGRAM = DIST / "hsiviewer"
ENVIRONMENT = WORK / "env"
SCRIPTS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
EXECUTABLE = PROGRAM / ("hsiviewer.exe" if os.name == "nt" else "hsiviewer")
TORCH = "torch==2.13.0"
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
CUDA_INDEX = "https://download.pytorch.org/whl/cu128"
# Of other installations, as users' computers have them.
HOSTILE = {
    "PROJ_LIB": "/nonexistent/proj",
    "PROJ_DATA": "/nonexistent/proj",
    "GDAL_DATA": "/nonexistent/gdal",
    "GDAL_DRIVER_PATH": "/nonexistent/gdal",
    "PYTHONPATH": "/nonexistent/python",
    "PYTHONHOME": "/nonexistent/python",
    "QT_PLUGIN_PATH": "/nonexistent/qt",
}


def main() -> int:
    """Do all steps; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cuda", action="store_true", help="torch for NVIDIA cards")
    parser.add_argument("--skip-package", action="store_true", help="folder only")
    options = parser.parse_args()
    start = time.monotonic()
    _make_environment(cuda=options.cuda)
    _say("Building ...")
    _call(
        [SCRIPTS / "pyinstaller", ROOT / "packaging" / "hsiviewer.spec", "--noconfirm",
         "--log-level", "WARN", "--distpath", DIST, "--workpath", WORK / "pyinstaller"]
    )  # fmt: skip
    _strip()
    graph = WORK / "pyinstaller" / "hsiviewer" / "xref-hsiviewer.html"
    parts = bundled_parts(PROGRAM, _packages(), graph)
    collect_licences(PROGRAM, parts)
    write_bill(PROGRAM, parts)
    _smoke_test()
    packed = [] if options.skip_package else _pack()
    _write_checksums(packed)
    _say(f"{_megabytes(PROGRAM):.0f} MB, {time.monotonic() - start:.0f} s: {PROGRAM}")
    for path in packed:
        _say(f"{_megabytes(path):.0f} MB: {path}")
    return 0


def _make_environment(*, cuda: bool) -> None:
    wanted = hashlib.sha256(
        (ROOT / "pyproject.toml").read_bytes() + f"{TORCH} {cuda}".encode()
    ).hexdigest()
    stamp = ENVIRONMENT / ".installed"
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not (stamp.exists() and stamp.read_text() == wanted):
        _say("Installing what the program is made of (some minutes) ...")
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        venv.create(ENVIRONMENT, with_pip=True, symlinks=os.name != "nt")
        _install_torch(pip, cuda=cuda)
        _call([*pip, ROOT, "pyinstaller>=6.10"])
        stamp.write_text(wanted)
    # The program itself, as it is now; from a wheel, as users install it.
    _call([*pip, "--no-deps", "--force-reinstall", ROOT])


def _install_torch(pip: list[object], *, cuda: bool) -> None:
    """Install torch for processors: the plain name may mean gigabytes of CUDA."""
    ways: list[list[object]] = [[f"{TORCH}+cpu"], [TORCH, "--index-url", CPU_INDEX]]
    if cuda:
        ways = [[TORCH, "--index-url", CUDA_INDEX]]
    elif not sys.platform.startswith("linux"):
        ways = [[TORCH]]  # what other systems get is for processors
    for way in ways:
        command = [str(word) for word in (*pip, *way)]
        if subprocess.run(command, cwd=ROOT).returncode == 0:
            return
    raise SystemExit("torch could not be installed; see pip's message above.")


def _strip() -> None:
    """Take debugging tables out of compiled modules; some wheels bring many."""
    if sys.platform != "linux" or not shutil.which("strip"):
        return
    before = _megabytes(PROGRAM)
    modules = [*PROGRAM.rglob("*.cpython-*.so"), *PROGRAM.rglob("libpython3*")]
    _call(["strip", "--strip-debug", *modules])
    _say(f"{before - _megabytes(PROGRAM):.0f} MB of debugging tables left out.")


def _smoke_test() -> None:
    """Run the built program where nothing helps it and much misleads it."""
    with tempfile.TemporaryDirectory() as home:
        kept = ("SYSTEMROOT", "TEMP", "TMP") if os.name == "nt" else ()
        environment = {
            "PATH": "" if os.name == "nt" else "/usr/bin:/bin",
            "HOME": home,
            "HSIVIEWER_HOME": home,
            "QT_QPA_PLATFORM": "offscreen",
            **{name: os.environ[name] for name in kept if name in os.environ},
            **HOSTILE,
        }
        for arguments in (["--version"], ["self-test"], ["self-test", "--window"]):
            start = time.monotonic()
            _say(f"hsiviewer {' '.join(arguments)} ...")
            done = subprocess.run(
                [EXECUTABLE, *arguments], cwd=home, env=environment, text=True,
                capture_output=True, timeout=600, check=False,
            )  # fmt: skip
            for line in done.stdout.splitlines():
                _say(f"  {line}")
            if done.returncode:
                raise SystemExit(
                    f"The built program failed in an empty environment:\n{done.stderr}"
                )
            _say(f"  {time.monotonic() - start:.1f} s")


def _pack() -> list[Path]:
    if sys.platform.startswith("linux") and shutil.which("dpkg-deb"):
        return [_debian_package()]
    return []


def _debian_package() -> Path:
    """Pack the folder as a .deb with menu entry, icon and the project's file type."""
    version = _version()
    root = WORK / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(PROGRAM, root / "opt" / "hsiviewer", symlinks=True)
    icon = "../resources/icons/hsiviewer.svg"
    for source, target in (
        ("linux/hsiviewer.desktop", "usr/share/applications/hsiviewer.desktop"),
        ("linux/hsiviewer.xml", "usr/share/mime/packages/hsiviewer.xml"),
        ("linux/hsiviewer.metainfo.xml", "usr/share/metainfo/hsiviewer.metainfo.xml"),
        (icon, "usr/share/icons/hicolor/scalable/apps/hsiviewer.svg"),
        (
            icon,
            "usr/share/icons/hicolor/scalable/mimetypes/application-x-hsiviewer.svg",
        ),
    ):
        place = root / target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "packaging" / source, place)
    commands = root / "usr" / "bin"
    commands.mkdir(parents=True)
    (commands / "hsiviewer").symlink_to("/opt/hsiviewer/hsiviewer")
    control = root / "DEBIAN"
    control.mkdir()
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    size = round(_megabytes(root) * 1000)
    (control / "control").write_text(
        f"Package: hsiviewer\nVersion: {version}\nArchitecture: {architecture}\n"
        "Maintainer: hsiviewer\nSection: science\nPriority: optional\n"
        f"Installed-Size: {size}\n"
        "Depends: libgl1, libegl1, libxkbcommon0, libxkbcommon-x11-0, libfontconfig1, "
        "libdbus-1-3, libglib2.0-0 | libglib2.0-0t64, libxcb-cursor0, libxcb-icccm4, "
        "libxcb-keysyms1, libxcb-shape0\n"
        "Description: hyperspectral viewer with few-shot, text-guided classification\n"
        " Look at a hyperspectral cube, label a few pixels per class, describe the\n"
        " classes in words, and get a georeferenced map.\n",
        encoding="utf-8",
    )
    target = DIST / f"hsiviewer_{version}_{architecture}.deb"
    _say("Packing ...")
    _call(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", root, target],
        quiet=True,
    )
    return target


def _write_checksums(packed: list[Path]) -> None:
    if not packed:
        return
    lines = []
    for path in packed:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        lines.append(f"{digest}  {path.name}\n")
    (DIST / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _packages() -> Path:
    return next(ENVIRONMENT.rglob("site-packages"))


def _version() -> str:
    (own,) = metadata.distributions(name="hsiviewer", path=[str(_packages())])
    return own.version


def _megabytes(path: Path) -> float:
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.lstat().st_size for file in files if not file.is_dir()) / 1e6


def _call(command: list[object], *, quiet: bool = False) -> None:
    stdout = subprocess.DEVNULL if quiet else None
    done = subprocess.run([str(word) for word in command], cwd=ROOT, stdout=stdout)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed; see its message above.")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command of its own


if __name__ == "__main__":
    sys.exit(main())

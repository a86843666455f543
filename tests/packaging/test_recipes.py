"""Recipes of packages, as far as they can be checked without building them."""

import ast
import configparser
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
import yaml

from hsiviewer.learning.registry import METHODS

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_every_resource_is_packed_into_the_wheel():
    packed = project()["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    folders = {f"resources/{each.name}" for each in (ROOT / "resources").iterdir()}
    assert set(packed) == folders
    assert all(target == f"hsiviewer/{source}" for source, target in packed.items())


def test_desktop_entry_names_the_program_and_its_file_type():
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(PACKAGING / "linux" / "hsiviewer.desktop", encoding="utf-8")
    section = entry["Desktop Entry"]
    assert section["Exec"].split()[0] == "hsiviewer"
    assert section["Icon"] == "hsiviewer"
    assert "application/x-hsiviewer" in section["MimeType"].split(";")


def test_file_type_and_store_entry_are_well_formed():
    for name in ("hsiviewer.xml", "hsiviewer.metainfo.xml"):
        ET.parse(PACKAGING / "linux" / name)
    text = (PACKAGING / "linux" / "hsiviewer.xml").read_text(encoding="utf-8")
    assert "*.hsiproj" in text


def test_installer_takes_what_the_build_makes():
    text = (PACKAGING / "windows" / "hsiviewer.iss").read_text(encoding="utf-8")
    sections = re.findall(r"^\[(\w+)\]$", text, re.MULTILINE)
    assert {"Setup", "Files", "Icons", "Registry"} <= set(sections)
    assert r"..\..\dist\hsiviewer\*" in text
    assert ".hsiproj" in text
    assert (PACKAGING / "icons" / "hsiviewer.ico").is_file()


def test_icons_are_what_their_systems_read():
    ico = (PACKAGING / "icons" / "hsiviewer.ico").read_bytes()
    assert ico[:4] == b"\0\0\1\0"
    icns = (PACKAGING / "icons" / "hsiviewer.icns").read_bytes()
    assert icns[:4] == b"icns"
    assert int.from_bytes(icns[4:8], "big") == len(icns)


def test_workflow_builds_on_three_systems_with_the_same_command():
    text = (ROOT / ".github" / "workflows" / "build.yml").read_text()
    workflow = yaml.safe_load(text)
    job = workflow["jobs"]["build"]
    systems = [each["system"] for each in job["strategy"]["matrix"]["include"]]
    assert [each.split("-")[0] for each in systems] == ["ubuntu", "windows", "macos"]
    commands = [each.get("run", "") for each in job["steps"]]
    assert "python packaging/build.py" in commands


def test_the_spec_is_python_and_names_the_entry():
    text = (PACKAGING / "hsiviewer.spec").read_text()
    ast.parse(text)
    assert (PACKAGING / "launch.py").is_file()
    # Methods are imported by name: all of the package has to be told.
    assert 'collect_submodules("hsiviewer")' in text
    assert all(each.entry.startswith("hsiviewer.") for each in METHODS.values())


@pytest.mark.slow
def test_a_wheel_has_its_resources_and_starts_from_any_folder(tmp_path):
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, ROOT],
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "hsiviewer/resources/icons/hsiviewer.svg" in names
    assert "hsiviewer/resources/guide/index.md" in names
    assert not any(name.startswith("tests/") for name in names)
    # What it depends on comes from here; an installation anew would take gigabytes.
    venv.create(tmp_path / "env", with_pip=False)
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    (packages,) = (tmp_path / "env").rglob("site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    subprocess.run(
        [*pip, "--python", scripts / "python", "install", "--quiet", "--no-deps",
         "--no-index", wheel], check=True,
    )  # fmt: skip
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    kept |= {"HSIVIEWER_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    for arguments in (["self-test"], ["self-test", "--window"]):
        done = subprocess.run(
            [scripts / "hsiviewer", *arguments],
            cwd=elsewhere,
            env={
                **kept,
                "HSIVIEWER_HOME": str(tmp_path),
                "QT_QPA_PLATFORM": "offscreen",
            },
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
    where = "import hsiviewer; print(hsiviewer.__file__)"
    found = subprocess.run(
        [scripts / "python", "-c", where], cwd=elsewhere, env=kept, text=True,
        capture_output=True, check=True,
    )  # fmt: skip
    assert Path(found.stdout.strip()).is_relative_to(packages)

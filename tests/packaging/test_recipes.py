"""Recipes of packages, as far as they can be checked without building them."""

import ast
import configparser
import re
import tomllib
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
    # Pictures of the README are not needed to run.
    assert set(packed) == folders - {"resources/screenshots"}
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
def test_a_wheel_holds_code_and_resources(tmp_path):
    import subprocess
    import sys

    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir",
         tmp_path, ROOT], check=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for each in ("descriptions/library.toml", "icons/hsiviewer.svg",
                 "measured/methods.json", "benchmarks/sets.toml"):  # fmt: skip
        assert f"hsiviewer/resources/{each}" in names
    assert not any(name.startswith("tests/") for name in names)

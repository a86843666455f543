"""Another package adds a format and a method, as installed packages do."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from hsiviewer.core import extensions
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import (
    CubeFormatError,
    FileAccessError,
    SourceClosedError,
)
from hsiviewer.core.window import PixelWindow
from hsiviewer.io import added_readers, registry
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.learning import registry as learning_registry
from hsiviewer.learning.registry import METHODS
from tests.api.tiny_package import tiny_scenes
from tests.workflows.scenes import write_scene

SOURCES = Path(__file__).parent / "tiny_package"
ENTRY_POINTS = """
[hsiviewer.readers]
tiny = tiny_scenes:READER

[hsiviewer.methods]
nearest-mean = tiny_config:METHOD
"""


def install(folder, entry_points, sources=()):
    """Put a package where Python finds it, with its record as pip leaves it."""
    folder.mkdir()
    for source in sources:
        shutil.copy(source, folder)
    record = folder / f"{folder.name}-1.0.dist-info"
    record.mkdir()
    (record / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {folder.name}\nVersion: 1.0\n"
    )
    (record / "entry_points.txt").write_text(entry_points)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """Install a package by pip, as its users do."""
    folder = tmp_path_factory.mktemp("installed")
    built = install(folder / "tiny", ENTRY_POINTS, SOURCES.glob("tiny_*.py"))
    record = built / "tiny-1.0.dist-info"
    (record / "WHEEL").write_text(
        "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n"
    )
    (record / "RECORD").touch()
    wheel = folder / "tiny-1.0-py3-none-any.whl"
    shutil.make_archive(str(wheel), "zip", built)
    Path(f"{wheel}.zip").rename(wheel)
    target = folder / "site-packages"
    command = "-m pip install --no-index --no-deps --disable-pip-version-check --target"
    done = run([*command.split(), target, wheel], cwd=folder)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def files(tmp_path):
    made = write_scene(tmp_path / "scene")
    cube = open_cube(made.scene)
    values = np.clip(cube.source.read(), 0, None)
    tiny_scenes.write_scene(tmp_path / "scene.tiny", values)
    return made


def run(arguments, *packages, cwd, **environment):
    """Run Python where the packages are installed."""
    root = Path(__file__).parents[2]
    path = os.pathsep.join(str(folder) for folder in (*packages, root))
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, **environment},
    )


CLASSIFY = [
    *("-m", "hsiviewer", "classify", "scene.tiny", "--labels", "scene/labels.tif"),
    *("--method", "nearest-mean", "--set", "power=1", "--out", "map.tif"),
    *("--reference", "scene/reference.tif", "--report", "r.json"),
    *("--save-model", "model"),
]
SCRIPT = """
import hsiviewer
print(hsiviewer.open("scene.tiny"))
print([method.id for method in hsiviewer.methods()][-1])
found = hsiviewer.classify(
    "scene.tiny", "scene/labels.tif", method="nearest-mean", power=1
)
hsiviewer.export(found, "again.tif")
hsiviewer.export(hsiviewer.predict("scene.tiny", "model"), "predicted.tif")
"""


def test_format_and_method_of_another_package_serve_both_doors(tiny, files, tmp_path):
    done = run(CLASSIFY, tiny, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["overall_accuracy"] > 0.95
    assert report["configuration"] == {"power": 1.0}

    done = run(["-c", SCRIPT], tiny, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "<Scene scene.tiny: 24 x 30 pixels, 12 bands>",
        "nearest-mean",
    ]
    maps = [
        read_labels(tmp_path / name, None)[0].values
        for name in ("map.tif", "again.tif", "predicted.tif")
    ]
    assert np.array_equal(maps[0], maps[1])
    assert np.array_equal(maps[0], maps[2])


def test_safe_mode_leaves_extensions_out(tiny, files, tmp_path):
    done = run(
        ["-m", "hsiviewer", "info", "--safe-mode", "scene.tiny"], tiny, cwd=tmp_path
    )
    assert done.returncode == 1
    assert "scene.tiny is no scene" in done.stderr
    assert "Tiny" not in done.stderr


def test_safe_mode_reaches_worker_processes(monkeypatch):
    monkeypatch.delenv("HSIVIEWER_SAFE_MODE", raising=False)
    assert extensions.are_on()
    monkeypatch.setenv("HSIVIEWER_SAFE_MODE", "")
    extensions.switch_off()
    assert not extensions.are_on()
    code = "from hsiviewer.core.extensions import are_on; print(are_on())"
    assert run(["-c", code], cwd=None).stdout == "False\n"


def test_the_built_program_has_no_extensions(monkeypatch):
    assert extensions.are_on()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert not extensions.are_on()


# A method that can be used, and changes of it that would break lists and forms.
GOOD_METHOD = """
from dataclasses import dataclass
from hsiviewer.learning.base_config import BaseConfig
from hsiviewer.learning.configuration import parameter
from hsiviewer.learning.registry import MethodSpec
@dataclass(frozen=True)
class C(BaseConfig):
    x: int = parameter(0, "What it does.")
PRESETS = {"quick": C()}
THING = MethodSpec(
    id="new", title="New", summary="", config="broken:C", entry="", stages=("a", "b")
)
"""
FAULTS = [
    (("x: int", "x: float | None"), "x is of the type float | None; parameters are"),
    (("x: int", "x: 'Unknown'"), "NameError"),
    (("parameter(0", "parameter(None"), "x = 'None', which is no int"),
    (('"quick": C()', '"quick": None'), "the preset 'quick' of broken:C is no such"),
    (('"quick": C()', '"quick": C(), 3: C()'), "the preset 3 of broken:C"),
    (('{"quick": C()}', '["quick"]'), "no preset 'quick'"),
    (('id="new"', "id=5"), "id is a text, not '5'"),
    (('id="new"', "id=[]"), "TypeError"),
    (('id="new"', 'id="a,b"'), "the id 'a,b' has other characters"),
    (('title="New"', "title=None"), "title is a text, not 'None'"),
    (('stages=("a", "b")', 'stages=["a", "b"]'), "stages is a tuple of texts"),
    (('stages=("a", "b")', 'stages=("a",)'), "names no stages"),
    (('entry=""', 'entry="", uses_text=1'), "uses_text is True or False"),
    (('entry=""', 'entry="", batch_fields=("y",)'), "has no fields y"),
]


def test_a_method_without_these_faults_can_be_used(tmp_path, monkeypatch, caplog):
    good = install(tmp_path / "good", "[hsiviewer.methods]\nnew = broken:THING\n")
    (good / "broken.py").write_text(GOOD_METHOD)
    assert "new" in found_methods(monkeypatch, good)
    assert not caplog.records


@pytest.mark.parametrize(
    ("point", "module", "sentence"),
    [
        ("broken:THING", "import not_there", "ModuleNotFoundError"),
        ("broken:THING", "raise SystemExit(3)", "SystemExit"),
        ("broken:THING", "THING = 5", "int"),
        ("broken:THING", "", "AttributeError"),
        ("broken", "", "is of type module, but hsiviewer.methods takes a"),
        ("broken:THING", "import warnings; warnings.warn('old')", "UserWarning: old"),
        (
            "broken:THING",
            "from hsiviewer.learning.registry import METHODS as M, MethodSpec\n"
            "import dataclasses\n"
            "class C: pass\n"
            "THING = MethodSpec(id='svm', title='', summary='', config='broken:C',"
            " entry='', stages=('a', 'b'))",
            "there is a method 'svm' already",
        ),
        (
            "broken:THING",
            "from hsiviewer.learning.registry import MethodSpec\n"
            "import dataclasses\n"
            "@dataclasses.dataclass(frozen=True)\n"
            "class C:\n    x: int = 0\n"
            "PRESETS = {'quick': C()}\n"
            "THING = MethodSpec(id='new', title='', summary='', config='broken:C',"
            " entry='', stages=('a', 'b'))",
            "fields without a description (x)",
        ),
        (
            "broken:THING",
            "from hsiviewer.learning.registry import MethodSpec\n"
            "import dataclasses\n"
            "@dataclasses.dataclass(frozen=True)\n"
            "class C: pass\n"
            "PRESETS = {'quick': C()}\n"
            "THING = MethodSpec(id='new', title='', summary='', config='broken:C',"
            " entry='', stages=('a', 'b'))",
            "broken:C is no BaseConfig",
        ),
        *(
            ("broken:THING", GOOD_METHOD.replace(*change), sentence)
            for change, sentence in FAULTS
        ),
    ],
)
def test_a_broken_extension_costs_one_sentence(
    tiny, tmp_path, monkeypatch, caplog, point, module, sentence
):
    broken = install(tmp_path / "faulty", f"[hsiviewer.methods]\nfaulty = {point}\n")
    (broken / "broken.py").write_text(module + "\n")
    methods = found_methods(monkeypatch, tiny, broken)
    assert {"svm", "nearest-mean"} <= set(methods), "the others are there"
    (record,) = caplog.records
    assert sentence in record.message
    assert record.message.startswith("the extension 'faulty' (broken")


def found_methods(monkeypatch, *packages):
    """Look for methods anew, with some packages installed."""
    for folder in packages:
        monkeypatch.syspath_prepend(folder)
    for name in ("broken", "tiny_config"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    found = learning_registry._Methods()
    assert len(found)
    for name in ("broken", "tiny_config"):
        sys.modules.pop(name, None)
    return found


def test_a_broken_extension_is_told_once_and_not_by_workers(tiny, files, tmp_path):
    broken = install(tmp_path / "broken", "[hsiviewer.methods]\nbroken = broken:X\n")
    done = run(CLASSIFY, broken, tiny, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("the extension 'broken'") == 1
    assert done.stderr.startswith("hsiviewer: the extension 'broken' (broken:X) fails")
    assert "Traceback" not in done.stderr


def test_a_record_that_cannot_be_read_costs_one_sentence(tmp_path, monkeypatch, caplog):
    garbled = install(tmp_path / "garbled", "[hsiviewer.methods]\nno equals sign\n")
    assert "svm" in found_methods(monkeypatch, garbled)
    (record,) = caplog.records
    assert record.message.startswith("no extension is used")


def _guarded(identify, open_scene):
    reader = registry.Reader("Odd", ("*.odd",), identify, open_scene)
    return added_readers._guarded(reader)


def _fail(*_):
    raise KeyError("a fault")


def test_a_reader_that_fails_knows_no_file(tmp_path, caplog):
    reader = _guarded(_fail, _fail)
    assert not reader.identify(tmp_path / "x.odd", b"")
    assert not reader.identify(tmp_path / "y.odd", b"")
    (record,) = caplog.records
    assert (
        "the reader 'Odd' of an extension fails (KeyError: 'a fault')" in record.message
    )


@pytest.mark.parametrize("open_scene", [_fail, lambda *_: None])
def test_a_scene_that_a_reader_fails_on_is_refused_with_a_sentence(
    tmp_path, open_scene
):
    reader = _guarded(lambda *_: True, open_scene)
    with pytest.raises(
        CubeFormatError, match=r"x\.odd cannot be read: the reader 'Odd'"
    ):
        reader.open(tmp_path / "x.odd", "")


@pytest.mark.parametrize("answer", [_fail, lambda *_: None, lambda *_: [3]])
def test_whatever_else_a_reader_fails_at_is_told_with_a_sentence(tmp_path, answer):
    reader = registry.Reader(
        "Odd", ("*.odd",), lambda *_: True, _fail, answer, answer, answer
    )
    guarded = added_readers._guarded(reader)
    path = tmp_path / "x.odd"
    for ask in (guarded.label_raster, guarded.open_auxiliary):
        with pytest.raises(CubeFormatError, match=r"x\.odd cannot be read: the reader"):
            ask(path, "")
    with pytest.raises(CubeFormatError, match=r"x\.odd cannot be read: the reader"):
        guarded.variables(path)


class _FaultySource(ArraySource):
    """Opens without fault, and answers whatever `answer` does."""

    def __init__(self, answer):
        super().__init__(np.ones((1, 3, 4)))
        self._answer = answer

    def read(self, bands=None, window=None, *, step=1):
        return self._answer()

    read_spectra = read
    close = _fail


@pytest.mark.parametrize(
    ("answer", "kind", "sentence"),
    [
        (_fail, FileAccessError, "fails (KeyError: 'a fault')"),
        (lambda: [[[1]]], CubeFormatError, "returns list, not numbers"),
        (lambda: np.ones((1, 4, 3)), CubeFormatError, "returns (1, 4, 3), not numbers"),
        (lambda: np.full((1, 3, 4), "a"), CubeFormatError, "not numbers of the shape"),
    ],
)
def test_values_that_a_reader_fails_at_are_told_with_a_sentence(
    tmp_path, answer, kind, sentence
):
    source = _FaultySource(answer)
    reader = _guarded(lambda *_: True, lambda *_: HsiCube(source, BandAxis(1)))
    path = tmp_path / "x.odd"
    cube = reader.open(path, "")
    pixel = np.zeros(1, int)
    for read in (
        cube.read,
        lambda: cube.read_spectra(pixel, pixel),
        lambda: reader.label_raster(path, ""),
    ):
        with pytest.raises(kind, match=re.escape(sentence)) as raised:
            read()
        assert "x.odd cannot be read: the reader 'Odd'" in str(raised.value)
    cube.close()
    with pytest.raises(SourceClosedError, match="has been closed"):
        cube.read()


def test_windows_of_an_extensions_scene_are_read_as_those_of_others(tmp_path):
    values = np.arange(2 * 5 * 7).reshape(2, 5, 7)
    tiny_scenes.write_scene(tmp_path / "x.tiny", values)
    cube = added_readers._guarded(tiny_scenes.READER).open(tmp_path / "x.tiny", "")
    part = cube.read([1], PixelWindow(1, 2, 4, 5), step=2)
    assert np.array_equal(part, values[1:, 1:5:2, 2:7:2])
    assert (cube.shape, cube.source.dtype) == ((2, 5, 7), np.dtype("<u2"))


def test_a_reader_that_names_no_more_than_it_must_does_as_the_others(tmp_path):
    tiny_scenes.write_scene(tmp_path / "x.tiny", np.ones((1, 3, 4)))
    reader = added_readers._guarded(tiny_scenes.READER)
    assert not reader.variables(tmp_path / "x.tiny")
    assert reader.label_raster(tmp_path / "x.tiny", "").values.tolist() == [[1] * 4] * 3
    assert reader.open_auxiliary(tmp_path / "x.tiny", "").shape == (1, 3, 4)


def test_a_reader_need_not_say_where_the_scene_lies(tmp_path):
    tiny_scenes.write_scene(tmp_path / "x.tiny", np.ones((2, 3, 4)))
    reader = added_readers._guarded(tiny_scenes.READER)
    cube = reader.open(tmp_path / "x.tiny", "")
    assert (cube.path, cube.driver) == (tmp_path / "x.tiny", "Tiny")


def test_without_extensions_the_tables_are_the_programs_own():
    assert registry.all_readers()[: len(registry.READERS)] == registry.READERS
    assert next(iter(METHODS)) == "diffclip"

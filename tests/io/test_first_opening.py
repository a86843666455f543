"""Files that crash or hang their library end a child, not the program."""

import os
import time

import h5py
import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.hdf5 import first_opening
from hsiviewer.io.registry import open_cube
from tests.builders import make_values


def crash(_path):
    """End as a library does that reads beyond its memory."""
    os.abort()


def hang(_path):
    """Do not end."""
    time.sleep(600)


def harmless(_path):
    """End well."""


@pytest.fixture
def scene(tmp_path, monkeypatch):
    monkeypatch.setattr(first_opening, "_seen", set())
    path = tmp_path / "scene.h5"
    with h5py.File(path, "w") as file:
        file["cube"] = make_values()
        file["wavelength"] = np.linspace(400, 800, 5)
    return path


def test_a_child_looks_at_a_file_once(scene, monkeypatch):
    first_opening.look_first(scene)

    def never(_process):
        raise AssertionError("a second child was started")

    monkeypatch.setattr(first_opening, "start_worker", never)
    first_opening.look_first(scene)
    assert open_cube(scene).shape == (5, 6, 7)


def test_a_file_that_crashes_the_child_is_refused(scene):
    with pytest.raises(CubeFormatError, match=r"scene\.h5 crashes"):
        first_opening.look_first(scene, crash)
    first_opening.look_first(scene, harmless)


def test_a_child_that_does_not_end_is_killed(scene):
    with pytest.raises(CubeFormatError, match=r"scene\.h5 keeps"):
        first_opening.look_first(scene, hang, patience_s=0.5)


def test_without_processes_the_file_is_opened_all_the_same(scene, monkeypatch):
    def forbidden(_process):
        raise OSError("no more processes")

    monkeypatch.setattr(first_opening, "start_worker", forbidden)
    first_opening.look_first(scene, crash)


def test_every_file_is_looked_at_first(scene, monkeypatch):
    asked = []
    monkeypatch.setattr("hsiviewer.io.hdf5.file.look_first", asked.append)
    open_cube(scene)
    assert asked == [scene]

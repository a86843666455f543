import numpy as np
import pytest

from hsiviewer.io.registry import open_cube
from tests.workflows.scenes import write_scene


@pytest.fixture
def files(tmp_path):
    return write_scene(tmp_path)


@pytest.fixture
def bare(files, tmp_path):
    """The scene of `files` as an array that says nothing."""
    path = tmp_path / "bare.npy"
    cube = open_cube(files.scene)
    np.save(path, cube.source.read().transpose(1, 2, 0))
    cube.close()
    return path

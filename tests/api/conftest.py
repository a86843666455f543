import pytest

from tests.workflows.scenes import write_scene


@pytest.fixture
def files(tmp_path):
    return write_scene(tmp_path / "scene")

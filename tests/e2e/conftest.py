"""The real window, driven as users drive it."""

import pytest

from hsiviewer.app import create_main_window
from hsiviewer.ui.base import theme
from tests.e2e.hands import close
from tests.ui.conftest import collector, loop, nothing_left  # noqa: F401 - fixtures
from tests.workflows.scenes import write_scene


@pytest.fixture
def files(tmp_path):
    return write_scene(tmp_path, rows=40, cols=48)


@pytest.fixture
def window(qapp, qtbot, loop, files):  # noqa: F811 - the fixture above
    """Open the window on a scene, and close it with all its processes."""
    theme.apply_theme(qapp, "light")
    window = create_main_window([str(files.scene)])
    window.resize(1280, 800)
    window.show()
    qtbot.waitUntil(lambda: window.document.cube is not None, timeout=10_000)
    qtbot.waitUntil(lambda: not window.map_view.is_drawing, timeout=10_000)
    yield window
    close(window, qtbot)

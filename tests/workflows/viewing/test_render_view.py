"""The stretch is judged by a sample, which is read once."""

import numpy as np
import pytest

from hsiviewer.core.view_settings import Stretch
from hsiviewer.core.window import PixelWindow
from hsiviewer.workflows.viewing.render_view import (
    ViewRequest,
    band_histograms,
    find_limits,
    render_view,
)
from tests.builders import make_cube

BANDS = (2, 1, 0)


@pytest.fixture
def cube():
    values = np.random.default_rng(0).integers(0, 9000, (3, 800, 1200), np.int16)
    return make_cube(values=values)


@pytest.fixture
def reads(cube, monkeypatch):
    read, steps = cube.source.read, []

    def noted(bands, window=None, *, step=1):
        steps.append((window, step))
        return read(bands, window, step=step)

    monkeypatch.setattr(cube.source, "read", noted)
    return steps


@pytest.mark.parametrize(("step", "count"), [(1, 1), (3, 1), (2, 2)])
def test_the_picture_of_the_scene_is_its_sample_where_the_steps_agree(
    cube, reads, step, count
):
    wanted = find_limits(cube, BANDS, Stretch())
    reads.clear()
    rendered = render_view(ViewRequest(cube, BANDS, Stretch(), cube.window, step))
    assert len(reads) == count
    np.testing.assert_array_equal(rendered.limits, wanted)
    again = band_histograms(cube, BANDS, cube.window)
    reads.clear()
    found = band_histograms(cube, BANDS, cube.window, sample=rendered.sample)
    assert reads == []
    np.testing.assert_array_equal(found.counts, again.counts)
    np.testing.assert_array_equal(found.edges, again.edges)


def test_a_part_of_the_scene_is_stretched_by_the_whole_of_it(cube, reads):
    window = PixelWindow(100, 100, 60, 80)
    rendered = render_view(ViewRequest(cube, BANDS, Stretch(), window, 1))
    assert [part for part, _ in reads] == [window, cube.window]
    wanted = find_limits(cube, BANDS, Stretch())
    np.testing.assert_array_equal(rendered.limits, wanted)


def test_limits_that_are_known_need_no_sample(cube, reads):
    chosen = Stretch("limits", limits=((0.0, 9.0),) * 3)
    for request in (
        ViewRequest(cube, BANDS, chosen, cube.window, 3),
        ViewRequest(cube, BANDS, Stretch(), cube.window, 3, np.array([[0.0, 9.0]] * 3)),
    ):
        assert render_view(request).sample is None
    assert len(reads) == 2

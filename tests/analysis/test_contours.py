"""Lines lie where a field has a value; steps between them are round."""

import numpy as np
import pytest

from hsiviewer.analysis.contours import contours, round_step


def test_the_line_of_a_ramp_is_straight():
    field = np.arange(10.0)[:, None] + np.zeros(8)
    (line,) = contours(field, 3.25)
    np.testing.assert_allclose(line[:, 0], 3.25)
    assert sorted(line[:, 1].tolist()) == list(range(8))


@pytest.mark.parametrize(
    ("about", "step"), [(0.03, 0.05), (1.0, 1), (1.2, 2), (7, 10), (230, 500)]
)
def test_steps_are_round(about, step):
    assert round_step(about) == pytest.approx(step)

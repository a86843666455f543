import numpy as np
import pytest

from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.data.inputs import ScaledRaster, read_patches, sample_positions
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.data.scene import open_raster
from tests.builders import make_cube


def make_modality(bands=3, rows=150, cols=140):
    cube = make_cube(bands=bands, rows=rows, cols=cols)
    unit = SpectralScaler(np.zeros(bands, np.float32), np.ones(bands, np.float32))
    return ScaledRaster(open_raster(cube), unit)


def test_patches_hold_the_same_place_in_every_modality_across_tiles():
    modalities = [make_modality(3), make_modality(1)]
    positions = np.array([[0, 0], [127, 128], [149, 139], [5, 130], [127, 1]])
    spectral, height = read_patches(
        modalities, positions, (150, 140), size=5, progress=SilentProgress()
    )
    assert spectral.shape == (5, 3, 5, 5)
    assert height.shape == (5, 1, 5, 5)
    for index, (row, col) in enumerate(positions):
        expected = 10 * row + col
        assert height[index, 0, 2, 2] == expected
        assert spectral[index, :, 2, 2].tolist() == [
            expected,
            100 + expected,
            200 + expected,
        ]
    assert np.array_equal(spectral[:, :1], height)
    # Inside the scene, the patch runs on in both directions.
    assert spectral[3, 0, 2, 3] - spectral[3, 0, 2, 2] == 1
    assert spectral[3, 0, 3, 2] - spectral[3, 0, 2, 2] == 10


@pytest.mark.parametrize("size", [0, 4])
def test_patch_without_a_centre_is_refused(size):
    with pytest.raises(ValueError, match="centre"):
        read_patches(
            [make_modality()],
            np.array([[1, 1]]),
            (150, 140),
            size=size,
            progress=SilentProgress(),
        )


def test_sampled_positions_are_distinct_valid_and_repeatable():
    valid = np.zeros((30, 40), bool)
    valid[5:20, 7:30] = True
    first, second = (
        sample_positions(valid, 100, np.random.default_rng(4)) for _ in range(2)
    )
    assert np.array_equal(first, second)
    assert len(np.unique(first, axis=0)) == 100
    assert valid[first[:, 0], first[:, 1]].all()


def test_all_pixels_are_drawn_where_there_are_not_enough():
    valid = np.zeros((3, 4), bool)
    valid[1, 1:3] = True
    drawn = sample_positions(valid, 100, np.random.default_rng(0))
    assert drawn.tolist() == [[1, 1], [1, 2]]

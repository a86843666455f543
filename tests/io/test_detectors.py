"""Overlapping detectors: told in the order of the file, with the choice of one."""

import numpy as np
import pytest

from hsiviewer.io.detectors import (
    choice_text,
    overlap_when_sorted,
    overlaps_in_order,
)
from hsiviewer.io.registry import list_variables, open_cube
from tests.builders import make_values
from tests.io import sensor_files
from tests.io.test_product_files import product  # noqa: F401 - a fixture
from tests.io.test_real_scenes import open_real

# Two detectors as EnMAP has them, spaced by 8 and by 10 nm.
FIRST = np.arange(880.0, 1000.0, 8)
SECOND = np.arange(903.0, 1100.0, 10)
WIDTHS = np.concatenate([np.full(FIRST.size, 9.8), np.full(SECOND.size, 12.0)])


def numbers(overlaps):
    return [(one.tolist(), other.tolist()) for one, other in overlaps]


@pytest.mark.parametrize(
    ("wavelengths", "expected"),
    [
        ([400, 500, 490, 600], [([1], [2])]),
        ([400, 500, 600, 550, 580, 700], [([2], [3, 4])]),
        # PRISMA: both detectors from the last band to the first.
        ([977, 950, 407, 2497, 960, 943], [([0, 1], [4, 5])]),
        ([400, 500, 600], []),
        ([700, 800, 400, 500], []),  # nothing is measured twice
        ([9, 1, 8, 2, 7, 3, 6, 4, 5], []),  # no detectors, but disorder
    ],
)
def test_overlaps_of_detectors_that_follow_each_other(wavelengths, expected):
    assert numbers(overlaps_in_order(np.array(wavelengths, float))) == expected


def test_sorted_bands_are_told_apart_by_their_widths():
    centres = np.concatenate([FIRST, SECOND])
    order = np.argsort(centres)
    overlap = overlap_when_sorted(centres[order], WIDTHS[order], FIRST.size)
    first, second = (order[part] for part in overlap)
    assert (first < FIRST.size).all()
    assert (second >= FIRST.size).all()
    assert centres[first].min() >= SECOND[0]
    assert centres[second].max() <= FIRST[-1]
    # Another number of bands, and bands that are not sorted, say nothing.
    assert overlap_when_sorted(centres[order], WIDTHS[order], FIRST.size + 1) is None
    assert overlap_when_sorted(centres, WIDTHS, FIRST.size) is None


def test_the_choice_names_bands_from_one():
    assert choice_text([]) == ""
    pair = np.array([3, 4, 5]), np.array([6, 8])
    assert "mark bands 4-6 or 7, 9 bad" in choice_text([pair])


def test_the_overlap_of_the_real_scene_of_enmap_is_told():
    cube = open_real("enmap_potsdam/derived_enmap_potsdam_mosaic_160x192.tif")
    assert any("mark bands 80-91 or 92-100 bad" in notice for notice in cube.notices)


def test_the_views_of_a_product_are_listed_for_a_choice(tmp_path):
    prisma = list_variables(sensor_files.prisma(tmp_path))
    assert [(name, shape) for name, shape, _ in prisma[:3]] == [
        ("", (5, 6, 7)),
        ("VNIR", (3, 6, 7)),
        ("SWIR", (2, 6, 7)),
    ]
    emit = list_variables(sensor_files.emit(tmp_path))
    assert [name for name, shape, _ in emit if len(shape) == 3] == ["", "ortho"]
    neon = list_variables(sensor_files.neon(tmp_path))
    assert [name for name, shape, _ in neon if len(shape) == 3] == []


@pytest.mark.parametrize("is_zipped", [True, False])
def test_the_detectors_of_a_product_are_listed(tmp_path, product, is_zipped):  # noqa: F811
    images = ("P-SPECTRAL_IMAGE_VNIR.TIF", "P-SPECTRAL_IMAGE_SWIR.TIF")
    path = product(*images, level="L1B", folder="")
    if not is_zipped:
        import zipfile

        with zipfile.ZipFile(path) as archive:
            archive.extract("P-METADATA.XML", tmp_path)
        path = tmp_path / "P-METADATA.XML"
    names = [name for name, _, _ in list_variables(path)]
    assert names == ["VNIR", "SWIR"]
    for name in names:
        np.testing.assert_array_equal(
            open_cube(f"{path}:{name}").source.read(), make_values()
        )

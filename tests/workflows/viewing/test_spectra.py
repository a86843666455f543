"""Means of labelled spectra are honest about nodata, and cheap."""

import numpy as np

from hsiviewer.workflows.viewing.spectra import compute_class_means
from tests.builders import make_cube, make_values


def test_means_leave_nodata_out_and_read_few_pixels():
    values = make_values(bands=2, rows=20, cols=20).astype(np.float32)
    values[:, 0, 0] = np.nan
    cube = make_cube(values=values)
    labels = np.ones((20, 20), np.uint16)
    labels[0, :2] = 2
    means = compute_class_means(cube, labels, limit=10)
    assert means[2].mean.tolist() == [1.0, 101.0]
    again = compute_class_means(cube, labels, limit=10)
    assert np.array_equal(means[1].mean, again[1].mean)


def test_class_of_nodata_pixels_has_an_empty_mean():
    values = np.full((2, 3, 3), np.nan, np.float32)
    means = compute_class_means(make_cube(values=values), np.ones((3, 3), np.uint16))
    assert np.isnan(means[1].mean).all()

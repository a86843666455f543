"""Small cubes of fruit that differ in spectrum, some with a worm in them."""

import numpy as np

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube

NAMES = ("ripe", "unripe", "wormy")
BANDS = 10
SIDE = 24


def make_object(kind, seed, side=SIDE):
    """Return values (bands, rows, cols) of one fruit on an empty background.

    The third kind has the mean spectrum of the first, with dark spots beside
    bright ones: only its texture tells it.
    """
    generator = np.random.default_rng([seed, kind])
    rise = np.linspace(0.2, 0.8, BANDS)
    spectrum = rise[::-1] if kind == 1 else rise
    row, col = np.mgrid[:side, :side] - (side - 1) / 2
    mask = np.hypot(row, col) < side / 2
    light = np.ones((side, side))
    if kind == 2:
        light += 0.5 * (-1.0) ** ((np.arange(side)[:, None] + np.arange(side)) // 2)
    values = spectrum[:, None, None] * light
    values = values * generator.uniform(0.9, 1.1)
    values = values + generator.normal(0, 0.03, values.shape)
    return np.where(mask, np.maximum(values, 0.01), 0).astype(np.float32)


def make_cubes(per_class, seed=0):
    """Return cubes and their kinds, one kind after the other."""
    kinds = np.repeat(np.arange(len(NAMES)), per_class)
    cubes = [
        HsiCube(
            ArraySource(make_object(kind, seed * 1000 + number)),
            BandAxis(BANDS, np.linspace(400, 1000, BANDS)),
        )
        for number, kind in enumerate(kinds)
    ]
    return cubes, kinds

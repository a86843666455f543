"""A small scene whose classes differ in spectrum and height."""

import numpy as np

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.learning.data.requests import LearningRequest
from hsiviewer.learning.recipe import Recipe
from tests.builders import UTM33

NODATA = -9999
CLASS_IDS = (3, 7, 20)
NAMES = ("water", "lawn", "roof")
# Enough to see every line run; far from enough to learn well. Of the networks one sees
# surroundings, which takes twice the time; those of all are in `test_surroundings`.
SHORT = {
    "diffclip": {
        "context": False, "pretrain_steps": 2, "steps": 3, "members": 2,
        "unlabelled": 20, "width": 16,
        "calibration_folds": 2, "pretrain_batch": 8, "components": 4,
    },
    "curated-prompts": {
        "steps": 10, "members": 2, "width": 16, "batch": 8, "components": 4,
        "calibration_folds": 2,
    },
    "s3fn": {
        "context": False,
        "steps": 10, "fusion_steps": 4, "epochs": 0, "fusion_epochs": 0,
        "members": 2, "width": 16, "filters": 4, "batch": 8, "components": 6,
        "calibration_folds": 2,
    },
    "contrastdm": {
        "context": False,
        "pretrain_steps": 3, "diffusion_steps": 10, "steps": 20, "members": 2,
        "unlabelled": 40, "width": 16, "pretrain_batch": 8, "components": 4,
        "queue": 16, "denoiser_width": 16, "denoiser_blocks": 1, "synthetic": 10,
        "sampling_steps": 5, "calibration_folds": 2,
    },
    "svm": {},
    "random-forest": {"trees": 40},
    "extra-trees": {"trees": 15},
    "discriminant": {},
    "logistic": {},
    "spectral-angle": {},
    "ensemble": {"trees": 20, "folds": 2},
}  # fmt: skip


def make_reference(rows=37, cols=41):
    """Return class ids in slanted fields."""
    row, col = np.mgrid[:rows, :cols]
    return np.array(CLASS_IDS, np.uint16)[(row + 2 * col) // 24 % 3]


def make_scene(noise=0.3, seed=0, rows=37, cols=41):
    """Return a cube of 12 bands, one of them bad, with an empty corner."""
    generator = np.random.default_rng(seed)
    reference = make_reference(rows, cols)
    spectra = generator.uniform(200, 2000, size=(21, 12))
    spread = noise * spectra[list(CLASS_IDS)].std()
    values = spectra[reference].transpose(2, 0, 1)
    values = values + generator.normal(0, spread, size=values.shape)
    values[5] = generator.normal(0, 1e6, size=reference.shape)
    values[:, :4, :5] = NODATA
    good = np.arange(12) != 5
    return HsiCube(
        ArraySource(values.astype(np.float32)),
        BandAxis(12, np.linspace(400, 1000, 12), good=good),
        georeference=UTM33,
        nodata=NODATA,
    )


def make_height(seed=0, rows=37, cols=41):
    """Return a surface model in which roofs are high."""
    generator = np.random.default_rng(seed)
    height = 8.0 * (make_reference(rows, cols) == CLASS_IDS[2])
    height = height + generator.normal(0, 0.2, size=height.shape)
    return HsiCube(ArraySource(height[None].astype(np.float32)), BandAxis(1))


def make_labels(shots=6, seed=0, rows=37, cols=41):
    """Return some labels of each class, on pixels with values."""
    generator = np.random.default_rng(seed)
    reference = make_reference(rows, cols)
    reference[:4, :5] = 0
    labels = np.zeros_like(reference)
    for class_id in CLASS_IDS:
        candidates = np.flatnonzero(reference == class_id)
        labels.flat[generator.choice(candidates, shots, replace=False)] = class_id
    return labels


def make_scheme():
    """Return classes with gaps in their ids."""
    return ClassScheme(
        tuple(
            LandCoverClass(each, name, palette_color(each), f"bright {name} in summer")
            for each, name in zip(CLASS_IDS, NAMES, strict=True)
        )
    )


def make_request(method="diffclip", preset="quick", changes=None, **fields):
    """Return a request on the scene that runs in a moment.

    `fields` are those of the recipe and of the request; `changes` replace what makes
    it short.
    """
    names = ("overrides", "seed", "device", "text_encoder")
    recipe = {
        "overrides": SHORT[method] | (changes or {}),
        "device": "cpu",
        "text_encoder": "scratch",
    } | {name: fields.pop(name) for name in names if name in fields}
    values = {
        "cube": make_scene(),
        "labels": make_labels(),
        "scheme": make_scheme(),
        "recipe": Recipe(method, preset=preset, **recipe),
    }
    return LearningRequest(**(values | fields))

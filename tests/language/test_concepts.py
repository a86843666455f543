"""The tree of concepts is complete, and its spectra look like what they are called."""

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.language.concepts import LANGUAGES, concept_tree
from hsiviewer.language.likelihood import sensor_concepts
from hsiviewer.language.prototypes import drawn_pixels, shipped_library

NM = np.arange(420.0, 2450.0, 10)
BANDS = BandAxis(NM.size, NM)


def test_the_tree_has_many_concepts_and_no_loose_ends():
    tree = concept_tree()
    assert len(tree.concepts) >= 150
    assert len(tree.leaves) >= 150
    assert set(shipped_library().concepts) == set(tree.leaves)
    for concept in tree.concepts.values():
        assert all(parent in tree for parent in concept.parents)
        assert tree.measurable(concept.id), concept.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_means_one_concept(language):
    phrases = [
        phrase.lower()
        for concept in concept_tree().concepts.values()
        for phrase in concept.phrases[language]
    ]
    assert all(phrases)
    assert len(set(phrases)) == len(phrases)


def test_spectra_are_reflectance_on_the_grid():
    library = shipped_library()
    assert library.spectra.shape == (len(library.concepts), len(library.grid_nm))
    assert library.spectra.min() > -0.05
    assert library.spectra.max() < 1.3


def test_drawing_repeats_itself_and_coarse_pixels_are_mixed():
    fine, again, coarse = (
        drawn_pixels(BANDS, [24, 43], pixel_m=pixel_m)["tile_roof"]
        for pixel_m in (1.0, 1.0, 30.0)
    )
    assert np.array_equal(fine, again)
    ndvi = [((p[:, 1] - p[:, 0]) / (p[:, 1] + p[:, 0])).mean() for p in (fine, coarse)]
    assert ndvi[1] > ndvi[0]


@pytest.mark.parametrize(
    ("family", "leaves"),
    [("vegetation", ("lawn", "conifer", "maize")), ("water", ("clear_water",)),
     ("clay_mineral", ("kaolinite",)), ("carbonate", ("calcite",)),
     ("snow_ice", ("fresh_snow",)), ("iron_oxide", ("goethite",))],
)  # fmt: skip
def test_pixels_of_a_concept_fit_its_family_best(family, leaves):
    tree, concepts = concept_tree(), sensor_concepts(BANDS, pixel_m=1.0)
    pixels = drawn_pixels(BANDS, concepts.bands, pixel_m=1.0, seed=7)
    for leaf in leaves:
        fit = concepts.log_likelihoods(concepts.features(pixels[leaf].T))
        best = [concepts.ids[row] for row in fit.argmax(axis=1)]
        right = np.mean([tree.is_kind_of(found, family) for found in best])
        assert right > 0.75, (leaf, right)


def test_a_sensor_without_wavelengths_knows_no_facts():
    assert sensor_concepts(BandAxis(10)) is None
    assert sensor_concepts(BandAxis(3, np.array([3000.0, 4000.0, 5000.0]))) is None

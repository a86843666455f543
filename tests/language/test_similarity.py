"""Pixels are like the phrase that tells what they are, and the facts say why."""

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.language.likelihood import sensor_concepts
from hsiviewer.language.prototypes import drawn_pixels
from hsiviewer.language.similarity import PhraseScorer, Surroundings, similarity
from hsiviewer.language.understanding import understand
from hsiviewer.language.weights import exclusive_weights, leaf_weights

NM = np.arange(420.0, 2450.0, 10)
BANDS = BandAxis(NM.size, NM)
PIXELS = drawn_pixels(BANDS, list(range(NM.size)), pixel_m=1.0, seed=3)


def scorer(*phrases, bands=BANDS):
    concepts = sensor_concepts(bands, pixel_m=1.0)
    return PhraseScorer(concepts, bands, [understand(phrase) for phrase in phrases])


def score(found, concept, surroundings=None):
    values = PIXELS[concept].T[found.bands]
    return np.median(found.scores(values, surroundings), axis=1)


def test_each_phrase_finds_its_own_pixels():
    found = scorer("water", "conifer", "clay tile roof", "kaolinite")
    scores = np.stack(
        [score(found, name) for name in
         ("clear_water", "conifer", "tile_roof", "kaolinite")]
    )  # fmt: skip
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert (np.diag(scores) > -1.5).all()
    assert (scores[~np.eye(4, dtype=bool)] < -3).all()


def test_a_number_in_the_text_is_tested():
    found = scorer("NDVI above 0.6")
    assert similarity(score(found, "lawn"))[0] > 0.9
    assert similarity(score(found, "asphalt"))[0] < 0.05


def test_what_a_sensor_cannot_measure_is_told_and_does_not_count():
    short = BandAxis(61, NM[:61])
    found = scorer("soil, absorption near 2200 nm", bands=short)
    assert [constraint.fact.id for constraint in found.unknown] == ["depth_2200"]
    assert np.isfinite(found.scores(PIXELS["loam"].T[found.bands])).all()


def test_height_tells_roofs_from_ground_and_may_be_missing():
    found = scorer("roof")
    count = len(PIXELS["concrete"])
    high, low = (
        Surroundings({"height": np.full(count, metres, np.float32)})
        for metres in (8.0, 0.0)
    )
    assert score(found, "concrete", high) > score(found, "concrete", low) + 0.5
    assert np.isfinite(score(found, "concrete"))


def test_pixels_without_values_have_no_score():
    found = scorer("water")
    values = PIXELS["clear_water"].T[found.bands].copy()
    values[:, 0] = np.nan
    scores = found.scores(values)
    assert np.isnan(scores[0, 0])
    assert np.isfinite(scores[0, 1:]).all()


@pytest.mark.parametrize(("phrase", "concept"), [("conifer", "conifer")])
def test_the_facts_of_a_pixel_say_why(phrase, concept):
    found = scorer(f"{phrase}, NDVI above 0.3")
    evidence = found.explain(0, PIXELS[concept][0][found.bands])
    assert evidence[0].weight == max(abs(entry.weight) for entry in evidence)
    ndvi = next(entry for entry in evidence if entry.expected == "NDVI above 0.3")
    assert ndvi.weight > 0
    assert 0.3 < ndvi.measured < 1


def test_a_general_word_leaves_what_a_special_one_names():
    phrases = [understand("vegetation"), understand("tree")]
    general, special = exclusive_weights(phrases, [leaf_weights(p) for p in phrases])
    assert "conifer" in special
    assert "conifer" not in general
    assert "lawn" in general
    same = [understand("maize"), understand("corn")]
    assert all(exclusive_weights(same, [leaf_weights(each) for each in same]))

"""Sentences in three languages are read as what they say, and no more."""

import numpy as np
import pytest

from hsiviewer.language.understanding import understand


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("clay tile roof", {"tile_roof"}),
        ("Pine forests", {"conifer"}),
        ("kaolinite or alunite", {"kaolinite", "alunite"}),
        ("parking lots", {"pavement"}),
        ("artificial turf", {"synthetic_grass"}),
        ("shadow of trees", {"shadow"}),
        ("Self-Blocking Bricks", {"brick_paving"}),
        ("Buildings-Grass-Trees-Drives", {"roof", "grass", "tree"}),
        ("rote Ziegeldächer", {"tile_roof"}),
        ("Kiefernwald", {"conifer"}),
        ("Laubbäume und Wiesen", {"broadleaf", "meadow"}),
        ("红色瓦屋顶", {"tile_roof"}),
        ("没有植被的裸土", {"soil"}),
        ("xyzzy", set()),
    ],
)
def test_the_longest_phrase_wins(text, concepts):
    assert set(understand(text).concepts) == concepts


def test_what_is_denied_is_excluded():
    assert understand("bright sand without vegetation").excluded == ("vegetation",)
    assert understand("Sand ohne Vegetation").excluded == ("vegetation",)
    assert understand("没有植被的裸土").excluded == ("vegetation",)


@pytest.mark.parametrize(
    ("text", "fact", "least", "most"),
    [
        ("NDVI above 0.6", "ndvi", 0.6, np.inf),
        ("NDVI below 0,2", "ndvi", -np.inf, 0.2),
        ("NDVI unter 0,2", "ndvi", -np.inf, 0.2),
        ("NDVI 0.2 to 0.4", "ndvi", 0.2, 0.4),
        ("NDVI 高于 0.6", "ndvi", 0.6, np.inf),
        ("3 to 8 m high", "height", 3, 8),
        ("3-8 m high", "height", 3, 8),
        ("höher als 3 m", "height", 3, np.inf),
        ("red edge near 720 nm", "red_edge", 712, 728),
        ("iron near 870 nm", "depth_870", 0.015, np.inf),
        ("absorption at 2.2 µm", "depth_2200", 0.015, np.inf),
        ("dark", "visible", -np.inf, 0.11),
        ("not dark", "visible", 0.11, np.inf),
        ("红色", "redness", 0.22, np.inf),
    ],
)
def test_a_number_or_an_adjective_is_a_range(text, fact, least, most):
    (constraint,) = understand(text).constraints
    assert constraint.fact.id == fact
    assert (constraint.least, constraint.most) == (least, most)


def test_a_range_is_kept_or_broken_by_degrees_and_unknown_is_not_false():
    (constraint,) = understand("NDVI above 0.6").constraints
    fit = constraint.fit(np.array([0.7, 0.55, 0.1, np.nan], np.float32))
    assert fit[0] == fit[3] == 0
    assert fit[0] > fit[1] > fit[2]


def test_a_description_narrows_what_the_name_says():
    roof = understand("tiled and metal roofs next to trees", "roof")
    assert roof.concepts == ("roof",)
    assert set(roof.mentioned) == {"tile_roof", "metal_roof"}
    assert roof.context == ("tree",)
    assert understand("dense conifers", "class 3").concepts == ("conifer",)


def test_what_was_understood_is_told_and_what_was_not():
    found = understand("clay tile roof, red, frobnicated")
    assert found.sentence() == "clay tile roof; redness above 0.22"
    assert found.sentence("de").startswith("Ziegeldach")
    assert found.unknown == ("frobnicated",)
    assert understand("frobnicated").is_empty

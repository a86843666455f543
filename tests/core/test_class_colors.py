"""New classes get colours that suit their names and that no other class has."""

import colorsys

import numpy as np
import pytest

from hsiviewer.core.class_colors import PALETTE, color_for, palette_color
from hsiviewer.core.document import Document


def hue_of(color):
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return colorsys.rgb_to_hsv(red, green, blue)[0] * 360


def is_grey(color):
    return len({color[1:3], color[3:5], color[5:7]}) == 1


@pytest.mark.parametrize(
    ("names", "hues"),
    [
        (
            ("water", "Lakes", "river water", "Gewässer", "Teich", "水体"),
            (190, 250),
        ),
        (("tree", "oak trees", "Laubwald", "forests", "阔叶林地"), (100, 180)),
        (("lawn", "meadows", "Wiese", "草地"), (60, 180)),
        (("maize", "ripe wheat", "农田"), (40, 70)),
        (("bare soil", "Ackerboden", "sand", "裸土"), (0, 60)),
        (("tile roof", "buildings", "Flachdach", "建筑物"), (320, 360)),
    ],
)
def test_colours_mean_what_maps_mean_by_them(names, hues):
    for name in names:
        assert hues[0] <= hue_of(color_for(9, name, ())) <= hues[1], name


@pytest.mark.parametrize("name", ["road", "Asphaltstraße", "bare concrete", "道路"])
def test_roads_are_grey(name):
    assert is_grey(color_for(1, name, ()))


@pytest.mark.parametrize("name", ["", "class 4", "sample B", "seesaw", "X-7"])
def test_names_without_a_meaning_go_by_the_palette(name):
    assert color_for(4, name, ()) == palette_color(4)


@pytest.mark.parametrize(
    ("name", "like"),
    [("grass/crops", "grass"), ("crops and soil", "crops"), ("Wald, Wiese", "Wald")],
)
def test_the_first_of_several_things_counts(name, like):
    assert color_for(1, name, ()) == color_for(1, like, ())


def test_what_people_map_first_is_told_apart_by_all_readers():
    from skimage.color import deltaE_ciede2000, rgb2lab

    names = ("water", "forest", "grass", "crops", "bare soil", "buildings", "road")
    taken = []
    for class_id, name in enumerate(names, start=1):
        taken.append(color_for(class_id, name, taken))
    colors = np.array(
        [[int(each[place : place + 2], 16) for place in (1, 3, 5)] for each in taken]
    )
    # Machado et al. 2009, severity 1: without red and without green receptors.
    sights = (
        np.eye(3),
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]],
    )  # fmt: skip
    for sight in sights:
        linear = (colors / 255) ** 2.2
        seen = np.clip(linear @ np.transpose(sight), 0, 1) ** (1 / 2.2)
        lab = rgb2lab(seen)
        apart = deltaE_ciede2000(lab[:, None], lab[None])
        assert apart[~np.eye(len(names), dtype=bool)].min() > 12


def test_no_two_of_sixteen_classes_share_a_colour():
    taken = []
    for class_id in range(1, len(PALETTE) + 1):
        taken.append(color_for(class_id, ("water", "lawn", "")[class_id % 3], taken))
    assert len(set(taken)) == len(taken)
    assert color_for(17, "", PALETTE) == palette_color(17), "then they repeat"


def test_a_class_gets_its_colour_when_it_gets_its_name():
    document = Document()
    document.add_class()
    document.add_class()
    document.change_class(1, name="water")
    assert document.classes[1].color == color_for(1, "water", ())
    document.undo()
    assert document.classes[1].name == "class 1"
    assert document.classes[1].color == palette_color(1)
    document.redo()
    document.change_class(1, name="lawn")
    assert document.classes[1].color == color_for(1, "water", ()), "named before"


def test_a_colour_that_was_chosen_by_hand_stays():
    document = Document()
    document.add_class()
    document.change_class(1, color="#123456")
    document.change_class(1, name="water")
    assert document.classes[1].color == "#123456"

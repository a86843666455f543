import pytest

from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import LandCoverClass
from hsiviewer.io.registry import open_cube
from hsiviewer.workflows.describing.instructions import (
    INSTRUCTIONS,
    filled_instruction,
    read_answer,
)
from tests.workflows.scenes import SCHEME, write_scene


@pytest.mark.parametrize("key", INSTRUCTIONS)
def test_instructions_name_classes_wavelengths_and_the_form_of_the_answer(
    key, tmp_path
):
    cube = open_cube(write_scene(tmp_path).scene)
    text = filled_instruction(key, SCHEME, cube)
    for each in SCHEME:
        assert f"- {each.name} ({each.description})" in text
    assert "12 spectral bands from" in text
    assert "'## '" in text
    assert "{" not in text
    assert "spectral bands" not in filled_instruction(key, SCHEME)


@pytest.mark.parametrize(
    "answer",
    [
        "## water\nDark lake.\n\n## meadow\nGreen grass.\n## roof\nBright tiles.\n",
        "Here you are:\n\n**Water**: Dark lake.\n**Meadow**: Green grass.\n"
        "**Roof**: Bright tiles.",
        "1. water:\nDark lake.\n2. MEADOW\nGreen   grass.\n3) roof: Bright tiles.",
        "## 1. Water\nDark lake.\n## 2. Meadow\nGreen grass.\n"
        "## 3. Roof: Bright tiles.",
        '- "water"\nDark lake.\n- “meadow”\nGreen grass.\n- roof\nBright tiles.',
    ],
)
def test_answers_are_read_however_they_are_marked_up(answer):
    assert read_answer(answer, SCHEME) == {
        2: "Dark lake.",
        5: "Green grass.",
        9: "Bright tiles.",
    }


def test_paragraphs_stay_and_sentences_that_begin_with_a_name_are_no_heading():
    answer = "## roof\nroof tiles are bright.\nwater is darker.\n\nThey shine.\n"
    assert read_answer(answer, SCHEME) == {
        9: "roof tiles are bright.\nwater is darker.\nThey shine."
    }
    assert read_answer("I cannot help with that.", SCHEME) == {}
    assert read_answer("## roof\n## water\nDark.", SCHEME) == {2: "Dark."}


def test_a_heading_that_comes_again_goes_on_with_its_class():
    answer = "## roof\nBright tiles.\n## water\nDark.\n## roof\nRed clay."
    assert read_answer(answer, SCHEME) == {9: "Bright tiles.\nRed clay.", 2: "Dark."}


def test_names_of_any_script_and_doubled_names_are_found():
    scheme = [
        LandCoverClass(1, "Straße", palette_color(1)),
        LandCoverClass(2, "water", palette_color(2)),
        LandCoverClass(3, "water", palette_color(3)),
    ]
    answer = "## Straße\nDark asphalt.\n## Water\nA lake."
    assert read_answer(answer, scheme) == {
        1: "Dark asphalt.",
        2: "A lake.",
        3: "A lake.",
    }

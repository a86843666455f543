"""Drafts of descriptions say what the spectra show, and nothing else."""

import numpy as np
import pytest

from hsiviewer.analysis.class_traits import ClassTraits, class_traits
from hsiviewer.cli import run
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.io.class_files import read_classes
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_auxiliary, open_cube
from hsiviewer.workflows.describing.drafts import describe_classes, description_library
from tests.builders import make_cube
from tests.workflows.scenes import write_scene

NM = np.linspace(400, 2400, 201)
AXIS = BandAxis(201, NM)


def dip(centre, depth, width=25):
    return 1 - depth * np.exp(-(((NM - centre) / width) ** 2))


def plant(level=0.5):
    return 0.05 + level / (1 + np.exp(-(NM - 720) / 15))


SOIL = 0.1 + 0.2 * (NM - 400) / 2000
SCENE = np.stack([plant(), SOIL, SOIL * 1.5, np.full(201, 0.02)])


def sentence(spectrum, roughness=1.0):
    return class_traits(spectrum[None], AXIS, SCENE, roughness=roughness).sentence


def test_plants_soil_and_water_are_told_apart():
    assert "dense green vegetation with a red edge" in sentence(plant())
    assert "vegetation" not in sentence(SOIL).replace("no green vegetation", "")
    assert "dark in the near infrared" in sentence(np.full(201, 0.01))


@pytest.mark.parametrize(
    ("centre", "word"), [(2200, "clay"), (2325, "carbonate"), (970, "water")]
)
def test_an_absorption_is_named_if_it_is_the_class_s_own(centre, word):
    assert f"absorption of {word}" in sentence(SOIL * dip(centre, 0.2))
    assert "absorption" not in sentence(SOIL)
    everywhere = SCENE * dip(centre, 0.2)
    traits = class_traits((SOIL * dip(centre, 0.2))[None], AXIS, everywhere)
    assert "absorption" not in traits.sentence


def test_brightness_texture_and_height_are_relative():
    assert "ery bright" in sentence(np.full(201, 0.9))
    assert "smooth texture" in sentence(SOIL, roughness=0.3)
    assert "rough texture" in sentence(SOIL, roughness=3.0)
    tall = ClassTraits(0.5, heights={"dsm.tif": 6.24})
    assert "about 6.2 above its surroundings (dsm.tif)" in tall.sentence
    assert "level with" in ClassTraits(0.5, heights={"dsm.tif": 0.1}).sentence


def test_a_scene_without_wavelengths_is_described_by_brightness_alone():
    cube = make_cube(rows=8, cols=8).with_bands(BandAxis(5))
    labels = np.zeros((8, 8), np.uint16)
    labels[0], labels[7] = 1, 2
    traits = describe_classes(cube, labels)
    assert traits[1].brightness < traits[2].brightness
    assert "NDVI" not in traits[1].sentence
    with pytest.raises(HsiViewerError, match="no class has labels"):
        describe_classes(cube, np.zeros((8, 8), np.uint16))


def test_the_classes_of_a_scene_are_described(tmp_path):
    files = write_scene(tmp_path)
    cube = open_cube(files.scene)
    labels, _ = read_labels(files.labels, cube)
    surface = open_auxiliary(files.surface, cube)
    traits = describe_classes(cube, labels.values, (surface,))
    assert set(traits) == {2, 5, 9}
    assert "dark in the near infrared" in traits[2].sentence
    assert "vegetation" in traits[5].sentence
    assert "surroundings (surface.tif)" in traits[9].sentence


def test_describe_prints_a_class_file_and_keeps_own_words(tmp_path, capsys):
    files = write_scene(tmp_path)
    assert run(["describe", str(files.scene), "--labels", str(files.labels)]) == 0
    printed = tmp_path / "drafted.toml"
    printed.write_text(capsys.readouterr().out)
    drafted = read_classes(printed)
    assert all(each.description for each in drafted)
    command = (
        f"describe {files.scene} --labels {files.labels} --classes {files.classes}"
    )
    assert run(command.split()) == 0
    printed.write_text(capsys.readouterr().out)
    own = read_classes(files.classes)
    assert [each.description for each in read_classes(printed)] == [
        each.description for each in own
    ]


def test_the_library_is_complete():
    library = description_library()
    assert len(library) >= 60
    assert len({each.name for each in library}) == len(library)
    assert {each.family for each in library} == {
        "urban", "vegetation", "crops", "water", "soils", "minerals", "food", "wood",
    }  # fmt: skip
    for each in library:
        assert each.source
        assert 40 < len(each.text) < 300

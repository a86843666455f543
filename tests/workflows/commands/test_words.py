"""Words find what they say in a scene: by search, by proposals and by a first map."""

import json
import warnings

import numpy as np
import pytest
import rasterio

import hsiviewer
from hsiviewer.cli import run
from hsiviewer.core.errors import ConfigurationError, HsiViewerError
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.workflows.describing import nearest_concepts
from tests.language.scenes import BANDS, write_word_scene


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Write the scene once; no test changes it."""
    return write_word_scene(tmp_path_factory.mktemp("words"))


def test_a_search_writes_a_layer_for_each_phrase_and_tells_what_it_understood(
    files, tmp_path, capsys
):
    out = tmp_path / "layers.tif"
    arguments = ["search", str(files.scene), "water", "short grass", "--out", str(out)]
    assert run([*arguments, "--explain", "12,3"]) == 0
    told = capsys.readouterr().out
    assert "water: understood as water" in told
    assert "short grass: understood as lawn" in told
    assert "measured" in told
    with rasterio.open(out) as layers:
        assert layers.descriptions == ("water", "short grass")
        water, grass = layers.read()
    reference, _ = read_labels(files.reference, open_cube(files.scene))
    is_water, is_grass = reference.values == 1, reference.values == 2
    assert np.nanmedian(water[is_water]) > 0.5 > np.nanmedian(water[is_grass])
    assert np.nanmedian(grass[is_grass]) > np.nanmedian(grass[is_water]) + 0.2
    assert np.isnan(water[0, 0])  # no value there


def test_a_map_needs_no_label(files, tmp_path, capsys):
    out, report = tmp_path / "map.tif", tmp_path / "report.json"
    arguments = [
        "classify", str(files.scene), "--method", "words",
        "--classes", str(files.classes), "--out", str(out), "--report", str(report),
        "--reference", str(files.reference), "--confidence", str(tmp_path / "c.tif"),
    ]  # fmt: skip
    assert run(arguments) == 0
    assert "roof: understood as roof; clay tile roof" in capsys.readouterr().out
    told = json.loads(report.read_text())
    assert told["overall_accuracy"] > 0.9
    assert told["n_labels"] == 0
    assert told["method"] == "words"
    assert run([*arguments, "--set", "grey=0.999"]) == 0
    with rasterio.open(out) as written:
        assert (written.read(1) == 0).mean() > 0.05


def test_proposals_are_right_unlike_each_other_and_labels_at_once(
    files, tmp_path, capsys
):
    out = tmp_path / "points.geojson"
    command = f"propose {files.scene} --classes {files.classes} --out {out} --count 3"
    assert run(command.split()) == 0
    assert "look at each of them" in capsys.readouterr().out
    cube = open_cube(files.scene)
    proposed, scheme = read_labels(out, cube)
    reference, _ = read_labels(files.reference, cube)
    is_proposed = proposed.values > 0
    assert is_proposed.sum() >= 6
    assert np.array_equal(proposed.values[is_proposed], reference.values[is_proposed])
    assert {cover.name for cover in scheme} <= {
        "water",
        "grass",
        "tree",
        "roof",
        "soil",
    }


def test_labelled_pixels_are_not_proposed_again(files):
    first = hsiviewer.propose(files.scene, files.classes, count=2)
    labels = np.zeros((20, 40), np.uint16)
    for proposal in first:
        labels[proposal.row, proposal.col] = proposal.class_id
    second = hsiviewer.propose(files.scene, files.classes, count=2, labels=labels)
    places = [{(each.row, each.col) for each in found} for found in (first, second)]
    assert not places[0] & places[1]


def test_the_api_searches_and_explains(files, tmp_path):
    found = hsiviewer.search(files.scene, ["water", "NDVI above 0.5"])
    assert found.understood == ("water", "NDVI above 0.5")
    assert found.to_array("water").shape == (20, 40)
    ndvi = found.explain(12, 12, "NDVI above 0.5")
    assert ndvi[0].title == "NDVI"
    assert ndvi[0].measured > 0.5
    assert found.to_geotiff(tmp_path / "f.tif").is_file()
    with pytest.raises(ConfigurationError, match="was not searched for"):
        found.to_array("fire")


def test_words_beat_shuffled_words(files):
    names = {1: "water", 2: "grass", 3: "conifer", 4: "clay tile roof", 5: "soil"}
    wrong = {1: "soil", 2: "water", 3: "grass", 4: "conifer", 5: "clay tile roof"}
    right, shuffled = (
        hsiviewer.classify(
            files.scene, method="words", classes=classes, reference=files.reference,
            map_ids={number: number for number in names},
        ).accuracy.overall_accuracy
        for classes in (names, wrong)
    )  # fmt: skip
    assert right > 0.9
    assert shuffled < 0.1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"wavelengths_nm": None}, "wavelengths .* are unknown"),
        ({"scale": None}, "words are compared with reflectance"),
        ({"scale": 1.0e-4}, "the scale is missing"),
    ],
)
def test_scenes_that_words_mean_nothing_on_are_refused_with_the_remedy(
    files, change, sentence
):
    values = open_cube(files.scene).source.read().transpose(1, 2, 0)
    said = {"wavelengths_nm": BANDS.wavelength_nm, "scale": 10000.0} | change
    scene = hsiviewer.open(values, nodata=-9999, **said)
    with pytest.raises(HsiViewerError, match=sentence) as told:
        hsiviewer.search(scene, "water")
    assert "Scene properties" in str(told.value)


@pytest.mark.parametrize(
    ("classes", "sentence"),
    [
        ({1: "water"}, "two classes or more"),
        ({1: "water", 2: "frobnicated"}, "understood of frobnicated"),
    ],
)
def test_classes_without_meaning_are_told(files, classes, sentence):
    with pytest.raises(ConfigurationError, match=sentence):
        hsiviewer.classify(files.scene, method="words", classes=classes)


def test_a_map_that_is_not_to_be_used_says_so(files):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        told = [
            hsiviewer.classify(files.scene, method="words", classes=classes).report()
            for classes in (
                {1: "maize", 2: "corn", 3: "water"},
                {1: "vegetation", 2: "kaolinite"},
            )
        ]
    assert "cannot tell them apart" in " ".join(told[0]["warnings"])
    assert "Do not use this map" in " ".join(told[1]["warnings"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("search {scene} frobnicated --out {out}", "nothing that can be measured"),
        ("search {scene} water", "give --out FILE"),
        ("search {scene} water --explain 99,99", "lies outside"),
        ("classify {scene} --method words --out {out}", "--classes FILE.toml"),
        ("classify {scene} --method words --labels {classes} --out {out}",
         "--labels has no use"),
        ("classify {scene} --method words --classes {classes} --set a=1 --out {out}",
         "no parameter 'a'"),
    ],
)  # fmt: skip
def test_commands_that_cannot_work_say_why(
    files, tmp_path, arguments, sentence, capsys
):
    text = arguments.format(
        scene=files.scene, out=tmp_path / "o.tif",
        classes=files.classes,
    )  # fmt: skip
    assert run(text.split()) == 1
    assert sentence in capsys.readouterr().err


def test_a_method_that_learns_still_asks_for_labels(files, tmp_path, capsys):
    command = f"classify {files.scene} --method svm --out {tmp_path / 'm.tif'}"
    assert run(command.split()) == 2
    assert "--labels" in capsys.readouterr().err


def test_a_text_encoder_guesses_what_the_rules_do_not_know(files, monkeypatch):
    asked = []

    def nearest(text, others, encoder):
        asked.append((text, encoder))
        close = {"driveway": ("road", 0.74)}
        phrase, cosine = close.get(text, (others[0], 0.3))
        return others.index(phrase), cosine

    monkeypatch.setattr(nearest_concepts, "nearest", nearest)
    found = hsiviewer.search(files.scene, ["driveway", "water"], text_encoder="minilm")
    assert found.understood == (
        "pavement (guessed by the text encoder, cosine 0.74)",
        "water",
    )
    assert asked == [("driveway", "minilm")]
    with pytest.raises(ConfigurationError, match="nothing that can be measured"):
        hsiviewer.search(files.scene, "happiness", text_encoder="minilm")


def test_texture_and_heights_are_facts_where_a_text_names_them(files):
    found = hsiviewer.search(
        files.scene, ["rough texture", "6 to 10 m high"], auxiliary=[files.surface]
    )
    (texture,) = found.explain(10, 20, "rough texture")
    assert texture.title == "texture"
    assert texture.measured > 0
    high = found.to_array("6 to 10 m high")
    assert np.nanmin(high[:, 24:32]) > 0.9  # the roofs
    assert np.nanmax(high[:, :16]) < 0.1

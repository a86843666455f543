"""What scripts may pass to the public functions, and what they are told otherwise."""

from pathlib import Path

import numpy as np
import pytest
from scipy.io import savemat

import hsiviewer
from hsiviewer.api.rasters import open_rasters
from hsiviewer.api.settings import method_ids, swept, training_recipe
from hsiviewer.core.errors import (
    ConfigurationError,
    LabelFormatError,
    TextEncoderError,
    TrainingDataError,
)
from hsiviewer.io.registry import open_auxiliary


def test_a_folder_of_a_text_encoder_is_remembered_by_its_whole_path(
    tmp_path, monkeypatch
):
    (tmp_path / "minilm").mkdir()
    (tmp_path / "some" / "encoder").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    for given, remembered in (
        ("some/encoder", str(tmp_path / "some" / "encoder")),
        ("minilm", "minilm"),
        ("", ""),
    ):
        recipe = training_recipe(
            "svm",
            preset="quick",
            device="auto",
            text_encoder=given,
            allow_download=False,
            parameters={},
        )
        assert recipe.text_encoder == remembered


@pytest.mark.parametrize("as_path", [str, Path])
def test_auxiliary_files_are_those_of_the_command_line(files, tmp_path, as_path):
    scene = hsiviewer.open(files.scene)
    heights = hsiviewer.open(files.surface).to_array()[:, :, 0]
    savemat(tmp_path / "dsm.mat", {"dsm": heights})
    for given in (as_path(tmp_path / "dsm.mat"), heights, heights.tolist()):
        rasters = open_rasters([given], scene)
        (cube,) = rasters.cubes
        assert np.array_equal(cube.read()[0], heights)
        assert np.array_equal(
            open_auxiliary(rasters.references[0], scene.cube).read()[0], heights
        )


def test_methods_and_parameters_may_have_the_types_of_a_script():
    def made(method, **parameters):
        return training_recipe(
            method,
            preset="quick",
            device="auto",
            text_encoder=None,
            allow_download=False,
            parameters=parameters,
        )

    (svm,) = [method for method in hsiviewer.methods() if method.id == "svm"]
    assert made(svm, folds=np.int64(3)) == made("svm", folds="3")
    assert made("svm", folds="3").overrides == {"folds": 3}
    assert made("diffclip", template=Path("p5")).overrides == {"template": "p5"}
    assert method_ids(svm) == method_ids([svm]) == ("svm",)
    assert swept({"folds": [2, 3]}) == swept(("folds", [2, 3])) == ("folds", ("2", "3"))


@pytest.mark.parametrize(
    ("change", "kind", "sentence"),
    [
        ({"method": "svn"}, ConfigurationError, "svm"),
        ({"foldz": 3}, ConfigurationError, "folds"),
        ({"folds": 1}, ConfigurationError, "between 2 and 20"),
        ({"preset": "best"}, ConfigurationError, "quick"),
        ({"preset": ["quick"]}, ConfigurationError, "such as 'quick'"),
        ({"method": None}, ConfigurationError, "such as 'svm'"),
        ({"method": {"id": "svm"}}, ConfigurationError, "such as 'svm'"),
        ({"folds": [3]}, ConfigurationError, "whole number"),
        ({"folds": np.array([3, 4])}, ConfigurationError, "whole number"),
        ({"folds": Path("3a")}, ConfigurationError, "whole number"),
        ({"folds": None}, ConfigurationError, "whole number"),
        ({"device": None}, ConfigurationError, "auto, cpu, cuda"),
        ({"text_encoder": 5}, ConfigurationError, "the name of a model"),
        ({"device": "gpu"}, ConfigurationError, "auto, cpu, cuda"),
        ({"seed": 1.5}, ConfigurationError, "whole number"),
        ({"seed": 2**32}, ConfigurationError, "0 to 4294967295"),
        ({"labels": np.zeros((24, 30), int)}, TrainingDataError, "no class"),
        ({"labels": np.ones((24, 31), int)}, LabelFormatError, "24 and 30"),
        ({"auxiliary": "dsm.tif"}, ConfigurationError, "in brackets"),
        ({"auxiliary": 5}, ConfigurationError, "in brackets"),
        ({"auxiliary": [[[1, 2], [3]]]}, ConfigurationError, "differ in length"),
        ({"auxiliary": [np.ones((3, 3))]}, ConfigurationError, "24 rows and 30"),
        ({"text_encoder": "some/model"}, TextEncoderError, "allow_download=True"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(files, change, kind, sentence):
    given = {"scene": files.scene, "labels": files.labels, "method": "svm"} | change
    with pytest.raises(kind, match=sentence) as raised:
        hsiviewer.classify(**given)
    assert isinstance(raised.value, hsiviewer.HsiViewerError)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"split": "blocky"}, "random, disjoint"),
        ({"shots": 0}, "0 labels teach nothing"),
        ({"shots": 2.5}, "whole numbers"),
        ({"shots": "10%"}, "such as 0.1"),
        ({"shots": float("inf")}, "whole numbers"),
        ({"seeds": 3}, r"such as range\(5\)"),
        ({"seeds": [0.5]}, "whole number"),
        ({"methods": []}, "one method"),
        ({"seeds": []}, "one seed"),
        ({"sweep": ("foldz", [1, 2])}, "folds"),
        ({"sweep": {"foldz": [1, 2]}}, "folds"),
        ({"sweep": ("folds", 3)}, "with a list of values"),
        ({"sweep": ("folds", [])}, "with a list of values"),
        ({"sweep": ("folds", "23")}, "with a list of values"),
        ({"sweep": ("folds",)}, "with a list of values"),
        ({"sweep": {"folds": [2], "repeats": [1]}}, "with a list of values"),
        ({"sweep": 3}, "with a list of values"),
        ({"methods": 5}, "such as 'svm'"),
        ({"methods": [5]}, "such as 'svm'"),
    ],
)
def test_comparisons_that_cannot_be_are_told_in_a_sentence(files, change, sentence):
    given = {"methods": "svm", "shots": 2} | change
    with pytest.raises(ConfigurationError, match=sentence):
        hsiviewer.evaluate(files.scene, files.reference, **given)

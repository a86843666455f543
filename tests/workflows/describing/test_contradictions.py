"""Labels that contradict their description are found, with the fact that says so."""

import dataclasses

import numpy as np
import pytest

from hsiviewer.cli import run
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.io.registry import open_auxiliary, open_cube
from hsiviewer.workflows.describing.contradictions import can_check, check_words
from tests.builders import make_cube
from tests.language.scenes import SCHEME, write_word_scene


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write_word_scene(tmp_path_factory.mktemp("words"))


@pytest.fixture
def labels(files):
    reference, _ = read_labels(files.reference, open_cube(files.scene))
    values = reference.snapshot()
    values[:, ::2] = 0
    values[10:] = 0
    return values


def test_right_labels_contradict_nothing(files, labels):
    check = check_words(open_cube(files.scene), labels, SCHEME)
    assert check.sentences(SCHEME) == []


def test_a_meadow_labelled_water_is_told_with_the_fact_that_says_so(files, labels):
    labels[3, 9] = 1  # on the lawn
    (found,) = check_words(open_cube(files.scene), labels, SCHEME).contradictions
    assert (found.row, found.col, found.class_id, found.other_id) == (3, 9, 1, 2)
    assert "expected" in found.reason


def test_a_description_that_its_labels_contradict_is_told_once(files, labels):
    wrong = SCHEME.with_class(
        dataclasses.replace(SCHEME[2], name="class b", description="Open water, dark.")
    )
    check = check_words(open_cube(files.scene), labels, wrong)
    assert list(check.wrong_texts) == [2]
    assert "class b contradict its description" in check.wrong_texts[2]
    assert not any(found.class_id == 2 for found in check.contradictions)


def test_heights_may_help(files, labels):
    cube = open_cube(files.scene)
    surface = open_auxiliary(str(files.surface), cube)
    assert check_words(cube, labels, SCHEME, (surface,)).sentences(SCHEME) == []


def test_scenes_and_classes_without_meaning_are_not_checked(files):
    assert can_check(open_cube(files.scene), SCHEME)
    assert not can_check(make_cube(), SCHEME)
    assert not can_check(open_cube(files.scene), SCHEME.restricted([1, 77]))


def test_describe_checks(files, labels, tmp_path, capsys):
    labels[3, 9] = 1
    path = tmp_path / "labels.tif"
    georeference = open_cube(files.scene).georeference
    write_labels(path, LabelMap(labels), SCHEME, georeference)
    command = f"describe {files.scene} --labels {path} --classes {files.classes}"
    assert run([*command.split(), "--check"]) == 0
    told = capsys.readouterr().out
    assert "water: understood as water" in told
    assert "row 3, column 9 is labelled water" in told
    labels[3, 9] = 0
    write_labels(path, LabelMap(labels), SCHEME, georeference)
    assert run([*command.split(), "--check"]) == 0
    assert "no label contradicts" in capsys.readouterr().out
    assert np.count_nonzero(labels) > 50

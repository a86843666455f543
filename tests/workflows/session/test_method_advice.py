"""Advice rests on the figures that come with the program."""

import re

import pytest

from hsiviewer.learning.registry import METHODS
from hsiviewer.workflows.session.method_advice import (
    Case,
    MeasuredRun,
    MeasuredTable,
    measured_table,
    method_advice,
)


def row(method, accuracy, *, labels=5, scene="Here", seconds=1.0):
    return MeasuredRun(
        scene=scene, method=method, preset="quick", split="random", labels=labels,
        classes=4, seeds=5, accuracy=accuracy, deviation=0.01,
        average_accuracy=accuracy, seconds=seconds,
    )  # fmt: skip


def table(*rows):
    return MeasuredTable(machine="this", date="today", rows=list(rows))


def test_the_best_is_named_with_its_figures_and_a_quicker_one_near_it():
    found = table(
        row("s3fn", 0.90, seconds=20), row("curated-prompts", 0.895, seconds=3),
        row("svm", 0.8),
    )  # fmt: skip
    first, second, third, *_ = method_advice(Case(5, 4, has_card=True), found)
    assert "S3FN" in first
    assert "Here 0.900" in first
    assert "Curated prompts came within 0.01" in second
    assert "3.0 s instead of 20.0 s" in second
    assert "Support vector machine" in third


@pytest.mark.parametrize(
    ("labels", "best"), [(1, "S3FN"), (3, "S3FN"), (12, "DiffCLIP")]
)
def test_labels_decide_which_figures_are_looked_at(labels, best):
    found = table(
        row("s3fn", 0.9, labels=2), row("diffclip", 0.8, labels=2),
        row("s3fn", 0.8, labels=20), row("diffclip", 0.9, labels=20),
    )  # fmt: skip
    assert best in method_advice(Case(labels, 4), found)[0]


def test_a_method_that_was_not_run_everywhere_is_not_praised():
    found = table(
        row("svm", 0.7), row("svm", 0.7, scene="There"), row("s3fn", 0.99),
    )  # fmt: skip
    assert "Support vector machine" in method_advice(Case(5, 4), found)[0]


def test_rasters_texts_classes_and_hardware_are_spoken_of():
    found = table(row("svm", 0.7), row("s3fn", 0.9))
    told = " ".join(method_advice(Case(5, 30, True, True, False), found))
    for word in ("Auxiliary rasters", "descriptions", "30 classes", "processor"):
        assert word in told
    told = " ".join(method_advice(Case(5, 4, has_card=True), found))
    for word in ("Auxiliary rasters", "descriptions", "classes,", "processor"):
        assert word not in told


def test_without_labels_there_is_nothing_to_say():
    assert method_advice(Case(0, 0)) == ()


def test_the_table_of_the_program_covers_its_methods_and_its_advice_quotes_it():
    rows = measured_table().rows
    assert {each.method for each in rows} == set(METHODS)
    known = {f"{each.accuracy:.3f}" for each in rows}
    for labels in (1, 4, 9, 50):
        told = method_advice(Case(labels, 6))[0]
        assert set(re.findall(r"\d\.\d{3}", told)) <= known

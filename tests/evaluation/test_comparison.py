import itertools
import math

import numpy as np
import pytest

from hsiviewer.evaluation.comparison import (
    format_left_out,
    format_summary,
    format_tests,
    paired_tests,
    permutation_p_value,
    sign_p_value,
    summarise,
)


def make_record(method, seed, accuracy, shots=8, variant=""):
    return {
        "method": method, "seed": seed, "shots": shots, "variant": variant,
        "overall_accuracy": accuracy, "average_accuracy": accuracy, "kappa": accuracy,
        "f1": [accuracy, None], "class_names": ["roof", "water"],
        "class_ids": [1, 2],
        "seconds": {"total": 2.0},
    }  # fmt: skip


def restated_p_value(differences):
    """Share of all exchanges whose mean is as far from 0."""
    far = abs(np.mean(differences)) - 1e-12
    signs = itertools.product((-1, 1), repeat=len(differences))
    means = [abs(np.mean(np.multiply(each, differences))) for each in signs]
    return np.mean([each >= far for each in means])


@pytest.mark.parametrize("count", [2, 3, 5, 8])
def test_p_value_is_that_of_all_exchanges(count):
    generator = np.random.default_rng(count)
    for shift in (0.0, 0.5, 3.0):
        differences = generator.normal(shift, 1, count)
        found = permutation_p_value(differences)
        assert found == pytest.approx(restated_p_value(differences))


def test_methods_that_are_equal_do_not_differ():
    assert permutation_p_value(np.zeros(5)) == sign_p_value(np.zeros(5)) == 1.0
    assert permutation_p_value(np.full(5, 0.1)) == pytest.approx(2 / 32)


@pytest.mark.parametrize("signs", ["+++++", "++++-", "+-+-+", "++0+", "+"])
def test_the_sign_test_counts_who_is_ahead_and_nothing_else(signs):
    differences = np.array([{"+": 0.3, "-": -9.0, "0": 0.0}[sign] for sign in signs])
    wins, count = signs.count("+"), len(signs.replace("0", ""))
    far = abs(wins - count / 2)
    ways = [math.comb(count, k) for k in range(count + 1) if abs(k - count / 2) >= far]
    assert sign_p_value(differences) == pytest.approx(sum(ways) / 2**count)


def test_methods_are_compared_on_the_same_seeds_and_shots():
    records = [
        *(make_record("a", seed, 0.9 + seed / 100) for seed in range(5)),
        *(make_record("b", seed, 0.78 + seed / 60) for seed in range(1, 6)),
        make_record("a", 0, 0.5, shots=2),
        make_record("b", 0, 0.4, shots=2),
    ]
    (test,) = paired_tests(records)
    assert (test["first"], test["second"], test["shots"]) == ("a", "b", 8)
    assert (test["seeds"], test["wins"]) == (4, 4)
    expected = {str(seed): 0.12 - seed / 150 for seed in range(1, 5)}
    assert test["by_seed"] == pytest.approx(expected)
    assert test["difference"] == pytest.approx(np.mean(list(expected.values())))
    assert test["deviation"] == pytest.approx(np.std(list(expected.values()), ddof=1))
    assert test["average_accuracy_difference"] == pytest.approx(test["difference"])
    assert (test["losses"], test["sign_p_value"]) == (0, pytest.approx(2 / 16))
    assert test["p_value"] == pytest.approx(2 / 16)
    line = "+0.1033 ± 0.0086, ahead in 4 of 4, p = 0.125 (0.125)"
    assert line in format_tests([test])
    assert format_tests([]) == ""


def test_variants_of_a_sweep_stand_side_by_side():
    records = [
        make_record("a", seed, accuracy, variant=variant)
        for variant, accuracy in (("rate=0.1", 0.9), ("rate=0.01", 0.7))
        for seed in range(2)
    ]
    summary = summarise(records)
    assert [each["variant"] for each in summary] == ["rate=0.1", "rate=0.01"]
    assert summary[0]["f1"] == {"roof": {"mean": 0.9, "std": 0.0}}
    table = format_summary(summary).splitlines()
    assert table[1].startswith("a rate=0.1 ")
    assert len(set(map(len, table[1:]))) == 1


def test_figures_that_cannot_be_told_are_left_out():
    records = [make_record("a", 0, 0.8), make_record("b", 0, None)]
    records += [make_record("a", 1, 0.6), make_record("b", 1, None)]
    assert paired_tests(records) == []
    first, second = summarise(records)
    assert first["overall_accuracy"]["mean"] == pytest.approx(0.7)
    assert second["overall_accuracy"] == {"mean": 0.0, "std": 0.0}


def test_classes_of_one_name_are_not_mixed_up():
    record = make_record("a", 0, 0.9) | {
        "class_names": ["grass", "grass"], "class_ids": [3, 8], "f1": [1.0, 0.0],
    }  # fmt: skip
    (found,) = summarise([record])
    assert found["f1"]["grass"]["mean"] == 1.0
    assert found["f1"]["grass (8)"]["mean"] == 0.0


def test_a_class_that_no_run_has_tested_is_named():
    runs = [
        {"left_out": ["pond"], "untested": ["road"]},
        {"untested": ["pond", "road"]},
    ]
    told = format_left_out(runs).splitlines()
    assert "pond (1 of 2 runs). " in told[0]
    assert told[1].endswith(": pond, road.")
    assert format_left_out([{}, {"untested": ["road"]}]) == ""

"""The curve of accuracy against labels compares ways to choose them fairly."""

import json

import numpy as np
import pytest

from tests.benchmarks import suggestions
from tests.benchmarks.suggestions import STRATEGIES, Market, curves
from tests.workflows.scenes import write_scene


def made(count=400):
    """Two wide classes that touch, and a rare third one."""
    generator = np.random.default_rng(0)
    targets = np.repeat([0, 1, 2], [count // 2, count // 2 - 20, 20])
    features = generator.normal(0, 1, (count, 3))
    features[:, 0] += 2.5 * targets
    return features, targets, np.argwhere(np.ones((count // 20, 20)))


@pytest.mark.parametrize("name", STRATEGIES)
def test_each_label_is_bought_once_and_never_from_the_test_half(name):
    market = Market(*made(), 1, trees=10)
    for _ in range(3):
        market.buy(STRATEGIES[name](market, 12))
    assert len(set(market.bought.tolist())) == 36
    assert set(market.bought.tolist()) <= set(market.pool.tolist())
    assert not set(market.bought.tolist()) & set(market.test.tolist())


def test_equal_labels_are_equal_and_doubtful_ones_have_the_smallest_margins():
    features, targets, positions = made()
    market = Market(features, targets, positions, 1, trees=10)
    market.buy(STRATEGIES["equal per class"](market, 12))
    assert np.bincount(targets[market.bought]).tolist() == [4, 4, 4]
    chosen = STRATEGIES["margin"](market, 12)
    ordered = np.sort(market.probabilities(market.free)[1], axis=1)
    margins = ordered[:, -1] - ordered[:, -2]
    is_chosen = np.isin(market.free, chosen)
    assert margins[is_chosen].max() <= margins[~is_chosen].min()


def test_a_table_and_all_figures_come_of_a_scene(tmp_path, capsys):
    files = write_scene(tmp_path)
    out = tmp_path / "curve.json"
    command = f"{files.scene} --reference {files.reference} --draws 1 --rounds 2"
    suggestions.main([*command.split(), *f"--batch 6 --trees 10 --out {out}".split()])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["OA", "/", "AA", "6", "labels", "12", "labels"]
    assert [line[:24].strip() for line in lines[1:]] == list(STRATEGIES)
    kept = json.loads(out.read_text())
    assert np.array(kept["curves"]["margin"]).shape == (1, 2, 2)


def test_the_same_draws_give_the_same_curves():
    first, again = (
        curves(*made(200), draws=1, rounds=2, batch=8, trees=10) for _ in range(2)
    )
    for name in STRATEGIES:
        assert np.array_equal(first[name], again[name])

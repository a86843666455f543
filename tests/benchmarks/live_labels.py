"""How good the live map is, and what the suggested pixels are worth.

    python -m tests.benchmarks.live_labels classifiers SCENE --reference R [--seeds 5]
    python -m tests.benchmarks.live_labels suggestions SCENE --reference R [--seeds 5]
        [--rounds N] [--out FILE.json]

`classifiers` compares light classifiers on the features of the live map: accuracy on
the rest of the reference, and seconds to learn and to classify a million pixels.
`suggestions` labels what *Suggest pixels* marks with the classes of the reference, in
rounds of ten from two labels a class on; beside it, as many drawn at random.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression

from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.io.labels import read_labels
from hsiviewer.learning.live.classifier import LiveClassifier
from hsiviewer.learning.live.features import COMPONENTS, SIGMAS, SceneFeatures
from hsiviewer.learning.live.suggesting import next_cells
from hsiviewer.learning.training.discriminants import fit_linear_discriminant

COUNTS = (2, 5, 20)  # labels of a class
_ROUND = 10


def read(options):
    """Return the features of a scene, and its reference on their grid."""
    cube = open_labelled(options.scene, options.reference)
    truth = read_labels(options.reference, cube)[0].values
    features = SceneFeatures(
        cube, components=options.components, sigmas=tuple(options.sigmas)
    )
    while not features.is_complete:
        features.advance(10)
    grid = features.grid
    return grid, np.where(grid.valid, truth[:: grid.step, :: grid.step], 0)


def drawn(truth, count, seed):
    """Return flat indices of some labels of each class."""
    generator = np.random.default_rng([seed, 90])
    flat = truth.ravel()
    return np.concatenate(
        [
            generator.permutation(np.flatnonzero(flat == class_id))[:count]
            for class_id in np.unique(flat[flat > 0])
        ]
    )


def accuracy(found, truth, labelled):
    """Return overall and average accuracy where no label is."""
    test = truth.ravel() > 0
    test[labelled] = False
    right = (found.ravel() == truth.ravel())[test]
    classes = truth.ravel()[test]
    average = np.mean([right[classes == known].mean() for known in np.unique(classes)])
    return float(right.mean()), float(average)


def _discriminant(values, targets):
    weights, offsets = fit_linear_discriminant(values.astype(np.float64), targets)
    weights, offsets = weights.astype(np.float32), offsets.astype(np.float32)
    return lambda asked: (asked @ weights + offsets).argmax(axis=1)


def _standardised(values, targets):
    weights, offsets = fit_linear_discriminant(
        values.astype(np.float64), targets, is_standardised=True
    )
    return lambda asked: (asked @ weights + offsets).argmax(axis=1)


def _logistic(values, targets):
    scale = values.var(axis=0).mean() or 1.0
    model = LogisticRegression(C=1 / scale, class_weight="balanced", max_iter=300)
    return model.fit(values, targets).predict


def _trees(values, targets):
    model = ExtraTreesClassifier(60, class_weight="balanced", random_state=0)
    return model.fit(values, targets).predict


CLASSIFIERS = {
    "discriminant": _discriminant,
    "discriminant, standardised": _standardised,
    "logistic": _logistic,
    "extra trees (60)": _trees,
}


def classifiers(options):
    """Print accuracy and time of each light classifier."""
    grid, truth = read(options)
    flat, values = truth.ravel(), grid.values.reshape(-1, grid.values.shape[-1])
    ids = np.unique(flat[flat > 0])
    wanted = np.flatnonzero(flat)
    print(f"{Path(options.scene).name}: {len(ids)} classes, {values.shape[1]} features")
    heads = "".join(f"{count:>4} a class: OA / AA" for count in COUNTS)
    print(f"{'':<28}{heads}{'learn':>9}{'1 M pixels':>12}")
    for name, fit in CLASSIFIERS.items():
        cells = []
        for count in COUNTS:
            scores, learn, apply = [], [], []
            for seed in range(options.first_seed, options.first_seed + options.seeds):
                labelled = drawn(truth, count, seed)
                targets = np.searchsorted(ids, flat[labelled])
                start = time.perf_counter()
                predict = fit(values[labelled], targets)
                learn.append(time.perf_counter() - start)
                start = time.perf_counter()
                found = np.zeros_like(flat)
                found[wanted] = ids[predict(values[wanted])]
                apply.append((time.perf_counter() - start) / len(wanted) * 1e6)
                scores.append(accuracy(found, truth, labelled))
            overall, average = np.mean(scores, axis=0)
            cells.append(f"{overall:>15.3f} / {average:.3f}")
        print(f"{name:<28}{''.join(cells)}{np.median(learn):>7.2f} s"
              f"{np.median(apply):>10.2f} s")  # fmt: skip


class Campaign:
    """One user who labels in rounds, and one who labels at random.

    Parameters
    ----------
    grid : FeatureGrid
    truth : ndarray, shape (rows, cols)
        The reference on the grid.
    seed : int
        Of the first labels and of the random choice.
    """

    def __init__(self, grid, truth, seed):
        self._grid, self._truth = grid, truth
        self._flat = truth.ravel()
        self._values = grid.values.reshape(-1, grid.values.shape[-1])
        self.start = drawn(truth, 2, seed)
        order = np.setdiff1d(np.flatnonzero(self._flat), self.start)
        self.order = np.random.default_rng([seed, 91]).permutation(order)

    def score(self, labelled):
        """Return overall and average accuracy of the live map from some labels."""
        learned = self._learn(labelled)
        best = (self._values @ learned.weights + learned.offsets).argmax(axis=1)
        return accuracy(learned.class_ids[best], self._truth, labelled)

    def at_random(self, count):
        """Return so many labels, those of the start included."""
        return np.concatenate([self.start, self.order[: count - len(self.start)]])

    def suggested(self, rounds):
        """Yield the labels after each round."""
        labelled = self.start
        yield labelled
        for turn in range(rounds):
            taken = np.zeros(self._truth.shape, bool)
            taken.ravel()[labelled] = True
            cells = next_cells(
                self._grid,
                self._learn(labelled),
                taken,
                _ROUND,
                seed=turn,
                allowed=self._truth > 0,
            )
            more = [row * self._truth.shape[1] + col for row, col in cells]
            labelled = np.append(labelled, np.array(more, np.intp))
            yield labelled

    def _learn(self, labelled):
        ids = self._flat[labelled].astype(np.uint16)
        return LiveClassifier.fit(self._values[labelled], ids)


def suggestions(options):
    """Print accuracy against the number of labels, suggested and drawn at random."""
    grid, truth = read(options)
    classes = len(np.unique(truth[truth > 0]))
    goal = 20 * classes
    rounds = options.rounds or -(-(goal // 2 - 2 * classes) // _ROUND)
    counts = [2 * classes + _ROUND * turn for turn in range(rounds + 1)]
    curves = {"suggested": [], "random": []}
    goals, equal = [], []
    for seed in range(options.first_seed, options.first_seed + options.seeds):
        campaign = Campaign(grid, truth, seed)
        rounds_of = campaign.suggested(rounds)
        curves["suggested"].append([campaign.score(labels) for labels in rounds_of])
        curves["random"].append(
            [campaign.score(campaign.at_random(count)) for count in counts]
        )
        goals.append(campaign.score(campaign.at_random(goal)))
        equal.append(campaign.score(drawn(truth, 20, seed)))
    means = {name: np.mean(figures, axis=0) for name, figures in curves.items()}
    wanted = np.mean(goals, axis=0)
    print(
        f"{Path(options.scene).name}: {classes} classes, {options.seeds} seeds "
        f"from {options.first_seed} on"
    )
    print(f"{goal} labels at random: OA {wanted[0]:.3f}, AA {wanted[1]:.3f}")
    of_each = np.mean(equal, axis=0)
    print(f"20 labels of each class: OA {of_each[0]:.3f}, AA {of_each[1]:.3f}")
    print(f"{'labels':>8}{'suggested OA / AA':>22}{'random OA / AA':>22}")
    for number, count in enumerate(counts):
        cells = (means[name][number] for name in curves)
        print(f"{count:>8}" + "".join(f"{o:>14.3f} / {a:.3f}" for o, a in cells))
    for place, name in enumerate(("OA", "AA")):
        reached = means["suggested"][:, place] >= wanted[place]
        told = counts[int(reached.argmax())] if reached.any() else "not reached"
        print(f"{name} of {goal} labels at random: {told} suggested")
    if options.out is not None:
        record = {"counts": counts, "goal": wanted.tolist(), "curves": curves}
        options.out.write_text(json.dumps(record) + "\n")


def main(arguments=None):
    """Print one of the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = parser.add_subparsers(required=True)
    for name, run in (("classifiers", classifiers), ("suggestions", suggestions)):
        part = parts.add_parser(name)
        part.set_defaults(run=run)
        part.add_argument("scene")
        part.add_argument("--reference", required=True)
        part.add_argument("--seeds", type=int, default=5)
        part.add_argument("--first-seed", type=int, default=0)
        part.add_argument("--components", type=int, default=COMPONENTS)
        part.add_argument("--sigmas", type=float, nargs="*", default=SIGMAS)
        part.add_argument(
            "--rounds", type=int, default=0, help="0 for half of the goal"
        )
        part.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    options.run(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())

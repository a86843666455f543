"""What choosing the pixels is worth: accuracy against the number of labels.

    python -m tests.benchmarks.suggestions SCENE --reference R [--draws 3] [--rounds 4]
        [--batch N] [--out FILE.json]

Labels are bought batch by batch: drawn at random, drawn equally from each class (which
nobody can who does not know the map), with the smallest margin, or with the smallest
margin and then one of each cluster, as the program suggests them. A linear discriminant
and extra trees on spectra learn from them. Each draw parts the reference anew into a
half to buy labels in and a half to test on. Prints overall / average accuracy, mean
over draws.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.special import softmax
from sklearn.ensemble import ExtraTreesClassifier

from hsiviewer.core.noise import noise_covariance
from hsiviewer.core.progress import SilentProgress
from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.io.labels import read_labels
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.data.scene import open_raster
from hsiviewer.learning.prediction.pixel_classifier import scaled
from hsiviewer.learning.suggestions.diversity import medoids
from hsiviewer.learning.suggestions.doubt import Doubts, MostDoubtful
from hsiviewer.learning.suggestions.engine import POOL
from hsiviewer.learning.training.discriminants import fit_discriminant
from hsiviewer.learning.training.forests import grown
from hsiviewer.learning.training.spectral_features import is_banded

TREES = 120
COMPONENTS = 30
_FEW_CLASSES = 10


class Market:
    """Pixels whose labels can be bought, and what was learned from those bought.

    Parameters
    ----------
    features : ndarray of float64, shape (n, d)
        Of all pixels of the reference.
    targets : ndarray of int, shape (n,)
    positions : ndarray of int, shape (n, 2)
    draw : int
        Decides which half tests, and every random choice.
    trees : int
    """

    def __init__(self, features, targets, positions, draw, *, trees=TREES):
        self.features, self.targets, self.positions = features, targets, positions
        self.draw, self._trees = draw, trees
        self.generator = np.random.default_rng([draw, 80])
        order = self.generator.permutation(len(targets))
        self.pool, self.test = np.split(order, [len(order) // 2])
        self.bought = np.empty(0, np.intp)

    @property
    def free(self):
        """Pixels that can still be bought, ascending."""
        return np.setdiff1d(self.pool, self.bought)

    def buy(self, chosen):
        """Take the labels of some pixels."""
        self.bought = np.concatenate([self.bought, np.asarray(chosen, np.intp)])

    def probabilities(self, pixels):
        """Return the known classes, and what both learners say of pixels, (n, K)."""
        known, targets = np.unique(self.targets[self.bought], return_inverse=True)
        values = self.features[self.bought]
        if len(known) == 1:
            return known, np.ones((len(pixels), 1))
        forest = grown(
            ExtraTreesClassifier(random_state=self.draw),
            values,
            targets,
            trees=self._trees,
        )
        discriminant = fit_discriminant(values, targets)
        asked = self.features[pixels]
        shares = forest.predict_proba(asked) + softmax(discriminant(asked), axis=1)
        return known, shares / 2

    def accuracy(self):
        """Return overall and average accuracy on the half that tests."""
        known, probabilities = self.probabilities(self.test)
        truth = self.targets[self.test]
        right = known[probabilities.argmax(axis=1)] == truth
        average = np.mean(
            [right[truth == target].mean() for target in np.unique(truth)]
        )
        return float(right.mean()), float(average)


def at_random(market, batch):
    """Buy any pixels."""
    return market.generator.choice(market.free, batch, replace=False)


def equally(market, batch):
    """Buy of each class the same number, as far as there are."""
    free = market.generator.permutation(market.free)
    turn = np.empty(len(free), np.intp)
    for target in np.unique(market.targets[free]):
        own = market.targets[free] == target
        turn[own] = np.arange(own.sum())
    return free[np.argsort(turn, kind="stable")[:batch]]


def _doubtful(market, most):
    free = market.free
    known, probabilities = market.probabilities(free)
    kept = MostDoubtful(most, market.draw)
    if len(known) > 1:
        kept.add(Doubts.of(free, probabilities))
    return kept.doubts.pixels


def by_margin(market, batch):
    """Buy the most doubtful; at random at first."""
    chosen = _doubtful(market, batch) if len(market.bought) else ()
    return chosen if len(chosen) else at_random(market, batch)


def by_margin_and_cluster(market, batch):
    """Buy doubtful pixels that differ, as the program does; at random at first."""
    pool = _doubtful(market, POOL * batch) if len(market.bought) else ()
    if not len(pool):
        return at_random(market, batch)
    features, places = market.features[pool], market.positions[pool]
    return pool[medoids(features, places, batch, seed=market.draw)]


STRATEGIES = {
    "random": at_random,
    "equal per class": equally,
    "margin": by_margin,
    "margin, then diversity": by_margin_and_cluster,
}


def curves(features, targets, positions, *, draws, rounds, batch, trees=TREES):
    """Return for each strategy (draws, rounds, 2): overall and average accuracy."""
    found = {}
    for name, choose in STRATEGIES.items():
        figures = np.zeros((draws, rounds, 2))
        for draw in range(draws):
            market = Market(features, targets, positions, draw, trees=trees)
            for turn in range(rounds):
                market.buy(choose(market, batch))
                figures[draw, turn] = market.accuracy()
        found[name] = figures
    return found


def table(found, batch):
    """Return the mean over draws for people, a strategy a row."""
    rounds = next(iter(found.values())).shape[1]
    heads = [f"{batch * (turn + 1)} labels" for turn in range(rounds)]
    lines = [f"{'OA / AA':<24}" + "".join(f"{head:>16}" for head in heads)]
    for name, figures in found.items():
        cells = [
            f"{overall:.3f} / {average:.3f}" for overall, average in figures.mean(0)
        ]
        lines.append(f"{name:<24}" + "".join(f"{cell:>16}" for cell in cells))
    return "\n".join(lines)


def read(scene, reference):
    """Return features, targets and positions of all pixels of a reference."""
    cube = open_labelled(scene, reference)
    truth = read_labels(reference, cube)[0].values
    raster = open_raster(cube)
    truth = np.where(raster.valid_mask(SilentProgress()), truth, 0)
    positions = np.argwhere(truth)
    spectra = raster.read_spectra(*positions.T).astype(np.float64)
    gain = SpectralScaler.fit(spectra, scaling="zscore").gain
    noise = noise_covariance(raster.cube, raster.bands, gain, SilentProgress())
    scaler = SpectralScaler.fit(
        spectra,
        scaling="zscore",
        components=min(COMPONENTS, spectra.shape[1]),
        noise=noise if noise is not None and is_banded(noise, gain) else None,
    )
    targets = np.unique(truth[tuple(positions.T)], return_inverse=True)[1]
    return scaled(scaler, spectra), targets, positions


def main(arguments=None):
    """Print the table of a scene."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scene")
    parser.add_argument("--reference", required=True)
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--batch", type=int, default=0, help="0 for 5 or 3 a class")
    parser.add_argument("--trees", type=int, default=TREES)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    features, targets, positions = read(options.scene, options.reference)
    classes = int(targets.max()) + 1
    batch = options.batch or classes * (5 if classes <= _FEW_CLASSES else 3)
    found = curves(
        features,
        targets,
        positions,
        draws=options.draws,
        rounds=options.rounds,
        batch=batch,
        trees=options.trees,
    )
    print(table(found, batch))
    if options.out is not None:
        record = {name: figures.tolist() for name, figures in found.items()}
        options.out.write_text(json.dumps({"batch": batch, "curves": record}) + "\n")


if __name__ == "__main__":
    main()

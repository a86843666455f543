"""Experts trained without some labels and asked about them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.learning.methods.ensemble.experts import (
    EXPERTS,
    Expert,
    Score,
    Settings,
    in_parts,
    joined,
    log_probabilities,
)
from hsiviewer.learning.methods.ensemble.features import WindowFeatures
from hsiviewer.learning.prediction.graph import PixelGraph
from hsiviewer.learning.training.calibration import fit_temperature
from hsiviewer.learning.training.choosing import Point
from hsiviewer.learning.training.surroundings import asked_points

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.intp]
Blocks = Mapping[str, FloatArray]

USUAL_TEMPERATURE = 0.5  # of decision values, where no label can be held out


@dataclass(frozen=True, eq=False)
class LabelledWindow:
    """A window of the scene, and the labels in it.

    Parameters
    ----------
    features : WindowFeatures
    graph : PixelGraph
        Of its valid pixels.
    labels : ndarray of int, shape (n,)
        Which of all labels lie in it.
    nodes : ndarray of int, shape (n,)
        Where they stand among its valid pixels.
    """

    features: WindowFeatures
    graph: PixelGraph
    labels: IntArray
    nodes: IntArray


@dataclass(frozen=True, eq=False)
class Folds:
    """Labels, and which of them each fold leaves out.

    Parameters
    ----------
    blocks : mapping
        Features of the labels.
    targets : ndarray of int, shape (n,)
    held_out : list of ndarray of int
        Indices left out in each fold.
    settings : Settings
        Of the experts.
    tick : callable
        Called at every expert; may raise to stop.
    alive : callable
        Called in between, often.
    """

    blocks: Blocks
    targets: IntArray
    held_out: list[IntArray]
    settings: Settings
    tick: Callable[[], None]
    alive: Callable[[], None]

    def fitted(self, expert: Expert, left_out: IntArray | None = None) -> Score | None:
        """Return an expert that has learned from the labels but for some.

        None of an expert that is not listened to with so many labels.
        """
        self.tick()
        if not expert.is_heard(self.targets):
            return None
        kept = np.ones(len(self.targets), bool)
        if left_out is not None:
            kept[left_out] = False
        features = joined(self.blocks, expert.blocks)[kept]
        return expert.fit(features, self.targets[kept], self.settings)

    def temperatures(self, scores: Sequence[Sequence[Score | None]]) -> list[float]:
        """Return the temperature of each expert, from the labels it has not seen.

        Parameters
        ----------
        scores : sequence of sequences
            For each fold, all experts.
        """
        if not scores:
            return [
                1.0 if expert.has_probabilities else USUAL_TEMPERATURE
                for expert in EXPERTS
            ]
        targets = self.targets[np.concatenate(self.held_out)]
        found = []
        for number, expert in enumerate(EXPERTS):
            if expert.has_probabilities:
                found.append(1.0)
                continue
            values = joined(self.blocks, expert.blocks)
            asked = [
                score(values[left_out])
                for fold, left_out in zip(scores, self.held_out, strict=True)
                if (score := fold[number]) is not None
            ]
            if not asked:
                found.append(1.0)
                continue
            found.append(fit_temperature(np.concatenate(asked), targets))
        return found

    def held_out_probabilities(
        self,
        scores: Sequence[Sequence[Score | None]],
        temperatures: Sequence[float],
        windows: Sequence[LabelledWindow],
        points: Sequence[Point],
    ) -> tuple[dict[Point, FloatArray], IntArray]:
        """Return what each candidate says of the labels that it has not seen.

        Returns
        -------
        probabilities : dict
            Blend and strength to ndarray of float32, shape (n, K).
        targets : ndarray of int, shape (n,)
        """
        found: dict[Point, list[FloatArray]] = {point: [] for point in points}
        targets: list[IntArray] = []
        for window in windows:
            for fold, left_out in zip(scores, self.held_out, strict=True):
                inside = np.isin(window.labels, left_out)
                if not inside.any():
                    continue
                self.tick()
                nodes = window.nodes[inside]
                targets.append(self.targets[window.labels[inside]])
                pixel, spatial = self._groups(fold, temperatures, window)
                solved = asked_points(window.graph, pixel, spatial, points, self.alive)
                for point, solution in solved:
                    found[point].append(solution[nodes])
        return (
            {point: np.concatenate(parts) for point, parts in found.items()},
            np.concatenate(targets),
        )

    def _groups(
        self,
        scores: Sequence[Score | None],
        temperatures: Sequence[float],
        window: LabelledWindow,
    ) -> tuple[FloatArray, FloatArray]:
        blocks = window.features.blocks
        return (
            group(scores, temperatures, blocks, is_spatial=False, alive=self.alive),
            group(scores, temperatures, blocks, is_spatial=True, alive=self.alive),
        )


def group(
    scores: Sequence[Score | None],
    temperatures: Sequence[float],
    blocks: Blocks,
    *,
    is_spatial: bool,
    alive: Callable[[], None],
) -> FloatArray:
    """Average the logarithms of the probabilities of one kind of experts, (n, K)."""
    total: FloatArray | None = None
    members = 0
    for expert, score, temperature in zip(EXPERTS, scores, temperatures, strict=True):
        if expert.is_spatial != is_spatial or score is None:
            continue
        values = in_parts(score, joined(blocks, expert.blocks), alive)
        logs = log_probabilities(values, temperature)
        total = logs if total is None else total + logs
        members += 1
    assert total is not None
    return log_probabilities(total / np.float32(members), 1.0)

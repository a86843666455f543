"""Which method suits a case, from what was measured here, not from papers' claims."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import msgspec

from hsiviewer.core import paths
from hsiviewer.core.document import Document
from hsiviewer.learning.registry import METHODS, method_spec

_NEAR = 0.01  # accuracy that is not worth waiting for
_MUCH_SOONER = 2.0
_MANY_CLASSES = 1.5  # times those that were measured


class MeasuredRun(msgspec.Struct, frozen=True, kw_only=True):
    """Accuracy of a method on a scene, over seeds.

    Parameters
    ----------
    scene, method, preset, split : str
        What was run.
    labels : int
        Per class.
    classes, seeds : int
    accuracy, deviation, average_accuracy : float
        Overall accuracy, its deviation over seeds; mean recall.
    seconds : float
        Of one training with its map.
    """

    scene: str
    method: str
    preset: str
    split: str
    labels: int
    classes: int
    seeds: int
    accuracy: float
    deviation: float
    average_accuracy: float
    seconds: float


class MeasuredTable(msgspec.Struct, frozen=True, kw_only=True):
    """All that was measured, on one machine."""

    machine: str
    date: str
    rows: list[MeasuredRun]


@dataclass(frozen=True)
class Case:
    """What a user has.

    Parameters
    ----------
    labels : int
        Of a class, typically.
    classes : int
    has_rasters : bool
        Whether there is a surface model or another auxiliary raster.
    has_texts : bool
        Whether classes are described.
    has_card : bool
        Whether there is a graphics card that torch can use.
    """

    labels: int
    classes: int
    has_rasters: bool = False
    has_texts: bool = False
    has_card: bool = False

    @classmethod
    def of(cls, document: Document, *, has_card: bool = False) -> "Case":
        """Return the case of a document; the median count stands for its labels."""
        counts = sorted(count for count in document.labels.counts.values() if count)
        return cls(
            labels=counts[len(counts) // 2] if counts else 0,
            classes=len(counts),
            has_rasters=bool(document.auxiliary),
            has_texts=any(cover.description for cover in document.classes),
            has_card=has_card,
        )


@cache
def measured_table() -> MeasuredTable:
    """Return the table that comes with the program."""
    file = paths.resources() / "measured" / "methods.json"
    return msgspec.json.decode(file.read_bytes(), type=MeasuredTable)


def method_advice(case: Case, table: MeasuredTable | None = None) -> tuple[str, ...]:
    """Return sentences on which method suits a case, with the figures they rest on.

    Parameters
    ----------
    table : MeasuredTable, optional
        Instead of the one that comes with the program.
    """
    if case.labels < 1 or case.classes < 2:
        return ()
    table = table or measured_table()
    rows = _nearest([row for row in table.rows if row.preset == "quick"], case)
    means = _means(rows)
    ranked = sorted(means, key=lambda method: -means[method])
    best = ranked[0]
    sentences = [
        f"With {_counted(rows)} labels a class {_title(best)} was the most accurate on "
        f"the scenes measured here (overall accuracy: {_told(rows, best)})."
    ]
    seconds = _means(rows, "seconds")
    near = [method for method in ranked if means[method] >= means[best] - _NEAR]
    quickest = min(near, key=lambda method: seconds[method])
    if seconds[quickest] * _MUCH_SOONER <= seconds[best]:
        sentences.append(
            f"{_title(quickest)} came within {_NEAR:g} of it ({_told(rows, quickest)}) "
            f"in {seconds[quickest]:.1f} s instead of {seconds[best]:.1f} s."
        )
    plain = [method for method in ranked if not method_spec(method).batch_fields]
    if plain and plain[0] not in (best, quickest):
        sentences.append(
            f"Without deep learning, {_title(plain[0])} is the best first look "
            f"({_told(rows, plain[0])}, {seconds[plain[0]]:.1f} s)."
        )
    if case.has_rasters:
        readers = [spec.title for spec in METHODS.values() if spec.uses_auxiliary]
        sentences.append(
            f"Auxiliary rasters are read by {_listed(readers)} only; what they add was "
            "not measured here, so compare the methods on your own labels."
        )
    if case.has_texts:
        sentences.append(
            "What descriptions say changed the accuracy by less than the spread over "
            "seeds; choose by the figures, and describe classes for the people who "
            "read the map."
        )
    largest = max(row.classes for row in rows)
    if case.classes > _MANY_CLASSES * largest:
        sentences.append(
            f"You have {case.classes} classes, the measured scenes {largest} at most: "
            "compare the methods on your own labels."
        )
    if not case.has_card:
        sentences.append(
            "On a processor take the preset quick; paper trains for minutes to hours."
        )
    return tuple(sentences)


def _nearest(rows: Sequence[MeasuredRun], case: Case) -> list[MeasuredRun]:
    """Return, for each scene, the rows whose labels are nearest to those of a case."""
    found = []
    for scene in dict.fromkeys(row.scene for row in rows):
        own = [row for row in rows if row.scene == scene]
        labels = min(
            {run.labels for run in own},
            key=lambda count: (abs(math.log(count / case.labels)), count),
        )
        found += [run for run in own if run.labels == labels]
    return found


def _means(rows: Sequence[MeasuredRun], field: str = "accuracy") -> dict[str, float]:
    """Return the mean over scenes of each method that was run on all of them."""
    scenes = {row.scene for row in rows}
    values: dict[str, list[float]] = {}
    for row in rows:
        values.setdefault(row.method, []).append(getattr(row, field))
    return {
        method: sum(found) / len(found)
        for method, found in values.items()
        if len(found) == len(scenes)
    }


def _told(rows: Sequence[MeasuredRun], method: str) -> str:
    own = [row for row in rows if row.method == method]
    return ", ".join(f"{run.scene} {run.accuracy:.3f}" for run in own)


def _counted(rows: Sequence[MeasuredRun]) -> str:
    counts = sorted({row.labels for row in rows})
    return " or ".join(map(str, counts))


def _title(method: str) -> str:
    return method_spec(method).title


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) < 2 else f"{', '.join(names[:-1])} and {names[-1]}"

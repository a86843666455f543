"""Which class each id of a reference or a label file stands for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme, default_class
from hsiviewer.core.labels import LabelMap
from hsiviewer.evaluation.metrics import Accuracy

Ids = npt.NDArray[np.uint16]

_LEAST_PIXELS = 5  # of an id in a map, before its overlap says anything
_LEAST_SHARE = 0.5  # of an id's pixels in one class, for that to be proposed
_LEAST_AGREEMENT = 0.5  # of a permutation, as the mean over ids
_LEAST_GAIN = 0.2
_ROWS = 256  # looked at together, so that memory does not grow with the scene


class MatchedBy(Enum):
    """What says that an id of a file stands for a class."""

    NAME = "name"
    ID = "id"
    OVERLAP = "overlap"
    NOTHING = "nothing"
    USER = "user"


@dataclass(frozen=True)
class IdMatch:
    """An id of a file and the class that it stands for.

    Parameters
    ----------
    file_id : int
    name : str
        Of the class in the file; empty where that gives none.
    pixels : int
    class_id : int
        0 leaves the id out. An id that matches nothing is a class of its own.
    by : MatchedBy
    """

    file_id: int
    name: str
    pixels: int
    class_id: int
    by: MatchedBy


@dataclass(frozen=True)
class IdMatching:
    """The ids of a file, and the classes that they stand for.

    Parameters
    ----------
    matches : tuple of IdMatch
        In order of the file's ids.
    assignment : mapping of int to int
        Class of each id by overlap, where the matches disagree with the map or the
        labels and this assignment agrees: the ids look permuted. Empty if not.
    agreement, assigned_agreement : float
        Mean share of an id's pixels that lie in its class, 0..1: now, and with the
        assignment. NaN without overlap.
    notices : tuple of str
        What the reader of the file has assumed.
    """

    matches: tuple[IdMatch, ...]
    assignment: Mapping[int, int]
    agreement: float = float("nan")
    assigned_agreement: float = float("nan")
    notices: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[IdMatch]:
        return iter(self.matches)

    @property
    def unmatched(self) -> tuple[int, ...]:
        """Ids of the file that stand for no class by name or id."""
        missing = (MatchedBy.NOTHING, MatchedBy.OVERLAP)
        return tuple(match.file_id for match in self.matches if match.by in missing)

    @property
    def looks_permuted(self) -> bool:
        """Whether another assignment fits the map or the labels far better."""
        return bool(self.assignment)

    @property
    def id_map(self) -> dict[int, int]:
        """The class of each id; ids that stay are left out."""
        return {
            match.file_id: match.class_id
            for match in self.matches
            if match.file_id != match.class_id
        }

    def with_classes(self, id_map: Mapping[int, int]) -> "IdMatching":
        """Return the matching with other classes, as a user has chosen them."""
        matches = tuple(
            replace(match, class_id=id_map[match.file_id], by=MatchedBy.USER)
            if id_map.get(match.file_id, match.class_id) != match.class_id
            else match
            for match in self.matches
        )
        return replace(self, matches=matches)


def match_ids(
    labels: LabelMap,
    scheme: ClassScheme,
    classes: ClassScheme,
    *,
    against: Ids | None = None,
    notices: tuple[str, ...] = (),
) -> IdMatching:
    """Match the ids of a file with classes: by name, else by id, else by overlap.

    Parameters
    ----------
    labels : LabelMap
        Ids of the file.
    scheme : ClassScheme
        What the file calls them.
    classes : ClassScheme
        Classes of the scene.
    against : ndarray of uint16, shape (rows, cols), optional
        Map or labels of the scene, 0 where there is none.
    notices : tuple of str
        What the reader of the file has assumed.
    """
    matches = _by_name_or_id(labels, scheme, classes)
    if against is None or not len(classes):
        return IdMatching(_with_own_ids(matches, classes), {}, notices=notices)
    shares, seen = _shares(labels.values, against, matches, classes)
    matches = _by_overlap(matches, classes, shares, seen)
    assignment, now, then = _assignment(matches, classes, shares, seen)
    return IdMatching(
        _with_own_ids(matches, classes), assignment, now, then, notices=notices
    )


def permutation_in(accuracy: Accuracy) -> IdMatching | None:
    """Return the assignment that a confusion matrix is close to.

    Returns
    -------
    IdMatching or None
        Ids of the reference against classes of the map; ``None`` where they agree as
        they are, or no assignment is far better.
    """
    classes = ClassScheme.from_ids(accuracy.class_ids)
    totals = accuracy.matrix.sum(axis=1) + accuracy.missed
    matches = [
        IdMatch(class_id, "", int(total), class_id, MatchedBy.ID)
        for class_id, total in zip(accuracy.class_ids, totals, strict=True)
    ]
    shares = accuracy.matrix / np.maximum(totals, 1)[:, None]
    assignment, now, then = _assignment(matches, classes, shares, totals)
    return IdMatching(tuple(matches), assignment, now, then) if assignment else None


def _by_name_or_id(
    labels: LabelMap, scheme: ClassScheme, classes: ClassScheme
) -> list[IdMatch]:
    by_name = _ids_by_name(classes)
    file_names = {class_id: _name(scheme, class_id) for class_id in labels.counts}
    named = {
        class_id: by_name[name.strip().casefold()]
        for class_id, name in file_names.items()
        if name.strip().casefold() in by_name
    }
    taken = set(named.values())
    matches = []
    for class_id in sorted(labels.counts):
        target, by = 0, MatchedBy.NOTHING
        # Names that agree elsewhere tell that another name is another class.
        speaks = bool(named) and file_names[class_id] and _name(classes, class_id)
        if class_id in named:
            target, by = named[class_id], MatchedBy.NAME
        elif class_id in classes and class_id not in taken and not speaks:
            target, by = class_id, MatchedBy.ID
        matches.append(
            IdMatch(class_id, file_names[class_id], labels.counts[class_id], target, by)
        )
    return matches


def _ids_by_name(classes: ClassScheme) -> dict[str, int]:
    """Return classes by name, without names that several have."""
    found: dict[str, int] = {}
    doubled = set()
    for cover in classes:
        key = _name(classes, cover.id).strip().casefold()
        if key in found:
            doubled.add(key)
        if key:
            found[key] = cover.id
    return {name: class_id for name, class_id in found.items() if name not in doubled}


def _name(scheme: ClassScheme, class_id: int) -> str:
    """Return the name of a class, empty for the one that the program gives it."""
    if class_id not in scheme:
        return ""
    name = scheme[class_id].name
    return "" if name == default_class(class_id).name else name


def _shares(
    ids: Ids, against: Ids, matches: list[IdMatch], classes: ClassScheme
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return the share of each id's pixels in each class, and how many there are.

    Returns
    -------
    shares : ndarray, shape (ids, classes)
    seen : ndarray of int, shape (ids,)
        Pixels of an id that have a class in the map.
    """
    rows = np.zeros(65536, np.intp)
    cols = np.zeros(65536, np.intp)
    rows[[match.file_id for match in matches]] = np.arange(1, len(matches) + 1)
    cols[list(classes.ids)] = np.arange(1, len(classes) + 1)
    width = len(classes) + 1
    size = (len(matches) + 1) * width
    counts = np.zeros(size, np.int64)
    for top in range(0, ids.shape[0], _ROWS):
        part = slice(top, top + _ROWS)
        cells = rows[ids[part]] * width + cols[against[part]]
        counts += np.bincount(cells.ravel(), minlength=size)
    matrix = counts.reshape(-1, width)[1:, 1:]
    seen = matrix.sum(axis=1)
    return matrix / np.maximum(seen, 1)[:, None], seen


def _by_overlap(
    matches: list[IdMatch],
    classes: ClassScheme,
    shares: npt.NDArray[np.float64],
    seen: npt.NDArray[np.int64],
) -> list[IdMatch]:
    """Propose classes that no id has for ids that have no class."""
    taken = {match.class_id for match in matches}
    free = [col for col, class_id in enumerate(classes.ids) if class_id not in taken]
    open_rows = [
        row
        for row, match in enumerate(matches)
        if not match.class_id and seen[row] >= _LEAST_PIXELS
    ]
    matches = list(matches)
    for row, col in _best_pairs(shares, open_rows, free):
        if shares[row, col] >= _LEAST_SHARE:
            matches[row] = replace(
                matches[row], class_id=classes.ids[col], by=MatchedBy.OVERLAP
            )
    return matches


def _assignment(
    matches: list[IdMatch],
    classes: ClassScheme,
    shares: npt.NDArray[np.float64],
    seen: npt.NDArray[np.int64],
) -> tuple[dict[int, int], float, float]:
    """Return the assignment that fits far better, and the agreement of both.

    Names stand above what a map says of them.
    """
    columns = {class_id: col for col, class_id in enumerate(classes.ids)}
    rows = [row for row, match in enumerate(matches) if seen[row] >= _LEAST_PIXELS]
    if not rows:
        return {}, float("nan"), float("nan")
    now = [
        shares[row, columns[matches[row].class_id]]
        if matches[row].class_id in columns
        else 0.0
        for row in rows
    ]
    named = {match.class_id for match in matches if match.by is MatchedBy.NAME}
    open_rows = [row for row in rows if matches[row].by is not MatchedBy.NAME]
    free = [col for class_id, col in columns.items() if class_id not in named]
    pairs = _best_pairs(shares, open_rows, free)
    assigned = {row: col for row, col in pairs if shares[row, col] > 0}
    then = [
        shares[row, assigned[row]] if row in assigned else agreed
        for row, agreed in zip(rows, now, strict=True)
    ]
    agreement, best = float(np.mean(now)), float(np.mean(then))
    is_better = best >= _LEAST_AGREEMENT and best - agreement >= _LEAST_GAIN
    if len(open_rows) < 2 or not is_better:
        return {}, agreement, best
    assignment = {
        matches[row].file_id: classes.ids[col] for row, col in assigned.items()
    }
    return assignment, agreement, best


def _best_pairs(
    shares: npt.NDArray[np.float64], rows: list[int], cols: list[int]
) -> list[tuple[int, int]]:
    """Return the pairs of rows and columns with the largest sum of shares."""
    from scipy.optimize import linear_sum_assignment

    if not rows or not cols:
        return []
    first, second = linear_sum_assignment(shares[np.ix_(rows, cols)], maximize=True)
    return [(rows[row], cols[col]) for row, col in zip(first, second, strict=True)]


def _with_own_ids(matches: list[IdMatch], classes: ClassScheme) -> tuple[IdMatch, ...]:
    """Give ids that match nothing their own number, or one that no class has."""
    taken = {*classes.ids, *(match.class_id for match in matches)}
    free = (number for number in range(1, 65536) if number not in taken)
    complete = []
    for match in matches:
        own = match.class_id
        if match.by is MatchedBy.NOTHING:
            own = match.file_id if match.file_id not in taken else next(free, 0)
            taken.add(own)
        complete.append(replace(match, class_id=own))
    return tuple(complete)

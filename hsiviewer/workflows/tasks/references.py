"""References and labels whose ids are matched with the classes of a scene."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme, LandCoverClass, default_class
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.id_maps import IdMap, format_id_map
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.renumbering import renumbered_ids
from hsiviewer.evaluation.id_matching import IdMatch, IdMatching, MatchedBy, match_ids
from hsiviewer.io.label_references import split_label_reference
from hsiviewer.io.labels import LabelFile, read_label_file

Tell = Callable[[str], object]

_log = logging.getLogger(__name__)
_LISTED_IDS = 12


@dataclass(frozen=True, eq=False)
class MatchedLabels:
    """Labels with the class ids of a scene.

    Parameters
    ----------
    labels : LabelMap
    scheme : ClassScheme
        What the file calls the classes, under the ids of the scene.
    name : str
        What sentences call the file.
    is_given : bool
        Whether the user has mapped the ids, so that names change nothing.
    """

    labels: LabelMap
    scheme: ClassScheme
    name: str
    is_given: bool = False


def warn(sentence: str) -> None:
    """Tell a user of the command line what may be wrong, on standard error."""
    _log.warning("%s", sentence)


def read_matched(
    reference: str,
    cube: HsiCube,
    classes: ClassScheme,
    *,
    option: str = "--map-ids",
    tell: Tell = warn,
) -> MatchedLabels:
    """Read labels or a reference; ids follow the names that both know.

    What the user has mapped stays as it is. Ids that match no class are told.

    Parameters
    ----------
    classes : ClassScheme
        Classes of the scene; may be empty.
    option : str
        What maps the ids of this file, for sentences.
    tell : callable
        Takes each sentence.

    Raises
    ------
    HsiViewerError
        As `hsiviewer.io.labels.read_label_file`.
    """
    path, _, id_map = split_label_reference(reference)
    file = read_label_file(reference, cube)
    for notice in file.notices:
        tell(notice.replace("--map-ids", option))
    found = matched(file, classes, path.name, option=option, tell=tell) if (
        len(classes) and not id_map
    ) else MatchedLabels(file.labels, file.scheme, path.name)  # fmt: skip
    return MatchedLabels(found.labels, found.scheme, path.name, bool(id_map))


def matched(
    file: LabelFile,
    classes: ClassScheme,
    name: str,
    *,
    option: str = "--map-ids",
    tell: Tell = warn,
) -> MatchedLabels:
    """Return labels whose ids follow the names that they share with the classes."""
    matching = match_ids(file.labels, file.scheme, classes)
    id_map = matching.id_map
    if id_map and any(match.by is MatchedBy.NAME for match in matching):
        tell(f"{name}: names match the classes, ids follow them: {_pairs(id_map)}")
    unmatched = [match for match in matching if match.by is MatchedBy.NOTHING]
    if unmatched:
        tell(_unmatched_sentence(matching, name, option))
    return MatchedLabels(
        mapped_labels(file.labels, id_map),
        mapped_scheme(file.scheme, id_map),
        name,
    )


def tell_permutation(
    reference: MatchedLabels,
    classes: ClassScheme,
    against: npt.NDArray[np.uint16],
    *,
    option: str = "--map-ids",
    tell: Tell = warn,
) -> bool:
    """Tell if ids disagree with a map or labels as if they were permuted.

    Returns
    -------
    bool
        Whether something was told.
    """
    matching = match_ids(reference.labels, reference.scheme, classes, against=against)
    sentence = permutation_sentence(matching, reference.name, option)
    if sentence and not reference.is_given:
        tell(sentence)
    return bool(sentence)


def permutation_sentence(matching: IdMatching, name: str, option: str) -> str:
    """Return what to tell of ids that look permuted or shifted, else nothing."""
    if matching.looks_permuted:
        return (
            f"{name}: its ids look permuted. On average {matching.agreement:.0%} of "
            "the pixels of an id lie in its class, and "
            f"{matching.assigned_agreement:.0%} with {option} "
            f"{_pairs(matching.assignment)}"
        )
    shifted = {
        match.file_id: match.class_id
        for match in matching
        if match.by is MatchedBy.OVERLAP
    }
    if shifted:
        return (
            f"{name}: its ids {_ids(tuple(shifted))} match no class; by overlap they "
            f"look like {option} {_pairs(shifted)}"
        )
    return ""


def matching_of(
    file: LabelFile, classes: ClassScheme, against: npt.NDArray[np.uint16] | None
) -> IdMatching:
    """Match the ids of a file that was read with the classes of a scene."""
    return match_ids(
        file.labels, file.scheme, classes, against=against, notices=file.notices
    )


def needs_answer(
    matching: IdMatching, classes: ClassScheme, *, takes_new: bool
) -> bool:
    """Tell whether a user should see how ids are matched: it is not plain.

    Parameters
    ----------
    takes_new : bool
        Whether ids that match no class become new classes, as with labels.
    """
    if matching.notices or matching.looks_permuted:
        return True
    if not len(classes):
        return False
    return any(
        match.file_id != match.class_id
        or match.by is MatchedBy.OVERLAP
        or (not takes_new and _is_doubtful(match, classes))
        for match in matching
    )


def _is_doubtful(match: IdMatch, classes: ClassScheme) -> bool:
    """Tell whether an id has no class in the scene, or one of another name."""
    if match.by is not MatchedBy.ID:
        return match.by is MatchedBy.NOTHING
    known = classes[match.class_id]
    return bool(match.name) and known.name not in (
        match.name,
        default_class(match.class_id).name,
    )


def with_chosen(
    file: LabelFile, classes: ClassScheme, id_map: IdMap
) -> tuple[LabelMap, ClassScheme]:
    """Return labels and classes of a file as a user has matched them.

    Classes that the scene has keep what they are there.
    """
    labels = mapped_labels(file.labels, id_map)
    moved = mapped_scheme(file.scheme, id_map)
    known = {cover.id: cover for cover in classes}
    return labels, ClassScheme(tuple(known.get(cover.id, cover) for cover in moved))


def mapped_labels(labels: LabelMap, id_map: IdMap) -> LabelMap:
    """Return labels with other ids; a new map, or the same if nothing changes."""
    if not id_map:
        return labels
    return LabelMap(renumbered_ids(labels.values, id_map))


def mapped_scheme(scheme: ClassScheme, id_map: IdMap) -> ClassScheme:
    """Return the classes under other ids; of several that become one, the first."""
    moved: dict[int, LandCoverClass] = {}
    for cover in scheme:
        class_id = id_map.get(cover.id, cover.id)
        if class_id:
            moved.setdefault(class_id, replace(cover, id=class_id))
    return ClassScheme(tuple(moved.values()))


def _unmatched_sentence(matching: IdMatching, name: str, option: str) -> str:
    lost = tuple(match.file_id for match in matching if match.by is MatchedBy.NOTHING)
    return (
        f"{name}: the ids {_ids(lost)} match no class; {option} {lost[0]}=CLASS says "
        f"which class an id is, {option} {lost[0]}=0 leaves it out"
    )


def _ids(ids: tuple[int, ...]) -> str:
    more = ", ..." if len(ids) > _LISTED_IDS else ""
    return ", ".join(map(str, ids[:_LISTED_IDS])) + more


def _pairs(id_map: IdMap) -> str:
    return format_id_map(id_map)

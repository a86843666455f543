"""What earlier sessions have left of a scene, and the map that comes back."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.io.scene_reference import SceneIdentity
from hsiviewer.workflows.tasks.records import load_result
from hsiviewer.workflows.tasks.run_folders import RunRecord

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class FoundRuns:
    """What earlier sessions have left of a scene.

    Parameters
    ----------
    records : sequence of RunRecord
        Their runs.
    shown : RunRecord, optional
        The run whose map was looked at last.
    result : ClassificationResult, optional
        That map.
    as_of : int
        How often the records had changed when they were looked for; see
        `KeptRuns.is_current`.
    """

    records: Sequence[RunRecord] = ()
    shown: RunRecord | None = None
    result: ClassificationResult | None = None
    as_of: int = 0


def last_shown(records: Sequence[RunRecord], scene: SceneIdentity) -> RunRecord | None:
    """Return the run whose map was looked at last; none if there was no map.

    Another scene may lie now where the scene of a run lay.
    """
    with_map = [
        record
        for record in records
        if record.kind == "classify"
        and record.state == "done"
        and record.shown_at
        and record.is_of(scene.digest, scene.variable)
    ]
    return max(with_map, key=lambda record: record.shown_at, default=None)


def last_map(record: RunRecord, cube: HsiCube) -> ClassificationResult | None:
    """Read the map of a run; none where its files were cleared away."""
    try:
        result = load_result(record.folder, record.answer, cube.georeference)
        check_size(result, cube)
    except HsiViewerError as error:
        _log.warning("the last map could not be shown: %s", error)
        return None
    return result


def check_size(result: ClassificationResult, cube: HsiCube) -> None:
    """Raise `HsiViewerError` if a map has other rows and columns than the scene."""
    if result.class_map.shape != cube.grid_shape:
        raise HsiViewerError(
            "the map is of another size than the scene: its file has changed "
            "since; train again"
        )

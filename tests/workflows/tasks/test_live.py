"""What crosses the pipe for the live map, and what the worker holds."""

import numpy as np
import pytest

from hsiviewer.core.errors import WorkerError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.workflows.tasks.live import (
    MOST_LABELS,
    LiveOpenTask,
    LiveSceneTask,
    _labelled,
    advance_live,
    close_live,
    labels_of,
    open_live,
)


def test_labels_arrive_as_they_were_sent():
    values = np.zeros((7, 9), np.uint16)
    values[2, 3], values[6, 8] = 4, 65535
    found = _labelled(labels_of(values))
    assert found.rows.tolist() == [2, 6]
    assert found.cols.tolist() == [3, 8]
    assert found.class_ids.tolist() == [4, 65535]
    assert found.are_enough
    assert not _labelled(labels_of(np.zeros((7, 9), np.uint16))).are_enough


def test_of_many_labels_of_a_class_some_are_sent_and_few_are_all_kept():
    values = np.ones((100, 100), np.uint16)
    values[50, 50] = 2
    found = _labelled(labels_of(values))
    assert np.bincount(found.class_ids).tolist() == [0, MOST_LABELS, 1]
    kept = found.rows[found.class_ids == 1]
    assert kept.min() == 0
    assert kept.max() == 99


def test_a_worker_holds_one_scene_and_knows_no_other(tmp_path, files):
    def task(key):
        return LiveOpenTask(
            key=key,
            scene=str(files.scene),
            good_bands=[True] * 12,
            metadata=SceneMetadata(),
        )

    progress = SilentProgress()
    assert open_live(task(1), progress) == 1.0
    assert open_live(task(2), progress) == 1.0
    with pytest.raises(WorkerError, match="Live off and on"):
        advance_live(LiveSceneTask(key=1), progress)
    close_live(LiveSceneTask(key=1), progress)
    assert advance_live(LiveSceneTask(key=2), progress) == 1.0
    close_live(LiveSceneTask(key=2), progress)
    with pytest.raises(WorkerError):
        advance_live(LiveSceneTask(key=2), progress)

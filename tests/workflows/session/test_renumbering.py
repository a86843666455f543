"""What a session keeps by class id when classes get other ids."""

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.io.labels import read_labels
from hsiviewer.workflows.session.renumbered_maps import follow_labels
from hsiviewer.workflows.tasks.records import LABELS_FILE
from tests.workflows.scenes import SCHEME
from tests.workflows.sessions import run


def test_the_reference_follows_and_is_remembered(files):
    truth = read_labels(files.reference, None)[0].values
    expected = np.array([0, 0, 2, 0, 0, 9, 0, 0, 0, 5])[truth]

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        await workspace.load_reference(files.reference)
        document = workspace.document
        document.set_classification(
            ClassificationResult(truth, np.ones(truth.shape, np.float32), SCHEME)
        )
        before = workspace.accuracy.overall_accuracy
        document.renumber_class(9, 5)
        np.testing.assert_array_equal(workspace.reference.values, expected)
        assert workspace.accuracy.overall_accuracy == before == 1
        document.undo()
        np.testing.assert_array_equal(workspace.reference.values, truth)
        document.redo()

    async def again(workspace):
        await workspace.open_scene(files.scene)
        assert workspace.session.assessment.file.endswith(":2=2,5=9,9=5")
        np.testing.assert_array_equal(workspace.reference.values, expected)

    run(story)
    run(again)


def test_a_map_of_an_earlier_run_gets_the_ids_of_now(tmp_path):
    then = np.array([[1, 1, 2, 3, 0]], np.uint16)
    np.save(tmp_path / LABELS_FILE, then)
    classes = ClassScheme.from_ids((1, 2, 3, 7))
    shown = ClassificationResult(
        np.array([[1, 2, 3, 3, 3]], np.uint16), np.ones((1, 5), np.float32),
        ClassScheme.from_ids((1, 2, 3)),
    )  # fmt: skip

    def ids(now):
        labels = np.array([now], np.uint16)
        return follow_labels(shown, tmp_path, labels, classes).class_map[0].tolist()

    assert ids([2, 2, 1, 7, 0]) == [2, 1, 7, 7, 7]
    assert ids([1, 1, 2, 3, 3]) == [1, 2, 3, 3, 3], "nothing has moved"
    assert ids([2, 2, 2, 3, 0]) == [1, 2, 3, 3, 3], "two classes became one"
    assert ids([2, 3, 1, 3, 0]) == [1, 2, 3, 3, 3], "single labels were corrected"
    assert ids([0, 0, 0, 0, 0]) == [1, 2, 3, 3, 3]
    (tmp_path / LABELS_FILE).unlink()
    assert ids([2, 2, 1, 3, 0]) == [1, 2, 3, 3, 3]

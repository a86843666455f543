"""References and labels of other ids in a session: asked about, mapped, remembered."""

import numpy as np
import pytest

from hsiviewer.core.class_edits import Overlap, SameId
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.labels import read_labels, write_labels
from tests.builders import UTM33
from tests.workflows.scenes import SCHEME
from tests.workflows.sessions import run

SWAPPED = {2: 5, 5: 9, 9: 2}


@pytest.fixture
def other(files, tmp_path):
    """Return what writes the reference with other ids."""

    def write(ids, *, names=False, marked=False):
        truth = read_labels(files.reference, None)[0].values
        table = np.zeros(10, np.int64)
        table[list(ids)] = list(ids.values())
        values = table[truth]
        if marked:
            np.save(tmp_path / "o.npy", np.where(truth == 9, -1, values))
            return tmp_path / "o.npy"
        classes = ClassScheme(
            tuple(
                LandCoverClass(new, SCHEME[old].name, "#000000")
                for old, new in ids.items()
            )
            if names
            else ()
        )
        write_labels(tmp_path / "o.tif", LabelMap(values), classes, UTM33)
        return tmp_path / "o.tif"

    return write


class Answers:
    """Answers the question with a map, or as it is proposed, or by giving up."""

    def __init__(self, reply):
        self.reply, self.asked = reply, []

    async def __call__(self, matching, file):
        self.asked.append((matching, file))
        if self.reply == "assignment":
            return dict(matching.assignment)
        if self.reply == "proposed":
            return {match.file_id: match.class_id for match in matching}
        return self.reply


def test_a_plain_reference_asks_nothing(files):
    answers = Answers(None)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels, match=answers)
        await workspace.load_reference(files.reference, match=answers)
        assert workspace.reference is not None

    run(story)
    assert answers.asked == []


def test_a_permuted_reference_is_assigned_and_remembered(files, other):
    answers = Answers("assignment")
    path = other(SWAPPED)
    truth = read_labels(files.reference, None)[0].values

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        await workspace.load_reference(path, match=answers)
        np.testing.assert_array_equal(workspace.reference.values, truth)

    async def again(workspace):
        await workspace.open_scene(files.scene)
        np.testing.assert_array_equal(workspace.reference.values, truth)
        assert workspace.session.assessment.file == f"{path}:2=9,5=2,9=5"

    run(story)
    ((matching, file),) = answers.asked
    assert matching.looks_permuted
    assert file == "o.tif"
    run(again)


def test_what_the_reader_assumed_is_part_of_what_is_remembered(files, other):
    """Classes that count from 0 beside -1 are read from 1 before they are matched."""
    path = other({2: 0, 5: 1}, marked=True)
    answers = Answers({1: 2, 2: 5})

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        await workspace.load_reference(path, match=answers)
        assert set(workspace.reference.counts) == {2, 5}
        file = workspace.session.assessment.file
        assert file == f"{path}:-1=0,0=2,1=5"
        again = read_labels(file, workspace.document.cube)[0]
        np.testing.assert_array_equal(again.values, workspace.reference.values)

    run(story)
    assert "counts its classes from 0" in answers.asked[0][0].notices[1]


def test_giving_up_leaves_everything_as_it_was(files, other):
    answers = Answers(None)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        await workspace.load_reference(files.reference)
        before = workspace.session.assessment.file, workspace.reference
        labels = workspace.document.labels.snapshot()
        path = other(SWAPPED, names=True)
        await workspace.load_reference(path, match=answers)
        await workspace.import_labels(path, match=answers)
        now = workspace.session.assessment.file, workspace.reference
        assert now == before
        np.testing.assert_array_equal(workspace.document.labels.values, labels)

    run(story)
    assert len(answers.asked) == 2


def test_imported_labels_follow_their_names(files, other):
    answers = Answers("proposed")
    path = other(SWAPPED, names=True)
    truth = read_labels(files.reference, None)[0].values

    async def join(conflicts):
        assert conflicts.classes == (), "the classes are the scene's own by now"
        return Overlap.FILE_WINS, SameId.AS_IN_FILE

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        await workspace.import_labels(path, ask=join, match=answers)
        np.testing.assert_array_equal(workspace.document.labels.values, truth)
        assert [cover.name for cover in workspace.document.classes] == [
            cover.name for cover in SCHEME
        ]
        workspace.document.undo()
        assert workspace.document.labels.total < truth.size

    run(story)

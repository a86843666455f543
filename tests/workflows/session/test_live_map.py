"""The live map and the suggested pixels of a session, without a worker process."""

import asyncio

import numpy as np
import pytest

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import FileAccessError, WorkerError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.core.window import PixelWindow
from hsiviewer.jobs.messages import encode_record
from hsiviewer.workflows.session import live_map
from hsiviewer.workflows.tasks.worker import run_task
from tests.workflows.sessions import run, until

WHOLE = PixelWindow(0, 0, 24, 30)


class Worker:
    """Answers in this process; can be held, and can fail."""

    def __init__(self):
        self.asked = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.error = None

    async def ask(self, kind, task):
        self.asked.append(kind)
        await asyncio.sleep(0)
        answer = run_task(kind, encode_record(task), SilentProgress())
        await self.may_answer.wait()
        if self.error is not None and kind != "live-close":
            raise self.error
        return answer


@pytest.fixture
def told(files):
    """Run a story with a workspace that shows a scene, and its worker."""

    def tell(story, *, has_labels=True):
        async def whole(workspace):
            worker = Worker()
            workspace._live.ask = worker.ask
            await workspace.open_scene(files.scene)
            if has_labels:
                await workspace.import_labels(files.labels)
            workspace.session.live.look_at(WHOLE, 1)
            await story(workspace, worker)

        run(whole)

    return tell


def is_calm(live):
    return lambda: live.picture is not None and not live.is_busy


def paint(document, row, col, class_id):
    document.paint(np.array([row]), np.array([col]), class_id)


def make_result(document):
    shape = document.labels.shape
    return ClassificationResult(
        np.full(shape, 2, np.uint8),
        np.ones(shape, np.float32),
        document.classes,
        document.cube.georeference,
        {},
    )


def test_an_answer_that_was_overtaken_is_dropped(told):
    async def story(workspace, worker):
        live, document = workspace.session.live, workspace.document
        live.switch(is_on=True)
        await until(is_calm(live))
        before, shown = live.picture, []
        live.changed.connect(lambda: shown.append(live.picture))
        worker.may_answer.clear()
        paint(document, 3, 3, 9)
        await until(lambda: worker.asked.count("live-map") == 2)
        for col in range(20):  # all that was a stripe of water is roof
            paint(document, 5, col, 9)
        assert live.picture is before
        worker.may_answer.set()
        await until(is_calm(live))
        pictures = {id(picture) for picture in shown} - {id(before)}
        assert len(pictures) == 1
        assert worker.asked.count("live-map") == 3

    told(story)


def test_the_map_ends_when_a_trained_one_is_shown_but_not_by_other_ids(told):
    async def story(workspace, _worker):
        live, document = workspace.session.live, workspace.document
        document.set_classification(make_result(document))
        live.switch(is_on=True)
        await until(is_calm(live))
        document.renumber_class(2, 4)
        assert set(np.unique(live.picture.class_ids)) <= {0, 4, 5, 9}
        assert live.is_on
        await until(is_calm(live))
        document.undo()
        await until(is_calm(live))
        assert set(np.unique(live.picture.class_ids)) <= {0, 2, 5, 9}
        document.set_classification(make_result(document))
        assert not live.is_on
        assert live.picture is None

    told(story)


def test_two_classes_are_needed_and_may_be_lost_again(told):
    async def story(workspace, worker):
        live, document = workspace.session.live, workspace.document
        live.switch(is_on=True)
        await until(lambda: live.fraction == 1 and not live.is_busy)
        for col in (3, 27):
            assert not live.has_enough
            assert live.picture is None
            paint(document, 4, col, document.add_class().id)
        await until(is_calm(live))
        document.remove_class(document.current_class)
        await until(lambda: not live.is_busy)
        assert live.picture is None
        assert live.is_on
        document.undo()
        await until(is_calm(live))

    told(story, has_labels=False)


@pytest.mark.parametrize(("at_once", "patience"), [(200, 0.2), (1000, 1e-4)])
def test_more_than_is_quick_is_shown_coarsely_first(
    told, monkeypatch, at_once, patience
):
    monkeypatch.setattr(live_map, "_LEAST_AT_ONCE", 0)
    monkeypatch.setattr(live_map, "_PATIENCE_S", patience)

    async def story(workspace, _worker):
        live = workspace.session.live
        live._at_once = at_once
        steps = []
        live.changed.connect(lambda: live.picture and steps.append(live.picture.step))
        live.switch(is_on=True)
        await until(is_calm(live))
        paint(workspace.document, 3, 3, 9)  # by now it is known to be slow
        await until(lambda: not live.is_busy)
        assert steps[-1] == 1
        assert max(steps) > 1

    told(story)


def test_another_view_is_classified_and_a_part_of_it_is_not(told):
    async def story(workspace, worker):
        live = workspace.session.live
        live.look_at(PixelWindow(4, 4, 10, 10), 1)
        live.switch(is_on=True)
        await until(is_calm(live))
        assert live.picture.window == PixelWindow(4, 4, 10, 10)
        assert live.picture.class_at(4, 4) == live.picture.class_ids[0, 0]
        assert live.picture.class_at(0, 0) == 0
        asked = len(worker.asked)
        live.look_at(PixelWindow(5, 5, 3, 3), 1)
        assert not live.is_busy
        live.look_at(WHOLE, 2)
        await until(is_calm(live))
        assert live.picture.class_ids.shape == (12, 15)
        assert len(worker.asked) == asked + 1

    told(story)


@pytest.mark.parametrize(
    "error", [FileAccessError("the stick was pulled"), WorkerError("it has died")]
)
def test_what_goes_wrong_is_told_and_ends_the_map(told, error):
    async def story(workspace, worker):
        live = workspace.session.live
        live.switch(is_on=True)
        await until(is_calm(live))
        worker.error = error
        paint(workspace.document, 3, 3, 9)
        await until(lambda: not live.is_on)
        assert live.trouble == str(error)
        assert live.picture is None
        worker.error = None
        live.switch(is_on=True)
        assert live.trouble == ""
        await until(is_calm(live))
        assert worker.asked.count("live-open") == 2, "the worker may be another one"

    told(story)


def test_leaving_the_scene_ends_both_and_frees_the_worker(told):
    async def story(workspace, worker):
        session = workspace.session
        session.live.switch(is_on=True)
        session.next_pixels.switch(is_on=True)
        await until(is_calm(session.live))
        worker.may_answer.clear()
        paint(workspace.document, 3, 3, 9)
        await workspace.close_scene()
        assert not session.live.is_on
        assert not session.next_pixels.is_on
        worker.may_answer.set()
        await until(lambda: "live-close" in worker.asked)
        assert session.live.picture is None

    told(story)


def test_bands_that_are_marked_bad_are_left_out(told):
    async def story(workspace, worker):
        live, document = workspace.session.live, workspace.document
        live.switch(is_on=True)
        await until(is_calm(live))
        good = np.ones(12, bool)
        good[::2] = False
        document.set_good_bands(good)
        await until(lambda: worker.asked.count("live-open") == 2)
        await until(is_calm(live))

    told(story)


def test_suggestions_are_answered_and_renewed(told):
    async def story(workspace, _worker):
        suggested, document = workspace.session.next_pixels, workspace.document
        reached = []
        suggested.reached.connect(reached.append)
        suggested.switch(is_on=True)
        await until(lambda: suggested.number == 1)
        first = suggested.pixels
        assert reached == [first[0]]
        suggested.step(forwards=False)
        assert suggested.current == first[-1]
        suggested.skip()
        assert suggested.current == first[0]
        while suggested.pixels == first and suggested.label(5):
            pass
        assert suggested.is_looking
        assert not suggested.label(5), "none is at hand"
        await until(lambda: suggested.number == 1)
        assert not set(first) & set(suggested.pixels)
        assert document.undo_text == "Label suggestion"
        suggested.switch(is_on=False)
        assert suggested.pixels == ()

    told(story)


def test_a_scene_without_a_free_pixel_says_so(told):
    async def story(workspace, _worker):
        document, suggested = workspace.document, workspace.session.next_pixels
        rows, cols = np.indices(document.labels.shape).reshape(2, -1)
        document.paint(rows, cols, 5)
        suggested.switch(is_on=True)
        await until(lambda: not suggested.is_looking)
        assert suggested.trouble == "no pixel is left to suggest"
        assert not suggested.is_on

    told(story)

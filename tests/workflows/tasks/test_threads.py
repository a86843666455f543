"""Calls in I/O threads are counted, and some of them can be stopped."""

from hsiviewer.workflows.tasks.threads import Activity


def test_a_call_tells_once_that_it_begins_and_once_that_it_has_ended():
    activity, told = Activity(), []

    def note(count):
        told.append((count, activity.can_be_stopped))

    activity.changed.connect(note)
    with activity.stoppable_call():
        pass
    assert told == [(1, True), (0, False)]

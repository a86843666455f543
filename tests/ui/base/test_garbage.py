"""No thread but Qt's own ever deletes Qt's objects."""

import gc
import threading

from PySide6.QtCore import QObject

from hsiviewer.ui.base.garbage import GuiThreadCollector


class Noted(QObject):
    """Tells in which thread it is deleted."""

    deleted_in = None

    def __del__(self):
        type(self).deleted_in = threading.current_thread()


def test_a_busy_thread_leaves_objects_of_qt_alone(qapp, qtbot):
    GuiThreadCollector(qapp)
    noted = Noted()
    noted.itself = noted  # garbage that only the collector finds
    del noted
    busy = threading.Thread(target=lambda: [[] for _ in range(200_000)])
    busy.start()
    busy.join()
    assert Noted.deleted_in is None
    assert not gc.isenabled()
    keep = [[] for _ in range(5000)]  # makes a collection due
    qtbot.waitUntil(lambda: Noted.deleted_in is not None)
    assert Noted.deleted_in is threading.main_thread()
    assert len(keep) == 5000

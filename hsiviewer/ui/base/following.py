"""Widgets follow the open scene: their slots are connected to its session only."""

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from psygnal import SignalInstance
from PySide6.QtCore import QObject

_Session = TypeVar("_Session")
_Session_co = TypeVar("_Session_co", covariant=True)

_FIRST = 1  # slots of `session_changed` with a priority come before those without


class HasSession(Protocol[_Session_co]):
    """What has an open session, and tells when another one takes its place."""

    @property
    def session(self) -> _Session_co:
        """The session that is open now."""

    @property
    def session_changed(self) -> SignalInstance:
        """Told with the session before and the one that is open now."""


class SessionFollower(Generic[_Session]):
    """Connects slots to signals of whichever session is open.

    When another session takes its place, they are disconnected and connected anew
    before anybody else hears of it: whoever looks at the new session, and changes it,
    is heard by all. Hold it as long as the slots are wanted.

    Parameters
    ----------
    workspace : HasSession
        Has the session.
    owner : QObject
        Once it is deleted, nothing is followed any longer.
    """

    def __init__(self, workspace: HasSession[_Session], owner: QObject) -> None:
        self._workspace = workspace
        self._links: list[
            tuple[Callable[[_Session], SignalInstance], Callable[..., Any]]
        ] = []
        workspace.session_changed.connect(self._move, priority=_FIRST)
        owner.destroyed.connect(self._stop)

    def connect(
        self, pick: Callable[[_Session], SignalInstance], *slots: Callable[..., Any]
    ) -> None:
        """Connect slots to a signal of the open session, and of those to come.

        Parameters
        ----------
        pick : callable
            Returns the signal of a session.
        slots : callable
            Bound methods.
        """
        for slot in slots:
            self._links.append((pick, slot))
            pick(self._workspace.session).connect(slot)

    def _move(self, old: _Session, new: _Session) -> None:
        for pick, slot in self._links:
            # What lives longer than a session, such as the runs of a scene that is
            # opened again, must not be connected twice.
            pick(old).disconnect(slot, missing_ok=True)
            pick(new).connect(slot)

    def _stop(self) -> None:
        self._workspace.session_changed.disconnect(self._move, missing_ok=True)
        for pick, slot in self._links:
            pick(self._workspace.session).disconnect(slot, missing_ok=True)
        self._links = []

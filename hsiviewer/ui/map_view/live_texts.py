"""Sentences on the live map and on the suggestions."""

from hsiviewer.ui.base.texts import tr, tr_count
from hsiviewer.workflows.session.live_map import LiveMap
from hsiviewer.workflows.session.next_pixels import NextPixels
from hsiviewer.workflows.session.scene_session import SceneSession


def live_text(session: SceneSession) -> str:
    """Return what the live map shows, or what it waits for; empty if it is off."""
    live = session.live
    if live.trouble:
        return tr("Live is off: {0}").format(live.trouble)
    if not live.is_on:
        return ""
    if not live.has_enough:
        return _missing(session)
    if live.picture is None:
        return tr("Live map: looking at the scene…")
    labels = session.document.labels.total
    text = tr_count(
        labels,
        "Live map from 1 label. A preview: it is not kept",
        "Live map from {0} labels. A preview: it is not kept",
    )
    if live.fraction < 1:
        return f"{text} ({_ready(live)})"
    return text


def suggestion_text(session: SceneSession) -> str:
    """Return which pixel is suggested and what to press; empty if none is."""
    suggested = session.next_pixels
    if suggested.trouble:
        return tr("No suggestions: {0}").format(tr(suggested.trouble))
    if not suggested.is_on:
        return ""
    if suggested.is_looking:
        text = tr("Looking for the pixels that help most…")
        return text if suggested.fraction >= 1 else f"{text} ({_ready(suggested)})"
    if not len(session.document.classes):
        return tr("Add a class first (Ctrl+N), then press its number")
    if suggested.number:
        return tr("{0} of {1}: press 1-9 to label, S to skip").format(
            suggested.number, len(suggested.pixels)
        )
    return tr("{0} of {1} suggestions are open: press N to go to the next").format(
        len(suggested.open), len(suggested.pixels)
    )


def _missing(session: SceneSession) -> str:
    counts = session.document.labels.counts
    if not counts:
        return tr("Live needs labels of two classes: label a pixel of each")
    name = session.document.classes[next(iter(counts))].name
    return tr("Live needs labels of two classes: so far only {0} has some").format(name)


def _ready(work: LiveMap | NextPixels) -> str:
    return tr("{0} % of the scene is read").format(round(100 * work.fraction))

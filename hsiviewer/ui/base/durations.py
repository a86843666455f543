"""Durations and moments as people say them."""

from PySide6.QtCore import QDateTime, QLocale

from hsiviewer.ui.base.texts import tr

_MINUTE = 60
_HOUR = 3600


def duration_text(seconds: float) -> str:
    """Return a rounded duration, such as ``"8 s"``, ``"2 min"`` or ``"1 h 5 min"``."""
    if seconds < 1:
        return tr("less than 1 s")
    if seconds < 90:  # "90 s" is still read faster than "2 min"
        return tr("{0:.0f} s").format(seconds)
    if seconds < _HOUR - _MINUTE / 2:
        return tr("{0:.0f} min").format(seconds / _MINUTE)
    hours, minutes = divmod(round(seconds / _MINUTE), 60)
    return (
        tr("{0} h {1} min").format(hours, minutes)
        if minutes
        else tr("{0} h").format(hours)
    )


def moment_text(epoch_s: float) -> str:
    """Return the time of day, with the date before it if that is not today's."""
    moment = QDateTime.fromSecsSinceEpoch(int(epoch_s))
    time = QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    if moment.date() == QDateTime.currentDateTime().date():
        return time
    date = QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)
    return f"{date} {time}"


def clock_text(seconds: float) -> str:
    """Return an exact duration, such as ``"0:07"`` or ``"1:02:03"``."""
    minutes, rest = divmod(int(seconds), _MINUTE)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

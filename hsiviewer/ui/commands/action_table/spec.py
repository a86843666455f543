"""What the table says of a command."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ActionSpec:
    """One command: how it is named, reached and shown.

    Parameters
    ----------
    id : str
        Area, dot, verb; public, scripts rely on it.
    text : str
        As in menus.
    tooltip : str
        What it does, in a sentence that teaches.
    menu : str
        Title of its menu.
    shortcut : str
        Key sequence; empty for none.
    icon : str
        Name in ``resources/icons``; empty for none.
    group : str
        Actions of one group exclude each other and stay checked.
    needs : str
        What must be there: ``scene``, ``axes`` (of a file that does not name
        them), ``classes``, ``labels``, ``doubts``, ``suggestion`` (at hand),
        ``result``, ``probabilities`` (of its classes), ``reference``, ``accuracy``,
        ``undo``, ``redo``, ``training``; empty for nothing, or where a panel decides
        (the training panel, which also says why not).
    is_switch : bool
        Whether it stays checked until chosen again.
    """

    id: str
    text: str
    tooltip: str
    menu: str
    shortcut: str = ""
    icon: str = ""
    group: str = ""
    needs: str = ""
    is_switch: bool = False

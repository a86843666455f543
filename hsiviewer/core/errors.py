"""Every error that hsiviewer raises on purpose.

A message is one sentence or two for the user: what is wrong, the offending
value, and what to do about it.
"""


class HsiViewerError(Exception):
    """Root of the errors that are shown to users as a sentence."""


class CubeFormatError(HsiViewerError, ValueError):
    """A scene file is damaged, contradictory or of an unknown kind."""


class SceneMetadataError(HsiViewerError, ValueError):
    """What a user says about a scene is impossible, or does not fit it."""


class LabelFormatError(HsiViewerError, ValueError):
    """A label file cannot be read, or does not fit the scene."""


class ClassSchemeError(HsiViewerError, ValueError):
    """A class is missing, doubled or has an impossible id."""


class ConfigurationError(HsiViewerError, ValueError):
    """A method, preset or parameter does not exist or has a bad value."""


class TrainingDataError(HsiViewerError, ValueError):
    """The labels do not suffice for the chosen method."""


class TextEncoderError(HsiViewerError, ValueError):
    """A text encoder is missing, altered or unusable."""


class FileAccessError(HsiViewerError, OSError):
    """A file cannot be found, read or written."""


class SourceClosedError(FileAccessError):
    """A scene was closed while somebody still wanted to read from it."""


class UnreadableValuesError(FileAccessError):
    """Values of a scene cannot be read at the moment; users know it already."""


class SceneChangedError(HsiViewerError, RuntimeError):
    """What was meant for one scene was ready when another one was open."""


class ForeignTextError(HsiViewerError, ValueError):
    """A JSON, TOML or text file is not what it should be."""


class ExportError(HsiViewerError, OSError):
    """A result could not be written, or read back differently."""


class WorkerError(HsiViewerError, RuntimeError):
    """A worker process died, hung or reported an unexpected failure."""


class ExtensionError(HsiViewerError, RuntimeError):
    """An extension from another package does not work."""


class ProjectError(HsiViewerError, OSError):
    """A project cannot be opened, written or believed."""


class UnwrittenSceneError(ProjectError):
    """Edits of a scene that was left are not on the disk yet."""


class DamagedProjectError(ProjectError):
    """A project's file is no longer what was written; a backup may help."""


class ProjectInUseError(ProjectError):
    """A project is open in another window."""


class DiskFullError(ProjectError, ExportError):
    """There is no room for a project or for a result."""


class SceneMissingError(ProjectError):
    """A project's scene is not where it was; the user can say where it is now."""


class DifferentSceneError(SceneMissingError):
    """Labels were made on another scene than the one that is at hand.

    Parameters
    ----------
    sentence : str
        What is wrong.
    scene : str
        Reference of the scene that is at hand.
    """

    def __init__(self, sentence: str, *, scene: str = "") -> None:
        super().__init__(sentence)
        self.scene = scene


class OtherSceneError(ProjectError):
    """A project of another scene would be replaced."""

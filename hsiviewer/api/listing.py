"""The methods, and a scene to try them on."""

import os
from dataclasses import dataclass
from pathlib import Path

from hsiviewer.api.targets import CONSENT
from hsiviewer.learning.configuration import Parameter, parameters
from hsiviewer.learning.registry import METHODS
from hsiviewer.workflows.commands.sample import SampleFiles, write_sample


@dataclass(frozen=True)
class Method:
    """A method of classification.

    Parameters
    ----------
    id : str
        Name in scripts.
    title, summary, citation : str
        Name in the window, what the method does, and where it was published.
    stages, presets : tuple of str
        Steps of a training, and named sets of parameter values.
    uses_text, uses_auxiliary : bool
        Whether it reads class descriptions and auxiliary rasters.
    parameters : tuple of Parameter
        Further keyword arguments of `hsiviewer.classify`.
    """

    id: str
    title: str
    summary: str
    citation: str
    stages: tuple[str, ...]
    presets: tuple[str, ...]
    uses_text: bool
    uses_auxiliary: bool
    parameters: tuple[Parameter, ...]


def methods() -> tuple[Method, ...]:
    """Return the methods with presets and parameters, as ``hsiviewer methods`` does.

    Examples
    --------
    >>> import hsiviewer
    >>> svm = next(method for method in hsiviewer.methods() if method.id == "svm")
    >>> svm.title
    'Support vector machine'
    >>> [parameter.name for parameter in svm.parameters]
    ['components', 'features', 'folds', 'repeats']
    """
    return tuple(
        Method(
            id=spec.id,
            title=spec.title,
            summary=spec.summary,
            citation=spec.citation,
            stages=spec.stages,
            presets=spec.presets,
            uses_text=spec.uses_text,
            uses_auxiliary=spec.uses_auxiliary,
            parameters=parameters(spec.id),
        )
        for spec in METHODS.values()
    )


def sample(
    folder: str | os.PathLike[str],
    *,
    rows: int = 160,
    cols: int = 200,
    bands: int = 120,
    seed: int = 0,
    overwrite: bool = False,
) -> SampleFiles:
    """Write the synthetic sample scene, as ``hsiviewer sample`` does.

    Parameters
    ----------
    folder : str or path
        Folder for the files; created if it does not exist.
    rows, cols, bands : int
        Size of the scene.
    seed : int
        The same seed gives the same scene.
    overwrite : bool
        Whether to replace files that are not an unchanged sample.

    Returns
    -------
    SampleFiles
        Paths ``cube``, ``dsm`` (heights), ``labels``, ``reference`` and ``classes``.

    Raises
    ------
    ConfigurationError
        If the size is too small.
    ExportError
        If a file cannot be written, or may not be replaced.

    Examples
    --------
    >>> import hsiviewer
    >>> hsiviewer.sample("town", rows=48, cols=56, bands=40).cube.name
    'town.hdr'
    """
    return write_sample(
        Path(folder),
        rows=rows,
        cols=cols,
        bands=bands,
        seed=seed,
        overwrite=overwrite,
        consent=CONSENT,
    )

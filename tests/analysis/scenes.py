"""Small scenes for analyses: smooth materials, mixed, with noise."""

import numpy as np

from hsiviewer.analysis.catalogue import find_analysis
from hsiviewer.analysis.operation import NamedSpectra, OperationInputs
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.progress import SilentProgress

SILENT = SilentProgress()
NODATA = -9999.0


def make_endmembers(bands=24, count=3):
    """Return smooth, clearly different spectra, shape (count, bands)."""
    position = np.linspace(0, 1, bands)
    return np.stack(
        [
            0.3 + 0.25 * np.sin((1 + member) * 2.2 * position + member)
            for member in range(count)
        ]
    )


def make_scene(*, rows=30, cols=34, bands=24, count=3, noise=0.01, seed=0, gaps=0):
    """Return a cube of mixtures, and the abundances (count, rows, cols)."""
    generator = np.random.default_rng(seed)
    abundances = generator.dirichlet(np.ones(count), (rows, cols))
    values = abundances @ make_endmembers(bands, count)
    values += generator.normal(scale=noise, size=values.shape)
    values = values.transpose(2, 0, 1).astype(np.float32)
    for number in range(gaps):
        values[:, number, 2 * number] = NODATA
    axis = BandAxis(bands, np.linspace(400.0, 2400.0, bands))
    cube = HsiCube(ArraySource(values), axis, nodata=NODATA)
    return cube, abundances.transpose(2, 0, 1)


def applied(analysis_id, cube, *, spectra=None, **numbers):
    """Return the values (bands, rows, cols) of an analysis, and its operation."""
    analysis = find_analysis(analysis_id)
    texts = {name: str(number) for name, number in numbers.items()}
    inputs = OperationInputs(
        spectra=spectra or NamedSpectra(), numbers=analysis.numbers(texts)
    )
    operation = analysis.fit_function()(cube, inputs, SILENT)
    return operation.applied_to(cube).read(), operation

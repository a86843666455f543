"""A scene of the size of Houston 2013, composed from what is real of it.

    python -m tests.benchmarks.houston DATA FOLDER

The cube of the 2013 data fusion contest cannot be had any more; its ground truth
and the spectra of its training pixels can. Every pixel gets the class of the
nearest labelled one, and a mixture of three spectra of that class, with a smooth
gain and noise; the surface raster gets heights typical of the classes.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import io, ndimage

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.envi_writer import write_envi

BANDS = 144
_SCALE = 10_000
_MIXED = 3
_HEIGHTS = (0.2, 0.2, 0.1, 7, 0, 0, 6, 12, 0.1, 3, 0.5, 0.2, 0.3, 0.1, 0.2)


@dataclass(frozen=True)
class HoustonFiles:
    """The composed scene, its surface raster and its ground truth."""

    scene: Path
    surface: Path
    reference: Path


def compose(data: Path, folder: Path, *, seed: int = 0, rows: int = 0) -> HoustonFiles:
    """Write the scene, unless it is there already.

    Parameters
    ----------
    data : Path
        Folder with ``Houston_gt.mat``, ``HSI_TrSet.mat`` and ``TrLabel.mat``.
    rows : int
        Only so many rows, for a quick try; 0 for all.
    """
    files = HoustonFiles(
        folder / "houston.hdr", folder / "height.hdr", folder / "reference.npy"
    )
    if files.reference.exists():
        return files
    folder.mkdir(parents=True, exist_ok=True)
    truth = io.loadmat(data / "Houston_gt.mat")["Houston_gt"][: rows or None]
    spectra = io.loadmat(data / "HSI_TrSet.mat")["HSI_TrSet"]
    labels = io.loadmat(data / "TrLabel.mat")["TrLabel"].ravel()
    generator = np.random.default_rng(seed)
    near = ndimage.distance_transform_edt(
        truth == 0, return_distances=False, return_indices=True
    )
    classes = truth[tuple(near)]
    values = np.empty((*truth.shape, BANDS), np.float32)
    for each in np.unique(classes):
        own = spectra[labels == each].astype(np.float32)
        count = int((classes == each).sum())
        shares = generator.dirichlet(np.ones(_MIXED), count).astype(np.float32)
        chosen = generator.integers(len(own), size=(count, _MIXED))
        values[classes == each] = np.einsum("ns,nsb->nb", shares, own[chosen])
    gain = ndimage.gaussian_filter(generator.normal(size=truth.shape), 40)
    values *= (1 + 0.15 * gain / gain.std()).astype(np.float32)[..., None]
    values += generator.normal(0, 0.01, values.shape).astype(np.float32)
    stored = np.clip(values * _SCALE, 0, 65535).astype(np.uint16).transpose(2, 0, 1)
    place = GeoReference(transform=(2.5, 0, 271_460, 0, -2.5, 3_290_890))
    write_envi(
        files.scene,
        stored,
        bands=BandAxis(BANDS, np.linspace(364.0, 1046.0, BANDS)),
        georeference=place,
        interleave="bil",
        scale=float(_SCALE),
    )
    height = np.take((0, *_HEIGHTS), classes) + generator.normal(0, 0.15, truth.shape)
    write_envi(
        files.surface,
        height[None].astype(np.float32),
        bands=BandAxis(1),
        georeference=place,
    )
    np.save(files.reference, truth.astype(np.uint16))
    return files


if __name__ == "__main__":
    print(compose(Path(sys.argv[1]), Path(sys.argv[2])))

"""Areas under the curve of our anomaly and target detectors, beside those of SPy.

    python -m tests.benchmarks.detection [FOLDER] [--without rx-local]

The folder holds the scenes ``abu-beach-4.mat``, ``abu-urban-2.mat`` (Kang et al. 2017,
doi 10.1109/TGRS.2017.2710145) and ``HYDICE_data.mat``, each with ``data`` and ``map``.
Targets are looked for with the mean of the anomalies as their spectrum, which is what a
user with a perfect library would give.
"""

import argparse
import time
import warnings
from pathlib import Path

import numpy as np
import spectral
from scipy.io import loadmat
from sklearn.metrics import roc_auc_score

from hsiviewer.analysis.catalogue import find_analysis
from hsiviewer.analysis.operation import NamedSpectra, OperationInputs
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.progress import SilentProgress
from tests.builders import SHARED_DATA

SCENES = ("abu-beach-4.mat", "abu-urban-2.mat", "HYDICE_data.mat")
WINDOW = (5, 21)
# Signs: small angles and divergences are finds.
OURS = {
    "rx": 1, "rx-local": 1, "rx-cluster": 1, "angle": -1, "sid": -1,
    "matched-filter": 1, "ace": 1, "cem": 1, "mtmf": 1,
}  # fmt: skip


def ours(cube: HsiCube, target: np.ndarray, analysis_id: str) -> np.ndarray:
    """Return the scores of one of our detectors, shape (rows, cols)."""
    analysis = find_analysis(analysis_id)
    spectra = NamedSpectra()
    if analysis.needs:
        spectra = NamedSpectra(("target",), target[None])
    inputs = OperationInputs(spectra=spectra, numbers=analysis.numbers({}))
    with np.errstate(all="ignore"):
        operation = analysis.fit_function()(cube, inputs, SilentProgress())
    return operation.applied_to(cube).read([0])[0] * OURS[analysis_id]


def by_spy(image: np.ndarray, target: np.ndarray, analysis_id: str) -> np.ndarray:
    """Return the scores of SPy for the same detector, shape (rows, cols)."""
    if analysis_id == "rx":
        return spectral.rx(image)
    if analysis_id == "rx-local":
        return spectral.rx(image, window=WINDOW)
    if analysis_id == "angle":
        return -spectral.spectral_angles(image, target[None])[..., 0]
    if analysis_id == "matched-filter":
        return spectral.matched_filter(image, target)
    if analysis_id == "ace":
        return spectral.ace(image, target)
    raise KeyError(analysis_id)


def measure(file: Path, without: list[str]) -> None:
    """Print a line for each detector on a scene; local ones take minutes in SPy."""
    stored = loadmat(file)
    values, truth = stored["data"], stored["map"] > 0
    cube = HsiCube(
        ArraySource(values.transpose(2, 0, 1).astype(np.float32)),
        BandAxis(values.shape[2]),
    )
    image = values.astype(np.float64)
    target = image[truth].mean(axis=0)
    print(f"{file.name}: {values.shape}, {truth.sum()} pixels to find")
    for analysis_id in (name for name in OURS if name not in without):
        began = time.perf_counter()
        scores = ours(cube, target, analysis_id)
        seconds = time.perf_counter() - began
        area = roc_auc_score(truth.ravel(), np.nan_to_num(scores).ravel())
        line = f"  {analysis_id:15} {area:.4f} {seconds:7.2f} s"
        try:
            began = time.perf_counter()
            scores = by_spy(image, target, analysis_id)
            seconds = time.perf_counter() - began
            area = roc_auc_score(truth.ravel(), scores.ravel())
            line += f"   SPy {area:.4f} {seconds:7.2f} s"
        except KeyError:
            line += "   not in SPy"
        except (ValueError, np.linalg.LinAlgError) as error:
            line += f"   SPy: {str(error)[:50]}"
        print(line, flush=True)


def main() -> None:
    """Measure all scenes of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", default=SHARED_DATA / "anomaly_abu"
    )
    parser.add_argument("--without", action="append", default=[], choices=OURS)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    for name in SCENES:
        if (options.folder / name).is_file():
            measure(options.folder / name, options.without)


if __name__ == "__main__":
    main()

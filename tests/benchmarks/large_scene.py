"""Analyses of a scene larger than memory should hold: time and peak memory, beside SPy.

    python -m tests.benchmarks.large_scene [--gigabytes 5] [--without-spy]

Each analysis runs in a process of its own, ours on the file, SPy's on the same file
loaded, as its detectors take arrays.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from hsiviewer.io.envi_header import format_header

BANDS, COLS = 200, 1000
OURS = {
    "rx": {},
    "ace": {"spectra": "pixel:3,5"},
    "kmeans": {"clusters": 8},
    "nfindr": {"endmembers": 5},
    "mnf": {"components": 10},
}
SPY = ("rx", "ace", "kmeans", "mnf")


def write_scene(path: Path, gigabytes: float) -> int:
    """Write mixtures of five materials with noise as int16, line by line."""
    rows = max(32, round(gigabytes * 1e9 / (2 * BANDS * COLS)))
    generator = np.random.default_rng(0)
    position = np.linspace(0, 1, BANDS)
    spectra = np.stack([1500 + 1200 * np.sin((1 + n) * 2 * position + n)
                        for n in range(5)])  # fmt: skip
    with path.open("wb") as file:
        for _ in range(rows):
            shares = generator.dirichlet(np.ones(5), COLS)
            line = shares @ spectra + generator.normal(scale=20, size=(COLS, BANDS))
            file.write(np.ascontiguousarray(line.T.astype("<i2")).data)
    entries = {
        "samples": str(COLS), "lines": str(rows), "bands": str(BANDS),
        "header offset": "0", "file type": "ENVI Standard", "data type": "2",
        "interleave": "bil", "byte order": "0",
    }  # fmt: skip
    path.with_suffix(".hdr").write_text(format_header(entries))
    return rows


def run_ours(scene: str, analysis: str, out: str) -> None:
    """Run one of our analyses in this process."""
    import hsiviewer

    hsiviewer.analyse(scene, analysis, out=out, overwrite=True, **OURS[analysis])


def run_spy(scene: str, analysis: str, _out: str) -> None:
    """Run SPy's in this process."""
    import spectral

    image = np.asarray(spectral.open_image(str(Path(scene).with_suffix(".hdr"))).load())
    if analysis == "rx":
        spectral.rx(image)
    elif analysis == "ace":
        spectral.ace(image, image[3, 5])
    elif analysis == "kmeans":
        spectral.kmeans(image, 8, 10)
    else:
        signal, noise = spectral.calc_stats(image), spectral.noise_from_diffs(image)
        spectral.mnf(signal, noise).reduce(image, num=10)


def child(arguments: list[str]) -> None:
    """Run one analysis and print seconds and the peak of resident memory."""
    import resource

    whose, scene, analysis, out = arguments
    began = time.perf_counter()
    (run_ours if whose == "ours" else run_spy)(scene, analysis, out)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


def main() -> None:
    """Write the scene and measure."""
    if sys.argv[1:2] == ["child"]:
        child(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=5.0)
    parser.add_argument("--without-spy", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scene = Path(folder) / "scene.img"
        rows = write_scene(scene, options.gigabytes)
        print(f"{rows} x {COLS} pixels, {BANDS} bands")
        for analysis in OURS:
            for whose in ("ours",) if options.without_spy else ("ours", "spy"):
                if whose == "spy" and analysis not in SPY:
                    continue
                out = Path(folder) / f"{analysis}.tif"
                answer = subprocess.run(
                    [sys.executable, "-m", "tests.benchmarks.large_scene", "child",
                     whose, str(scene), analysis, str(out)],
                    capture_output=True, text=True, check=False,
                )  # fmt: skip
                if answer.returncode:
                    print(f"  {analysis:8} {whose}: {answer.stderr[-200:]}")
                    continue
                told = json.loads(answer.stdout.splitlines()[-1])
                print(
                    f"  {analysis:8} {whose:5} {told['seconds']:7.1f} s "
                    f"{told['peak_mb']:6.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main()

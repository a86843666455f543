"""What the words are worth: accuracy with real, empty, wrong and no descriptions.

    python -m tests.benchmarks.text --data DIR [--scene salinas-a potsdam]
        [--method M ...] [--seeds 0-4] [--out FILE.json]

For every method that reads text and every kind of text, the mean and standard
deviation of the overall accuracy over the seeds, few-shot protocol, random split,
preset quick; the support vector machine on the same labels beside them. One table a
scene on standard output, all runs in the JSON file.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
SCENES = {
    "salinas-a": (
        "salinas_a/SalinasA_corrected.mat",
        "salinas_a/SalinasA_gt.mat",
        8,
        HERE / "salinas_a.toml",
    ),
    "potsdam": (
        "enmap_potsdam/derived_enmap_potsdam_mosaic_160x192.tif",
        "enmap_potsdam/derived_enmap_potsdam_labels_160x192.tif",
        20,
        HERE / "potsdam.toml",
    ),
}
WORDS = {
    "description": ("template=p5",),
    "template": ("template=p1",),
    "name": ("template=name",),
    "shuffled": ("template=p5", "shuffle_text=true"),
}
NO_TEXT = {
    "diffclip": ("text=false",),
    "curated-prompts": ("anchors=free",),
    "s3fn": ("fuse=false",),  # the 3-D network alone
}


def evaluate(data: Path, scene: str, method: str, changes, seeds: str) -> list[dict]:
    """Run the command line over the seeds; return its runs."""
    cube, reference, shots, classes = SCENES[scene]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "runs.json"
        command = [
            sys.executable, "-m", "hsiviewer", "evaluate", str(data / cube),
            "--reference", str(data / reference), "--classes", str(classes),
            "--method", method, "--shots", str(shots), "--seeds", seeds,
            "--device", "cpu", "--json", str(out),
        ]  # fmt: skip
        for each in changes:
            command += ["--set", each]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return json.loads(out.read_text())["runs"]


def cell(runs) -> str:
    """Return mean and standard deviation of the overall accuracy."""
    found = [each["overall_accuracy"] for each in runs]
    spread = statistics.stdev(found) if len(found) > 1 else 0.0
    return f"{statistics.mean(found):.3f} ± {spread:.3f}"


def main() -> None:
    """Print a table for each scene."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--scene", nargs="+", default=list(SCENES), choices=SCENES)
    parser.add_argument("--method", nargs="+", default=list(NO_TEXT), choices=NO_TEXT)
    parser.add_argument("--seeds", default="0-4")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    everything = []
    for scene in options.scene:
        baseline = evaluate(options.data, scene, "svm", (), options.seeds)
        everything.append({"scene": scene, "text": "-", "runs": baseline})
        print(f"{scene}: svm {cell(baseline)}", flush=True)
        print("| method | " + " | ".join([*WORDS, "none"]) + " |", flush=True)
        for method in options.method:
            cells = []
            for kind, changes in (WORDS | {"none": NO_TEXT[method]}).items():
                runs = evaluate(options.data, scene, method, changes, options.seeds)
                everything.append({"scene": scene, "text": kind, "runs": runs})
                cells.append(cell(runs))
            print(f"| {method} | " + " | ".join(cells) + " |", flush=True)
    if options.out is not None:
        options.out.write_text(json.dumps(everything, indent=1) + "\n")


if __name__ == "__main__":
    main()

"""What ``import hsiviewer`` costs a script, and its first use.

    python -m tests.benchmarks.importing [--times 10]

Every figure is of a fresh process; the interpreter's own start is not in it. The
budget of the import is 50 ms.
"""

import argparse
import statistics
import subprocess
import sys

STEPS = {
    "import hsiviewer": "import hsiviewer",
    "hsiviewer.open": "import hsiviewer; hsiviewer.open",
    "hsiviewer.read_labels": "import hsiviewer; hsiviewer.read_labels",
    "hsiviewer.classify": "import hsiviewer; hsiviewer.classify",
}
TIMED = """
import time
start = time.perf_counter()
{step}
print(1000 * (time.perf_counter() - start))
"""


def main() -> None:
    """Print median and worst of each step in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=10)
    times = parser.parse_args().times
    print(f"{'ms':<24} {'median':>8} {'worst':>8}")
    for name, step in STEPS.items():
        found = [_milliseconds(step) for _ in range(times)]
        print(f"{name:<24} {statistics.median(found):>8.1f} {max(found):>8.1f}")


def _milliseconds(step: str) -> float:
    code = TIMED.format(step=step)
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()

"""A Dask cluster makes the map that one machine makes."""

import subprocess
import sys

import numpy as np
import pytest

from hsiviewer.cli import run
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from tests.workflows.scenes import write_scene

# Two real worker processes, until standard input is closed.
CLUSTER = """
import sys
if __name__ == "__main__":
    from distributed import LocalCluster
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    file = tmp_path_factory.mktemp("cluster") / "cluster.py"
    file.write_text(CLUSTER)
    process = subprocess.Popen(
        [sys.executable, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield process.stdout.readline().strip()
    process.stdin.close()
    process.wait(30)
    process.stdout.close()


@pytest.mark.parametrize(
    "method", [pytest.param("diffclip", marks=pytest.mark.slow), "svm"]
)
def test_the_map_is_the_same(address, tmp_path, method, capsys):
    files = write_scene(tmp_path, rows=150, cols=210)
    model = tmp_path / "model"
    small = (
        "--set pretrain=0 --set steps=20 --set members=1"
        if method == "diffclip"
        else ""
    )
    training = (
        f"classify {files.scene} --labels {files.labels} --method {method} {small} "
        f"--device cpu --save-model {model} --out {tmp_path / 'map.tif'} "
        f"--confidence {tmp_path / 'c0.tif'}"
    )
    assert run(training.split()) == 0
    assert address.startswith("tcp://")
    spread = (
        f"predict {files.scene} --model {model} --out {tmp_path / 'spread.tif'} "
        f"--confidence {tmp_path / 'c1.tif'} --device cpu --scheduler {address}"
    )
    assert run(spread.split()) == 0
    capsys.readouterr()
    cube = open_cube(files.scene)
    first, _ = read_labels(tmp_path / "map.tif", cube)
    second, _ = read_labels(tmp_path / "spread.tif", cube)
    assert np.array_equal(first.values, second.values)
    confidences = [open_cube(tmp_path / name).read() for name in ("c0.tif", "c1.tif")]
    np.testing.assert_allclose(*confidences, atol=1e-6)


@pytest.mark.parametrize(
    "address",
    [pytest.param("tcp://127.0.0.1:9", marks=pytest.mark.slow), "nonsense://x"],
)
def test_a_scheduler_that_does_not_answer_is_told(tmp_path, capsys, address):
    files = write_scene(tmp_path)
    model = tmp_path / "model"
    training = (
        f"classify {files.scene} --labels {files.labels} --method svm --device cpu "
        f"--save-model {model} --out {tmp_path / 'map.tif'}"
    )
    assert run(training.split()) == 0
    spread = (
        f"predict {files.scene} --model {model} --out {tmp_path / 'x.tif'} "
        f"--device cpu --scheduler {address}"
    )
    assert run(spread.split()) == 1
    error = capsys.readouterr().err
    assert "no Dask scheduler answers" in error
    assert "Traceback" not in error
    assert not (tmp_path / "x.tif").exists()

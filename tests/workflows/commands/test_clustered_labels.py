"""`classify` says before it trains that labels lie close together."""

import asyncio
import json

import numpy as np
import pytest

from hsiviewer.cli import run
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.batch import ClassifyFiles, classify_files
from tests.builders import UTM33
from tests.in_process import run_jobs_here
from tests.workflows.scenes import SCHEME


def clustered(files, folder):
    """Write labels of two classes that lie in one corner; return the file."""
    near = read_labels(files.reference, None)[0].snapshot()
    near[4:] = 0
    near[:, :6] = near[:, 14:] = 0
    labels = folder / "near.tif"
    write_labels(labels, LabelMap(near), SCHEME, UTM33)
    return labels


@pytest.mark.parametrize("is_clustered", [True, False])
def test_clustered_labels_are_told_before_the_training(
    files, tmp_path, monkeypatch, is_clustered
):
    run_jobs_here(monkeypatch)
    labels = clustered(files, tmp_path) if is_clustered else files.labels
    report, told = tmp_path / "r.json", []
    request = ClassifyFiles(
        scene=str(files.scene),
        labels=str(labels),
        map_path=tmp_path / "map.tif",
        report_path=report,
        recipe=Recipe("spectral-angle", device="cpu"),
    )
    asyncio.run(
        classify_files(
            request,
            on_change=lambda _job: told.append("job"),
            say=lambda _text: None,
            warn=told.append,
        )
    )
    record = json.loads(report.read_text())
    assert record["label_spread"]["is_clustered"] == is_clustered
    kept = [text for text in record["warnings"] if "close together" in text]
    if is_clustered:
        assert told[0] == kept[0]
        assert "lower right" in told[0]
        assert told[1] == "job"
    else:
        assert set(told) == {"job"}
        assert not kept
    assert np.isfinite(record["label_spread"]["ratio"])


def test_the_sentence_goes_to_standard_error_and_the_summary_to_standard_output(
    files, tmp_path, monkeypatch, capsys
):
    run_jobs_here(monkeypatch)
    command = (
        f"classify {files.scene} --labels {clustered(files, tmp_path)} "
        f"--method spectral-angle --device cpu --out {tmp_path / 'map.tif'}"
    )
    assert run(command.split()) == 0
    captured = capsys.readouterr()
    assert captured.err.strip().startswith("hsiviewer: The labels lie close together")
    assert captured.out.startswith("wrote ")

"""`classify` says before it trains that labels lie close together."""

import asyncio
import json

import numpy as np
import pytest

from hsiviewer.core.labels import LabelMap
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.batch import ClassifyFiles, classify_files
from tests.builders import UTM33
from tests.in_process import run_jobs_here
from tests.workflows.scenes import SCHEME


@pytest.mark.parametrize("is_clustered", [True, False])
def test_clustered_labels_are_told_before_the_training(
    files, tmp_path, monkeypatch, is_clustered
):
    run_jobs_here(monkeypatch)
    labels = files.labels
    if is_clustered:
        near = read_labels(files.reference, None)[0].snapshot()
        near[4:] = 0
        near[:, :6] = near[:, 14:] = 0
        labels = tmp_path / "near.tif"
        write_labels(labels, LabelMap(near), SCHEME, UTM33)
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
        assert told[0] == f"hsiviewer: {kept[0]}"
        assert "lower right" in told[0]
        assert told[1] == "job"
    else:
        assert set(told) == {"job"}
        assert not kept
    assert np.isfinite(record["label_spread"]["ratio"])

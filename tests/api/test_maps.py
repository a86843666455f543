"""Maps in scripts: cleaned, measured and written, without a training."""

import csv
import json

import numpy as np
import pytest

import hsiviewer
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ConfigurationError, ExportError
from hsiviewer.core.probabilities import ClassProbabilities, as_bytes
from hsiviewer.evaluation.report import run_report
from tests.builders import UTM33

TOLD = {
    "method": "drawn", "preset": "quick", "configuration": {}, "seed": 0,
    "device": "cpu", "scene": "town.hdr", "warnings": [], "seconds": {}, "versions": {},
}  # fmt: skip


@pytest.fixture
def made():
    """Return a map of two classes with one pixel that stands alone."""
    ids = np.full((8, 10), 1, np.uint16)
    ids[:, 5:] = 2
    ids[3, 2] = 2
    confidence = np.where(ids == 1, 0.9, 0.6).astype(np.float32)
    shares = np.stack([np.where(ids == 1, 0.9, 0.4), np.where(ids == 1, 0.1, 0.6)])
    result = ClassificationResult(
        ids, confidence, ClassScheme.from_ids([1, 2]), UTM33,
        TOLD, ClassProbabilities((1, 2), as_bytes(shares)),
    )  # fmt: skip
    return hsiviewer.ClassMap(result, run_report(result, n_labels=0))


def test_a_map_tells_areas_and_probabilities(made):
    first, second = made.areas
    assert (first["pixels"], first["hectares"]) == (39, pytest.approx(3.51))
    assert second["share"] == pytest.approx(41 / 80)
    assert made.probability_ids == (1, 2)
    np.testing.assert_allclose(made.probabilities[0, 0, :2], 0.9, atol=0.01)


def test_a_cleaned_map_is_another_map(made):
    clean = made.refined(sieve=4)
    assert clean.to_array()[3, 2] == 1
    assert made.to_array()[3, 2] == 2
    assert clean.areas[0]["pixels"] == 40
    assert clean.report()["refinement"] == {"sieve": 4}
    assert made.refined(threshold=0.7).to_array()[:, 5:].max() == 0
    with pytest.raises(ConfigurationError, match="smoothing needs the scene"):
        made.refined(smoothing=1.0)


def test_a_map_is_written_as_polygons_table_and_report(made, tmp_path):
    for name in ("areas.gpkg", "areas.csv", "report.html", "report.json"):
        assert hsiviewer.export(made, tmp_path / name) == [tmp_path / name]
    with (tmp_path / "areas.csv").open(newline="") as file:
        assert [row["pixels"] for row in csv.DictReader(file)] == ["39", "41"]
    assert json.loads((tmp_path / "report.json").read_text())["method"] == "drawn"
    with pytest.raises(ExportError, match="overwrite=True"):
        hsiviewer.export(made, tmp_path / "areas.csv")
    with pytest.raises(ConfigurationError, match="no suffix that says"):
        hsiviewer.export(made, tmp_path / "map.xyz")
    with pytest.raises(ExportError, match="polygons are"):
        hsiviewer.export(made, tmp_path / "map.png")

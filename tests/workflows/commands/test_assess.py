"""Maps are assessed, and pixels to visit are drawn, written, and read back."""

import json

import numpy as np
import pytest

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ExportError, FileAccessError, LabelFormatError
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.io.maps import write_class_map
from hsiviewer.io.registry import open_cube
from hsiviewer.workflows.commands.assess import AssessFiles, assess_files
from hsiviewer.workflows.commands.design import DesignFiles, design_files
from tests.builders import UTM33
from tests.workflows.scenes import SCHEME

TRUTH = np.repeat([2, 5, 9], 20)[None].repeat(40, axis=0).astype(np.uint16)


def write_map(path, class_map):
    confidence = np.ones(class_map.shape, np.float32)
    write_class_map(path, ClassificationResult(class_map, confidence, SCHEME, UTM33))
    return path


@pytest.fixture
def maps(tmp_path):
    """Write a map with some errors, a better one, and the truth."""
    generator = np.random.default_rng(0)
    class_map = np.where(generator.random(TRUTH.shape) < 0.85, TRUTH, 5)
    better = np.where(generator.random(TRUTH.shape) < 0.97, TRUTH, 5)
    write_labels(tmp_path / "truth.tif", LabelMap(TRUTH), SCHEME, UTM33)
    write_map(tmp_path / "better.tif", better.astype(np.uint16))
    return write_map(tmp_path / "map.tif", class_map.astype(np.uint16)), class_map


def assess(path, folder, **fields):
    told = []
    fields = {"reference": str(folder / "truth.tif"), **fields}
    assess_files(AssessFiles(result=path, **fields), told.append)
    return told[0]


def test_figures_and_areas_are_told_with_their_intervals(maps, tmp_path):
    path, class_map = maps
    found = tmp_path / "found.json"
    told = assess(path, tmp_path, json_path=found)
    record = json.loads(found.read_text())
    accuracy = float((class_map == TRUTH).mean())
    assert record["overall_accuracy"] == pytest.approx(accuracy)
    low, high = record["overall_accuracy_interval"]
    assert low < accuracy < high
    # The reference is whole, so that the areas are those of the truth.
    for area in record["areas"]:
        assert area["adjusted_share"] == pytest.approx(1 / 3)
        assert area["adjusted_share_error"] == 0
        assert area["hectares"] == pytest.approx(area["pixels"] * 900 / 10_000)
    for part in ("2400 reference pixels", "overall accuracy", "meadow", " ha "):
        assert part in told


def test_two_maps_are_compared(maps, tmp_path):
    path, _ = maps
    told = assess(path, tmp_path, against=tmp_path / "better.tif")
    assert "McNemar p =" in told
    assert "not statistically significant" not in told
    same = assess(path, tmp_path, against=path)
    assert "not statistically significant" in same


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp"])
def test_pixels_to_visit_are_drawn_filled_in_and_read_back(maps, tmp_path, suffix):
    path, class_map = maps
    points = tmp_path / f"visit{suffix}"
    told = []
    request = DesignFiles(result=path, out=points, count=120, least=30)
    design_files(request, told.append)
    assert "120 pixels to visit" in told[0]
    with pytest.raises(ExportError):  # it may hold work by now
        design_files(request, told.append)
    filled = fill_in(points)
    found = tmp_path / "found.json"
    assess(path, tmp_path, reference=str(filled), json_path=found)
    record = json.loads(found.read_text())
    assert record["n_reference"] == 120
    for area in record["areas"]:
        half = 4 * area["adjusted_share_error"]
        assert abs(area["adjusted_share"] - 1 / 3) < half
    overall, error = record["by_area"]["overall_accuracy"]
    assert abs(overall - (class_map == TRUTH).mean()) < 4 * error


def fill_in(points):
    """Fill in the classes of points as a surveyor would, and leave one empty."""
    import pyogrio.raw as raw

    meta, _, geometry, fields = raw.read(points)
    named = dict(zip(meta["fields"], fields, strict=True))
    class_ids = TRUTH[named["row"], named["col"]].astype(np.int32)
    filled = points.with_name(f"filled{points.suffix}")
    raw.write(
        filled, geometry, [class_ids], ["class_id"], geometry_type="Point",
        crs=meta["crs"], driver={".gpkg": "GPKG", ".geojson": "GeoJSON"}.get(
            points.suffix, "ESRI Shapefile"
        ),
    )  # fmt: skip
    return filled


def test_points_that_nobody_has_filled_in_are_no_reference(maps, tmp_path):
    path, _ = maps
    points = tmp_path / "visit.gpkg"
    design_files(DesignFiles(result=path, out=points, count=90), [].append)
    with pytest.raises(LabelFormatError):
        assess(path, tmp_path, reference=str(points))


def test_labels_are_neither_visited_nor_compared_with(maps, tmp_path):
    path, _ = maps
    labels = np.where(np.arange(60) % 2, TRUTH, 0).astype(np.uint16)
    write_labels(tmp_path / "labels.tif", LabelMap(labels), SCHEME, UTM33)
    given = str(tmp_path / "labels.tif")
    assert "1200 reference pixels" in assess(path, tmp_path, labels=given)
    out = tmp_path / "visit.csv"
    design_files(DesignFiles(result=path, out=out, count=90, labels=given), [].append)
    cols = [int(line.split(",")[1]) for line in out.read_text().splitlines()[1:]]
    assert len(cols) >= 90
    assert not any(col % 2 for col in cols)


@pytest.mark.parametrize("name", ["nothing.tif", "."])
def test_what_is_no_map_is_refused(tmp_path, name):
    with pytest.raises(FileAccessError, match=r"a map \(\.tif\)"):
        assess(tmp_path / name, tmp_path)


def test_a_map_of_another_size_cannot_be_compared(maps, tmp_path):
    path, _ = maps
    other = write_map(tmp_path / "small.tif", TRUTH[:20])
    with pytest.raises(LabelFormatError, match="compare maps of one scene"):
        assess(path, tmp_path, against=other)


def test_maps_can_be_opened_again_as_labels(maps):
    path, class_map = maps
    grid = open_cube(path)
    assert np.array_equal(read_labels(path, grid)[0].values, class_map)
    grid.close()

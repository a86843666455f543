"""Regions measured, beside numpy, and written as tables and libraries."""

import csv

import numpy as np
import pytest

import hsiviewer
from hsiviewer import cli
from hsiviewer.analysis import streaming
from hsiviewer.analysis.measuring.regions import measure_regions
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.envi_labels import write_envi_labels
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.spectral_library import read_library
from tests.analysis.scenes import SILENT, make_scene
from tests.builders import UTM33

IDS = np.zeros((12, 14), np.uint16)
IDS[:6, :5], IDS[4:9, 7:], IDS[11, 13] = 1, 3, 7


@pytest.fixture
def cube():
    cube, _ = make_scene(rows=12, cols=14, bands=6, gaps=2)
    cube.source._values[2, 4:6, 8] = cube.nodata  # in one band alone
    return cube


@pytest.mark.parametrize("block", [1 << 22, 100])
def test_statistics_are_those_of_numpy_whatever_the_blocks(cube, monkeypatch, block):
    monkeypatch.setattr(streaming, "_BLOCK_VALUES", block)
    found = measure_regions(cube, IDS, SILENT)
    assert [region.region for region in found] == [1, 3, 7]
    for region in found:
        values = cube.read()[:, region.region == IDS].astype(float)
        assert region.pixels == values.shape[1]
        np.testing.assert_array_equal(region.counts, np.isfinite(values).sum(axis=1))
        np.testing.assert_allclose(region.mean, np.nanmean(values, axis=1))
        np.testing.assert_allclose(region.least, np.nanmin(values, axis=1))
        np.testing.assert_allclose(region.most, np.nanmax(values, axis=1))
        if region.pixels > 1:
            deviation = np.nanstd(values, axis=1, ddof=1)
            np.testing.assert_allclose(region.deviation, deviation)
        else:
            assert np.isnan(region.deviation).all()


@pytest.fixture
def files(cube, tmp_path):
    scene, labels = tmp_path / "scene.img", tmp_path / "labels.hdr"
    write_envi(
        scene, cube.source._values, bands=cube.bands, georeference=UTM33, nodata=-9999.0
    )
    write_envi_labels(labels, LabelMap(IDS), ClassScheme.from_ids([1, 3, 7]), UTM33)
    return scene, labels


def test_a_table_and_a_library_are_written(files, tmp_path, capsys):
    scene, labels = map(str, files)
    table, library = tmp_path / "t.csv", tmp_path / "means.sli"
    for out in (table, library):
        assert cli.run(["measure", scene, "--labels", labels, "--out", str(out)]) == 0
    assert "3 regions, 6 bands" in capsys.readouterr().out
    regions = hsiviewer.measure(scene, labels)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 18
    for row in rows:
        region, band = regions[int(row["region"])], int(row["band"]) - 1
        assert float(row["mean"]) == pytest.approx(region.mean[band])
        assert (row["sd"] == "") == np.isnan(region.sd[band])
        assert row["name"] == region.name
    np.testing.assert_allclose(
        read_library(library).spectra[1], regions[3].mean, rtol=1e-5
    )


def test_labels_without_a_pixel_are_told(files, tmp_path, capsys):
    scene, labels = map(str, files)
    out = tmp_path / "none.csv"
    given = ["measure", scene, "--labels", labels, "--map-label-ids", "1=0,3=0,7=0"]
    assert cli.run([*given, "--out", str(out)]) == 1
    assert not out.exists()
    assert "region" in capsys.readouterr().err

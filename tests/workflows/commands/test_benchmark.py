"""Published tables beside our own figures, on small files of the usual names."""

import json
import math

import numpy as np
import pytest
from scipy.io import savemat

from hsiviewer.cli import run
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import ConfigurationError, FileAccessError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.evaluation.comparison import chosen_on_test, shots_text
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.workflows.commands.benchmark_sets import (
    benchmark_set,
    benchmark_sets,
    find_files,
    known,
)

SCENES = [name for name, each in benchmark_sets().items() if each.kind == "scene"]
OBJECTS = [name for name, each in benchmark_sets().items() if each.kind == "objects"]


def write_set(folder, name, rows=24, cols=30, bands=9):
    """Write made-up values in files that are called and laid out as the real ones."""
    chosen = benchmark_set(name)
    generator = np.random.default_rng(0)
    reference = np.repeat([1, 2, 3], cols // 3)[None].repeat(rows, axis=0)
    spectra = generator.uniform(0.1, 0.9, (4, bands))
    cube = spectra[reference] + generator.normal(0, 0.04, (rows, cols, bands))
    values = {"cube": cube, "raster": reference * 2.0, "reference": reference}
    reference[:, ::7] = 0
    for each in chosen.files:
        savemat(
            folder / each.names[0],
            {each.variables[0]: values[each.role], "other": np.zeros((2, 2))},
        )


def test_every_set_of_the_papers_is_there():
    assert {*SCENES} == {
        "houston2013", "trento", "muufl", "indian-pines", "pavia-university", "salinas",
    }  # fmt: skip
    assert {*OBJECTS} == {"wood", "blueberries", "fruit"}


def test_published_figures_are_whole_and_possible():
    rows = [
        row for each in benchmark_sets().values() for t in each.tables for row in t.rows
    ]
    assert len(rows) == 3 * (4 * 7 + 10 - 7) + 3 + 3 + 2 + 1
    for shots, method, accuracy, average, kappa in rows:
        assert shots.strip("%").isdigit()
        assert method
        assert 30 < accuracy < 100
        for each in (average, kappa):
            assert math.isnan(each) or 30 < each < 100
    diffclip = {
        (name, row[0]): row[2]
        for name in ("houston2013", "muufl", "trento")
        for row in benchmark_set(name).tables[0].rows
        if row[1] == "DiffCLIP"
    }
    assert diffclip["houston2013", "2"] == 52.15
    assert diffclip["muufl", "20"] == 81.81
    assert diffclip["trento", "40"] == 99.26
    gain = [
        diffclip[name, "2"] - row[2]
        for name in ("houston2013", "muufl", "trento")
        for row in benchmark_set(name).tables[0].rows
        if row[:2] == ("2", "CLIP")
    ]
    assert np.mean(gain) == pytest.approx(10.65, abs=0.005), "the paper's headline"


@pytest.mark.parametrize("name", SCENES)
def test_files_of_the_usual_names_are_found_with_their_variables(tmp_path, name):
    nested = tmp_path / "data"
    nested.mkdir()
    write_set(nested, name)
    for folder in (nested, tmp_path):
        found = find_files(benchmark_set(name), folder)
        wanted = {each.role: each for each in benchmark_set(name).files}
        assert found.cube.endswith(
            f"{wanted['cube'].names[0]}:{wanted['cube'].variables[0]}"
        )
        assert found.reference.endswith(f":{wanted['reference'].variables[0]}")
        assert len(found.rasters) == ("raster" in wanted)


def test_case_of_names_does_not_matter(tmp_path):
    write_set(tmp_path, "salinas")
    (tmp_path / "Salinas_gt.mat").rename(tmp_path / "SALINAS_GT.MAT")
    assert find_files(benchmark_set("salinas"), tmp_path).reference.count("SALINAS_GT")


def test_all_that_is_missing_is_listed_with_where_it_is(tmp_path):
    with pytest.raises(FileAccessError) as caught:
        find_files(benchmark_set("trento"), tmp_path)
    told = str(caught.value)
    for each in ("Italy_hsi.mat", "Italy_lidar.mat", "allgrd.mat"):
        assert each in told
    with pytest.raises(FileAccessError, match="no folder"):
        find_files(benchmark_set("trento"), tmp_path / "nowhere")
    with pytest.raises(ConfigurationError, match="houston2013"):
        benchmark_set("houston")


def test_own_figures_stand_beside_the_published_ones(tmp_path, capsys):
    write_set(tmp_path, "houston2013")
    out = tmp_path / "out.json"
    arguments = [
        "benchmark", "houston2013", "--data", str(tmp_path), "--method",
        "svm,diffclip", "--shots", "2,8", "--seeds", "0-1", "--json", str(out),
        "--preset", "quick", "--text-encoder", "scratch",
    ]  # fmt: skip
    assert run([*arguments, "--set", "prior_adaptation=false"]) == 1
    assert "svm has no parameter" in capsys.readouterr().err
    assert run([*arguments[:5], "svm", *arguments[6:]]) == 0
    told = capsys.readouterr().out
    lines = told.splitlines()
    assert lines[0] == "Houston 2013"
    first = [each.split()[1] for each in lines[2:10]]
    assert set(first) == {
        "CLIP", "LDS2AE", "MFRN-ML", "SCFormer", "HIPL", "MMPR", "DiffCLIP", "*",
    }  # fmt: skip
    assert "98.15" in told
    assert "note: Kappa above" in told
    report = json.loads(out.read_text())
    assert [each["shots"] for each in report["summary"]] == [2, 8]
    assert report["runs"][0]["overall_accuracy"] > 0.8


@pytest.mark.parametrize("name", ["indian-pines", "pavia-university", "salinas"])
def test_shares_of_labels_are_drawn_where_papers_draw_them(tmp_path, capsys, name):
    write_set(tmp_path, name)
    out = tmp_path / "out.json"
    arguments = [
        "benchmark", name, "--data", str(tmp_path), "--method", "spectral-angle",
        "--seeds", "0", "--json", str(out),
    ]  # fmt: skip
    assert run(arguments) == 0
    runs = json.loads(out.read_text())["runs"]
    pixels = runs[0]["n_labels"] + runs[0]["n_reference"]
    for each in runs:
        assert each["n_labels"] / pixels == pytest.approx(each["shots"], abs=0.01)
    assert "* spectral-angle" in capsys.readouterr().out


def test_objects_are_divided_by_object(tmp_path, capsys):
    generator = np.random.default_rng(0)
    lines = ["file;label"]
    for number in range(12):
        label = ("good", "defective")[number % 2]
        values = generator.normal(1 + (number % 2), 0.05, (6, 9, 9)).astype(np.float32)
        write_envi(
            tmp_path / f"berry{number}.hdr",
            values,
            bands=BandAxis(len(values)),
            georeference=GeoReference(),
        )
        lines.append(f"berry{number}.hdr;{label}")
    (tmp_path / "labels.csv").write_text("\n".join(lines))
    arguments = [
        "benchmark", "blueberries", "--data", str(tmp_path), "--method", "svm",
        "--seeds", "0-1",
    ]  # fmt: skip
    assert run(arguments) == 0
    told = capsys.readouterr().out
    assert "86.36" in told
    assert "100.00 ± 0.00" in told
    assert "could not be obtained" in told
    (tmp_path / "labels.csv").write_text("file;label\nberry0.hdr;rotten")
    assert run(arguments) == 1
    assert (
        "'rotten'; those of HyperspectralBlueberries are good"
        in capsys.readouterr().err
    )


def test_choosing_on_the_test_pixels_is_shown_and_called_unsound(tmp_path, capsys):
    write_set(tmp_path, "salinas")
    arguments = [
        "evaluate", str(tmp_path / "Salinas_corrected.mat:salinas_corrected"),
        "--reference", str(tmp_path / "Salinas_gt.mat:salinas_gt"), "--method",
        "random-forest", "--shots", "2", "--seeds", "0-2", "--choose-on-test",
    ]  # fmt: skip
    assert run(arguments) == 1
    assert "give one, such as" in capsys.readouterr().err
    assert run([*arguments, "--sweep", "trees=10,11,12"]) == 0
    assert "chosen on the test pixels (unsound)" in capsys.readouterr().out


def test_the_best_variant_of_each_seed_is_chosen():
    runs = [
        {"method": "a", "shots": 2, "seed": seed, "variant": variant,
         "overall_accuracy": figure}
        for seed, variant, figure in [
            (0, "x", 0.5), (0, "y", 0.7), (1, "x", 0.9), (1, "y", 0.1),
        ]
    ]  # fmt: skip
    found = chosen_on_test(runs)
    assert [each["overall_accuracy"] for each in found] == [0.7, 0.9]
    assert {each["variant"] for each in found} == {
        "chosen on the test pixels (unsound)"
    }


def test_labels_are_written_as_people_do():
    assert [shots_text(each) for each in (8, 0.1, 0.05, 0.667)] == [
        "8",
        "10%",
        "5%",
        "66.7%",
    ]
    assert known(3.0)
    assert not known(math.nan)

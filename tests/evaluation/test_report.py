import json

import numpy as np
import pytest

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.evaluation.comparison import format_summary, summarise
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import (
    render_html,
    run_report,
)
from hsiviewer.evaluation.report_pictures import (
    LegendEntry,
    ReportPictures,
    spectra_svg,
)

SCHEME = ClassScheme(
    (
        LandCoverClass(1, "water", "#0000ff"),
        LandCoverClass(2, "<script>alert(1)</script>", "#00ff00"),
    )
)
PROVENANCE = {
    "method": "svm",
    "preset": "quick",
    "configuration": {"folds": 5},
    "seed": 3,
    "device": "cpu",
    "scene": "town.hdr",
    "warnings": ["Class 2 has one label & more would help."],
    "seconds": {"fine-tuning": 1.0, "total": 1.5},
    "versions": {"hsiviewer": "0"},
}


@pytest.fixture
def report():
    result = ClassificationResult(
        class_map=np.array([[1, 2, 2, 0]], np.uint16),
        confidence=np.array([[1, 1, 1, np.nan]], np.float32),
        scheme=SCHEME,
        provenance=PROVENANCE,
    )
    accuracy = assess(np.array([[1, 1, 2, 2]]), result.class_map)
    return run_report(result, n_labels=6, accuracy=accuracy, n_overlapping=2)


def test_report_has_what_scripts_rely_on(report):
    report = json.loads(json.dumps(report, allow_nan=False))
    assert report["overall_accuracy"] == 0.5
    assert report["average_accuracy"] == 0.5
    assert report["confusion_matrix"] == [[1, 1], [0, 1]]
    assert report["class_names"][0] == "water"
    assert (report["n_labels"], report["n_reference"]) == (6, 4)
    for key in ("kappa", "seconds", "device", "method", "configuration", "seed"):
        assert key in report
    assert report["mapped_pixels"] == {"0": 1, "1": 1, "2": 2}


def test_page_escapes_names_and_shows_figures(report):
    page = render_html(report)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "0.500" in page
    assert "patches share pixels" in page


def test_page_of_a_run_without_reference_has_no_figures(report):
    bare = {key: report[key] for key in (*PROVENANCE, "n_labels", "class_names")}
    assert "Confusion matrix" not in render_html(bare)


def test_summary_gives_mean_and_sample_deviation_per_method_and_shots():
    records = [
        {
            "method": method,
            "shots": 8,
            "seed": seed,
            "overall_accuracy": value,
            "average_accuracy": value,
            "kappa": value,
            "seconds": {"total": 2.0},
        }
        for method, values in (("svm", (0.8, 0.9)), ("diffclip", (0.7, 0.7)))
        for seed, value in enumerate(values)
    ]
    first, second = summarise(records)
    assert first["overall_accuracy"]["mean"] == pytest.approx(0.85)
    assert first["overall_accuracy"]["std"] == pytest.approx(0.1 / np.sqrt(2))
    assert second["kappa"]["std"] == 0.0
    assert "0.8500 ± 0.0707" in format_summary([first, second])


def test_a_page_with_pictures_stands_alone(report):
    svg = spectra_svg(
        np.linspace(400, 900, 6),
        [np.array([0.1, 0.2, np.nan, 0.3, 0.4, 0.5]), np.full(6, np.nan)],
        ["#0000ff", "#00ff00"], axis="wavelength (nm)", values="reflectance",
    )  # fmt: skip
    pictures = ReportPictures(
        map_png=b"\x89PNG",
        legend=(LegendEntry("<b>water</b>", "#0000ff", "Dark <i>in</i> all bands."),),
        spectra_svg=svg,
        doubts=("Few labels & no reference.",),
    )
    page = render_html(report, pictures)
    assert svg.count("<polyline") == 2  # a gap parts the curve
    assert 'src="data:image/png;base64,iVBORw=="' in page
    assert "&lt;b&gt;water&lt;/b&gt;" in page
    assert "Dark &lt;i&gt;in&lt;/i&gt;" in page
    assert "Few labels &amp; no reference." in page
    assert svg in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "0.150\N{EN DASH}0.850" in page  # of 2 in 4


def test_nothing_is_drawn_without_spectra():
    nothing = [np.full(4, np.nan)]
    assert spectra_svg(np.arange(4), nothing, ["#000000"], axis="a", values="v") == ""

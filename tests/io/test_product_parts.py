"""Files that belong to a scene by the rules of its product."""

import pytest

from hsiviewer.core.errors import ExportError
from hsiviewer.io.companions import files_of, read_files
from hsiviewer.io.targets import Source, Target, check_targets

CASES = [
    ("P-SPECTRAL_IMAGE.TIF", "", ["P-METADATA.XML"]),
    ("P-METADATA.XML", "", ["P-SPECTRAL_IMAGE.TIF"]),
    ("E_MTL_L1T.TXT", "", ["E_B001_L1T.TIF", "E_B002_L1T.TIF"]),
    ("GF5_AHSI_1_VN.tif", "", ["GF5_RadCal_VNIR.raw"]),
    ("scene.tif", "", ["scene.stac.json"]),
    ("cube.xml", "", ["cube.img"]),
    ("b1.png", "folder", ["b2.png"]),
    ("b1.png", "", []),
]


@pytest.fixture
def folder(tmp_path):
    for name in {name for case in CASES for name in (case[0], *case[2])}:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "scene.stac.json").write_text('{"stac_version": "1.0.0"}')
    (tmp_path / "scene.json").write_text('{"overall_accuracy": 1}')
    return tmp_path


@pytest.mark.parametrize(("name", "variable", "parts"), CASES)
def test_the_parts_of_a_product_go_along(folder, name, variable, parts):
    for find in (files_of, read_files):
        names = [path.name for path in find(folder / name, variable)]
        assert names[0] == name
        assert sorted(names[1:]) == parts


@pytest.mark.parametrize(
    ("reference", "part"),
    [
        ("P-SPECTRAL_IMAGE.TIF", "P-METADATA.XML"),
        ("b1.png:folder", "b2.png"),
        ("cube.img:V:95x95", "cube.img"),
        ("cube.img:V:rows,cols,bands", "cube.img"),
    ],
)
def test_no_output_replaces_a_part_of_the_scene(folder, reference, part):
    target = Target(folder / part, "--out")
    source = Source(f"{folder}/{reference}", "the scene")
    with pytest.raises(ExportError, match="belongs to the scene"):
        check_targets([target], [source], overwrite=True)

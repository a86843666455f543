"""Which field tells the classes, in layers as other programs write them."""

import json

import numpy as np
import pytest

from hsiviewer.core.errors import LabelFormatError
from hsiviewer.io.label_references import label_reference
from hsiviewer.io.labels import read_label_file
from hsiviewer.io.vector_classes import (
    fields_of,
    labelled_layers,
    one_hot_layers,
)
from hsiviewer.io.vector_layers import VectorLayer, column_of
from tests.builders import make_cube

TEXT = ["impervious", "tree", "water", "water"]
NUMBERS = [1, 2, 3, 3]
SERIAL = [1, 2, 3, 4]


def layer(**fields):
    columns = {name: column_of(values) for name, values in fields.items()}
    count = len(next(iter(columns.values())))
    return VectorLayer(
        np.empty(0, object), np.empty(0, np.intp), count, columns, tuple(columns), None
    )


def ids(fields, **given):
    (found,) = labelled_layers([layer(**fields)], "l.gpkg", **given)
    return found.ids.tolist(), {key: cover.name for key, cover in found.classes.items()}


@pytest.mark.parametrize(
    "fields",
    [
        {"feature": TEXT},
        {"level_1": TEXT, "level_2": TEXT},
        {"dn": NUMBERS},
        {"id": [0, 0, 0, 0], "gridcode": NUMBERS},
        {"classname": TEXT, "classvalue": NUMBERS, "red": NUMBERS},
        {"id": [0, 1, 2, 3], "class": TEXT},
        {"fid_1": SERIAL, "lc": NUMBERS},
        {"id": SERIAL, "landcover": TEXT},
        {"id": SERIAL, "name": TEXT},
        {"class": ["1", "2", "3", "3"]},
        {"class_id": [1.0, 2.0, 3.0, 3.0]},
        {"class_id": [0, 1, 2, 2]},
    ],
)
def test_the_field_of_the_classes_is_found(fields):
    assert ids(fields)[0] == NUMBERS


def test_names_belong_to_the_ids():
    fields = {"mc_id": [1, 1, 2], "mc_info": ["Vegetation", "Vegetation", "Water"],
              "c_id": [1, 2, 3], "c_info": ["Grass", "Wood", "Lake"]}  # fmt: skip
    assert ids(fields) == ([1, 1, 2], {1: "Vegetation", 2: "Water"})
    assert ids({"classname": TEXT, "classvalue": NUMBERS})[1][3] == "water"


def test_how_the_classes_were_found_is_told():
    (found,) = labelled_layers([layer(id=SERIAL, landcover=TEXT)], "l.gpkg")
    assert "the field 'landcover' tells the classes" in found.notices[0]
    assert "--field" in found.notices[0]
    (found,) = labelled_layers([layer(class_id=[0, 1, 2])], "l.gpkg")
    assert "counts its classes from 0" in found.notices[0]
    (found,) = labelled_layers([layer(class_id=NUMBERS, name=TEXT)], "l.gpkg")
    assert not found.notices


def test_a_field_can_be_chosen():
    fields = {"class_id": NUMBERS, "owner": ["b", "a", "a", None]}
    assert ids(fields, field="Owner") == ([1, 2, 2, 0], {1: "b", 2: "a"})
    with pytest.raises(LabelFormatError, match=r"no field 'nope'.*class_id, owner"):
        ids(fields, field="nope")
    with pytest.raises(LabelFormatError, match="fractions in the field 'height'"):
        ids({"height": [0.5, 2.0]}, field="height")


def test_a_field_for_each_class():
    fields = {"wood": [1, 0, 0], "field": [0, 1, 0], "lake": [0, 0, 0]}
    expected = [1, 2, 0], {1: "wood", 2: "field"}
    assert ids(fields, field="wood,field,lake") == expected
    (found,) = one_hot_layers([layer(**fields)], "l.gpkg")
    assert found.ids.tolist() == expected[0]
    with pytest.raises(LabelFormatError, match="1 in several"):
        ids({"a": [1, 0], "b": [1, 1]}, field="a,b")


def test_ids_are_mapped_as_they_stand_in_the_file():
    assert ids({"class_id": [0, 1, 2]}, id_map={0: 9, 2: 0})[0] == [9, 1, 0]


def test_fields_are_listed_for_a_choice():
    owner, empty = fields_of([layer(owner=["a", "b", "b"]), layer(height=[1.5])])
    assert owner == ("owner", 2, ("a", "b"))
    assert empty == ("height", 1, ("1.5",))


def test_a_field_follows_the_name_of_a_file(tmp_path):
    path = tmp_path / "plots.geojson"
    features = [
        {
            "type": "Feature",
            "properties": {"class_id": 1, "owner": owner},
            "geometry": {"type": "Point", "coordinates": [col + 0.5, 0.5]},
        }
        for col, owner in enumerate("abb")
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    cube = make_cube()
    found = read_label_file(label_reference(path, field="owner"), cube)
    assert found.labels.counts == {1: 1, 2: 2}
    assert [cover.name for cover in found.scheme] == ["a", "b"]
    mapped = read_label_file(f"{path}:owner:2=7,1=0", cube)
    assert mapped.labels.counts == {7: 2}
    assert label_reference(path) == str(path)
    assert label_reference(f"{path}:owner:2=7", id_map={1: 3}) == f"{path}:owner:1=3"

import csv

import pytest

from hsiviewer.core.errors import FileAccessError, LabelFormatError
from hsiviewer.io.object_tables import (
    ObjectRow,
    ObjectVerdict,
    read_object_table,
    write_object_table,
)


@pytest.mark.parametrize("separator", [",", ";"])
def test_table_is_read_with_either_separator(tmp_path, separator):
    table = tmp_path / "table.csv"
    lines = ["﻿File,Label,Set", "a.npy, ripe ,train", "b.npy,,", ",,", "c.npy,ripe,TEST"]
    table.write_text("\n".join(lines).replace(",", separator), "utf-8")
    assert read_object_table(table) == [
        ObjectRow("a.npy", "ripe"),
        ObjectRow("b.npy", ""),
        ObjectRow("c.npy", "ripe", is_test=True),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,class\na,b\n", "name them file and label"),
        ("", "has the columns none"),
        ("file,label\n", "lists no objects"),
        ("file,label\na,x\na,y\n", "line 3: a is listed twice"),
        ("file,label,set\na,x,maybe\n", "line 2: set is 'maybe'; write train or test"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, text, sentence):
    table = tmp_path / "table.csv"
    table.write_text(text)
    with pytest.raises(LabelFormatError, match=sentence):
        read_object_table(table)


def test_missing_and_binary_tables_are_refused(tmp_path):
    with pytest.raises(FileAccessError, match="cannot be read"):
        read_object_table(tmp_path / "none.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(LabelFormatError, match="save it as CSV"):
        read_object_table(tmp_path / "binary.csv")


def test_formulas_are_written_as_texts_and_read_back(tmp_path):
    names = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@sum", "\tx", "\ry", "'=z"]
    rows = [ObjectRow(f"{name}.npy", name) for name in names]
    out = tmp_path / "out.csv"
    verdicts = [ObjectVerdict(row, row.label, 1.0, (1.0,), 1) for row in rows]
    write_object_table(out, verdicts, ["=vote"])
    with out.open(encoding="utf-8", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r"))]
    assert read_object_table(out) == rows


def test_verdicts_are_written_with_the_vote(tmp_path):
    verdicts = [
        ObjectVerdict(ObjectRow("a.npy", "ripe"), "ripe", 0.75, (0.75, 0.25), 4),
        ObjectVerdict(ObjectRow("b, c.npy", ""), "", 0.0, (0.0, 0.0), 0),
    ]
    write_object_table(tmp_path / "out.csv", verdicts, ["ripe", "bad"])
    assert (tmp_path / "out.csv").read_text().splitlines() == [
        "file,label,set,predicted,confidence,patches,vote ripe,vote bad",
        "a.npy,ripe,train,ripe,0.7500,4,0.7500,0.2500",
        '"b, c.npy",,,,0.0000,0,0.0000,0.0000',
    ]

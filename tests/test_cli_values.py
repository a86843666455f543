"""Every option of every command, with values that nobody should give it."""

import argparse
import logging
import os

import numpy as np
import pytest

from hsiviewer import cli
from hsiviewer.cli.program import make_parser
from tests.in_process import run_jobs_here
from tests.learning.objects import make_object
from tests.workflows.scenes import write_scene

# No option takes all of these; each of them has once ended in a stack trace.
VALUES = (
    "", " ", "-1", "0", "1e99", "nan", "99999999999999999999", "१२", "1_000", "2.5",
    "/", ".", "/dev/null", "missing", "http://localhost/x", "PIPE",
    "/vsicurl/http://localhost/x", "a\udcff", "a\0b", "{0}%s%n", "=", "a=", "=b", "x=1",
    "é漢字", ",", ",,", "1,", "99.9999%", "100%", "0%", "-5%", "1-99999999999", "5-1",
    "1-2-3", "9" * 5000, "x" * 100_000, "[" * 5000,
)  # fmt: skip
# Shared options are asked about once in full, and of other commands with these.
FEW = ("", "-1", "missing", "PIPE", "a\udcff", "x" * 100_000)
_TARGETS = (
    "out", "confidence", "report", "json", "save_model", "folder", "probabilities",
    "save_run", "zonal", "scores",
)  # fmt: skip
# Free texts and addresses: any of them is somebody's, or takes a network to refuse.
_LEFT_OUT = {
    "scheduler": ("", "x" * 100_000),
    "text_encoder": ("", "missing", "PIPE", "a\udcff"),
    "field": ("", "missing", "a\udcff"),
}


def _commands():
    (action,) = (
        each
        for each in make_parser()._actions
        if isinstance(each, argparse._SubParsersAction)
    )
    return action.choices


def _cases():
    seen = set()
    for name, parser in _commands().items():
        for action in parser._actions:
            if action.nargs == 0:  # takes no value
                continue
            yield pytest.param(name, action.dest, action.dest not in seen)
            seen.add(action.dest)


@pytest.fixture
def base(tmp_path):
    """Return a way to call each command that works."""
    files = write_scene(tmp_path)
    objects = tmp_path / "objects"
    objects.mkdir()
    rows = ["file,label"]
    for number in range(4):
        np.save(objects / f"{number}.npy", make_object(number % 2, number))
        rows.append(f"{number}.npy,{'ab'[number % 2]}")
    (objects / "table.csv").write_text("\n".join(rows))
    (tmp_path / "recipe.toml").write_text('[[step]]\ndo = "snv"\n')
    out, quick = (
        str(tmp_path / "out.tif"),
        ["--method", "spectral-angle", "--device", "cpu"],
    )
    scene, labels = str(files.scene), ["--labels", str(files.labels)]
    reference = ["--reference", str(files.reference)]
    classes = ["--classes", str(files.classes)]
    spectra = tmp_path / "spectra.csv"
    spectra.write_text("nm,oak\n400,0.1\n500,0.2\n600,0.3\n700,0.4\n")
    model, made = str(tmp_path / "model"), str(files.reference)
    return {
        "info": [scene],
        "methods": [],
        "sample": [str(tmp_path / "s"), "--rows", "48", "--cols", "48", "--bands", "8"],
        "describe": [scene, *labels],
        "search": [scene, "water", "--out", out],
        "propose": [scene, *classes, "--out", str(tmp_path / "p.csv")],
        "classify": [scene, *labels, *quick, "--out", out],
        "pretrain": [
            scene, "--method", "diffclip", "--set", "pretrain_steps=1",
            "--save-model", model,
        ],
        "predict": [scene, "--model", model, "--out", out],
        "suggest": [
            scene, *labels, "--method", "spectral-angle", "--device", "cpu",
            "--count", "2", "--out", str(tmp_path / "next.csv"),
        ],
        "analyse": [scene, "--with", "rx", "--out", out],
        "analyses": [],
        "measure": [scene, *labels, "--out", str(tmp_path / "measured.csv")],
        "prepare": [scene, "--recipe", str(tmp_path / "recipe.toml"), "--out", out],
        "evaluate": [scene, *reference, *quick, "--shots", "2"],
        "assess": [made, *reference],
        "export": [made, "--out", str(tmp_path / "areas.csv")],
        "repeat": [str(tmp_path / "report.json"), "--out", out],
        "design": [made, "--out", str(tmp_path / "next.csv")],
        "benchmark": ["trento", "--data", str(tmp_path)],
        "objects": [
            str(objects), "--labels", str(objects / "table.csv"), "--method", "svm",
            "--out", str(tmp_path / "t.csv"),
        ],
        "convert": [scene, "--out", str(tmp_path / "copy.hdr")],
        "library": [str(spectra)],
        "self-test": [],
    }  # fmt: skip


@pytest.mark.parametrize(("command", "option", "is_new"), list(_cases()))
def test_a_value_that_makes_no_sense_is_a_sentence(
    command, option, is_new, base, tmp_path, monkeypatch, capsys
):
    run_jobs_here(monkeypatch)
    # Captured messages with names that are no text cannot be sent between processes.
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    # Files of most names can be written, after work that takes its time.
    is_new = is_new and option not in _TARGETS
    for value in _LEFT_OUT.get(option, VALUES if is_new else FEW):
        if option in _TARGETS and value.startswith(("/", ".")):
            continue  # places that tests have no business to write to
        given = value.replace("PIPE", str(tmp_path / "pipe"))
        arguments = [command, *_with(base[command], command, option, given)]
        status = cli.run(arguments)
        told = capsys.readouterr().err
        told = told.encode("utf-8", "backslashreplace").decode()
        case = f"{option}={value[:40]!a}: {told[:600]}"
        assert status in (0, 1, 2), case
        assert "Traceback" not in told, case
        assert "unexpected" not in told, case
        assert len(told) < 10_000, case
        if status:
            assert told.strip(), case


def _with(arguments, command, option, value):
    """Return arguments with another value of an option, or of the first position."""
    (action,) = (each for each in _commands()[command]._actions if each.dest == option)
    if not action.option_strings:
        return [value, *arguments[1:]]
    name = action.option_strings[0]
    kept = list(arguments)
    if name in kept:
        place = kept.index(name)
        del kept[place : place + 2]
    return [*kept, f"{name}={value}"]

"""Formulas: their grammar, their values beside plain numpy, the published indices."""

import re

import numpy as np
import pytest

from hsiviewer.analysis.catalogue import find_analysis
from hsiviewer.analysis.formulas.evaluation import bind_formula
from hsiviewer.analysis.formulas.grammar import parse_formula
from hsiviewer.analysis.formulas.published import (
    available_indices,
    find_index,
    index_formula,
    published_indices,
)
from hsiviewer.analysis.operation import OperationInputs
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import ConfigurationError
from tests.analysis.scenes import SILENT

AXIS = BandAxis(211, np.linspace(400.0, 2500.0, 211))  # every 10 nm
VALUES = np.random.default_rng(0).uniform(0.05, 0.6, (211, 4, 5)).astype(np.float32)


def at(wavelength_nm):
    return VALUES[AXIS.nearest(wavelength_nm)].astype(np.float64)


def between(start, stop):
    inside = (AXIS.wavelength_nm >= start) & (AXIS.wavelength_nm <= stop)
    return VALUES[inside].astype(np.float64)


def computed(text, *, values=VALUES, axis=AXIS):
    bound = bind_formula(parse_formula(text, index_formula), axis)
    return bound.compute(values[list(bound.bands)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(b800 - b670) / (b800 + b670)", (at(800) - at(670)) / (at(800) + at(670))),
        ("b800-b670*2", at(800) - at(670) * 2),
        ("b800 - b670 - b550", at(800) - at(670) - at(550)),
        ("b800 / b670 / b550", at(800) / at(670) / at(550)),
        ("-b800 ^ 2", -(at(800) ** 2)),
        ("2 ** b800 ** 2", 2 ** (at(800) ** 2)),
        ("b800 ^ -1", 1 / at(800)),
        ("--b800 + +1e-1", at(800) + 0.1),
        ("band(12)", VALUES[11]),
        ("B2.2um + b2200nm", 2 * at(2200)),
        ("mean(1640:1660)", between(1640, 1660).mean(axis=0)),
        ("median(1.64:1.70um)", np.median(between(1640, 1700), axis=0)),
        ("max(b600:b700) - min(700:600)", np.ptp(between(600, 700), axis=0)),
        ("std(500:600) + sum(500:520)",
         between(500, 600).std(axis=0) + between(500, 520).sum(axis=0)),
        ("min(b800, b670)", np.minimum(at(800), at(670))),
        ("sqrt(abs(b670 - b800)) * log10(b670) * exp(b800)",
         np.sqrt(np.abs(at(670) - at(800))) * np.log10(at(670)) * np.exp(at(800))),
        ("b800 > 0.3 and not (b670 > 0.2 or b550 < 0.1)",
         (at(800) > 0.3) & ~((at(670) > 0.2) | (at(550) < 0.1))),
        ("b800 > 0.3 & b670 >= 0.2 | b550 != 0",
         ((at(800) > 0.3) & (at(670) >= 0.2)) | (at(550) != 0)),
        ("where(b800 > b670, b800, -b670)",
         np.where(at(800) > at(670), at(800), -at(670))),
        ("clip(b800, 0.1, 0.2)", np.clip(at(800), 0.1, 0.2)),
        ("ndvi > 0.1", (at(842) - at(665)) / (at(842) + at(665)) > 0.1),
    ],
)  # fmt: skip
def test_formulas_are_what_numpy_computes(text, expected):
    np.testing.assert_allclose(computed(text), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the formula is empty"),
        ("b800 +", "at its end"),
        ("(b800", r"at its end; expected is '\)'"),
        ("b800 b670", r"at 'b670' \(character 6\); expected is an operator"),
        ("b800 < b670 < b550", "'and' between two comparisons"),
        ("b800 = 1", "cannot be read at '='"),
        ("__import__('os')", "cannot be read at"),
        ("b800.real", "cannot be read at"),
        ("sqrt(b800, b670)", "sqrt takes 1 values, not 2"),
        ("foo(b800)", "one of the functions abs, arctan"),
        ("foo + b800", r"at 'foo' \(character 1\)"),
        ("mean(b800)", "two wavelengths in mean"),
        ("800nm * 2", "b before a wavelength"),
        ("1 + 2", "has no band"),
        ("band(0)", "the scene has no band 0; its bands are 1 to 211"),
        ("band(b800)", "the number of a band"),
        ("b3000", "needs 3000 nm, where the scene has no good band"),
        ("mean(2600:2700)", "its good bands cover 400 to 2500 nm"),
        ("(" * 100 + "b800" + ")" * 100, "more than 60 brackets"),
        ("b800" + " ^ 2" * 190, "fewer powers"),
        ("b800" + " + b800" * 1000, "4000 are the most"),
        ("-" * 3000 + "b800", "more than 400 bands"),
    ],
)
def test_wrong_formulas_are_told_with_their_place(text, words):
    with pytest.raises(ConfigurationError, match=words):
        computed(text)


def test_the_longest_formulas_are_computed():
    assert computed("b800" + "+b800" * 199)[0, 0] == pytest.approx(200 * at(800)[0, 0])
    assert computed("not " * 398 + "b800")[0, 0] == 1


def test_what_has_no_value_is_nodata_and_never_true_or_false():
    values = VALUES.copy()
    values[AXIS.nearest(800), 0, 0] = np.nan
    values[AXIS.nearest(670), 1, 1] = 0
    for text in (
        "b800 / b670",
        "b800 > 0.1",
        "not (b800 > 0.1)",
        "b800 > 0 or b550 > 0",
    ):
        assert np.isnan(computed(text, values=values)[0, 0])
    assert np.isnan(computed("b800 / b670", values=values)[1, 1])
    assert np.isnan(computed("log(b670 - 1)")).all()
    found = computed("where(isnodata(b800), b550, b800)", values=values)
    assert found[0, 0] == pytest.approx(values[AXIS.nearest(550), 0, 0])
    assert np.isfinite(computed("b670 > 0", values=values)).all()


def test_bands_that_are_bad_or_far_are_not_taken():
    good = np.ones(211, bool)
    good[AXIS.nearest(800)] = False
    marked = AXIS.with_good(good)
    assert bind_formula(parse_formula("b800"), marked).bands != (AXIS.nearest(800),)
    assert len(bind_formula(parse_formula("mean(790:810)"), marked).bands) == 2
    single = bind_formula(parse_formula("mean(801:804)"), AXIS)
    assert single.bands == (AXIS.nearest(802),)
    with pytest.raises(ConfigurationError, match="has no wavelengths"):
        bind_formula(parse_formula("b800"), BandAxis(5))
    with pytest.raises(ConfigurationError, match="all its bands are marked bad"):
        bind_formula(parse_formula("b800"), AXIS.with_good(np.zeros(211, bool)))


def test_every_published_index_can_be_computed_and_has_a_source():
    indices = published_indices()
    assert len(indices) >= 60
    assert len({index.id.casefold() for index in indices}) == len(indices)
    assert available_indices(AXIS) == indices
    for index in indices:
        assert np.isfinite(computed(index.id)).any(), index.id
        assert re.search(r"\(\d{4}\)", index.source), index.id
    visible = BandAxis(31, np.linspace(400.0, 700.0, 31))
    names = {index.id for index in available_indices(visible)}
    assert "VARI" in names
    assert "NDVI" not in names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SAVI", 1.5 * (at(842) - at(665)) / (at(842) + at(665) + 0.5)),
        ("EVI",
         2.5 * (at(842) - at(665)) / (at(842) + 6 * at(665) - 7.5 * at(470) + 1)),
        ("PRI", (at(531) - at(570)) / (at(531) + at(570))),
        ("MCARI",
         ((at(700) - at(670)) - 0.2 * (at(700) - at(550))) * at(700) / at(670)),
        ("REIP", 700 + 40 * ((at(670) + at(780)) / 2 - at(700)) / (at(740) - at(700))),
        ("BAI", 1 / ((0.1 - at(665)) ** 2 + (0.06 - at(842)) ** 2)),
        ("CAI", (at(2000) + at(2200)) / 2 - at(2100)),
        ("kNDVI", np.tanh(((at(842) - at(665)) / (at(842) + at(665))) ** 2)),
    ],
)  # fmt: skip
def test_indices_are_those_of_their_sources(name, expected):
    np.testing.assert_allclose(computed(name), expected, rtol=1e-4)
    assert find_index(name.lower()).id == name


def test_several_formulas_become_bands_and_sources_are_told():
    cube = HsiCube(ArraySource(VALUES), AXIS)
    analysis = find_analysis("formula")
    inputs = OperationInputs(formula="NDVI; SAVI; b800 / b670")
    operation = analysis.fit_function()(cube, inputs, SILENT)
    found = operation.applied_to(cube).read()
    assert operation.names == ("NDVI", "SAVI", "b800 / b670")
    np.testing.assert_allclose(found[2], at(800) / at(670), rtol=1e-5)
    assert operation.facts["sources"]["NDVI"].startswith("Rouse")
    assert "SAVI is defined for reflectance" in operation.facts["note"]
    with pytest.raises(ConfigurationError, match="the formula is empty"):
        analysis.fit_function()(cube, OperationInputs(formula=" ; "), SILENT)

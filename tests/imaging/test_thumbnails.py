"""Maps as small pictures."""

import numpy as np
import pytest

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.imaging.overlay import class_table
from hsiviewer.imaging.thumbnails import map_thumbnail, share_thumbnail, thinning

TABLE = class_table(ClassScheme((LandCoverClass(1, "roof", "#d55e00"),)))


@pytest.mark.parametrize("shape", [(3, 4), (150, 150), (151, 20), (4000, 900)])
def test_pictures_fit_and_are_not_thinned_without_need(shape):
    found = map_thumbnail(np.ones(shape, np.uint16), TABLE, side=150)
    assert max(found.shape) <= 150
    assert thinning(shape, 150) == 1 or max(found.shape) > 70
    assert found.flags.c_contiguous


def test_what_is_faded_is_grey_and_nothing_stays_transparent():
    ids = np.array([[1, 1, 0]], np.uint16)
    found = map_thumbnail(ids, TABLE, side=9, faded=np.array([[True, False, True]]))
    assert [f"{each:08x}" for each in found[0]] == ["22808080", "ffd55e00", "00000000"]


def test_shares_are_dark_where_few_agree():
    found = share_thumbnail(np.array([[0.2, 1.0, np.nan]], np.float32), side=9)
    dark, bright, missing = (
        sum(int(each) >> shift & 255 for shift in (0, 8, 16)) for each in found[0]
    )
    assert dark < bright
    assert found[0, 2] == 0 == missing

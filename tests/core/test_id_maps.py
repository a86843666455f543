"""Maps of ids as users type them, and what they do to values."""

import numpy as np
import pytest

from hsiviewer.core.errors import ConfigurationError, LabelFormatError
from hsiviewer.core.id_maps import format_id_map, is_id_map, map_values, parse_id_map


def test_a_map_reads_back():
    assert parse_id_map("1=4, 2=2,-1=0") == {1: 4, 2: 2, -1: 0}
    assert format_id_map({7: 0, -1: 0, 2: 5}) == "-1=0,2=5,7=0"
    assert is_id_map("-1=0,2=5,7=0")
    assert not is_id_map("rows,cols,bands")


@pytest.mark.parametrize("text", ["", "1", "a=b", "1=2,1=3", "1=70000", "1=-2", "=1"])
def test_what_is_no_map_is_told(text):
    with pytest.raises(ConfigurationError):
        parse_id_map(text)


def test_ids_move_at_once_and_others_stay():
    values = np.array([[0, 1, 2, 5]])
    np.testing.assert_array_equal(
        map_values(values, {1: 2, 2: 1, 0: 9}, file="f"), [[9, 2, 1, 5]]
    )


def test_two_classes_never_become_one_without_a_word():
    with pytest.raises(LabelFormatError, match="say what 4 is"):
        map_values(np.array([1, 4]), {1: 4}, file="f")
    np.testing.assert_array_equal(
        map_values(np.array([1, 4]), {1: 4, 4: 4}, file="f"), [4, 4]
    )

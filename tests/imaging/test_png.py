import numpy as np
import PIL.Image

from hsiviewer.imaging.png import png_bytes
from hsiviewer.io.registry import open_cube


def test_other_programs_read_the_picture(tmp_path):
    picture = np.array([[0xFF102030, 0x00000000, 0x80FFFFFF]], np.uint32)
    path = tmp_path / "picture.png"
    path.write_bytes(png_bytes(picture, scale=2))
    with PIL.Image.open(path) as image:
        found = np.moveaxis(np.array(image), 2, 0)
    assert found.shape == (4, 2, 6)
    assert found[:, 0, ::2].T.tolist() == [
        [0x10, 0x20, 0x30, 0xFF],
        [0, 0, 0, 0],
        [255, 255, 255, 0x80],
    ]
    assert (found[:, 0, 0] == found[:, 1, 1]).all()


def test_what_is_transparent_has_no_value_in_the_program(tmp_path):
    picture = np.array([[0xFF102030, 0x00000000]], np.uint32)
    path = tmp_path / "picture.png"
    path.write_bytes(png_bytes(picture, scale=1))
    found = open_cube(path).read()
    assert found[:, 0, 0].tolist() == [0x10, 0x20, 0x30]
    assert np.isnan(found[:, 0, 1]).all()

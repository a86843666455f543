"""A local language model writes; a tiny one with random weights stands for it."""

import pytest

from hsiviewer.core.errors import TextEncoderError
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.learning.text.writer import write_text
from tests.learning.text_models import make_text_model, reference_writing

ASKED = "red clay tiles"


@pytest.fixture
def folder(tmp_path):
    return make_text_model(tmp_path / "writer", "qwen")


class Counted(SilentProgress):
    def __init__(self, most=10**9):
        self.most, self.asked, self.fractions = most, 0, []

    def report(self, update):
        self.fractions.append(update.fraction)

    def checkpoint(self):
        self.asked += 1
        if self.asked > self.most:
            raise CancelledError


def test_it_writes_the_likeliest_tokens_and_tells_how_far_it_is(folder):
    told = Counted()
    answer = write_text(str(folder), ASKED, told, tokens=8)
    assert answer == reference_writing(folder, f"{ASKED}\n\n", 8)
    assert told.fractions == sorted(told.fractions)
    assert told.fractions[-1] == 1.0


def test_it_can_be_stopped_at_every_token(folder):
    told = Counted(most=3)
    with pytest.raises(CancelledError):
        write_text(str(folder), ASKED, told, tokens=8)
    assert told.asked == 4


@pytest.mark.parametrize(
    ("kind", "asked", "sentence"),
    [
        ("bert", ASKED, "reads texts and cannot write them"),
        ("qwen", "tiles " * 100, "longer than writer can read"),
    ],
)
def test_what_cannot_write_is_refused(tmp_path, kind, asked, sentence):
    folder = make_text_model(tmp_path / "writer", kind)
    with pytest.raises(TextEncoderError, match=sentence):
        write_text(str(folder), asked, SilentProgress())


def test_damaged_model_is_refused(folder):
    (folder / "model.safetensors").write_bytes(b"broken")
    with pytest.raises(TextEncoderError, match="cannot be loaded"):
        write_text(str(folder), ASKED, SilentProgress())

import pytest
import torch

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning.saved.checkpoints import RECORD_FILE, load_model, save_model


def test_saved_model_reads_back_equal(tmp_path):
    tensors = {"a.weight": torch.randn(3, 4).T, "step": torch.tensor(7)}
    record = {"method": "diffclip", "bands": [0, 2], "seed": 5}
    save_model(tmp_path / "new" / "model", tensors, record)
    loaded, found = load_model(tmp_path / "new" / "model")
    assert found == record
    assert set(loaded) == set(tensors)
    for name, value in tensors.items():
        assert torch.equal(loaded[name], value)
    # No partial file is left behind.
    assert len(list((tmp_path / "new" / "model").iterdir())) == 2


def test_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="holds no saved model"):
        load_model(tmp_path)


@pytest.mark.parametrize("name", ["model.safetensors", RECORD_FILE])
def test_damaged_model_is_refused(tmp_path, name):
    save_model(tmp_path, {"a": torch.zeros(2)}, {"method": "diffclip"})
    (tmp_path / name).write_bytes(b"\x00broken")
    with pytest.raises(ConfigurationError, match="is damaged"):
        load_model(tmp_path)

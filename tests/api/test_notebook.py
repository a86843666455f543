"""The notebook runs from its first cell to its last, in a kernel as users have it."""

from pathlib import Path

import pytest

from hsiviewer.core import paths

NOTEBOOK = paths.resources() / "notebooks" / "first_map.ipynb"


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """Run the cells where nothing of the user's is read or written."""
    import nbformat

    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.mark.slow  # starts a kernel of its own, which imports all anew
@pytest.mark.timeout(900)
def test_the_notebook_leads_from_the_cube_to_the_map(notebook, tmp_path):
    from nbclient import NotebookClient

    assert not any(cell.get("outputs") for cell in notebook.cells), "kept without them"
    where = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=600, resources=where).execute()
    written = {path.name for path in (tmp_path / "first_map").iterdir()}
    assert {"map.tif", "map.qml", "confidence.tif", "report.html"} <= written
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    pictures = [output for output in outputs if "image/png" in output.get("data", ())]
    assert len(pictures) == 3, "scene, infrared and map"
    assert not [output for output in outputs if output.get("name") == "stderr"]

"""What a user says about the open scene: shown, kept, undone, and learned with."""

import numpy as np
import pytest

from hsiviewer.core.errors import HsiViewerError, ProjectError, SceneMetadataError
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.core.view_settings import Stretch
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.session import scene_opening
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.in_process import run_jobs_here
from tests.io.captures import dark_signal, light, reflectance, write_counts
from tests.workflows.scenes import SceneFiles
from tests.workflows.sessions import run, slowly, until

SAID = SceneMetadata(
    range_nm=(450.0, 1000.0),
    bad_bands=(0, 3),
    nodata=-9999.0,
    crs="EPSG:32633",
    transform=(30.0, 0.0, 360000.0, 0.0, -30.0, 5810000.0),
)


@pytest.fixture
def bare(files, tmp_path):
    """An array of the same values that says nothing, read with the right axes."""
    from hsiviewer.io.registry import open_cube

    cube = open_cube(files.scene)
    np.save(tmp_path / "bare.npy", cube.source.read().transpose(1, 2, 0))
    cube.close()
    return f"{tmp_path / 'bare.npy'}:rows,cols,bands"


def told(workspace):
    """Return what is seen of the open scene."""
    cube = workspace.document.cube
    first = None if cube.bands.wavelength_nm is None else cube.bands.wavelength_nm[0]
    bad = np.flatnonzero(~cube.bands.good_mask).tolist()
    return first, bad, cube.nodata, cube.georeference.crs_name


AS_THE_FILE = (None, [], None, "")
AS_SAID = (450.0, [0, 3], -9999.0, "EPSG:32633")


def test_what_is_said_is_shown_undone_and_there_again(bare):
    async def story(workspace):
        await workspace.open_scene(bare)
        workspace.document.add_class("water")
        await workspace.set_metadata(SAID)
        assert told(workspace) == AS_SAID
        assert workspace.view.composite == "colour-infrared"
        document = workspace.document
        assert document.classes.ids, "the work goes on"
        assert document.undo_text == "Scene properties"
        document.undo()
        await until(lambda: told(workspace) == AS_THE_FILE)
        assert workspace.document.classes.ids
        workspace.document.redo()
        await until(lambda: told(workspace) == AS_SAID)

    async def later(workspace):
        await workspace.open_scene(bare)
        assert told(workspace) == AS_SAID
        assert workspace.document.undo_text == "Scene properties"

    run(story)
    run(later)


def test_a_white_reference_is_shown_with_a_stretch_of_its_own(tmp_path):
    scene = write_counts(tmp_path / "leaf", reflectance() * light() + dark_signal(5))
    panel = write_counts(tmp_path / "panel", light())

    async def story(workspace):
        await workspace.open_scene(scene)
        workspace.view.set_stretch(Stretch("limits", limits=((0.0, 65_535.0),) * 3))
        await workspace.set_metadata(SceneMetadata(white=str(panel)))
        assert workspace.document.cube.is_reflectance
        assert workspace.view.stretch.method != "limits"
        workspace.document.undo()
        await until(lambda: not workspace.document.cube.is_reflectance)

    run(story)


def test_a_saved_project_opens_with_it(bare, tmp_path):
    path = tmp_path / "saved.hsiproj"

    async def story(workspace):
        await workspace.open_scene(bare)
        await workspace.set_metadata(SAID)
        await workspace.save_as(path)
        workspace.document.undo()
        await until(lambda: told(workspace) == AS_THE_FILE)
        assert workspace.projects.path == path, "the project stays the same"
        workspace.document.redo()
        await until(lambda: told(workspace) == AS_SAID)

    async def later(workspace):
        await workspace.open_project(path)
        assert told(workspace) == AS_SAID

    run(story)
    run(later)


def test_without_a_project_the_work_goes_on_in_memory(bare, monkeypatch):
    def refuse(*_arguments, **_options):
        raise ProjectError("no room")

    monkeypatch.setattr(scene_opening, "open_for_scene", refuse)

    async def story(workspace):
        await workspace.open_scene(bare)
        workspace.document.add_class("water")
        await workspace.set_metadata(SAID)
        assert told(workspace) == AS_SAID
        assert workspace.document.classes.ids == (1,)

    run(story)


@pytest.mark.parametrize(
    "said",
    [
        SceneMetadata(wavelengths_nm=(500.0,)),
        SceneMetadata(crs="EPSG:1"),
        SceneMetadata(axes=("bands", "rows", "cols")),
    ],
)
def test_what_does_not_fit_changes_nothing(bare, said):
    async def story(workspace):
        await workspace.open_scene(bare)
        session = workspace.session
        with pytest.raises(HsiViewerError):
            await workspace.set_metadata(said)
        assert workspace.session is session
        assert workspace.document.undo_text == ""

    run(story)


def test_the_order_that_the_file_is_read_in_may_be_said(bare):
    async def story(workspace):
        await workspace.open_scene(bare)
        axes = ("rows", "cols", "bands")
        await workspace.set_metadata(SceneMetadata(axes=axes, scale=10000.0))
        assert workspace.document.metadata == SceneMetadata(scale=10000.0)
        with pytest.raises(SceneMetadataError, match="labels of its own"):
            await workspace.set_metadata(SceneMetadata(axes=axes[::-1]))

    run(story)


def test_marks_of_bands_by_hand_and_by_properties_do_not_fight(bare):
    async def story(workspace):
        await workspace.open_scene(bare)
        document = workspace.document
        good = document.cube.bands.good_mask.copy()
        good[5] = False
        document.set_good_bands(good)
        await workspace.set_metadata(SceneMetadata(scale=10.0))
        assert told(workspace)[1] == [5], "marks by hand stay"
        await workspace.set_metadata(SAID)
        assert told(workspace)[1] == [0, 3]

    async def later(workspace):
        await workspace.open_scene(bare)
        assert told(workspace)[1] == [0, 3]

    run(story)
    run(later)


def test_properties_that_no_longer_fit_are_told_and_left_out(bare, monkeypatch):
    async def story(workspace):
        await workspace.open_scene(bare)
        monkeypatch.setattr(workspace.document, "_metadata", SceneMetadata())
        workspace.document.set_metadata(SceneMetadata(sensor="of-tomorrow"))
        await until(lambda: workspace.session.notices)
        assert "of-tomorrow" in workspace.session.notices[0]
        assert told(workspace) == AS_THE_FILE

    run(story)


def test_a_training_learns_from_the_scene_as_it_is_said(
    files: SceneFiles, bare, monkeypatch
):
    run_jobs_here(monkeypatch)

    async def story(workspace):
        await workspace.open_scene(bare)
        await workspace.set_metadata(SAID)
        await workspace.import_labels(files.labels)
        recipe = Recipe("spectral-angle", device="cpu")
        job = workspace.start_training(TrainingSettings(recipe))
        await workspace.jobs.result(job)
        await until(lambda: workspace.document.classification is not None)
        result = workspace.document.classification
        assert result.class_map[0, 0] == 0, "nodata is known to the worker"
        assert result.georeference.crs_name == "EPSG:32633"
        assert job.record.metadata == SAID
        said = result.provenance["scene_properties"]
        assert said["crs"] == "EPSG:32633"
        assert set(said) == set(SAID.said)

    run(story)


def test_a_slow_disk_is_not_waited_for_to_find_the_clearest_bands(bare, monkeypatch):
    _, slow = slowly(monkeypatch, scene_opening, "first_view")
    monkeypatch.setattr(scene_opening, "_PATIENCE_S", 0.05)

    async def story(workspace):
        await workspace.open_scene(bare)
        assert workspace.view.bands == (9, 5, 1)
        slow.set()

    run(story)

"""Projects written elsewhere: with all their data, in place of others, from memory."""

import contextlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from hsiviewer.core.document import Document
from hsiviewer.core.errors import ProjectError
from hsiviewer.core.history import SavedWork
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.described_scenes import described
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.project_store import ProjectStore
from hsiviewer.io.registry import open_cube
from hsiviewer.workflows.session.copies import close_project, copy_with_data, save_as
from hsiviewer.workflows.session.projects import open_project, opened
from hsiviewer.workflows.session.scene_projects import open_for_scene
from tests.builders import UTM33, make_values
from tests.io.captures import dark_signal, light, specim, write_counts
from tests.io.test_raster_facts import XML, enmap_bands
from tests.io.test_scene_folders import write_bands
from tests.workflows.sessions import run


def work_on(files, *, target=None):
    """Label a scene with a raster and a reference; keep it in a project."""

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        await workspace.add_auxiliary(files.surface)
        await workspace.load_reference(files.reference)
        if target is not None:
            await workspace.save_as(target)
        return workspace.document.labels.snapshot()

    return run(story)


@contextlib.contextmanager
def project_of(files):
    cube = open_cube(files.scene)
    project, _ = open_for_scene(cube, lambda _trouble: None)
    try:
        yield project
    finally:
        project.journal.close()
        for raster in project.auxiliary:
            raster.close()
        cube.close()


def test_a_copy_can_be_handed_on(files, tmp_path):
    labels = work_on(files)
    with project_of(files) as project:
        copy = copy_with_data(project, tmp_path / "handed on", SilentProgress())
    assert copy == tmp_path / "handed on" / "handed on.hsiproj"
    data = {file.name for file in (copy.parent / "data").iterdir()}
    assert {"scene.hdr", "scene.img", "surface.tif", "reference.tif"} <= data
    moved = tmp_path / "elsewhere"
    copy.parent.rename(moved)
    for file in files.scene.parent.glob("*.*"):
        file.unlink()
    cube, project = open_project(moved / copy.name, lambda _trouble: None)
    np.testing.assert_array_equal(project.work.labels.values, labels)
    assert cube.path.parent == moved / "data"
    assert [raster.path.parent for raster in project.auxiliary] == [moved / "data"]
    assert Path(project.reference).parent == moved / "data"
    assert project.notices == []
    project.journal.close()
    for raster in (*project.auxiliary, cube):
        raster.close()


def test_files_of_one_name_from_two_folders_are_both_copied(files, tmp_path):
    other = tmp_path / "other" / "scene.tif"
    other.parent.mkdir()
    twin = other.with_name(files.reference.name)
    twin.write_bytes(files.surface.read_bytes())

    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.add_auxiliary(twin)
        await workspace.load_reference(files.reference)

    run(story)
    with project_of(files) as project:
        copy = copy_with_data(project, tmp_path / "copy", SilentProgress())
    data = {file.name for file in (copy.parent / "data").iterdir()}
    assert {"reference.tif", "reference-reference.tif"} <= data


def product_in(folder):
    folder.mkdir()
    bands = enmap_bands(by="1e-4")
    text = XML.format(root="level_X", level="L2A", more="", bands=bands)
    (folder / "P-METADATA.XML").write_text(text)
    write_geotiff(folder / "P-SPECTRAL_IMAGE.TIF", make_values(), georeference=UTM33)


def bands_in(folder):
    write_bands(folder, [f"b_{400 + 100 * band}nm.tif" for band in range(5)])


def capture_in(folder):
    specim(folder.parent, name=folder.name)


def store_in(folder):
    """Write the smallest store of numbers that are not packed."""
    cube, axis = folder / "cube", folder / "wavelength"
    values = make_values()
    for place, array in ((cube, values), (axis, np.linspace(400.0, 800.0, 5))):
        place.mkdir(parents=True)
        said = {
            "zarr_format": 2, "shape": array.shape, "chunks": array.shape,
            "dtype": array.dtype.str, "compressor": None, "filters": None,
            "fill_value": None, "order": "C",
        }  # fmt: skip
        (place / ".zarray").write_text(json.dumps(said))
        (place / ".".join("0" * array.ndim)).write_bytes(array.tobytes())
    (folder / ".zgroup").write_text('{"zarr_format": 2}')


@pytest.mark.parametrize("make", [product_in, bands_in, capture_in, store_in])
def test_all_files_of_a_scene_are_copied(tmp_path, make):
    folder = tmp_path / "scene"
    make(folder)
    cube = open_cube(folder)
    values = cube.source.read()
    project, _ = open_for_scene(cube, lambda _trouble: None)
    copy = copy_with_data(project, tmp_path / "copy", SilentProgress())
    project.journal.close()
    cube.close()
    shutil.rmtree(folder)
    moved, project = open_project(copy, lambda _trouble: None)
    np.testing.assert_array_equal(moved.source.read(), values)
    assert moved.bands.has_wavelengths
    project.journal.close()
    moved.close()


def test_references_that_were_named_go_along(tmp_path):
    scene = write_counts(tmp_path / "a" / "leaf", light() + dark_signal(5))
    panel = write_counts(tmp_path / "b" / "panel", 2 * light())

    async def story(workspace):
        await workspace.open_scene(scene)
        await workspace.set_metadata(SceneMetadata(white=str(panel)))
        await workspace.save_as(tmp_path / "leaf.hsiproj")
        return workspace.document.cube.read()

    run(story)
    cube, project = open_project(tmp_path / "leaf.hsiproj", lambda _trouble: None)
    copy = copy_with_data(project, tmp_path / "copy", SilentProgress())
    project.journal.close()
    cube.close()
    shutil.rmtree(tmp_path / "b")
    cube, project = open_project(copy, lambda _trouble: None)
    said = described(cube, project.work.metadata)
    assert said.is_reflectance
    project.journal.close()
    cube.close()


class Stopping(SilentProgress):
    """Is stopped when something was copied."""

    def report(self, update):
        raise CancelledError


def test_nothing_is_left_of_a_copy_that_was_stopped(files, tmp_path):
    work_on(files)
    folder = tmp_path / "copy"
    with project_of(files) as project, pytest.raises(CancelledError):
        copy_with_data(project, folder, Stopping())
    assert not folder.exists()


@pytest.mark.parametrize("is_folder", [True, False])
def test_a_copy_never_goes_where_something_is(files, tmp_path, is_folder):
    place = tmp_path / "taken"
    if is_folder:
        place.mkdir()
        (place / "mine.txt").write_text("mine")
    else:
        place.write_text("mine")
    told = "is not empty" if is_folder else "is a file; choose a new folder"
    with project_of(files) as project, pytest.raises(ProjectError, match=told):
        copy_with_data(project, place, SilentProgress())
    assert (place / "mine.txt" if is_folder else place).read_text() == "mine"


def test_a_copy_whose_data_are_gone_is_not_begun(files, tmp_path):
    work_on(files)
    with project_of(files) as project:
        files.surface.unlink()
        with pytest.raises(ProjectError):
            copy_with_data(project, tmp_path / "copy", SilentProgress())
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("labels.txt", "is no name of a project; choose one that ends in .hsiproj"),
        ("folder.hsiproj", "folder.hsiproj"),
    ],
)
def test_a_project_is_saved_under_a_name_of_its_own(files, tmp_path, name, told):
    (tmp_path / "folder.hsiproj").mkdir()
    with project_of(files) as project:
        work = SavedWork(project.work.labels, project.work.classes, project.journal)
        with pytest.raises(ProjectError, match=told):
            save_as(project, tmp_path / name, work)


def test_the_folder_of_automatic_projects_is_not_for_others(files):
    with project_of(files) as project:
        work = SavedWork(project.work.labels, project.work.classes, project.journal)
        place = project.path.with_name("mine.hsiproj")
        with pytest.raises(ProjectError, match="belongs to hsiviewer itself"):
            save_as(project, place, work)


def test_labels_in_memory_are_written_when_their_project_is_closed(
    files, tmp_path, monkeypatch
):
    target = tmp_path / "mine.hsiproj"
    labels = work_on(files, target=target)
    cube = open_cube(files.scene)
    store = ProjectStore.in_memory(target)
    store.why_in_memory = "the folder cannot be written"
    project = opened(store, cube, lambda _trouble: None)
    document = Document(cube, project.work)
    document.add_class("seen from memory")
    close_project(project)
    for raster in (*project.auxiliary, cube):
        raster.close()
    with contextlib.closing(ProjectStore.in_memory(target)) as kept:
        found, classes = kept.load()
    np.testing.assert_array_equal(found.values, labels)
    assert "seen from memory" in [cover.name for cover in classes]

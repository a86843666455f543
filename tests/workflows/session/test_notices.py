"""What is to be known of an opening is told once, not at every later one."""

import shutil

from tests.workflows.scenes import write_scene
from tests.workflows.sessions import run


async def leave_with_rasters(workspace, files):
    """Work with a surface model and a reference, both of which are lost then."""
    await workspace.open_scene(files.scene)
    await workspace.add_auxiliary(files.surface)
    await workspace.load_reference(files.reference)


def lose_rasters(files):
    files.surface.unlink()
    files.reference.unlink()


def test_missing_rasters_are_told_when_a_scene_is_opened_and_not_again(files, tmp_path):
    run(lambda workspace: leave_with_rasters(workspace, files))
    lose_rasters(files)
    other = write_scene(tmp_path / "other", rows=20, cols=21)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        first = workspace.session.notices
        assert any("surface.tif" in notice for notice in first)
        assert any("reference.tif" in notice for notice in first)
        for _ in range(2):
            await workspace.open_scene(files.scene)
            assert workspace.session.notices == ()
        await workspace.open_scene(other.scene)
        assert workspace.session.notices == ()
        await workspace.open_scene(files.scene)
        assert workspace.session.notices == first, "the scene was left meanwhile"

    run(story)


def test_a_reference_that_cannot_be_read_is_told_once(files):
    run(lambda workspace: leave_with_rasters(workspace, files))
    files.reference.write_bytes(b"no raster")

    async def story(workspace):
        await workspace.open_scene(files.scene)
        (notice,) = workspace.session.notices
        assert "reference.tif" in notice
        await workspace.open_scene(files.scene)
        assert workspace.session.notices == ()
        assert workspace.reference is None

    run(story)


def test_what_was_done_to_find_a_project_is_told_once(files, tmp_path):
    target = tmp_path / "mine.hsiproj"

    async def save(workspace):
        await workspace.open_scene(files.scene)
        workspace.document.add_class("water")
        await workspace.save_as(target)

    run(save)
    shutil.move(target, tmp_path / "elsewhere.hsiproj")

    async def story(workspace):
        await workspace.open_scene(files.scene)
        (notice,) = workspace.session.notices
        assert "is missing; the labels that are shown are older" in notice
        await workspace.open_scene(files.scene)
        assert workspace.session.notices == ()

    run(story)

"""A scene that is opened again looks as it did."""

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from hsiviewer.core.view_settings import COLORS, STRETCH_METHODS
from hsiviewer.workflows.session import keeper
from tests.workflows.scenes import write_scene
from tests.workflows.sessions import run, slowly, until


def without(cube, *bands):
    good = cube.bands.good_mask.copy()
    good[list(bands)] = False
    return good


def bad_bands(workspace):
    return (~workspace.document.cube.bands.good_mask).nonzero()[0].tolist()


def test_marks_of_bands_view_and_class_come_back(files):
    async def look(workspace):
        await workspace.open_scene(files.scene)
        document, view = workspace.document, workspace.view
        document.add_class("water")
        document.add_class("roof")
        document.set_current_class(1)
        document.set_good_bands(without(document.cube, 3, 7))
        view.show_bands((9, 4, 1))
        view.set_stretch(replace(view.stretch, gamma=1.6))
        view.set_colors("magma")
        view.place = (7.0, 9.5, 12.0)

    async def look_again(workspace):
        await workspace.open_scene(files.scene)
        view = workspace.view
        return (
            bad_bands(workspace),
            view.bands,
            view.stretch.gamma,
            view.colors,
            workspace.document.current_class,
            view.place,
        )

    run(look)
    assert run(look_again) == (
        [3, 7],
        (9, 4, 1),
        1.6,
        "magma",
        1,
        (7.0, 9.5, 12.0),
    )


def test_a_computed_view_comes_back(files):
    async def look(workspace):
        await workspace.open_scene(files.scene)
        workspace.view.show_derived("ratio 2 5")

    async def look_again(workspace):
        await workspace.open_scene(files.scene)
        return workspace.view.derived

    run(look)
    assert run(look_again) == "ratio 2 5"


def test_marks_of_bands_outlive_a_crash(files):
    async def story(workspace):
        await workspace.open_scene(files.scene)
        workspace.document.set_good_bands(without(workspace.document.cube, 5))
        await until(lambda: '"good_bands":"111110' in workspace.projects.display)
        # What has been written stands, whatever becomes of the session.
        await workspace.projects.abandon()

    async def look_again(workspace):
        await workspace.open_scene(files.scene)
        return bad_bands(workspace)

    run(story)
    assert run(look_again) == [5]


@pytest.mark.parametrize(
    "kept",
    [
        "no json",
        '{"bands":[1]}',
        '{"bands":[99,1,2],"composite":"","derived":"pair 1 99","colors":"gray",'
        '"stretch":{},"current_class":77,"good_bands":"0000"}',
        '{"bands":[1,2],"composite":"x","derived":"","colors":"gray",'
        '"stretch":{},"current_class":0,"good_bands":"000000000000",'
        '"place":[-50,3,0]}',
        '{"bands":[3],"composite":"","derived":"","colors":"newmap",'
        '"stretch":{"method":"magic"},"current_class":0,"good_bands":""}',
        '{"bands":[99],"composite":"","derived":"","colors":"gray","stretch":'
        '{"method":"limits","limits":[[0,1]]},"current_class":0,"good_bands":""}',
    ],
)
def test_what_does_not_fit_the_scene_is_left_out(files, kept):
    async def spoil(workspace):
        await workspace.open_scene(files.scene)
        usual = workspace.view.bands
        await workspace.display.keep()
        await workspace.projects.remember_display(kept)
        await workspace.projects.abandon()
        return usual

    async def look_again(workspace):
        await workspace.open_scene(files.scene)
        view = workspace.view
        stretch = view.stretch.method
        return view.bands, bad_bands(workspace), view.place, view.colors, stretch

    run(spoil)
    bands, bad, place, colors, method = run(look_again)
    assert len(bands) in (1, 3)
    assert max(bands) < 12
    assert (bad, place, colors, method) == ([], None, "gray", "percentile")


def test_a_scene_begins_plainly_after_another(files, tmp_path):
    other = write_scene(tmp_path / "other", rows=30, cols=21)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        workspace.view.set_tool("brush")
        workspace.view.set_layer("confidence", visible=True)
        workspace.view.set_layer("labels", visible=False)
        await workspace.open_scene(other.scene)
        view = workspace.view
        return (
            view.tool,
            view.layer("confidence").visible,
            view.layer("labels").visible,
        )

    assert run(story) == ("select", False, True)


def test_doubtful_labels_are_found_again(files):
    async def label(workspace):
        await workspace.open_scene(files.scene)
        workspace.document.add_class("water")
        rows = np.arange(2, 22, 2)
        workspace.document.paint(rows, np.full(rows.size, 25), 1)
        workspace.document.paint(np.array([12]), np.array([15]), 1)  # a meadow
        return await doubts_of(workspace)

    async def look_again(workspace):
        await workspace.open_scene(files.scene)
        return await doubts_of(workspace)

    assert run(label) == [(12, 15)]
    assert run(look_again) == [(12, 15)]


async def doubts_of(workspace):
    await until(lambda: workspace.doubts.pixels)
    return workspace.doubts.pixels


def test_a_scene_is_not_remembered_as_the_one_before_it(files, tmp_path):
    other = write_scene(tmp_path / "other", rows=30, cols=21)

    async def mark(workspace):
        await workspace.open_scene(other.scene)
        workspace.document.set_good_bands(without(workspace.document.cube, 2, 3))
        workspace.view.show_bands((5,))

    async def hurry(workspace):
        await workspace.open_scene(files.scene)
        written = []

        def remember():
            # As closing would, before the scene is shown as last time.
            written.append(asyncio.ensure_future(workspace.display.keep()))

        workspace.session_changed.connect(remember)
        await workspace.open_scene(other.scene)
        assert written
        await asyncio.gather(*written)

    async def look_again(workspace):
        await workspace.open_scene(other.scene)
        return bad_bands(workspace), workspace.view.bands

    run(mark)
    run(hurry)
    assert run(look_again) == ([2, 3], (5,))


def test_the_colours_of_one_scene_are_not_those_of_the_next(files, tmp_path):
    other = write_scene(tmp_path / "other", rows=30, cols=21)

    async def story(workspace):
        await workspace.open_scene(files.scene)
        view = workspace.view
        view.set_colors("magma")
        view.set_stretch(replace(view.stretch, gamma=2.2))
        await workspace.open_scene(other.scene)
        view = workspace.view
        return view.colors, view.stretch.gamma

    assert run(story) == ("gray", 1.0)


def test_colours_and_stretches_that_are_kept_are_those_that_are_offered():
    from hsiviewer.imaging.stretch import STRETCHES
    from hsiviewer.ui.map_view.colors import COLOR_MAPS

    assert tuple(name for name, *_ in COLOR_MAPS) == COLORS
    assert {each.method for _, each in STRETCHES} | {"limits"} == set(STRETCH_METHODS)


def test_what_is_being_remembered_is_in_the_project_that_is_saved(
    files, tmp_path, monkeypatch
):
    target = tmp_path / "mine.hsiproj"

    async def story(workspace):
        await workspace.open_scene(files.scene)
        projects = workspace.projects
        begun, slow = slowly(monkeypatch, keeper, "remember_display")
        look = asyncio.create_task(projects.remember_display("a look"))
        await until(begun.is_set)
        saving = asyncio.create_task(workspace.save_as(target))
        later = asyncio.create_task(projects.remember_display("a later look"))
        slow.set()
        await asyncio.gather(look, saving, later)
        assert projects.path == target
        return projects.project.journal.store.meta("display"), projects.display

    assert run(story) == ("a later look", "a later look")

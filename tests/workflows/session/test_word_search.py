"""Phrases are laid over the scene, and the facts of a pixel say why."""

import asyncio

import numpy as np
import pytest

from hsiviewer.core.errors import ConfigurationError, HsiViewerError
from tests.language.scenes import write_word_scene
from tests.workflows.sessions import run


@pytest.fixture(scope="module")
def word_files(tmp_path_factory):
    return write_word_scene(tmp_path_factory.mktemp("words"))


def test_a_phrase_becomes_a_layer_that_is_computed_where_it_is_drawn(word_files):
    async def story(workspace):
        await workspace.open_scene(word_files.scene)
        words = workspace.session.words
        understood = await words.search("water / lake")
        assert understood.concepts == ("water",)
        (layer,) = workspace.layers
        assert layer.subject == "water / lake"
        shown = layer.read(layer.cube.window, 1)
        assert np.nanmedian(shown[:, :8]) > 0.5 > np.nanmedian(shown[:, 8:])
        assert np.isnan(shown[0, 0])

    run(story)


def test_the_facts_of_a_pixel_are_told_for_the_layers_that_are_there(word_files):
    async def story(workspace):
        await workspace.open_scene(word_files.scene)
        words = workspace.session.words
        await words.search("NDVI above 0.5")
        await words.search("water")
        ndvi, water = await words.explain((5, 10))
        assert (ndvi.phrase, water.phrase) == ("NDVI above 0.5", "water")
        assert ndvi.similarity > 0.9 > 0.1 > water.similarity
        assert ndvi.evidence[0].title == "NDVI"
        for layer in list(workspace.layers):
            workspace.layers.remove(layer.id)
        assert await words.explain((5, 10)) == []

    run(story)


def test_what_cannot_be_found_is_a_sentence(word_files, files):
    async def story(workspace):
        words = workspace.session.words
        with pytest.raises(HsiViewerError, match="open a scene first"):
            await words.search("water")
        await workspace.open_scene(word_files.scene)
        with pytest.raises(ConfigurationError, match="nothing that can be measured"):
            await workspace.session.words.search("frobnicated")
        assert not list(workspace.layers)
        await asyncio.sleep(0)

    run(story)

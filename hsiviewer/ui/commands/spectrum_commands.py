"""What the actions of the menu Spectrum do."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.analysis.spectrum_shape import SHAPES
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.progress import Progress
from hsiviewer.io.companions import library_files
from hsiviewer.io.spectral_library import (
    SpectralLibrary,
    library_filter,
    read_libraries,
    write_library,
)
from hsiviewer.io.targets import Target
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.plot_picture import save_plot
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.ui.dialogs.bad_bands import ask_bad_bands
from hsiviewer.ui.dialogs.files import ask_open_files
from hsiviewer.ui.dialogs.targets import ask_target
from hsiviewer.ui.panels.library.panel import LibraryPanel
from hsiviewer.ui.panels.spectrum.panel import SpectrumPanel
from hsiviewer.workflows.tasks.threads import in_io_thread, until_stopped

_AREAS = (1, 3, 5)

_SHOWN_MS = 6000


class SpectrumCommands(CommandGroup):
    """Ways to show spectra, to keep them and to compare them with a library."""

    def connect(self, spectrum: SpectrumPanel, library: LibraryPanel) -> None:
        """Connect the actions; the panels exist by now."""
        self._spectrum, self._library = spectrum, library
        for shape in SHAPES:
            self._actions[f"spectrum.{shape}"].triggered.connect(
                lambda _checked=False, shape=shape: self._show(shape=shape)
            )
        for area in _AREAS:
            self._actions[f"spectrum.area{area}"].triggered.connect(
                lambda _checked=False, area=area: self._show(area=area)
            )
        self._actions["spectrum.features"].toggled.connect(
            lambda is_on: self._show(has_features=is_on)
        )
        self._actions["spectrum.micrometres"].toggled.connect(
            lambda is_on: self._show(unit="um" if is_on else "nm")
        )
        self._connect(
            {
                "spectrum.pin": spectrum.pin_selected,
                "spectrum.clear_pins": spectrum.clear_pins,
                "spectrum.means": spectrum.toggle_means,
                "spectrum.bad_bands": lambda: self._run(self._ask_bad_bands()),
                "spectrum.match": lambda: run_async(self._window, self._open_library()),
                "spectrum.export": lambda: self._run(self._export()),
            }
        )
        self._follow = follow = SessionFollower(self._workspace, self._window)
        follow.connect(
            lambda session: session.document.bands_changed, self._tell_bad_bands
        )
        follow.connect(lambda session: session.view.spectrum_changed, self._check)
        self._check()

    def _show(self, **change: Any) -> None:
        self._workspace.view.show_spectra(
            replace(self._workspace.view.spectrum, **change)
        )

    def _check(self) -> None:
        """Check the actions that say how spectra are shown."""
        how = self._workspace.view.spectrum
        self._actions[f"spectrum.{how.shape}"].setChecked(True)
        self._actions[f"spectrum.area{how.area}"].setChecked(True)
        self._actions["spectrum.features"].setChecked(how.has_features)
        self._actions["spectrum.micrometres"].setChecked(how.unit == "um")

    async def _ask_bad_bands(self) -> None:
        document = self._workspace.document
        cube = document.cube
        if cube is not None:
            good = await ask_bad_bands(self._window, cube.bands)
            if good is not None:
                document.set_good_bands(good)

    def _tell_bad_bands(self) -> None:
        cube = self._workspace.document.cube
        if cube is not None:
            bad = cube.bands.count - cube.bands.good_bands.size
            text = tr("{0} of {1} bands are bad now; Spectrum, Bad bands changes that")
            self._tell(text.format(bad, cube.bands.count), _SHOWN_MS)

    async def _open_library(self) -> None:
        filters = ";;".join(
            f"{label} ({' '.join(patterns)})" for label, patterns in library_filter()
        )
        paths = await ask_open_files(
            self._window,
            title=tr("Open spectral libraries"),
            filters=filters,
            folder=self._library.folder,
        )
        if paths:
            libraries = await until_stopped(_read_libraries, paths)
            self._library.add_libraries(libraries, paths[0].parent)

    async def _export(self) -> None:
        cube, spectra = self._workspace.document.cube, self._spectrum.spectra_shown()
        if cube is None or not spectra:
            raise HsiViewerError(
                tr("there is no spectrum to export: click a pixel first")
            )
        path = await ask_target(
            self._window,
            self._workspace.sources,
            lambda path: Target(path, "the spectra", tuple(library_files(path))),
            title=tr("Export spectra"),
            filters=tr(
                "Table (*.csv);;ENVI spectral library (*.sli);;Picture "
                "(*.png);;Drawing (*.svg)"
            ),
            suffix="csv",
            suggestion=Path.home() / f"{cube.path.stem}_spectra.csv",
        )
        if path is None:
            return
        if path.suffix.lower() in (".png", ".svg"):
            save_plot(self._spectrum.plot, path)
            return
        positions = cube.bands.wavelength_nm
        library = SpectralLibrary(
            tuple(spectra),
            np.arange(1.0, cube.bands.count + 1) if positions is None else positions,
            np.stack(list(spectra.values())).astype(float),
            is_counted=positions is None,
        )
        await in_io_thread(write_library, path, library)


def _read_libraries(progress: Progress, paths: list[Path]) -> list[SpectralLibrary]:
    return read_libraries(paths, progress=progress)

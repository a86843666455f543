"""Open the program on its sample scene and make the first map there.

Without a display the same happens offscreen, and the map, its confidence and a
screenshot of the window are written to ``out/``.
"""

import asyncio
import os
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "out"


def main() -> int:
    """Make the first map; return the exit status."""
    offscreen = sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if offscreen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from hsiviewer.app import create_application, run_application

    _, loop = create_application(sys.argv[:1])
    return run_application(loop, lambda window: _story(window, close=offscreen))


async def _story(window: object, *, close: bool) -> None:
    from hsiviewer.workflows.commands.sample import write_sample
    from hsiviewer.workflows.tasks.submission import TrainingSettings
    from hsiviewer.workflows.tasks.threads import in_io_thread

    workspace = window.workspace
    if close:
        # A kept layout may be of another screen; nobody sees this one.
        window.resize(1280, 800)
    files = await in_io_thread(write_sample, OUT / "sample")
    await workspace.open_scene(files.cube)
    await workspace.add_auxiliary(files.dsm)
    if not workspace.document.undo_text:
        # The first time; later the user's own labels are in the scene's project.
        await workspace.import_labels(files.labels)
        await workspace.import_classes(files.classes)
    await workspace.load_reference(files.reference)
    job = workspace.start_training(TrainingSettings(auxiliary=(str(files.dsm),)))
    await workspace.jobs.result(job)
    while workspace.document.classification is None:
        await asyncio.sleep(0.05)
    written = await workspace.export_map(
        OUT / "town_map.tif", confidence=OUT / "town_confidence.tif"
    )
    rows, cols = workspace.document.labels.shape
    workspace.document.select_pixel((rows // 2, cols // 3))
    if close:
        await asyncio.sleep(1.0)  # the overlay is drawn by then
        screenshot = OUT / "window.png"
        window.grab().save(str(screenshot))
        written.append(screenshot)
    accuracy = workspace.accuracy
    _say(f"Classified the sample scene: {accuracy.overall_accuracy:.3f} of the")
    _say("reference pixels outside the labels are right. Written:")
    for path in written:
        _say(f"  {path}")
    if close:
        window.close()


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())

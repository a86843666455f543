"""Reads hostile files, and prints what came of it; run in a watched process."""

import contextlib
import importlib
import os
import sys
from pathlib import Path

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.io.hdf5 import first_opening

EVENTS = ("socket.connect", "socket.getaddrinfo", "socket.bind", "urllib.Request",
          "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")  # fmt: skip


def read_scene(name):
    from hsiviewer.io.registry import open_cube

    cube = open_cube(name)
    values = cube.read()
    place = cube.georeference
    cube.close()
    return values.sum(), _located(place)


def _located(place):
    from hsiviewer.io.coordinates import geographic_transform

    to_degrees = geographic_transform(place)
    return to_degrees and to_degrees(*place.map_xy(1, 1))


def read_auxiliary(name):
    from hsiviewer.io.registry import open_auxiliary, open_cube

    cube = open_cube("scene.tif")
    return open_auxiliary(name, cube).read().sum()


def read_label_file(name):
    from hsiviewer.io.labels import read_labels
    from hsiviewer.io.registry import open_cube

    labels, scheme = read_labels(name, open_cube("scene.tif"))
    return labels.counts, [each.name for each in scheme]


def read_project(name):
    from hsiviewer.workflows.session.projects import open_project

    cube, project = open_project(Path(name).resolve(), print)
    found = project.reference and read_label_file(project.reference)
    project.journal.store.close()
    return cube.shape, found, project.notices


def read_class_file(name):
    from hsiviewer.io.class_files import read_classes

    return [each.id for each in read_classes(Path(name))]


def read_spectral_library(name):
    from hsiviewer.io.spectral_library import read_library

    return read_library(Path(name)).values.shape


def read_style(name):
    from hsiviewer.io.styles import read_pam_names

    return read_pam_names(Path(name))


def read_model(name):
    from hsiviewer.learning.saved.model_record import read_model_record

    return read_model_record(Path(name))


def read_table(name):
    from hsiviewer.io.object_tables import read_object_table

    return len(read_object_table(Path(name)))


READERS = {
    "labels": read_label_file,
    "scenes": read_scene,
    "auxiliary": read_auxiliary,
    "projects": read_project,
    "classes": read_class_file,
    "libraries": read_spectral_library,
    "styles": read_style,
    "models": read_model,
    "tables": read_table,
}


def main():
    """Read with each reader its files: ``reader=name`` on a line each."""
    current = []

    def watch(event, arguments):
        if event in EVENTS and current:
            _tell(current[-1], "EVENT", f"{event} {arguments}")

    # It is in another process that files are looked at first. h5py itself asks for the
    # processor's name when it is imported, which starts a program.
    first_opening.is_wanted = False
    importlib.import_module("hsiviewer.io.hdf5.opening")
    sys.addaudithook(watch)
    whole = Path.cwd()
    for argument in sys.argv[1:]:
        reader, _, names = argument.partition("=")
        os.chdir(whole / reader)
        for name in names.split("\n"):
            current.append(reader)
            # A mark in the list of opened files: what follows belongs to this one.
            with contextlib.suppress(OSError):
                os.open(f"/mark/{reader}/{name}", os.O_RDONLY)
            _tell(reader, name, *_answer(READERS[reader], name))


def _answer(read, name):
    try:
        return "read", read(name)
    except HsiViewerError as error:
        return "refused", error
    except Exception as error:  # noqa: BLE001
        return "TRACEBACK", repr(error)


def _tell(*texts):
    line = "\t".join(str(text) for text in texts).replace("\n", " ")
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

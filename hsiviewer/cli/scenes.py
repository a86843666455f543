"""Scenes and spectral libraries on the command line."""

import argparse
import json
from pathlib import Path

from hsiviewer.cli import options, values
from hsiviewer.cli.running import Command
from hsiviewer.cli.streams import write

_MOST_SUGGESTED = 10_000


def _add_info(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument("--json", action="store_true")
    options.add_meta(parser)
    parser.add_argument(
        "--set",
        type=values.override,
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="say what the file does not, such as wavelengths='400 to 2500', "
        "wavelengths=@FILE, sensor=ID, bad_bands=1-3, nodata=0, crs=EPSG:32633 or "
        "white=FILE",
    )
    parser.add_argument(
        "--save-meta", type=Path, metavar="FILE", help="file for --meta, .toml"
    )
    options.add_overwrite(parser)


def _info(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.info import InfoFiles, described_info, format_info

    request = InfoFiles(
        scene=arguments.scene,
        meta=arguments.meta,
        changes=tuple(arguments.set),
        save_meta=arguments.save_meta,
        overwrite=arguments.overwrite,
    )
    info = described_info(request)
    write(json.dumps(info, indent=1) if arguments.json else format_info(info))


def _add_sample(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path)
    for name in ("rows", "cols", "bands"):
        parser.add_argument(f"--{name}", type=values.whole(1, values.LARGEST_NUMBER))
    parser.add_argument("--seed", type=values.seed)
    options.add_overwrite(parser)


def _sample(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.sample import write_sample

    names = ("rows", "cols", "bands", "seed")
    given = {name: getattr(arguments, name) for name in names}
    files = write_sample(
        arguments.folder,
        overwrite=arguments.overwrite,
        **{name: value for name, value in given.items() if value is not None},
    )
    write("\n".join(str(path) for path in files.paths))


def _add_convert(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scene", help="file, folder, or file.mat:variable")
    parser.add_argument("--out", required=True, type=Path, help="ENVI file, .hdr")
    for name in ("dark", "white"):
        parser.add_argument(
            f"--{name}",
            default="",
            metavar="FILE",
            help=f"{name} reference of a laboratory capture, instead of that beside "
            "it; none for none",
        )
    parser.add_argument(
        "--white-reflectance",
        default="",
        metavar="R",
        help="of the white reference, such as 0.99; 1 if omitted",
    )
    parser.add_argument(
        "--interleave", choices=("bil", "bsq", "bip"), default="bil", help="bil"
    )
    options.add_meta(parser)
    options.add_overwrite(parser)


def _convert(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.convert import ConvertFiles, convert_files
    from hsiviewer.workflows.commands.progress_bar import ProgressBar, ShownProgress

    keys = ("dark", "white", "white_reflectance")
    given = [(key, getattr(arguments, key)) for key in keys]
    request = ConvertFiles(
        scene=arguments.scene,
        out=arguments.out,
        meta=arguments.meta,
        changes=tuple((key, text) for key, text in given if text),
        interleave=arguments.interleave,
        overwrite=arguments.overwrite,
    )
    with ProgressBar() as bar:
        notices = convert_files(request, ShownProgress(bar))
    lines = [f"wrote {arguments.out}", *(f"note: {notice}" for notice in notices)]
    write("\n".join(lines))


def _add_library(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "library", nargs="+", type=Path, help="libraries, or folders with their files"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--out", type=Path, help="write all spectra as one library, .csv or .sli"
    )
    parser.add_argument(
        "--scene", default="", help="write them on the bands of this scene"
    )
    parser.add_argument(
        "--pixel",
        type=values.pixel,
        metavar="ROW,COL",
        help="list what fits this pixel of --scene best, counted from 0",
    )
    parser.add_argument(
        "--count",
        type=values.whole(1, _MOST_SUGGESTED),
        default=10,
        metavar="N",
        help="how many to list",
    )
    options.add_meta(parser)
    options.add_overwrite(parser)


def _library(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.library import (
        LibraryFiles,
        format_library,
        library_info,
    )

    request = LibraryFiles(
        libraries=tuple(arguments.library),
        out=arguments.out,
        scene=arguments.scene,
        pixel=arguments.pixel,
        count=arguments.count,
        meta=arguments.meta,
        overwrite=arguments.overwrite,
    )
    info = library_info(request)
    write(json.dumps(info, indent=1) if arguments.json else format_library(info))


COMMANDS = (
    Command(
        "info",
        "tell what is known about a scene",
        _info,
        _add_info,
    ),
    Command(
        "sample",
        "write the synthetic sample scene",
        _sample,
        _add_sample,
    ),
    Command(
        "convert",
        "write a scene as an ENVI file, captures as reflectance",
        _convert,
        _add_convert,
    ),
    Command(
        "library",
        "list, convert and match spectral libraries",
        _library,
        _add_library,
    ),
)

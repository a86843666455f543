"""Descriptions and phrases on the command line."""

import argparse
from pathlib import Path

from hsiviewer.cli import options, values
from hsiviewer.cli.running import Command, ProgressBar, complete
from hsiviewer.cli.streams import write


def _add_describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument("--labels", required=True, help="the few labelled pixels")
    parser.add_argument("--classes", type=Path, help="class file, .toml")
    parser.add_argument("--aux", nargs="+", default=[], help="auxiliary rasters")
    parser.add_argument(
        "--instruction",
        default="",
        help="print what to ask a language model: s3fn, diffclip or several",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="tell which labels contradict their description, instead of drafting",
    )
    parser.add_argument("--answer", type=Path, help="file with its answer")
    parser.add_argument("--writer", default="", help="folder of a model that answers")
    options.add_ids(parser, "--map-label-ids")
    options.add_meta(parser)


def _describe(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.describe import DescribeFiles, describe_files

    request = DescribeFiles(
        scene=arguments.scene,
        labels=options.labels_of(arguments),
        classes=arguments.classes,
        auxiliary=tuple(arguments.aux),
        instruction=arguments.instruction,
        answer=arguments.answer,
        writer=arguments.writer,
        meta=arguments.meta,
        check=arguments.check,
    )
    with ProgressBar() as bar:
        text = complete(describe_files(request, on_change=bar.show))
    write(text)


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument("phrases", nargs="+", metavar="PHRASE", help="in quotes")
    parser.add_argument("--out", type=Path, help="layers to write, .tif")
    parser.add_argument("--aux", nargs="+", default=[], help="a surface model")
    parser.add_argument(
        "--explain",
        type=values.pixel,
        metavar="ROW,COL",
        help="tell what each fact says at a pixel, counted from 0",
    )
    _add_guessing(parser)
    options.add_meta(parser)
    options.add_overwrite(parser)


def _search(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.words import SearchFiles, search_files

    request = SearchFiles(
        scene=arguments.scene,
        phrases=tuple(arguments.phrases),
        out=arguments.out,
        auxiliary=tuple(arguments.aux),
        explain=arguments.explain,
        meta=arguments.meta,
        overwrite=arguments.overwrite,
        text_encoder=arguments.text_encoder,
    )
    with ProgressBar() as bar:
        search_files(request, progress=bar, say=bar.say)


def _add_propose(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument("--classes", required=True, type=Path, help="class file, .toml")
    parser.add_argument(
        "--out",
        required=True,
        type=Path,
        help="points to write: .gpkg, .geojson, .shp or .csv",
    )
    parser.add_argument(
        "--count",
        type=values.whole(1, 1000),
        default=5,
        metavar="N",
        help="labels of each class, at most",
    )
    parser.add_argument("--labels", default="", help="pixels that have a label already")
    parser.add_argument("--aux", nargs="+", default=[], help="a surface model")
    _add_guessing(parser)
    options.add_meta(parser)
    options.add_overwrite(parser)


def _propose(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.words import ProposeFiles, propose_files

    request = ProposeFiles(
        scene=arguments.scene,
        classes=arguments.classes,
        out=arguments.out,
        count=arguments.count,
        labels=arguments.labels,
        auxiliary=tuple(arguments.aux),
        meta=arguments.meta,
        overwrite=arguments.overwrite,
        text_encoder=arguments.text_encoder,
    )
    with ProgressBar() as bar:
        propose_files(request, progress=bar, say=bar.say)


def _add_guessing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--text-encoder",
        default="",
        help="guesses what is not understood: minilm, a folder, a model's name",
    )


COMMANDS = (
    Command(
        "describe",
        "draft class descriptions from labels",
        _describe,
        _add_describe,
    ),
    Command(
        "search",
        "find what a phrase says",
        _search,
        _add_search,
    ),
    Command(
        "propose",
        "propose labels from descriptions",
        _propose,
        _add_propose,
    ),
)

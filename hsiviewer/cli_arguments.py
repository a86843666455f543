"""What the commands of the command line take."""

import argparse
import sys
from pathlib import Path
from typing import Any, NoReturn

from hsiviewer import cli_values as values
from hsiviewer.cli_streams import shortened, write
from hsiviewer.core.options import DEVICES, SUGGESTING_METHOD

_MOST_SUGGESTED = 10_000


class Parser(argparse.ArgumentParser):
    """A parser whose complaints can be read, whatever was typed."""

    def error(self, message: str) -> NoReturn:
        """Print a message of a length that can be read, and exit with status 2."""
        super().error(shortened(message))

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse would take no notice of an output that cannot be written.
        if message and file is sys.stdout:
            write(message.rstrip("\n"))
        else:
            super()._print_message(message, file)


def add_info(parser: argparse.ArgumentParser) -> None:
    """Add what ``info`` takes."""
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument("--json", action="store_true")
    _add_meta(parser)
    parser.add_argument(
        "--set",
        type=values.override,
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="say what the file does not, such as wavelengths='400 to 2500', "
        "wavelengths=@FILE, sensor=ID, bad_bands=1-3, nodata=0 or crs=EPSG:32633",
    )
    parser.add_argument(
        "--save-meta", type=Path, metavar="FILE", help="file for --meta, .toml"
    )
    _add_overwrite(parser)


def add_methods(parser: argparse.ArgumentParser) -> None:
    """Add what ``methods`` takes."""
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--for-labels",
        type=values.whole(1, values.LARGEST_NUMBER),
        default=0,
        metavar="N",
        help="say instead which method suits N labels a class",
    )
    parser.add_argument(
        "--for-classes",
        type=values.whole(2, values.LARGEST_NUMBER),
        default=2,
        metavar="K",
        help="with --for-labels",
    )
    parser.add_argument("--with-rasters", action="store_true", help="with --for-labels")
    parser.add_argument("--with-card", action="store_true", help="with --for-labels")


def add_sample(parser: argparse.ArgumentParser) -> None:
    """Add what ``sample`` takes."""
    parser.add_argument("folder", type=Path)
    for name in ("rows", "cols", "bands"):
        parser.add_argument(f"--{name}", type=values.whole(1, values.LARGEST_NUMBER))
    parser.add_argument("--seed", type=values.seed)
    _add_overwrite(parser)


def add_describe(parser: argparse.ArgumentParser) -> None:
    """Add what ``describe`` takes."""
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
    _add_ids(parser, "--map-label-ids")
    _add_meta(parser)


def add_classify(parser: argparse.ArgumentParser) -> None:
    """Add what ``classify`` takes."""
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument(
        "--labels", help="the few labelled pixels; not for the method words"
    )
    parser.add_argument("--out", required=True, type=Path, help="map to write, .tif")
    parser.add_argument("--confidence", type=Path, help="confidence to write, .tif")
    parser.add_argument("--reference", help="ground truth to compare with")
    parser.add_argument("--report", type=Path, help="report to write, .json or .html")
    parser.add_argument("--pretrained", type=Path, help="weights to start from")
    parser.add_argument("--save-model", type=Path, help="folder for the weights")
    parser.add_argument("--seed", type=values.seed, default=0)
    parser.add_argument(
        "--method",
        required=True,
        help="see 'hsiviewer methods'; or words: from the descriptions alone",
    )
    _add_ids(parser, "--map-ids", "--map-label-ids")
    _add_learning(parser)


def check_classify(
    parser: argparse.ArgumentParser, arguments: argparse.Namespace
) -> None:
    """End with status 2 where a method that learns from labels is given none."""
    needs_labels = arguments.command == "classify" and arguments.method != "words"
    if needs_labels and arguments.labels is None:
        parser.error("the following arguments are required: --labels")


def add_search(parser: argparse.ArgumentParser) -> None:
    """Add what ``search`` takes."""
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
    _add_meta(parser)
    _add_overwrite(parser)


def add_propose(parser: argparse.ArgumentParser) -> None:
    """Add what ``propose`` takes."""
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
    _add_meta(parser)
    _add_overwrite(parser)


def _add_guessing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--text-encoder",
        default="",
        help="guesses what is not understood: minilm, a folder, a model's name",
    )


def add_pretrain(parser: argparse.ArgumentParser) -> None:
    """Add what ``pretrain`` takes."""
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument("--save-model", required=True, type=Path, help="folder")
    parser.add_argument("--seed", type=values.seed, default=0)
    parser.add_argument("--method", required=True, help="see 'hsiviewer methods'")
    _add_learning(parser)


def add_predict(parser: argparse.ArgumentParser) -> None:
    """Add what ``predict`` takes."""
    parser.add_argument("scene", nargs="+", help="one scene or several")
    parser.add_argument("--model", required=True, type=Path, help="--save-model's")
    parser.add_argument("--out", required=True, type=Path, help="map, or a folder")
    parser.add_argument("--aux", nargs="+", default=[], help="auxiliary rasters")
    parser.add_argument("--confidence", type=Path, help="confidence to write, .tif")
    parser.add_argument("--reference", help="ground truth to compare with")
    parser.add_argument("--device", choices=DEVICES, default=DEVICES[0])
    parser.add_argument("--scheduler", default="", help="address of a Dask scheduler")
    _add_ids(parser, "--map-ids")
    _add_meta(parser)
    _add_overwrite(parser)


def add_suggest(parser: argparse.ArgumentParser) -> None:
    """Add what ``suggest`` takes."""
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument("--labels", default="", help="the labelled pixels so far")
    parser.add_argument(
        "--count",
        required=True,
        type=values.whole(1, _MOST_SUGGESTED),
        metavar="N",
        help="how many pixels to suggest",
    )
    parser.add_argument(
        "--out",
        required=True,
        type=Path,
        help="points to write: .gpkg, .geojson, .shp or .csv",
    )
    parser.add_argument(
        "--method",
        default=SUGGESTING_METHOD,
        help="learns from the labels; see 'hsiviewer methods'",
    )
    parser.add_argument(
        "--model", type=Path, help="ask this model (--save-model's) instead"
    )
    parser.add_argument(
        "--mask", default="", help="raster; pixels with an id are never suggested"
    )
    parser.add_argument(
        "--min-distance",
        type=values.distance,
        default=0.0,
        metavar="PIXELS",
        help="keep suggestions so far from labels and from each other",
    )
    parser.add_argument("--seed", type=values.seed, default=0)
    _add_learning(parser)


def add_evaluate(parser: argparse.ArgumentParser) -> None:
    """Add what ``evaluate`` takes."""
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument("--reference", required=True, help="ground truth")
    parser.add_argument("--method", required=True, help="one, or several with commas")
    parser.add_argument(
        "--shots", required=True, type=values.shots, help="such as 2,8,20 or 10%%"
    )
    parser.add_argument("--seeds", type=values.seeds, default=(0,), help="such as 0-4")
    _add_split(parser)
    parser.add_argument(
        "--sweep",
        type=values.sweep,
        metavar="KEY=A,B,C",
        help="run with each value",
    )
    parser.add_argument(
        "--choose-on-test",
        action="store_true",
        help="also show the value of --sweep that the test pixels like best (unsound)",
    )
    parser.add_argument("--json", type=Path, help="file for all runs")
    _add_ids(parser, "--map-ids")
    _add_learning(parser)


def add_benchmark(parser: argparse.ArgumentParser) -> None:
    """Add what ``benchmark`` takes."""
    parser.add_argument("name", help="houston2013, trento, muufl, indian-pines, ...")
    parser.add_argument(
        "--data", required=True, type=Path, help="folder with the usual files"
    )
    parser.add_argument("--method", default="", help="instead of the paper's")
    parser.add_argument(
        "--shots", type=values.shots, default=(), help="instead of the paper's"
    )
    parser.add_argument(
        "--seeds",
        type=values.seeds,
        default=(),
        help="instead of as many as the paper's",
    )
    _add_split(parser)
    parser.add_argument("--json", type=Path, help="file for all runs")
    _add_training(parser, preset="paper")


def add_objects(parser: argparse.ArgumentParser) -> None:
    """Add what ``objects`` takes."""
    parser.add_argument("folder", type=Path, help="small cubes, one object each")
    parser.add_argument(
        "--labels", required=True, type=Path, help="table: file, label, set"
    )
    parser.add_argument("--out", required=True, type=Path, help="table to write, .csv")
    parser.add_argument("--method", default="s3fn", help="s3fn, or svm on means")
    parser.add_argument("--seed", type=values.seed, default=0)
    _add_training(parser)


def _add_split(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--split",
        choices=("random", "disjoint", "blocks"),
        default="random",
        help="where test pixels lie: anywhere (random); in blocks apart from those of "
        "the few places with labels (disjoint); or in one fifth of all blocks, labels "
        "from the others all over the scene, another fifth for each seed, so that 5 "
        "seeds such as 0-4 test everything (blocks)",
    )


def _add_ids(parser: argparse.ArgumentParser, *options: str) -> None:
    """Add what says which classes the ids of label files stand for."""
    of_file = {"--map-ids": "the reference", "--map-label-ids": "--labels"}
    for option in options:
        parser.add_argument(
            option,
            type=values.id_map,
            default=None,
            metavar="ID=CLASS,...",
            help=f"class of ids of {of_file[option]}, such as 1=4,2=2; 0 leaves out",
        )
    parser.add_argument(
        "--field",
        default="",
        help="field of vector files that tells the classes; several of 0 and 1 with "
        "commas",
    )


def _add_learning(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--aux", nargs="+", default=[], help="auxiliary rasters")
    _add_meta(parser)
    _add_training(parser)


def _add_training(parser: argparse.ArgumentParser, *, preset: str = "quick") -> None:
    _add_overwrite(parser)
    parser.add_argument("--classes", type=Path, help="class file, .toml")
    parser.add_argument("--preset", default=preset)
    parser.add_argument("--device", choices=DEVICES, default=DEVICES[0])
    parser.add_argument(
        "--text-encoder", default="", help="minilm, scratch, a folder, a model's name"
    )
    parser.add_argument(
        "--allow-download",
        action="store_true",
        help="fetch the text encoder if it is not on this machine",
    )
    parser.add_argument(
        "--set",
        type=values.override,
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="change a parameter of the preset; see 'hsiviewer methods'",
    )


def _add_meta(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--meta",
        type=Path,
        metavar="FILE",
        help="what the scene's file does not say, as info --save-meta writes it",
    )


def _add_overwrite(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="replace output files that hsiviewer did not make; inputs never",
    )

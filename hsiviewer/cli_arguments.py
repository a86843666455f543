"""What the commands of the command line take."""

import argparse
import sys
from pathlib import Path
from typing import Any, NoReturn

from hsiviewer import cli_values as values
from hsiviewer.cli_streams import shortened, write
from hsiviewer.core.options import DEVICES, SUGGESTING_METHOD

_MOST_SUGGESTED = 10_000
_MOST_VISITED = 100_000


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
        "wavelengths=@FILE, sensor=ID, bad_bands=1-3, nodata=0, crs=EPSG:32633 or "
        "white=FILE",
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
    parser.add_argument(
        "--probabilities",
        type=Path,
        help="probabilities to write, .tif: a band for each class",
    )
    parser.add_argument("--reference", help="ground truth to compare with")
    parser.add_argument("--report", type=Path, help="report to write, .json or .html")
    parser.add_argument("--pretrained", type=Path, help="weights to start from")
    parser.add_argument("--save-model", type=Path, help="folder for the weights")
    parser.add_argument(
        "--save-run", type=Path, help="folder for the run, which export reads"
    )
    parser.add_argument(
        "--folds",
        type=values.whole(2, 20),
        default=0,
        metavar="K",
        help="also hold labels out by blocks of the scene, K times",
    )
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
    parser.add_argument(
        "--probabilities",
        type=Path,
        help="probabilities to write, .tif: a band for each class",
    )
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
    _add_ids(parser, "--map-label-ids")
    _add_learning(parser)


def add_analyse(parser: argparse.ArgumentParser) -> None:
    """Add what ``analyse`` takes."""
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument(
        "--with",
        dest="analysis",
        required=True,
        metavar="ANALYSIS",
        help="see 'hsiviewer analyses'",
    )
    parser.add_argument(
        "--out",
        required=True,
        type=Path,
        help="raster to write: .tif, or .img or .dat for ENVI; maps are .tif",
    )
    parser.add_argument(
        "--target",
        "--library",
        "--endmember",
        dest="spectra",
        action="append",
        default=[],
        metavar="SPECTRUM",
        help="pixel:ROW,COL, class:NAME (class:* for all), or a spectral library, "
        "FILE or FILE:NAME; may be given several times",
    )
    parser.add_argument("--labels", default="", help="label file, for class:NAME")
    parser.add_argument(
        "--formula",
        default="",
        help="such as '(b800 - b670) / (b800 + b670)', 'mean(1640:1660)' or NDVI",
    )
    parser.add_argument(
        "--set",
        type=values.override,
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="change a parameter; see 'hsiviewer analyses'",
    )
    parser.add_argument("--mask", type=Path, help="map of what is found, .tif")
    parser.add_argument(
        "--threshold", type=values.number, help="score from which on a pixel is found"
    )
    parser.add_argument(
        "--false-alarms",
        type=values.share,
        metavar="SHARE",
        help="instead, share of the pixels that may be found, such as 0.001",
    )
    parser.add_argument(
        "--scores", type=Path, help="what stands behind a map, such as angles"
    )
    parser.add_argument(
        "--save-spectra",
        type=Path,
        metavar="FILE",
        help="spectra that were found, such as endmembers, .sli or .csv",
    )
    parser.add_argument("--report", type=Path, help="what was found, .json")
    _add_ids(parser, "--map-label-ids")
    _add_meta(parser)
    _add_overwrite(parser)


def add_prepare(parser: argparse.ArgumentParser) -> None:
    """Add what ``prepare`` takes."""
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument(
        "--recipe",
        required=True,
        type=Path,
        help="steps, .toml or .json; see 'hsiviewer analyses --steps'",
    )
    parser.add_argument(
        "--out",
        required=True,
        type=Path,
        help="cube to write: .tif, or .img or .dat for ENVI",
    )
    parser.add_argument("--labels", default="", help="label file, for class:NAME")
    _add_ids(parser, "--map-label-ids")
    _add_meta(parser)
    _add_overwrite(parser)


def add_measure(parser: argparse.ArgumentParser) -> None:
    """Add what ``measure`` takes."""
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument(
        "--labels", required=True, help="regions: a label file, each class is one"
    )
    parser.add_argument(
        "--out",
        required=True,
        type=Path,
        help="table to write, .csv, or the mean spectra as a library, .sli",
    )
    _add_ids(parser, "--map-label-ids")
    _add_meta(parser)
    _add_overwrite(parser)


def add_analyses(parser: argparse.ArgumentParser) -> None:
    """Add what ``analyses`` takes."""
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--indices", action="store_true", help="list the published indices instead"
    )
    parser.add_argument(
        "--steps", action="store_true", help="list the steps of recipes instead"
    )


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


def add_assess(parser: argparse.ArgumentParser) -> None:
    """Add what ``assess`` takes."""
    _add_result(parser)
    parser.add_argument(
        "--reference", required=True, help="ground truth: raster, areas or points"
    )
    parser.add_argument(
        "--labels", default="", help="pixels that were learned from, to leave out"
    )
    parser.add_argument("--against", type=Path, help="another map to compare with")
    parser.add_argument(
        "--strata", default="", help="raster that the reference was drawn from"
    )
    parser.add_argument("--json", type=Path, help="file for all figures")
    _add_refinement(parser)
    _add_ids(parser, "--map-ids")
    _add_overwrite(parser)


def add_export(parser: argparse.ArgumentParser) -> None:
    """Add what ``export`` takes."""
    _add_result(parser)
    parser.add_argument(
        "--out",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="files to write: map .tif; polygons .gpkg, .geojson, .shp; areas .csv; "
        "page .png, .pdf; report .html, .json",
    )
    parser.add_argument("--cog", action="store_true", help="cloud-optimised .tif")
    parser.add_argument("--confidence", type=Path, help="confidence to write, .tif")
    parser.add_argument(
        "--probabilities",
        type=Path,
        help="probabilities to write, .tif: a band for each class",
    )
    parser.add_argument("--reference", help="ground truth for areas and reports")
    parser.add_argument("--zones", type=Path, help="polygons to make statistics for")
    parser.add_argument("--zonal", type=Path, help="table of --zones to write, .csv")
    parser.add_argument("--title", default="", help="of a page")
    parser.add_argument(
        "--dpi",
        type=values.whole(30, 1200),
        default=150,
        help="points per inch of a page",
    )
    _add_refinement(parser)
    _add_ids(parser, "--map-ids")
    _add_overwrite(parser)


def add_repeat(parser: argparse.ArgumentParser) -> None:
    """Add what ``repeat`` takes."""
    parser.add_argument(
        "report",
        type=Path,
        help="report of classify --report, .json, or folder of a run",
    )
    parser.add_argument("--out", required=True, type=Path, help="map to write, .tif")
    parser.add_argument(
        "--device", choices=DEVICES, default="", help="instead of that of the run"
    )
    _add_overwrite(parser)


def add_design(parser: argparse.ArgumentParser) -> None:
    """Add what ``design`` takes."""
    _add_result(parser)
    parser.add_argument(
        "--out", required=True, type=Path, help="points: .gpkg, .geojson, .shp or .csv"
    )
    parser.add_argument(
        "--count",
        type=values.whole(1, _MOST_VISITED),
        default=0,
        metavar="N",
        help="pixels to visit, instead of as many as --error needs",
    )
    parser.add_argument(
        "--error",
        type=values.share,
        default=0.01,
        help="standard error that the overall accuracy may have, such as 0.01",
    )
    parser.add_argument(
        "--least",
        type=values.whole(1, _MOST_VISITED),
        default=50,
        metavar="N",
        help="pixels of each class at least",
    )
    parser.add_argument(
        "--labels", default="", help="pixels that were learned from, not to visit"
    )
    parser.add_argument("--seed", type=values.seed, default=0)
    _add_overwrite(parser)


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
    _add_meta(parser)
    _add_training(parser, preset="paper")


def add_convert(parser: argparse.ArgumentParser) -> None:
    """Add what ``convert`` takes."""
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
    _add_meta(parser)
    _add_overwrite(parser)


def add_library(parser: argparse.ArgumentParser) -> None:
    """Add what ``library`` takes."""
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
    _add_meta(parser)
    _add_overwrite(parser)


def add_objects(parser: argparse.ArgumentParser) -> None:
    """Add what ``objects`` takes."""
    parser.add_argument("folder", type=Path, help="small cubes, one object each")
    parser.add_argument(
        "--labels", required=True, type=Path, help="table: file, label, set"
    )
    parser.add_argument("--out", required=True, type=Path, help="table to write, .csv")
    parser.add_argument("--method", default="s3fn", help="s3fn, or svm on means")
    parser.add_argument("--seed", type=values.seed, default=0)
    _add_meta(parser)
    _add_training(parser)


def _add_result(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "result",
        type=Path,
        metavar="RUN",
        help="folder of a run, as classify --save-run writes it, or a map (.tif)",
    )


def _add_refinement(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--smoothing",
        type=values.distance,
        default=0.0,
        metavar="STRENGTH",
        help="bring the probabilities of neighbours that look alike together",
    )
    parser.add_argument(
        "--threshold",
        type=values.share,
        default=0.0,
        metavar="CONFIDENCE",
        help="leave pixels below it unclassified",
    )
    parser.add_argument(
        "--majority",
        type=values.whole(3, 31),
        default=0,
        metavar="PIXELS",
        help="give pixels the most frequent class of a window of this side",
    )
    parser.add_argument(
        "--sieve",
        type=values.whole(1, 1_000_000),
        default=0,
        metavar="PIXELS",
        help="give smaller areas the class that surrounds them",
    )


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

"""Finished maps on the command line."""

import argparse
from pathlib import Path

from hsiviewer.cli import options, values
from hsiviewer.cli.running import Command, ProgressBar, complete
from hsiviewer.cli.streams import write
from hsiviewer.core.options import DEVICES

_MOST_VISITED = 100_000


def _add_assess(parser: argparse.ArgumentParser) -> None:
    options.add_result(parser)
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
    options.add_refinement(parser)
    options.add_ids(parser, "--map-ids")
    options.add_overwrite(parser)


def _assess(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.assess import AssessFiles, assess_files

    request = AssessFiles(
        result=arguments.result,
        reference=options.reference_of(arguments),
        labels=arguments.labels,
        against=arguments.against,
        strata=arguments.strata,
        refinement=options.refinement_of(arguments),
        json_path=arguments.json,
        overwrite=arguments.overwrite,
    )
    assess_files(request, write)


def _add_export(parser: argparse.ArgumentParser) -> None:
    options.add_result(parser)
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
    options.add_refinement(parser)
    options.add_ids(parser, "--map-ids")
    options.add_overwrite(parser)


def _export(arguments: argparse.Namespace) -> None:
    from pathlib import Path

    from hsiviewer.workflows.commands.export import ExportFiles, export_files
    from hsiviewer.workflows.tasks.exporting import ExportPlan
    from hsiviewer.workflows.tasks.result_sources import ResultSource

    def draw(path: Path, source: ResultSource) -> None:
        from hsiviewer.ui.printing.map_page import draw_source

        draw_source(path, source, title=arguments.title, dpi=arguments.dpi)

    request = ExportFiles(
        result=arguments.result,
        plan=ExportPlan(
            out=tuple(arguments.out),
            is_cog=arguments.cog,
            confidence=arguments.confidence,
            probabilities=arguments.probabilities,
            zones=arguments.zones,
            zonal=arguments.zonal,
        ),
        refinement=options.refinement_of(arguments),
        reference=options.reference_of(arguments),
        overwrite=arguments.overwrite,
    )
    export_files(request, write, draw)


def _add_repeat(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "report",
        type=Path,
        help="report of classify --report, .json, or folder of a run",
    )
    parser.add_argument("--out", required=True, type=Path, help="map to write, .tif")
    parser.add_argument(
        "--device", choices=DEVICES, default="", help="instead of that of the run"
    )
    options.add_overwrite(parser)


def _repeat(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.repeat import RepeatFiles, repeat_files

    request = RepeatFiles(
        report=arguments.report,
        out=arguments.out,
        device=arguments.device,
        overwrite=arguments.overwrite,
    )
    with ProgressBar() as bar:
        complete(repeat_files(request, on_change=bar.show, say=bar.say))


def _add_design(parser: argparse.ArgumentParser) -> None:
    options.add_result(parser)
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
    options.add_overwrite(parser)


def _design(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.design import DesignFiles, design_files

    request = DesignFiles(
        result=arguments.result,
        out=arguments.out,
        count=arguments.count,
        error=arguments.error,
        least=arguments.least,
        labels=arguments.labels,
        seed=arguments.seed,
        overwrite=arguments.overwrite,
    )
    design_files(request, write)


COMMANDS = (
    Command(
        "assess",
        "tell how good a map is, and how large its classes are",
        _assess,
        _add_assess,
    ),
    Command(
        "export",
        "write a run or a map as raster, polygons, tables, page or report",
        _export,
        _add_export,
    ),
    Command(
        "repeat",
        "run again what a report or a run records",
        _repeat,
        _add_repeat,
    ),
    Command(
        "design",
        "draw the pixels to visit for an assessment",
        _design,
        _add_design,
    ),
)

"""What needs no training, on the command line."""

import argparse
import json
from pathlib import Path

from hsiviewer.cli import options, values
from hsiviewer.cli.running import Command, ProgressBar
from hsiviewer.cli.streams import write


def _add_analyse(parser: argparse.ArgumentParser) -> None:
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
    options.add_ids(parser, "--map-label-ids")
    options.add_meta(parser)
    options.add_overwrite(parser)


def _analyse(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.analyse import (
        AnalyseFiles,
        ShownProgress,
        analyse_files,
    )

    request = AnalyseFiles(
        scene=arguments.scene,
        analysis=arguments.analysis,
        out=arguments.out,
        spectra=tuple(arguments.spectra),
        labels=options.labels_of(arguments) if arguments.labels else "",
        formula=arguments.formula,
        numbers=tuple(arguments.set),
        mask=arguments.mask,
        scores=arguments.scores,
        save_spectra=arguments.save_spectra,
        threshold=arguments.threshold,
        false_alarms=arguments.false_alarms,
        report=arguments.report,
        overwrite=arguments.overwrite,
        meta=arguments.meta,
    )
    with ProgressBar() as bar:
        analyse_files(request, progress=ShownProgress(bar.draw), say=bar.say)


def _add_analyses(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--indices", action="store_true", help="list the published indices instead"
    )
    parser.add_argument(
        "--steps", action="store_true", help="list the steps of recipes instead"
    )


def _analyses(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands import analysis_listing as listing
    from hsiviewer.workflows.commands import prepare

    if arguments.steps:
        found, text = prepare.step_list(), prepare.format_steps
    elif arguments.indices:
        found, text = listing.index_list(), listing.format_indices
    else:
        found, text = listing.analysis_list(), listing.format_analyses
    write(json.dumps(found, indent=1) if arguments.json else text(found))


def _add_prepare(parser: argparse.ArgumentParser) -> None:
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
    options.add_ids(parser, "--map-label-ids")
    options.add_meta(parser)
    options.add_overwrite(parser)


def _prepare(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.analyse import ShownProgress
    from hsiviewer.workflows.commands.prepare import PrepareFiles, prepare_files

    request = PrepareFiles(
        scene=arguments.scene,
        recipe=arguments.recipe,
        out=arguments.out,
        labels=options.labels_of(arguments) if arguments.labels else "",
        overwrite=arguments.overwrite,
        meta=arguments.meta,
    )
    with ProgressBar() as bar:
        prepare_files(request, progress=ShownProgress(bar.draw), say=bar.say)


def _add_measure(parser: argparse.ArgumentParser) -> None:
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
    options.add_ids(parser, "--map-label-ids")
    options.add_meta(parser)
    options.add_overwrite(parser)


def _measure(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.analyse import ShownProgress
    from hsiviewer.workflows.commands.measure import MeasureFiles, measure_files

    request = MeasureFiles(
        scene=arguments.scene,
        labels=options.labels_of(arguments),
        out=arguments.out,
        overwrite=arguments.overwrite,
        meta=arguments.meta,
    )
    with ProgressBar() as bar:
        measure_files(request, progress=ShownProgress(bar.draw), say=bar.say)


COMMANDS = (
    Command(
        "analyse",
        "find, unmix, group and compute without training",
        _analyse,
        _add_analyse,
    ),
    Command(
        "analyses",
        "list analyses and their parameters",
        _analyses,
        _add_analyses,
    ),
    Command(
        "prepare",
        "smooth, normalise, correct or resample a scene",
        _prepare,
        _add_prepare,
    ),
    Command(
        "measure",
        "measure the values of regions",
        _measure,
        _add_measure,
    ),
)

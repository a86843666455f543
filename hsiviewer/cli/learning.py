"""Methods that learn, on the command line."""

import argparse
import json
from pathlib import Path

from hsiviewer.cli import options, values
from hsiviewer.cli.running import Command, ProgressBar, complete
from hsiviewer.cli.streams import write
from hsiviewer.core.options import DEVICES, SUGGESTING_METHOD

_MOST_SUGGESTED = 10_000


def _add_methods(parser: argparse.ArgumentParser) -> None:
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


def _methods(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.methods import format_methods, method_list
    from hsiviewer.workflows.session.method_advice import Case, method_advice

    if arguments.for_labels:
        case = Case(
            labels=arguments.for_labels,
            classes=arguments.for_classes,
            has_rasters=arguments.with_rasters,
            has_card=arguments.with_card,
        )
        write("\n".join(method_advice(case)))
        return
    found = method_list()
    write(json.dumps(found, indent=1) if arguments.json else format_methods(found))


def _add_classify(parser: argparse.ArgumentParser) -> None:
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
    options.add_ids(parser, "--map-ids", "--map-label-ids")
    options.add_learning(parser)


def _classify(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.batch import ClassifyFiles, classify_files

    is_from_words = arguments.method == "words"
    request = ClassifyFiles(
        scene=arguments.scene,
        labels=options.labels_of(arguments) if arguments.labels else "",
        map_path=arguments.out,
        recipe=options.recipe_of(arguments, seed=arguments.seed),
        classes=arguments.classes,
        auxiliary=tuple(arguments.aux),
        confidence_path=arguments.confidence,
        probabilities_path=arguments.probabilities,
        reference=options.reference_of(arguments),
        report_path=arguments.report,
        pretrained=arguments.pretrained,
        save_model=arguments.save_model,
        save_run=arguments.save_run,
        folds=arguments.folds,
        overwrite=arguments.overwrite,
        meta=arguments.meta,
    )
    if is_from_words:
        from hsiviewer.workflows.commands.word_maps import map_files

        with ProgressBar() as bar:
            map_files(request, progress=bar, say=bar.say, warn=bar.warn)
        return
    with ProgressBar() as bar:
        work = classify_files(request, on_change=bar.show, say=bar.say, warn=bar.warn)
        complete(work)


def check_classify(
    parser: argparse.ArgumentParser, arguments: argparse.Namespace
) -> None:
    """End with status 2 where a method that learns from labels is given none."""
    needs_labels = arguments.command == "classify" and arguments.method != "words"
    if needs_labels and arguments.labels is None:
        parser.error("the following arguments are required: --labels")


def _add_pretrain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument("--save-model", required=True, type=Path, help="folder")
    parser.add_argument("--seed", type=values.seed, default=0)
    parser.add_argument("--method", required=True, help="see 'hsiviewer methods'")
    options.add_learning(parser)


def _pretrain(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.pretrain import PretrainFiles, pretrain_files

    request = PretrainFiles(
        scene=arguments.scene,
        recipe=options.recipe_of(arguments, seed=arguments.seed),
        save_model=arguments.save_model,
        auxiliary=tuple(arguments.aux),
        overwrite=arguments.overwrite,
        meta=arguments.meta,
    )
    with ProgressBar() as bar:
        complete(pretrain_files(request, on_change=bar.show, say=bar.say))


def _add_predict(parser: argparse.ArgumentParser) -> None:
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
    options.add_ids(parser, "--map-ids")
    options.add_meta(parser)
    options.add_overwrite(parser)


def _predict(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.predict import PredictFiles, predict_files

    request = PredictFiles(
        scenes=tuple(arguments.scene),
        model=arguments.model,
        out=arguments.out,
        auxiliary=tuple(arguments.aux),
        confidence=arguments.confidence,
        probabilities=arguments.probabilities,
        reference=options.reference_of(arguments),
        device=arguments.device,
        scheduler=arguments.scheduler,
        overwrite=arguments.overwrite,
        meta=arguments.meta,
    )
    with ProgressBar() as bar:
        complete(predict_files(request, on_change=bar.show, say=bar.say))


def _add_suggest(parser: argparse.ArgumentParser) -> None:
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
    options.add_ids(parser, "--map-label-ids")
    options.add_learning(parser)


def _suggest(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.suggest import SuggestFiles, suggest_files

    request = SuggestFiles(
        scene=arguments.scene,
        count=arguments.count,
        out=arguments.out,
        recipe=options.recipe_of(arguments, seed=arguments.seed),
        labels=options.labels_of(arguments),
        classes=arguments.classes,
        auxiliary=tuple(arguments.aux),
        mask=arguments.mask,
        min_distance=arguments.min_distance,
        model=arguments.model,
        overwrite=arguments.overwrite,
        meta=arguments.meta,
    )
    with ProgressBar() as bar:
        complete(suggest_files(request, on_change=bar.show, say=bar.say))


def _add_objects(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="small cubes, one object each")
    parser.add_argument(
        "--labels", required=True, type=Path, help="table: file, label, set"
    )
    parser.add_argument("--out", required=True, type=Path, help="table to write, .csv")
    parser.add_argument("--method", default="s3fn", help="s3fn, or svm on means")
    parser.add_argument("--seed", type=values.seed, default=0)
    options.add_meta(parser)
    options.add_training(parser)


def _objects(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.objects import ObjectFiles, classify_object_files

    request = ObjectFiles(
        folder=arguments.folder,
        labels=arguments.labels,
        out=arguments.out,
        recipe=options.recipe_of(arguments, seed=arguments.seed),
        classes=arguments.classes,
        meta=arguments.meta,
        overwrite=arguments.overwrite,
    )
    with ProgressBar() as bar:
        complete(classify_object_files(request, on_change=bar.show, say=bar.say))


COMMANDS = (
    Command(
        "methods",
        "list methods, presets and parameters",
        _methods,
        _add_methods,
    ),
    Command(
        "classify",
        "make a map from a few labels",
        _classify,
        _add_classify,
    ),
    Command(
        "pretrain",
        "learn from a scene without labels",
        _pretrain,
        _add_pretrain,
    ),
    Command(
        "predict",
        "map scenes with a trained model",
        _predict,
        _add_predict,
    ),
    Command(
        "suggest",
        "suggest which pixels to label next",
        _suggest,
        _add_suggest,
    ),
    Command(
        "objects",
        "classify whole small cubes",
        _objects,
        _add_objects,
    ),
)

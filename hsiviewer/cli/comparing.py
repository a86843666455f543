"""Methods beside each other, on the command line."""

import argparse
from pathlib import Path

from hsiviewer.cli import options, values
from hsiviewer.cli.running import Command, ProgressBar, complete


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scene", help="file, or file.mat:variable")
    parser.add_argument("--reference", required=True, help="ground truth")
    parser.add_argument("--method", required=True, help="one, or several with commas")
    parser.add_argument(
        "--shots", required=True, type=values.shots, help="such as 2,8,20 or 10%%"
    )
    parser.add_argument("--seeds", type=values.seeds, default=(0,), help="such as 0-4")
    options.add_split(parser)
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
    options.add_ids(parser, "--map-ids")
    options.add_learning(parser)


def _evaluate(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.evaluate import EvaluateFiles, evaluate_files

    request = EvaluateFiles(
        scene=arguments.scene,
        reference=options.reference_of(arguments),
        methods=tuple(arguments.method.split(",")),
        shots=arguments.shots,
        seeds=arguments.seeds,
        split=arguments.split,
        sweep=arguments.sweep,
        choose_on_test=arguments.choose_on_test,
        recipe=options.recipe_of(arguments),
        classes=arguments.classes,
        auxiliary=tuple(arguments.aux),
        json_path=arguments.json,
        overwrite=arguments.overwrite,
        meta=arguments.meta,
    )
    with ProgressBar() as bar:
        complete(evaluate_files(request, on_change=bar.show, say=bar.say))


def _add_benchmark(parser: argparse.ArgumentParser) -> None:
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
    options.add_split(parser)
    parser.add_argument("--json", type=Path, help="file for all runs")
    options.add_meta(parser)
    options.add_training(parser, preset="paper")


def _benchmark(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.benchmark import BenchmarkFiles, benchmark_files

    request = BenchmarkFiles(
        name=arguments.name,
        data=arguments.data,
        methods=tuple(filter(None, arguments.method.split(","))),
        shots=arguments.shots,
        seeds=arguments.seeds,
        split=arguments.split,
        recipe=options.recipe_of(arguments),
        classes=arguments.classes,
        meta=arguments.meta,
        json_path=arguments.json,
        overwrite=arguments.overwrite,
    )
    with ProgressBar() as bar:
        complete(benchmark_files(request, on_change=bar.show, say=bar.say))


COMMANDS = (
    Command(
        "evaluate",
        "compare methods with a reference",
        _evaluate,
        _add_evaluate,
    ),
    Command(
        "benchmark",
        "run a paper's protocol beside its published figures",
        _benchmark,
        _add_benchmark,
    ),
)

"""The command line; every command calls the workflow that the window calls."""

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from hsiviewer import __version__
from hsiviewer import cli_arguments as takes
from hsiviewer import cli_streams as streams
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.progress import CancelledError, ProgressUpdate

if TYPE_CHECKING:
    from hsiviewer.jobs.job import Job
    from hsiviewer.learning.recipe import Recipe

_WRONG_INPUT = 1
_INTERRUPTED = 130
_USAGE = "hsiviewer [PATH ...] | hsiviewer COMMAND ... (hsiviewer COMMAND --help)"


def is_command_line(arguments: list[str]) -> bool:
    """Tell whether arguments are a command or an option, not paths to open."""
    return bool(arguments) and (
        arguments[0] in _COMMANDS or arguments[0].startswith("-")
    )


def run(arguments: list[str]) -> int:
    """Do what the command line asks.

    Returns
    -------
    int
        0 on success, 1 on a problem with the user's input, 2 on wrong usage,
        130 on interrupt.
    """
    streams.prepare()
    logging.basicConfig(level=logging.CRITICAL, format="hsiviewer: %(message)s")
    for told in ("hsiviewer.core.extensions", "hsiviewer.workflows.tasks.references"):
        logging.getLogger(told).setLevel(logging.WARNING)
    try:
        return _run(arguments)
    except BrokenPipeError:
        # Whoever read the output has seen enough, and needs no sentence.
        return _WRONG_INPUT
    except HsiViewerError as error:
        streams.complain(str(error))
        return _WRONG_INPUT
    except OSError as error:
        # A name that is too long, a folder that may not be read, a full disk.
        streams.complain(f"{error}; choose another file or folder")
        return _WRONG_INPUT
    except MemoryError:
        streams.complain("memory does not suffice for this; choose something smaller")
        return _WRONG_INPUT
    except (KeyboardInterrupt, CancelledError):
        streams.complain("interrupted")
        return _INTERRUPTED
    finally:
        streams.abandon()


def _run(arguments: list[str]) -> int:
    try:
        parser = _parser()
        parsed = parser.parse_args(arguments)
        takes.check_classify(parser, parsed)
    except SystemExit as stop:
        streams.flush()
        return int(stop.code or 0)
    _COMMANDS[parsed.command][1](parsed)
    return 0


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
    _write(json.dumps(info, indent=1) if arguments.json else format_info(info))


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
        _write("\n".join(method_advice(case)))
        return
    found = method_list()
    _write(json.dumps(found, indent=1) if arguments.json else format_methods(found))


def _sample(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.sample import write_sample

    names = ("rows", "cols", "bands", "seed")
    given = {name: getattr(arguments, name) for name in names}
    files = write_sample(
        arguments.folder,
        overwrite=arguments.overwrite,
        **{name: value for name, value in given.items() if value is not None},
    )
    _write("\n".join(str(path) for path in files.paths))


def _describe(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.describe import DescribeFiles, describe_files

    request = DescribeFiles(
        scene=arguments.scene,
        labels=_labels(arguments),
        classes=arguments.classes,
        auxiliary=tuple(arguments.aux),
        instruction=arguments.instruction,
        answer=arguments.answer,
        writer=arguments.writer,
        meta=arguments.meta,
        check=arguments.check,
    )
    with _ProgressBar() as bar:
        text = _complete(describe_files(request, on_change=bar.show))
    _write(text)


def _classify(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.batch import ClassifyFiles, classify_files

    is_from_words = arguments.method == "words"
    request = ClassifyFiles(
        scene=arguments.scene,
        labels=_labels(arguments) if arguments.labels else "",
        map_path=arguments.out,
        recipe=_recipe(arguments, seed=arguments.seed),
        classes=arguments.classes,
        auxiliary=tuple(arguments.aux),
        confidence_path=arguments.confidence,
        reference=_reference(arguments),
        report_path=arguments.report,
        pretrained=arguments.pretrained,
        save_model=arguments.save_model,
        overwrite=arguments.overwrite,
        meta=arguments.meta,
    )
    if is_from_words:
        from hsiviewer.workflows.commands.word_maps import map_files

        with _ProgressBar() as bar:
            map_files(request, progress=bar, say=bar.say, warn=bar.warn)
        return
    with _ProgressBar() as bar:
        work = classify_files(request, on_change=bar.show, say=bar.say, warn=bar.warn)
        _complete(work)


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
    with _ProgressBar() as bar:
        search_files(request, progress=bar, say=bar.say)


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
    with _ProgressBar() as bar:
        propose_files(request, progress=bar, say=bar.say)


def _pretrain(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.pretrain import PretrainFiles, pretrain_files

    request = PretrainFiles(
        scene=arguments.scene,
        recipe=_recipe(arguments, seed=arguments.seed),
        save_model=arguments.save_model,
        auxiliary=tuple(arguments.aux),
        overwrite=arguments.overwrite,
        meta=arguments.meta,
    )
    with _ProgressBar() as bar:
        _complete(pretrain_files(request, on_change=bar.show, say=bar.say))


def _predict(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.predict import PredictFiles, predict_files

    request = PredictFiles(
        scenes=tuple(arguments.scene),
        model=arguments.model,
        out=arguments.out,
        auxiliary=tuple(arguments.aux),
        confidence=arguments.confidence,
        reference=_reference(arguments),
        device=arguments.device,
        scheduler=arguments.scheduler,
        overwrite=arguments.overwrite,
        meta=arguments.meta,
    )
    with _ProgressBar() as bar:
        _complete(predict_files(request, on_change=bar.show, say=bar.say))


def _suggest(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.suggest import SuggestFiles, suggest_files

    request = SuggestFiles(
        scene=arguments.scene,
        count=arguments.count,
        out=arguments.out,
        recipe=_recipe(arguments, seed=arguments.seed),
        labels=arguments.labels,
        classes=arguments.classes,
        auxiliary=tuple(arguments.aux),
        mask=arguments.mask,
        min_distance=arguments.min_distance,
        model=arguments.model,
        overwrite=arguments.overwrite,
    )
    with _ProgressBar() as bar:
        _complete(suggest_files(request, on_change=bar.show, say=bar.say))


def _evaluate(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.evaluate import EvaluateFiles, evaluate_files

    request = EvaluateFiles(
        scene=arguments.scene,
        reference=_reference(arguments),
        methods=tuple(arguments.method.split(",")),
        shots=arguments.shots,
        seeds=arguments.seeds,
        split=arguments.split,
        sweep=arguments.sweep,
        choose_on_test=arguments.choose_on_test,
        recipe=_recipe(arguments),
        classes=arguments.classes,
        auxiliary=tuple(arguments.aux),
        json_path=arguments.json,
        overwrite=arguments.overwrite,
        meta=arguments.meta,
    )
    with _ProgressBar() as bar:
        _complete(evaluate_files(request, on_change=bar.show, say=bar.say))


def _benchmark(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.benchmark import BenchmarkFiles, benchmark_files

    request = BenchmarkFiles(
        name=arguments.name,
        data=arguments.data,
        methods=tuple(filter(None, arguments.method.split(","))),
        shots=arguments.shots,
        seeds=arguments.seeds,
        split=arguments.split,
        recipe=_recipe(arguments),
        classes=arguments.classes,
        json_path=arguments.json,
        overwrite=arguments.overwrite,
    )
    with _ProgressBar() as bar:
        _complete(benchmark_files(request, on_change=bar.show, say=bar.say))


def _objects(arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.objects import ObjectFiles, classify_object_files

    request = ObjectFiles(
        folder=arguments.folder,
        labels=arguments.labels,
        out=arguments.out,
        recipe=_recipe(arguments, seed=arguments.seed),
        classes=arguments.classes,
        overwrite=arguments.overwrite,
    )
    with _ProgressBar() as bar:
        _complete(classify_object_files(request, on_change=bar.show, say=bar.say))


def _self_test(_arguments: argparse.Namespace) -> None:
    from hsiviewer.workflows.commands.self_test import self_test

    _complete(self_test(_write))


def _labels(arguments: argparse.Namespace) -> str:
    from hsiviewer.io.label_references import label_reference

    given = arguments.labels
    return label_reference(given, field=arguments.field, id_map=arguments.map_label_ids)


def _reference(arguments: argparse.Namespace) -> Any:
    """Return the reference of a command; ``None`` where it has none."""
    from hsiviewer.core.errors import ConfigurationError
    from hsiviewer.io.label_references import label_reference

    given = arguments.reference
    if given is not None:
        return label_reference(given, field=arguments.field, id_map=arguments.map_ids)
    if arguments.map_ids is not None:
        raise ConfigurationError(
            "--map-ids maps the ids of --reference, which is not given; for the ids of "
            "--labels there is --map-label-ids"
        )
    return None


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _complete(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def _recipe(arguments: argparse.Namespace, *, seed: int = 0) -> "Recipe":
    from hsiviewer.learning.recipe import Recipe
    from hsiviewer.workflows.session.class_texts import provide_model

    provide_model(
        arguments.text_encoder,
        may_download=arguments.allow_download,
        tell=_tell,
    )
    return Recipe(
        arguments.method.split(",")[0],
        preset=arguments.preset,
        overrides=dict(arguments.set),
        device=arguments.device,
        text_encoder=arguments.text_encoder,
        seed=seed,
    )


def _parser() -> argparse.ArgumentParser:
    parser = takes.Parser(prog="hsiviewer", usage=_USAGE)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (summary, _, add_arguments) in _COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if add_arguments is not None:
            add_arguments(command)
    return parser


class _ProgressBar:
    """A bar on standard error, only where somebody looks at it."""

    def __enter__(self) -> "_ProgressBar":
        from hsiviewer.workflows.commands import progress_bar

        self._stage_of = progress_bar.stage_of
        self._bar = progress_bar.ProgressBar().__enter__()
        return self

    def show(self, job: "Job") -> None:
        """Draw the state of a job."""
        self._bar.show(job.fraction, self._stage_of(job))

    def report(self, update: ProgressUpdate) -> None:
        """Draw how far work in this process is; the bar is its `Progress`."""
        self._bar.show(update.fraction, update.stage)

    def checkpoint(self) -> None:
        """Go on: Ctrl+C raises by itself."""

    def say(self, text: str) -> None:
        """Take the bar away and print a text."""
        self._bar.close()
        _write(text)

    def warn(self, text: str) -> None:
        """Print a sentence on standard error, above the bar."""
        self._bar.hide()
        streams.complain(text)

    def __exit__(self, *exception: object) -> None:
        self._bar.close()


def _write(text: str) -> None:
    streams.write(text)


_Command = tuple[
    str,
    Callable[[argparse.Namespace], None],
    Callable[[argparse.ArgumentParser], None] | None,
]
_COMMANDS: dict[str, _Command] = {
    "info": ("tell what is known about a scene", _info, takes.add_info),
    "methods": (
        "list methods, presets and parameters",
        _methods,
        takes.add_methods,
    ),
    "sample": ("write the synthetic sample scene", _sample, takes.add_sample),
    "describe": (
        "draft class descriptions from labels",
        _describe,
        takes.add_describe,
    ),
    "classify": ("make a map from a few labels", _classify, takes.add_classify),
    "search": ("find what a phrase says", _search, takes.add_search),
    "propose": (
        "propose labels from descriptions",
        _propose,
        takes.add_propose,
    ),
    "pretrain": (
        "learn from a scene without labels",
        _pretrain,
        takes.add_pretrain,
    ),
    "predict": ("map scenes with a trained model", _predict, takes.add_predict),
    "suggest": (
        "suggest which pixels to label next",
        _suggest,
        takes.add_suggest,
    ),
    "evaluate": (
        "compare methods with a reference",
        _evaluate,
        takes.add_evaluate,
    ),
    "benchmark": (
        "run a paper's protocol beside its published figures",
        _benchmark,
        takes.add_benchmark,
    ),
    "objects": ("classify whole small cubes", _objects, takes.add_objects),
    "self-test": ("see that the whole way works here", _self_test, None),
}

"""Options that several commands share, and what they mean."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from hsiviewer.cli import values
from hsiviewer.cli.streams import shortened, tell, write
from hsiviewer.core.options import DEVICES

if TYPE_CHECKING:
    from hsiviewer.core.refinement import Refinement
    from hsiviewer.learning.recipe import Recipe


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


def add_ids(parser: argparse.ArgumentParser, *options: str) -> None:
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


def add_meta(parser: argparse.ArgumentParser) -> None:
    """Add what tells a scene's properties."""
    parser.add_argument(
        "--meta",
        type=Path,
        metavar="FILE",
        help="what the scene's file does not say, as info --save-meta writes it",
    )


def add_overwrite(parser: argparse.ArgumentParser) -> None:
    """Add what lets files of a user be replaced."""
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="replace output files that hsiviewer did not make; inputs never",
    )


def add_learning(parser: argparse.ArgumentParser) -> None:
    """Add what a method learns by, from a scene."""
    parser.add_argument("--aux", nargs="+", default=[], help="auxiliary rasters")
    add_meta(parser)
    add_training(parser)


def add_training(parser: argparse.ArgumentParser, *, preset: str = "quick") -> None:
    """Add what a method learns by."""
    add_overwrite(parser)
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


def add_split(parser: argparse.ArgumentParser) -> None:
    """Add what chooses the pixels that test."""
    parser.add_argument(
        "--split",
        choices=("random", "disjoint", "blocks"),
        default="random",
        help="where test pixels lie: anywhere (random); in blocks apart from those of "
        "the few places with labels (disjoint); or in one fifth of all blocks, labels "
        "from the others all over the scene, another fifth for each seed, so that 5 "
        "seeds such as 0-4 test everything (blocks)",
    )


def add_result(parser: argparse.ArgumentParser) -> None:
    """Add the map or run that is read."""
    parser.add_argument(
        "result",
        type=Path,
        metavar="RUN",
        help="folder of a run, as classify --save-run writes it, or a map (.tif)",
    )


def add_refinement(parser: argparse.ArgumentParser) -> None:
    """Add what is done to a map afterwards."""
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


def labels_of(arguments: argparse.Namespace) -> str:
    """Return the labels of a command; empty where it has none."""
    from hsiviewer.core.errors import ConfigurationError
    from hsiviewer.io.label_references import label_reference

    given = arguments.labels
    if not given:
        if arguments.map_label_ids is not None or arguments.field:
            raise ConfigurationError(
                "--map-label-ids and --field are about --labels, which is not given"
            )
        return ""
    return label_reference(given, field=arguments.field, id_map=arguments.map_label_ids)


def reference_of(arguments: argparse.Namespace) -> Any:
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


def recipe_of(arguments: argparse.Namespace, *, seed: int = 0) -> "Recipe":
    """Return how a method learns; a text encoder is fetched if that is asked for."""
    from hsiviewer.learning.recipe import Recipe
    from hsiviewer.workflows.session.class_texts import provide_model

    provide_model(
        arguments.text_encoder,
        may_download=arguments.allow_download,
        tell=tell,
    )
    return Recipe(
        arguments.method.split(",")[0],
        preset=arguments.preset,
        overrides=dict(arguments.set),
        device=arguments.device,
        text_encoder=arguments.text_encoder,
        seed=seed,
    )


def refinement_of(arguments: argparse.Namespace) -> "Refinement":
    """Return what is done to a map afterwards."""
    from hsiviewer.core.refinement import Refinement

    return Refinement(
        smoothing=arguments.smoothing,
        threshold=arguments.threshold,
        majority=arguments.majority,
        sieve=arguments.sieve,
    )

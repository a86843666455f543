"""Entry of jobs that classify whole objects in small cubes, one label each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.enough_classes import require_enough_classes
from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.core.progress import PartialProgress, Progress, ProgressUpdate
from hsiviewer.learning.data.job import JobRecord
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.data.object_patches import (
    ObjectImage,
    cut_patches,
    object_vote,
    patch_corners,
    read_object,
)
from hsiviewer.learning.machine.devices import choose_device, limit_threads
from hsiviewer.learning.machine.seeding import derived_seed, make_generator, seeded
from hsiviewer.learning.methods.s3fn.config import S3fnConfig
from hsiviewer.learning.methods.s3fn.method import class_vectors, fitted_scaler
from hsiviewer.learning.methods.s3fn.model import S3fn
from hsiviewer.learning.methods.s3fn.stages import train_network
from hsiviewer.learning.methods.svm.machine import (
    choose_parameters,
    decision_values,
    fitted_machine,
)
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.saved.resuming import Checkpoints

METHODS = ("s3fn", "svm")
_AT_ONCE = 64
_FITTED_PIXELS = 50_000
_TRAINING = "fine-tuning"
_PREDICTING = "predicting"


@dataclass(frozen=True, kw_only=True, eq=False)
class ObjectsRequest:
    """Small cubes, and the classes of some of them.

    Parameters
    ----------
    cubes : sequence of HsiCube
        One object each, with the same bands.
    class_ids : ndarray of uint16, shape (n,)
        Class of each object that is trained on, 0 for the others.
    scheme : ClassScheme
        The classes with their descriptions.
    recipe, checkpoints
        As in `hsiviewer.learning.data.requests.LearningRequest`, which also says what
        `config` is.
    """

    cubes: Sequence[HsiCube]
    class_ids: npt.NDArray[np.uint16]
    scheme: ClassScheme
    recipe: Recipe
    checkpoints: Path | None = None

    config: Any = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "config", self.recipe.make_config())

    @property
    def known(self) -> tuple[int, ...]:
        """Ids of the classes that are trained on, ascending."""
        return tuple(int(each) for each in np.unique(self.class_ids) if each)


@dataclass(frozen=True, eq=False)
class ObjectsResult:
    """What was decided on every object.

    Parameters
    ----------
    class_ids : ndarray of uint16, shape (n,)
        0 where an object is too small to be judged.
    shares : ndarray of float64, shape (n, K)
        What the classes got in the vote.
    patches : ndarray of int, shape (n,)
        How many voted.
    known : tuple of int
        Class ids in the order of `shares`.
    record : JobRecord
        Times, warnings and details.
    """

    class_ids: npt.NDArray[np.uint16]
    shares: npt.NDArray[np.float64]
    patches: npt.NDArray[np.intp]
    known: tuple[int, ...]
    record: JobRecord = field(default_factory=JobRecord)


def classify_objects(request: ObjectsRequest, progress: Progress) -> ObjectsResult:
    """Learn from the labelled objects and classify all of them.

    Raises
    ------
    ConfigurationError
        If the method cannot judge whole objects.
    TrainingDataError
        If fewer than two classes have objects, cubes differ in their bands, or a
        labelled object is smaller than a patch.
    TextEncoderError
        If the descriptions cannot be encoded.
    CancelledError
        If the job was cancelled.
    """
    method = request.recipe.method
    if method not in METHODS:
        raise ConfigurationError(
            f"method {method} classifies scenes; for whole objects choose one "
            f"of {', '.join(METHODS)}"
        )
    known = request.known
    require_enough_classes(known, request.scheme, what="objects")
    limit_threads()
    record = JobRecord()
    with record.timed("total"):
        with record.timed("reading"):
            images = _read(request.cubes, progress)
        targets = np.searchsorted(np.array(known), request.class_ids)
        classify = _by_s3fn if method == "s3fn" else _by_mean_spectrum
        shares, patches = classify(request, images, targets, record, progress)
    judged = patches > 0
    best = np.array(known, np.uint16)[shares.argmax(axis=1)]
    progress.report(ProgressUpdate(fraction=1.0, stage=_PREDICTING))
    return ObjectsResult(
        np.where(judged, best, 0).astype(np.uint16), shares, patches, known, record
    )


def _read(cubes: Sequence[HsiCube], progress: Progress) -> list[ObjectImage]:
    images = []
    for cube in cubes:
        progress.checkpoint()
        if cube.bands.count != cubes[0].bands.count:
            raise TrainingDataError(
                f"{cube.path.name} has {cube.bands.count} bands and "
                f"{cubes[0].path.name} {cubes[0].bands.count}; give cubes of one sensor"
            )
        images.append(read_object(cube))
    return images


def _by_s3fn(
    request: ObjectsRequest,
    images: Sequence[ObjectImage],
    targets: npt.NDArray[np.intp],
    record: JobRecord,
    progress: Progress,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp]]:
    config: S3fnConfig = request.config
    seed = request.recipe.seed
    device = choose_device(request.recipe.device)
    labelled = np.flatnonzero(request.class_ids)
    raw, owner = _training_patches(request, images, labelled)
    scaler = _fitted(config, images, raw, seed)
    patches = [torch.from_numpy(_scaled(scaler, raw)).to(device)]
    wanted = torch.from_numpy(targets[owner]).to(device)
    classes = [request.scheme[each] for each in request.known]
    members = []
    with record.timed(_TRAINING):
        for number in range(config.members):
            with seeded(seed, 2, number):
                vectors = class_vectors(
                    classes, config, request.recipe.text_encoder, seed, record
                )
            with seeded(seed, 1, number):
                network = S3fn(
                    scaler.channels, config.object_patch, config, vectors,
                    count=len(classes), outputs=vectors().shape[1],
                ).to(device)  # fmt: skip
            part = PartialProgress(
                progress,
                start=0.9 * number / config.members,
                stop=0.9 * (number + 1) / config.members,
            )
            generator = make_generator(seed, 8, number)
            with seeded(seed, 9, number):
                train_network(
                    config, network, patches, wanted, generator, part,
                    Checkpoints(request.checkpoints), f"objects-{number}",
                )  # fmt: skip
            members.append(network.eval())
    record.details["patches_trained_on"] = len(wanted)
    record.details["transductive"] = config.fit_on == "scene"
    shares = np.zeros((len(images), len(classes)))
    counts = np.zeros(len(images), np.intp)
    with record.timed(_PREDICTING):
        for number, image in enumerate(images):
            progress.checkpoint()
            own = _voters(request, image, number)
            counts[number] = len(own)
            if len(own):
                found = _probabilities(members, _scaled(scaler, own), device)
                shares[number] = _vote_shares(found, config.vote)
            done = 0.9 + 0.1 * (number + 1) / len(images)
            progress.report(ProgressUpdate(fraction=done, stage=_PREDICTING))
    small = [images[number].name for number in np.flatnonzero(counts == 0).tolist()]
    if small:
        record.warnings.append(
            f"Smaller than a patch of {config.object_patch} pixels, so not judged: "
            f"{', '.join(small)}."
        )
    return shares, counts


def _training_patches(
    request: ObjectsRequest,
    images: Sequence[ObjectImage],
    labelled: npt.NDArray[np.intp],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.intp]]:
    """Return patches of the labelled objects, and which object each belongs to."""
    config: S3fnConfig = request.config
    side, parts, owner = config.object_patch, [], []
    for number in labelled:
        image = images[number]
        seed = derived_seed(request.recipe.seed, 21, int(number))
        generator = np.random.default_rng(seed)
        corners = patch_corners(image.mask, side, config.object_patches, generator)
        if not len(corners):
            raise TrainingDataError(
                f"the object in {image.name} is smaller than a patch of {side} pixels; "
                "choose a smaller one (--set object_patch=...)"
            )
        parts.append(cut_patches(image, corners, side))
        owner += [number] * len(corners)
    return np.concatenate(parts), np.array(owner, np.intp)


def _voters(
    request: ObjectsRequest, image: ObjectImage, number: int
) -> npt.NDArray[np.float32]:
    config: S3fnConfig = request.config
    generator = np.random.default_rng(derived_seed(request.recipe.seed, 22, number))
    corners = patch_corners(
        image.mask, config.object_patch, config.vote_patches, generator
    )
    return cut_patches(image, corners, config.object_patch)


def _fitted(
    config: S3fnConfig,
    images: Sequence[ObjectImage],
    patches: npt.NDArray[np.float32],
    seed: int,
) -> SpectralScaler:
    if config.fit_on == "shots":
        pixels = np.moveaxis(patches, 1, -1).reshape(-1, patches.shape[1])
    else:
        # A share of each object: all their pixels would be a second copy of them.
        share = -(-2 * _FITTED_PIXELS // len(images))
        draw = np.random.default_rng(derived_seed(seed, 23))
        pixels = np.concatenate([_some_pixels(each, share, draw) for each in images])
    generator = np.random.default_rng(derived_seed(seed, 3))
    count = min(_FITTED_PIXELS, len(pixels))
    chosen = generator.choice(len(pixels), count, replace=False)
    return fitted_scaler(torch.from_numpy(pixels[np.sort(chosen)]), config)


def _some_pixels(
    image: ObjectImage, most: int, generator: np.random.Generator
) -> npt.NDArray[np.float32]:
    """Return at most so many spectra of an object, shape (n, bands)."""
    inside = np.flatnonzero(image.mask)
    if len(inside) > most:
        inside = np.sort(generator.choice(inside, most, replace=False))
    return image.values.reshape(len(image.values), -1)[:, inside].T


def _scaled(
    scaler: SpectralScaler, patches: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Scale patches (n, bands, side, side): the one way, for training and for votes."""
    scaled = scaler.apply(np.moveaxis(patches, 1, 0))
    return np.ascontiguousarray(np.moveaxis(scaled, 0, 1))


@torch.inference_mode()
def _probabilities(
    members: Sequence[S3fn], patches: npt.NDArray[np.float32], device: torch.device
) -> npt.NDArray[np.float64]:
    parts: list[Tensor] = []
    for start in range(0, len(patches), _AT_ONCE):
        batch = [torch.from_numpy(patches[start : start + _AT_ONCE]).to(device)]
        found = torch.stack([each.patch_scores(batch).exp() for each in members])
        parts.append(found.mean(dim=0).cpu())
    return torch.cat(parts).double().numpy()


def _vote_shares(
    probabilities: npt.NDArray[np.float64], rule: str
) -> npt.NDArray[np.float64]:
    """Return the shares of a vote, the winner ahead by a hair where they are equal."""
    target, shares = object_vote(probabilities, rule)
    shares[target] += 1e-9
    return shares


def _by_mean_spectrum(
    request: ObjectsRequest,
    images: Sequence[ObjectImage],
    targets: npt.NDArray[np.intp],
    record: JobRecord,
    progress: Progress,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp]]:
    """Classify by a support vector machine on mean spectra: the baseline."""
    spectra = np.stack([each.mean_spectrum for each in images])
    labelled = np.flatnonzero(request.class_ids)
    known = spectra[labelled]
    components = min(request.config.components, spectra.shape[1], len(known) - 1)
    # On labelled objects alone: those in question must not move each other.
    scaler = SpectralScaler.fit(known, scaling="zscore", components=components)
    scaled = scaler.apply(spectra.T).T.astype(np.float64)
    variance = scaled[labelled].var()
    if not variance:
        raise TrainingDataError(
            "the labelled objects all have the same mean spectrum, so that nothing "
            "tells their classes apart; check the cubes"
        )

    def report(share: float) -> None:
        progress.checkpoint()
        progress.report(ProgressUpdate(fraction=0.9 * share, stage=_TRAINING))

    with record.timed(_TRAINING):
        choice = choose_parameters(
            scaled[labelled], targets[labelled], request.config,
            unit=float(1 / (scaled.shape[1] * variance)),
            seed=request.recipe.seed,
            report=report,
        )  # fmt: skip
        machine = fitted_machine(
            choice.cost, choice.gamma, scaled[labelled], targets[labelled]
        )
    scores = torch.from_numpy(decision_values(machine, scaled) / choice.temperature)
    record.details["text_encoder"] = ""
    return scores.softmax(dim=1).numpy(), np.ones(len(images), np.intp)

"""S3FN on whole objects: patches inside each of them learn, and vote."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.data.object_job import ObjectScores, ObjectsJob
from hsiviewer.learning.data.object_patches import (
    ObjectImage,
    cut_patches,
    object_vote,
    patch_corners,
)
from hsiviewer.learning.machine.devices import choose_device
from hsiviewer.learning.machine.seeding import derived_seed, make_generator, seeded
from hsiviewer.learning.methods.s3fn.config import S3fnConfig
from hsiviewer.learning.methods.s3fn.method import class_vectors, fitted_scaler
from hsiviewer.learning.methods.s3fn.model import S3fn
from hsiviewer.learning.methods.s3fn.stages import train_network
from hsiviewer.learning.saved.resuming import Checkpoints
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING
from hsiviewer.learning.training.labelled import LabelledSamples
from hsiviewer.learning.training.stage import Stage

_AT_ONCE = 64
_FITTED_PIXELS = 50_000


def classify_objects(job: ObjectsJob, progress: Progress) -> ObjectScores:
    """Train on patches of the labelled objects; let patches of all of them vote."""
    config: S3fnConfig = job.config
    recipe, record, images = job.recipe, job.record, job.images
    seed, device = recipe.seed, choose_device(recipe.device)
    raw, owner = _training_patches(job)
    scaler = _fitted(config, images, raw, seed)
    samples = LabelledSamples(
        [torch.from_numpy(_scaled(scaler, raw)).to(device)],
        torch.from_numpy(job.targets[owner]).to(device),
    )
    classes = job.classes
    members, kept = [], Checkpoints(job.request.checkpoints)
    with record.timed(FINETUNING):
        for number in range(config.members):
            with seeded(seed, 2, number):
                vectors = class_vectors(
                    classes, config, recipe.text_encoder, seed, record
                )
            with seeded(seed, 1, number):
                network = S3fn(
                    [scaler.channels], config.object_patch, config, vectors,
                    count=len(classes), outputs=vectors().shape[1],
                ).to(device)  # fmt: skip
            generator = make_generator(seed, 8, number)
            stage = Stage(generator, progress, "objects", kept).part(
                number,
                start=0.9 * number / config.members,
                stop=0.9 * (number + 1) / config.members,
            )
            with seeded(seed, 9, number):
                train_network(config, network, samples, stage)
            members.append(network.eval())
    record.details["patches_trained_on"] = len(samples)
    record.details["transductive"] = config.fit_on == "scene"
    shares = np.zeros((len(images), len(classes)))
    counts = np.zeros(len(images), np.intp)
    with record.timed(PREDICTING):
        for number in range(len(images)):
            progress.checkpoint()
            own = _voters(job, number)
            counts[number] = len(own)
            if len(own):
                found = _probabilities(members, _scaled(scaler, own), device)
                shares[number] = _vote_shares(found, config.vote)
            done = 0.9 + 0.1 * (number + 1) / len(images)
            progress.report(ProgressUpdate(fraction=done, stage=PREDICTING))
    small = [images[number].name for number in np.flatnonzero(counts == 0).tolist()]
    if small:
        record.warnings.append(
            f"Smaller than a patch of {config.object_patch} pixels, so not judged: "
            f"{', '.join(small)}."
        )
    return ObjectScores(shares, counts)


def _training_patches(
    job: ObjectsJob,
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.intp]]:
    """Return patches of the labelled objects, and which object each belongs to."""
    config: S3fnConfig = job.config
    side, parts, owner = config.object_patch, [], []
    for number in job.labelled:
        image = job.images[number]
        seed = derived_seed(job.recipe.seed, 21, int(number))
        generator = np.random.default_rng(seed)
        corners = patch_corners(image.mask, side, config.object_patches, generator)
        if not len(corners):
            raise TrainingDataError(
                f"the object in {image.name} is smaller than a patch of {side} pixels; "
                "choose a smaller object_patch"
            )
        parts.append(cut_patches(image, corners, side))
        owner += [number] * len(corners)
    return np.concatenate(parts), np.array(owner, np.intp)


def _voters(job: ObjectsJob, number: int) -> npt.NDArray[np.float32]:
    config: S3fnConfig = job.config
    image = job.images[number]
    generator = np.random.default_rng(derived_seed(job.recipe.seed, 22, number))
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
        pixels = np.concatenate([_some_pixels(image, share, draw) for image in images])
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
        found = torch.stack([member.patch_scores(batch).exp() for member in members])
        parts.append(found.mean(dim=0).cpu())
    return torch.cat(parts).double().numpy()


def _vote_shares(
    probabilities: npt.NDArray[np.float64], rule: str
) -> npt.NDArray[np.float64]:
    """Return the shares of a vote, the winner ahead by a hair where they are equal."""
    target, shares = object_vote(probabilities, rule)
    shares[target] += 1e-9
    return shares

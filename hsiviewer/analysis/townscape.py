"""The plan of a small made-up town with its river, woods and fields."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

FloatArray = npt.NDArray[np.float32]

MATERIALS = (
    "water",
    "lawn",
    "tree",
    "maize",
    "wheat",
    "soil",
    "asphalt",
    "gravel",
    "tile",
    "metal",
)
WATER, LAWN, TREE, MAIZE, WHEAT, SOIL, ASPHALT, GRAVEL, TILE, METAL = range(10)


@dataclass
class Townscape:
    """What lies where, on a grid finer than the pixels of the scene.

    Parameters
    ----------
    use : ndarray of uint8, shape (rows, cols)
        What a place is used for, as an index into `MATERIALS`; what maps show.
    material : ndarray of uint8, shape (rows, cols)
        What covers the ground there; soil between the rows of a crop.
    variant : ndarray of float32, shape (rows, cols)
        Mixture between the two end members of the material, 0..1.
    ground, height : ndarray of float32, shape (rows, cols)
        Elevation of the ground and height above it, in metres.
    """

    use: npt.NDArray[np.uint8]
    material: npt.NDArray[np.uint8]
    variant: FloatArray
    ground: FloatArray
    height: FloatArray

    @property
    def surface(self) -> FloatArray:
        """Elevation of roofs and crowns, in metres."""
        return self.ground + self.height


def draw_townscape(
    shape: tuple[int, int], *, spacing_m: float, generator: np.random.Generator
) -> Townscape:
    """Draw the town on a grid of points.

    The plan is laid out in shares of the grid's sides, so that a small grid
    holds the same things, only smaller.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of the grid.
    spacing_m : float
        Distance of its points in metres.
    generator : Generator
        Source of every random choice.
    """
    plan = _Plan(shape, spacing_m, generator)
    plan.draw_fields()
    plan.draw_river()
    plan.draw_town()
    plan.draw_trees()
    return plan.finished()


class _Plan:
    """A townscape while it is drawn; `u` runs along columns, `v` along rows, 0..1."""

    def __init__(
        self, shape: tuple[int, int], spacing_m: float, generator: np.random.Generator
    ) -> None:
        rows, cols = shape
        self.random = generator
        self.spacing_m = spacing_m
        self.v, self.u = (
            axis.astype(np.float32)
            for axis in np.meshgrid(
                (np.arange(rows) + 0.5) / rows,
                (np.arange(cols) + 0.5) / cols,
                indexing="ij",
            )
        )
        self.unit_m = rows * spacing_m  # metres that a step of 1 in v covers
        self.aspect = cols / rows
        self.use = np.full(shape, LAWN, np.uint8)
        self.object_tone = self._smooth(0.10, 0.35)
        self.height = np.zeros(shape, np.float32)
        self.rows_of_crop = np.zeros(shape, bool)
        relief = self._smooth(0.25, 1.0)
        self.ground = (34 + 5 * relief + 6 * self.u - 3 * self.v).astype(np.float32)

    def draw_fields(self) -> None:
        """Draw the fields of the lower half, each ploughed in its own direction."""
        for use, left, right, top, angle, rest in (
            (MAIZE, 0.24, 0.50, 0.56, 0.20, 0.28),
            (WHEAT, 0.515, 0.775, 0.56, -0.12, 0.22),
            (SOIL, 0.79, 1.0, 0.58, 0.08, 0.0),
        ):
            slant = 0.025 * (self.v - top)
            field = (self.u > left + slant) & (self.u < right + slant)
            field &= (self.v > top) & (self.v < 0.965)
            self.use[field] = use
            self.height[field] = {MAIZE: 1.6, WHEAT: 0.7, SOIL: 0.0}[use]
            across = (self.u * self.aspect + angle * self.v) * self.unit_m
            furrow = (across / 3.0) % 1.0
            if rest:
                self.rows_of_crop |= field & (furrow < rest)
            tone = 0.15 * np.sin(2 * np.pi * across / 24.0)
            self.object_tone[field] += tone[field].astype(np.float32)

    def draw_river(self) -> None:
        """Draw the river with its banks, and a pond."""
        centre = 0.10 + 0.045 * np.sin(5.2 * self.v + 0.6) + 0.05 * self.v
        away = np.abs(self.u - centre) * self.aspect
        self.ground -= (3.5 * np.exp(-((away / 0.06) ** 2))).astype(np.float32)
        river = away < 0.042
        pond = self._disc(0.885, 0.34, 0.045, squeeze=1.5)
        for water in (river, pond):
            self.use[water] = WATER
            self.height[water] = 0.0
        self.ground[pond] = np.median(self.ground[pond]) - 0.5 if pond.any() else 0.0
        self.bank = (away >= 0.042) & (away < 0.085)

    def draw_town(self) -> None:
        """Draw roads, yards and houses of the upper half."""
        for distance, width in (
            (np.abs(self.v - 0.515 - 0.012 * np.sin(6 * self.u)), 0.017),
            (np.abs(self.v - 0.255 + 0.03 * self.u), 0.011),
            (np.abs(self.u - 0.40 - 0.02 * self.v) * self.aspect, 0.012),
            (np.abs(self.u - 0.705) * self.aspect, 0.011),
        ):
            road = distance < width
            road &= (self.u > 0.20) | (distance < 0.017) & (self.v > 0.45)
            road &= self.v < 0.54
            self._cover(road, ASPHALT, 0.0)
        parking = self._box(0.60, 0.43, 0.075, 0.045, 0.0)
        self._cover(parking, ASPHALT, 0.0)
        self._cover(self._box(0.905, 0.455, 0.07, 0.038, 0.03), GRAVEL, 0.0)
        track = (np.abs(self.u - 0.7825 - 0.025 * (self.v - 0.56)) < 0.007) & (
            self.v > 0.53
        )
        self._cover(track, GRAVEL, 0.0)
        for left, right, top, bottom in (
            (0.235, 0.375, 0.03, 0.22),
            (0.235, 0.375, 0.29, 0.48),
            (0.435, 0.675, 0.03, 0.21),
            (0.435, 0.545, 0.29, 0.48),
            (0.74, 0.97, 0.03, 0.20),
            (0.735, 0.81, 0.28, 0.48),
        ):
            self._draw_houses(left, right, top, bottom)

    def draw_trees(self) -> None:
        """Draw a wood, a grove, trees along the river and in gardens."""
        wood = (self.u < 0.225) & (self.v > 0.60) & (self.use == LAWN)
        grove = self._disc(0.60, 0.345, 0.05) & (self.use == LAWN)
        self._plant(wood, share=0.9, height_m=(9.0, 17.0))
        self._plant(grove, share=0.7, height_m=(7.0, 13.0))
        self._plant(self.bank & (self.use == LAWN), share=0.35, height_m=(6.0, 14.0))
        garden = (self.use == LAWN) & (self.u > 0.2) & (self.v < 0.53)
        self._plant(garden, share=0.10, height_m=(3.5, 8.5))

    def finished(self) -> Townscape:
        """Return the plan with the soil between crops laid bare."""
        material = np.where(self.rows_of_crop, SOIL, self.use).astype(np.uint8)
        height = np.where(self.rows_of_crop, 0.0, self.height).astype(np.float32)
        texture = self._smooth(0.012, 0.30) + self._smooth(0.003, 0.25)
        variant = np.clip(0.45 + self.object_tone + texture, 0, 1).astype(np.float32)
        return Townscape(self.use, material, variant, self.ground, height)

    def _draw_houses(
        self, left: float, right: float, top: float, bottom: float
    ) -> None:
        """Place houses on a jittered grid of plots."""
        plot = 0.078
        for v in np.arange(top + plot / 2, bottom, plot):
            for u in np.arange(left + plot / 2.5, right, plot / self.aspect * 1.1):
                if self.random.random() < 0.12:
                    continue
                du, dv = self.random.normal(0, 0.007, 2)
                long, short = self.random.uniform((0.022, 0.014), (0.034, 0.021))
                turn = self.random.choice([0.0, 0.0, np.pi / 2]) + 0.06
                kind = METAL if self.random.random() < 0.30 else TILE
                if kind == METAL:
                    long, short = long * 1.25, short * 1.2
                self._draw_house(u + du, v + dv, long, short, turn, kind)

    def _draw_house(
        self, u: float, v: float, long: float, short: float, turn: float, kind: int
    ) -> None:
        along, across = self._turned(u, v, turn)
        house = (np.abs(along) < long) & (np.abs(across) < short)
        house &= (self.use == LAWN) | (self.use == GRAVEL)
        if not house.any():
            return
        eaves = self.random.uniform(3.2, 5.5)
        pitch = 0.75 if kind == TILE else 0.15
        ridge = pitch * (short - np.abs(across[house])) * self.unit_m
        self.use[house] = kind
        self.height[house] = eaves + ridge
        self.object_tone[house] = self.random.uniform(-0.40, 0.40)

    def _plant(
        self,
        where: npt.NDArray[np.bool_],
        *,
        share: float,
        height_m: tuple[float, float],
    ) -> None:
        """Grow crowns until they cover about a share of a place."""
        places = np.flatnonzero(where)
        if places.size == 0:
            return
        crown_cells = np.pi * (2.6 / self.spacing_m) ** 2
        count = max(1, int(1.4 * share * places.size / crown_cells))
        rows, cols = np.divmod(self.random.choice(places, count), self.use.shape[1])
        for row, col in zip(rows.tolist(), cols.tolist(), strict=True):
            self._grow(row, col, self.random.uniform(*height_m))

    def _grow(self, row: int, col: int, height_m: float) -> None:
        """Grow one crown, half as wide as it is high, within the open ground."""
        radius_m = 0.9 + 0.20 * height_m * self.random.uniform(0.8, 1.2)
        reach = int(np.ceil(radius_m / self.spacing_m))
        tone = self.random.uniform(-0.4, 0.4)
        rows, cols = self.use.shape
        part = np.s_[
            max(0, row - reach) : min(rows, row + reach + 1),
            max(0, col - reach) : min(cols, col + reach + 1),
        ]
        y, x = np.ogrid[part]
        away = np.hypot(y - row, x - col) * self.spacing_m / radius_m
        bumps = 1 - 0.45 * away**2
        open_ground = (self.use[part] == LAWN) | (self.use[part] == TREE)
        crown = (away < 1) & open_ground & (height_m * bumps > self.height[part])
        self.use[part][crown] = TREE
        self.height[part][crown] = (height_m * bumps)[crown]
        self.object_tone[part][crown] = tone

    def _cover(self, where: npt.NDArray[np.bool_], use: int, height_m: float) -> None:
        self.use[where] = use
        self.height[where] = height_m

    def _box(
        self, u: float, v: float, half_u: float, half_v: float, turn: float
    ) -> npt.NDArray[np.bool_]:
        along, across = self._turned(u, v, turn)
        return (np.abs(along) < half_u) & (np.abs(across) < half_v)

    def _disc(
        self, u: float, v: float, radius: float, *, squeeze: float = 1.0
    ) -> npt.NDArray[np.bool_]:
        along, across = self._turned(u, v, 0.3)
        inside: npt.NDArray[np.bool_] = np.hypot(along / squeeze, across) < radius
        return inside

    def _turned(self, u: float, v: float, turn: float) -> tuple[FloatArray, FloatArray]:
        """Coordinates along and across an axis through a place, in shares of `v`."""
        x, y = (self.u - u) * self.aspect, self.v - v
        cos, sin = np.float32(np.cos(turn)), np.float32(np.sin(turn))
        return x * cos + y * sin, y * cos - x * sin

    def _smooth(self, scale: float, strength: float) -> FloatArray:
        """Return smooth noise of unit spread times `strength`.

        Parameters
        ----------
        scale : float
            Size of the patches, in shares of the number of rows.
        """
        noise = self.random.standard_normal(self.v.shape, dtype=np.float32)
        sigma = max(0.6, scale * self.v.shape[0])
        smooth = ndimage.gaussian_filter(noise, sigma, mode="reflect")
        return np.asarray(smooth * (strength / smooth.std()), np.float32)

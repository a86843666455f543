"""The products that are known, one line each, in the order in which they are asked."""

from functools import cache
from importlib import import_module

from hsiviewer.io.hdf5.file import Hdf5File
from hsiviewer.io.hdf5.product import Product

_MODULES = ("prisma", "emit", "neon", "tanager", "aviris", "pace", "hypso")


@cache
def all_products() -> tuple[Product, ...]:
    """Return the products, each from its module."""
    modules = (import_module(f"hsiviewer.io.hdf5.{name}") for name in _MODULES)
    return tuple(module.PRODUCT for module in modules)


def recognise(file: Hdf5File) -> Product | None:
    """Return the product that a file is, or ``None``."""
    for product in all_products():
        if product.recognise(file):
            return product
    return None

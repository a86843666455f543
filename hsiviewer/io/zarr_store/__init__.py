"""Zarr stores, of format 2 and 3, in a folder or a zip file on this machine.

The metadata is parsed here, and chunks are unpacked by codecs that are named one by
one: a store may name codecs that run what is stored, and chunks may unpack to any size.
"""

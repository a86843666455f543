"""The classes and their descriptions."""

"""Curated prompts: image vectors against chosen wrong classes in a text embedder."""

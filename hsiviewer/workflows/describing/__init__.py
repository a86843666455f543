"""Texts of classes: drafts from labels, and instructions for language models."""

"""Learning methods; the only package that imports torch and transformers.

May import `hsiviewer.core` and no other package of hsiviewer. The modules
`registry`, `configuration`, `requests` and every ``methods/<name>/config.py``
are light: the window and the command line import them at start-up.
"""

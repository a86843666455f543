"""Arrays to pictures: composites, stretches, overlays, legends; no Qt.

May import `hsiviewer.core` and no other package of hsiviewer.
"""

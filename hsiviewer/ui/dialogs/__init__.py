"""Questions that the window asks; all non-modal to the event loop."""

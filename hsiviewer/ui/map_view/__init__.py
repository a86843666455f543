"""The map: pictures of the scene, labels and result, and what the mouse does."""

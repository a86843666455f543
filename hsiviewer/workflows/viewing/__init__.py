"""What the window shows of a scene, read and computed in I/O threads."""

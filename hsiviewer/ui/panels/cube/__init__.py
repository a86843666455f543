"""The scene as a cube."""

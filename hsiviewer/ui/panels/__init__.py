"""The docks of the window; each shows one part of the model."""

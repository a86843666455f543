"""Contrastive features and a diffusion model that adds to them; see `config`."""

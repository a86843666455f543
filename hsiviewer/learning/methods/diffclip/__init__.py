"""DiffCLIP: masked-diffusion pre-training, then language-driven fine-tuning."""

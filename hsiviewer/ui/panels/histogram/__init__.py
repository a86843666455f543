"""How often values occur."""

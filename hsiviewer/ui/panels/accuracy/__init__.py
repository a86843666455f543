"""How well the map agrees with a reference."""

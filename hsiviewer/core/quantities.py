"""What the values of a cube measure."""

REFLECTANCE = "reflectance"
RADIANCE = "radiance"
COUNTS = "counts"
INDEX = "index"

# Nothing is said about the quantity where a cube has none of these.
QUANTITIES = (REFLECTANCE, RADIANCE, COUNTS, INDEX)

"""What several doors of the program take for the same option."""

DEVICES = ("auto", "cpu", "cuda")
# The largest seed of the generator that draws the shots of a protocol.
LARGEST_SEED = 2**32 - 1

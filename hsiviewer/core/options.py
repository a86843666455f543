"""What several doors of the program take for the same option."""

DEVICES = ("auto", "cpu", "cuda")
# The largest seed of the generator that draws the shots of a protocol.
LARGEST_SEED = 2**32 - 1

# Learns what suggestions of pixels rest on: tells doubt well, and takes seconds.
SUGGESTING_METHOD = "extra-trees"

"""A map while labels are painted, and the pixels to label next; light and quick.

What every pixel looks like is computed once for a scene; after that, a stroke costs a
product of matrices. Nothing here needs torch.
"""

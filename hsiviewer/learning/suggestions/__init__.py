"""Which pixels to label next: the doubtful ones, and among them different ones.

May import what is below the methods: a method is asked through its predictor.
"""

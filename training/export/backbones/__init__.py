"""Further collaborative filters of a bundle, each with the aligner that was trained on it."""

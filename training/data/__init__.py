"""Data sets, the catalogue made of them, and the paper's protocol of evaluation."""

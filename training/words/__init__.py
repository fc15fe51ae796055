"""Sentences about a taste, made of facts: what opt-mini learns to write (paper, section 5.4.4, figures 4 and 5)."""

"""SBERT, the text encoder."""

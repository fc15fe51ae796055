"""Puts titles in other scripts into a bundle that is there already."""

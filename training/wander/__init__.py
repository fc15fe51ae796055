"""What the page wanders by: the map of the catalogue."""

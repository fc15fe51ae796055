"""Numbers that travel in a bundle, for the page to check the visitor's own device by."""

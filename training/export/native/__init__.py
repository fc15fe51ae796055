"""Native titles of films, put into a bundle that is there already."""

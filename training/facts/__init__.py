"""What the sources say of films: titles, the join with Wikipedia, countries, sub-genres, series; and editions of games and products."""

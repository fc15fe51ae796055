"""What the sources say of films: titles, the join with Wikipedia, countries, sub-genres, series; and editions of games and products."""

TABLES = ("known-films.tsv", "known-franchises.tsv")  # written from general knowledge

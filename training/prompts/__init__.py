"""The prompt with its soft tokens: of catalogue rows, and of random titles and vectors."""

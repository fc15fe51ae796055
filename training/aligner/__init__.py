"""Stage 1 and Stage 2: from the recommender's and the texts' embeddings to soft tokens."""

"""A bundle that is there already gets the language model's graph of today."""

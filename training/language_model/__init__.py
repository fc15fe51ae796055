"""opt-mini: its tokenizer, what it reads, its pre-training, and how it ranks."""

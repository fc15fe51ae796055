"""What opt-mini is given to learn from, a step at a time: drawn by facts and by chance, in this process or in others."""

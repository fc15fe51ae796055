"""opt-mini for others to run: transformers.js's layout of its very weights, and the time that PyTorch takes (npm run bench -- --peer)."""

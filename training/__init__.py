"""From public data to a complete Matinee model bundle: see `python3 -m training --help` and docs/ARCHITECTURE.md."""

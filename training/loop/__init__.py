"""What every training loop has once: schedule, time budget, checkpoint, progress; and the log of whole runs."""

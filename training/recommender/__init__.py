"""SASRec, the collaborative filter, and the user representations that it gives."""

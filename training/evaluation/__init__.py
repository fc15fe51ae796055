"""The paper's experiments on a finished run."""

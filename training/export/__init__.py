"""From a work folder to the bundle that the app loads, and back."""

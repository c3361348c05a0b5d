"""Exchange results with learning platforms, one module or folder for each."""

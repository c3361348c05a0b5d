"""Grade layers written by hand against TensorFlow. See records.py for the words and pipeline.py for the flow."""

__version__ = "0.1.0"

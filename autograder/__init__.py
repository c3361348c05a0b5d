"""Grade layers written by hand against TensorFlow.

records.py defines the terms, and grading/submission.py the order of the stages.
"""

__version__ = "0.1.0"

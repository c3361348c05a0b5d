"""Judge the runs of a submission: Runs and a Sheet give points, a mistake's name and a message."""

"""Judge what the sandbox saw: Runs and a Sheet become points, a mistake's name and a message."""

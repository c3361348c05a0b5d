"""Renderers: pure functions from records to text, terminal output, files and pages. They print and grade nothing."""

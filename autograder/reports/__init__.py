"""Render grades as terminal output, files and pages, without printing or grading anything."""

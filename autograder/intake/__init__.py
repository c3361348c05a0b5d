"""Read what students submitted: bytes become Submissions. Nothing is run."""

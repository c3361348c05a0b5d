"""Read what students submitted: bytes become Submissions. Nothing of it runs."""

"""Turn the bytes that students submitted into Submissions. None of their code runs."""

"""Take a submission, a student's file or a class through its stages in order."""

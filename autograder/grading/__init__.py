"""Take a submission, a student's file or a class through the stages in their order."""

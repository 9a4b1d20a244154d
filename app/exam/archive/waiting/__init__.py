"""What waits to be sent: a database and whole files in one folder; they survive a crash, and one at a time sends."""

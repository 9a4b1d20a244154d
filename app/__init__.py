"""The window, the exam, the commands. Imports everything; nothing imports it."""

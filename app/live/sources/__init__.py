"""The source dialog: what is plugged in and what it shows, its mode, the scan area on it, streams, scanner profiles.

Whole screens are seen here and in the layout dialog alone, and nothing of them is kept.
"""

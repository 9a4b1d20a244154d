"""Grabbers before they are used: which modes they have, which one is best and why, and what they show right now.

Whole screens are seen here for the source dialog alone; nothing of them is kept.
"""

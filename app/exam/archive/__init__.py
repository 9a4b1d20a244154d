"""The way into the hospital's archive (DICOM network, PS3.4, PS3.7, PS3.8): what is sent waits in a queue on disk.

Minamo asks and sends; it listens on one port only, and only while the archive owes it an answer on what it has stored.
"""

"""What is in a frame: networks, detector, tracker, malignancy over a track, pipeline, engine.

Imports capture, never the window."""

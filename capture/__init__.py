"""Frames and where they come from: sources, the gate that lets nothing but the scan through, the recorder.

Knows nothing of networks or windows."""

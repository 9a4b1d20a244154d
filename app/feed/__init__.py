"""What feeds a live session: sources, the connection to them, the engine, the recording of them."""

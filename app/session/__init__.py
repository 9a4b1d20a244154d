"""A live source or a recording as the window uses it: threads, play-out, findings."""

"""Contrast studies of a session: injections, the queue of every distinct picture, the thread that studies them, the
folder in which a study is kept, and the frozen view that the window paints (`view`)."""

"""The window a reader of a study works in: a start page, the case with what is said of it, a pause, an end.

The widgets take a `ReadingState` and emit what the reader wants; `study_window` asks the desk.
"""

"""The exam's parts of the live window: strip, sheet, keys, what was kept. Each takes values and emits signals.

`exam_in_window.py` joins them to the window; nothing here is modal.
"""

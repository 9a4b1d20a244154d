"""The window's parts for the hospital's archive: its settings, the worklist, what waits to be sent. None is modal.

Widgets take values and emit signals; `opening.py` joins them to `app.exam.archive`.
"""

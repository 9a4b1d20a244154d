"""The form of a lesion beside the scan, the schema to place it, and its two planes with calipers.

Widgets take values and emit signals; `app.exam.live.lesion_commands` joins them to the exam.
"""

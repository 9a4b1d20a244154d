"""The window's parts for lesions: breast schema, calipers on two planes, the form, and why a score is what it is.

Widgets take values and emit signals; `app.exam.desk` holds what they show.
"""

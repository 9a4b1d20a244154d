"""What is measured on clips with truth: identities, false alarms against recall, and how a score behaves over time.

Pure functions of what was seen (`observed`), each with its formula and source.
"""

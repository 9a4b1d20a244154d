"""The depth ruler beside a scan: its ticks, its numbers, and with them what a pixel measures.

It looks at the whole screen and keeps nothing of it but what a change of the ruler is seen by.
"""

"""Keeping exams: one local database that is the truth, one folder of plain files an exam, what brings them together.

Every change is on the disk before it is said to be kept; the list of exams, the lock, sealing, the way back after a
crash and the audit log live here.
"""

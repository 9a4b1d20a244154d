"""The exam: what the user keeps while scanning, and what becomes of it.

A folder and a local database that survive a crash, lesions as the clinician describes them, the report, and the way
into the hospital's archive.
"""

"""The report of an exam: the same content as JSON and as a PDF on A4, in Japanese and English.

A pure function of the exam's content, its folder, the site's settings, an earlier exam of the same patient, and the
language: `data/` says what is reported, `wording/` says it in a language, templates lay it out.
"""

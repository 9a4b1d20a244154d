"""The report of a reader study: one content, made once, as a web page and as a PDF, in English or Japanese.

`contents` and its sections turn `result.json` into titles, tables and figures; `page` and `pdf` only lay them out.
"""

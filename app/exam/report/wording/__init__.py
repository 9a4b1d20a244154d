"""The report in a language: words, numbers and dates, and everything a template gets to lay out."""

"""What a page says of itself where it is passed on: share tags and images, JSON-LD, citations, the data dictionary.

Owns words and shapes for other programs and sites. Which pages there are is the business of `pages`, which files
that of `exports`.
"""

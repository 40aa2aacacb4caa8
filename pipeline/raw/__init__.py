"""Fetched answers as they came, kept as WARC files below the data folder.

    keeping.py    one crawl's answers on their way: bytes first, then the rows that name them
    warc.py       an answer ↔ a record of the archive format of the web
    shelf.py      the files: appended to, read at a place, mended after a crash
    retention.py  which files go, and when

Which answer lies where is in the store (`store/raw.py`). Every content is kept once.
"""

"""What a site's own pages tell about the ways of reading it.

doors.py      what a page announces: feeds, interfaces, its name and language
repeats.py    structures that repeat on a page, as selectors of links to stories
    finding.py    where on a page a known value stands, as a selector
finding.py    where on a page a known value stands, as a selector
"""

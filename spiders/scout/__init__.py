"""What a site's own pages tell about the ways of reading it.

doors.py       what a page announces: feeds, interfaces, its name and language
interfaces.py  what the interfaces of Wagtail and Drupal answer, as rules
repeats.py     structures that repeat on a page, as selectors of links to stories
blocks.py      stories that repeat on a page without pages of their own
finding.py     where on a page a known value stands, as a selector
"""

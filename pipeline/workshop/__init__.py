"""Sources in the making: tried, added, tested, mended.

visit.py     one person's visit to a site: what was answered is asked only once
ways.py      the ways in which a site can be read, found with a few requests
judging.py   what speaks for each of them
declare.py   a source's file
fixture.py   saved pages and the cards expected of them
invented.py  prose replaced by invented text of equal shape
mending.py   what a site's change did to a source, and selectors that bring it back
"""

"""Poliflash over HTTP: what lies in the public folder, an API, and orders for the crawler.

Nothing here crawls, renders or publishes.
"""

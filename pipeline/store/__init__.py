"""Where cards, aliases, runs and publication state live: SQLAlchemy Core over SQLite or PostgreSQL.

`store.py` opens it; every other module holds plain functions over a connection, one per subject.
"""

"""The tables that copies are found by."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table

from pipeline.store.metadata import metadata

sketch = Table(
    "sketch",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # made of the card's
    Column("card", String(45), nullable=False),
    Column("day", Integer, nullable=False),  # since 1970, in Rome
    Column("source", String(80), nullable=False),
    Column("marks", LargeBinary, nullable=False),  # what the card's copies are told by
)

passage = Table(
    "passage",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),  # month and hash
    Column("sketch", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

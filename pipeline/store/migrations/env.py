"""Alembic's way in: the connection is handed over by `pipeline.store.migrate`."""

from alembic import context

from pipeline.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True
)
with context.begin_transaction():
    context.run_migrations()

"""Stores as older programs left them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config

from pipeline.settings import Settings, settings_from
from pipeline.store import migrate
from pipeline.store.store import address, engine_for


def older(folder: Path, revision: str, *rows: Mapping[str, Any]) -> Settings:
    """The settings of a new store of this revision with these rows of `card`."""
    settings = settings_from(data=folder, public=folder / "public")
    settings.data.mkdir()
    engine = engine_for(address(settings))
    with engine.begin() as c:
        c.exec_driver_sql("BEGIN IMMEDIATE")
        config = Config()
        config.set_main_option("script_location", str(migrate.MIGRATIONS))
        config.attributes["connection"] = c
        command.upgrade(config, revision)
        for row in rows:
            columns = ", ".join(row)
            c.exec_driver_sql(f"INSERT INTO card ({columns}) VALUES (:{', :'.join(row)})", row)
    engine.dispose()
    return settings

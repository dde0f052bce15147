"""The database: transactions, migrations, backups. SQL itself stands in the stores."""

from bot.db.connection import database_path
from bot.db.database import Database
from bot.db.migrate import MIGRATIONS, Applied, migrate
from bot.db.tx import NO_PARAMS, Params, Row, Tx, Work

__all__ = [
    "MIGRATIONS",
    "NO_PARAMS",
    "Applied",
    "Database",
    "Params",
    "Row",
    "Tx",
    "Work",
    "database_path",
    "migrate",
]

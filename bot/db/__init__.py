"""The database: transactions, migrations, backups. SQL itself stands in the stores."""

from bot.db.backups import backup, newest
from bot.db.connection import database_path
from bot.db.database import Database
from bot.db.inspection import Status, look, status
from bot.db.migrator import MIGRATIONS, Applied, migrate
from bot.db.tx import NO_PARAMS, Params, Row, Tx, Work

__all__ = [
    "MIGRATIONS",
    "NO_PARAMS",
    "Applied",
    "Database",
    "Params",
    "Row",
    "Status",
    "Tx",
    "Work",
    "backup",
    "database_path",
    "look",
    "migrate",
    "newest",
    "status",
]

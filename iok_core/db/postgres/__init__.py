"""PostgreSQL over asyncpg: one pool in each process, roles, the same errors as on SQLite."""

"""A library in a database on a PostgreSQL server, for many machines at once."""

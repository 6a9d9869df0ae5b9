"""Our database backend: Django's own for PostgreSQL, with one question fewer for each request."""

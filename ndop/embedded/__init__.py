"""PostgreSQL and Redis that come with the packages, so that nothing has to be installed beforehand."""

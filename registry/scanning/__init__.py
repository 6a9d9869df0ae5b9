"""Makes harmless pictures of files that strangers sent.

The web server and the worker only look at a file's first bytes (`kinds`) and hand the rest to a child process
(`parent`), which has little memory, little time, no files and no network (`child`). What comes back is pictures that
we encoded ourselves. No part of the upload goes any further. Plain code: no database, no settings.
"""

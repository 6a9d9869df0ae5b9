"""Pages to read: the same for everyone, so that anything between us and the reader may keep a copy."""

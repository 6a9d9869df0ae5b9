"""A demographic service that counts who asks it, and can be down."""

from registry.gateways.directory import DirectoryUnavailable
from registry.gateways.local_directory import LocalDirectory


class CountingDirectory(LocalDirectory):
    """A directory is made anew for each question, so the memory belongs to the class; `reset` empties it."""

    calls: list = []
    is_down = False

    @classmethod
    def reset(cls):
        cls.calls, cls.is_down = [], False

    def find(self, **details):
        self.calls.append(details)
        if self.is_down:
            raise DirectoryUnavailable("the directory is down")
        return super().find(**details)

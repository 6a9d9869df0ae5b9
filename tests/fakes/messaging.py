"""A provider that does what a test wrote down for it."""

from registry.gateways.messaging import AlreadySent


class ScriptedGateway:
    """Accepts, unless `script` holds something to raise or call first. Remembers what it saw.

    A gateway is made anew for each message, so the memory belongs to the class; `reset` empties it.
    """

    script: list = []
    inbox: list = []
    looked_up: list = []
    can_look_up = True

    @classmethod
    def reset(cls):
        cls.script, cls.inbox, cls.looked_up, cls.can_look_up = [], [], [], True

    def send(self, envelope):
        step = self.script.pop(0) if self.script else None
        if callable(step) and not isinstance(step, type):
            step = step(envelope)
        if isinstance(step, Exception):
            raise step
        self.inbox.append(envelope)
        return f"provider-{len(self.inbox)}"

    def find(self, reference):
        self.looked_up.append(reference)
        found = [f"provider-{at}" for at, envelope in enumerate(self.inbox, 1) if envelope.reference == reference]
        return found[0] if found and self.can_look_up else None


class DedupingGateway(ScriptedGateway):
    """Refuses a reference it has seen, as NHS Notify does."""

    def send(self, envelope):
        known = self.find(envelope.reference)
        if known:
            raise AlreadySent(known)
        return super().send(envelope)

"""Tables without a domain: events, jobs, sweeps, files, idempotency keys, the configuration's version."""

from otklik.core.models.event import Event
from otklik.core.models.files import Blob, StoredFile
from otklik.core.models.job import Job, Sweep
from otklik.core.models.keys import ConfigVersion, IdempotencyKey

__all__ = ["Blob", "ConfigVersion", "Event", "IdempotencyKey", "Job", "StoredFile", "Sweep"]

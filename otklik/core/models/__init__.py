"""Tables without a domain: events, jobs, sweeps, workers, files, idempotency keys, configuration version."""

from otklik.core.models.event import Event
from otklik.core.models.files import Blob, StoredFile
from otklik.core.models.job import Job, Sweep, WorkerSeen
from otklik.core.models.keys import ConfigVersion, IdempotencyKey

__all__ = ["Blob", "ConfigVersion", "Event", "IdempotencyKey", "Job", "StoredFile", "Sweep", "WorkerSeen"]

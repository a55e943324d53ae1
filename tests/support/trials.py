"""Trials brought to their end without a worker."""

from __future__ import annotations

from otklik.automation.trials import running
from otklik.core.models import Job
from otklik.rules.models import Trial


def run(trial: Trial) -> Trial:
    """Do the trial's jobs, one after the other, as the worker does."""
    while job := Job.objects.filter(key=f"trial:{trial.pk}").first():
        Job.objects.filter(pk=job.pk).delete()
        effect = running.try_next.function(job)
        if effect is not None:
            effect()
    trial.refresh_from_db()
    return trial

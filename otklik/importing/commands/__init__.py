"""What is done with an import: uploaded, described, started, stopped."""

from otklik.importing.commands.describe import Description, describe
from otklik.importing.commands.forget import forget_old
from otklik.importing.commands.start import go_on, start, stop
from otklik.importing.commands.upload import take_upload, upload

__all__ = ["Description", "describe", "forget_old", "go_on", "start", "stop", "take_upload", "upload"]

"""The scan area that the user drew on a recording, for the next time it is opened."""

import hashlib
import json
import logging
from pathlib import Path

from app.atomic_file import whole_file
from app.settings import SettingsError, config_folder
from capture.screen.layout import ScanLayout
from capture.screen.layout_file import layout_from_json, layout_to_json

log = logging.getLogger(__name__)


class RecordingLayouts:
    """One small file a recording; recordings without one tell their scan area, or have it found."""

    def __init__(self, folder: Path) -> None:
        """Keep them in `folder`, which is made when the first one is kept."""
        self._folder = folder

    @classmethod
    def of_user(cls) -> "RecordingLayouts":
        """Those of the user's config folder."""
        return cls(config_folder() / "layouts" / "recordings")

    def recall(self, recording: Path) -> ScanLayout | None:
        """The layout drawn on this recording, or None."""
        try:
            return layout_from_json(json.loads(self._file(recording).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as fault:
            log.warning("the layout drawn on %s is not used: %s", recording, fault)
            return None

    def keep(self, recording: Path, layout: ScanLayout) -> None:
        """Remember a layout.

        Raises:
            SettingsError: The folder cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with whole_file(self._file(recording)) as file:
                file.write(json.dumps(layout_to_json(layout, marks=True)).encode("utf-8"))
        except OSError as fault:
            raise SettingsError(
                "The scan area cannot be saved to {folder} ({reason}); free space there or make it writable",
                folder=self._folder,
                reason=fault.strerror or fault,
            ) from fault

    def _file(self, recording: Path) -> Path:
        key = hashlib.sha256(str(recording.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
        return self._folder / f"{key}.json"

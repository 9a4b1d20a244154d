"""Where the scan area of a live source comes from: just drawn in the source dialog, or a scanner's profile."""

import logging
from typing import TypeGuard

from app.scanners.errors import ProfileError
from app.scanners.profile import DrawnArea
from app.scanners.profile_shelf import ProfileShelf
from capture.screen.layout import ScanLayout
from capture.screen.layout_file import RemembersLayouts
from capture.screen.signature import Signature

log = logging.getLogger(__name__)


class GivenArea:
    """An area that was drawn before the source was opened; it is remembered for the source."""

    def __init__(self, area: DrawnArea, behind: RemembersLayouts | None) -> None:
        """Put the area before what is remembered; `behind` is None where nothing is to be remembered."""
        self._area, self._behind = area, behind

    def recall(self, source: str, size_px: tuple[int, int]) -> tuple[ScanLayout, Signature | None] | None:
        """The area, on a screen of its size; else what was remembered."""
        if self._area.layout.source_size_px == size_px:
            if self._behind is not None:
                self._behind.keep(source, self._area.layout, self._area.signature)
            return self._area.layout, self._area.signature
        return None if self._behind is None else self._behind.recall(source, size_px)

    def keep(self, source: str, layout: ScanLayout, signature: Signature | None) -> None:
        """Another one was drawn meanwhile."""
        if _of(signature, layout):
            self._area = DrawnArea(layout, signature)
        if self._behind is not None:
            self._behind.keep(source, layout, signature)


class ProfileArea:
    """The area of a scanner's profile; one that is drawn while the scanner is in use becomes the profile's."""

    def __init__(self, shelf: ProfileShelf, id: str) -> None:
        """Of the profile with this id."""
        self._shelf, self._id = shelf, id

    def recall(self, source: str, size_px: tuple[int, int]) -> tuple[ScanLayout, Signature | None] | None:  # noqa: ARG002
        """The profile's area, on a screen of its size; none where the profile has none or is gone."""
        try:
            area = self._shelf.get(self._id).area
        except ProfileError as fault:
            log.warning("%s", fault)
            return None
        if area is None or area.layout.source_size_px != size_px:
            return None
        return area.layout, area.signature

    def keep(self, source: str, layout: ScanLayout, signature: Signature | None) -> None:  # noqa: ARG002
        """Remember it in the profile; a folder that cannot be written is logged, as with every layout."""
        if not _of(signature, layout):
            return
        try:
            self._shelf.redraw(self._id, DrawnArea(layout, signature))
        except ProfileError as fault:
            log.warning("%s", fault)


def _of(signature: Signature | None, layout: ScanLayout) -> TypeGuard[Signature]:
    """Whether it is the signature of a screen of this layout's size."""
    return signature is not None and signature.size_px == layout.source_size_px

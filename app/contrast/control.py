"""What the user can do to the contrast studies of a session; called on the GUI thread, never waiting."""

from typing import Protocol

from app.contrast.injection import Injection


class ContrastControl(Protocol):
    """`app.contrast.desk.ContrastDesk` is one. What it leads to is in the session's next `ContrastView`."""

    def start_or_stop(self) -> None:
        """Begin a study whose injection is not known yet; or stop the one under way and keep it.

        Raises:
            ContrastError: The layout has no contrast panel.
        """
        ...

    def begin(self) -> None:
        """A new injection: a new study. The one under way is stopped and kept.

        Raises:
            ContrastError: The layout has no contrast panel.
        """
        ...

    def mark_injection(self) -> None:
        """The agent is injected now; begins a study where none is under way.

        Raises:
            ContrastError: The layout has no contrast panel, or the timer runs already.
        """
        ...

    def set_injection(self, injection: Injection) -> None:
        """Another record of the injection with this number."""
        ...

    def choose(self, place: int) -> None:
        """Show another injection."""
        ...

    def set_regions(self, lesion: str | None, reference: str | None) -> None:
        """Other regions for the study on screen, as `RegionView.text`."""
        ...

    def undo_regions(self) -> None:
        """The regions as they were before."""
        ...

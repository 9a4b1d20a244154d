"""What the key of sharing does, and the sign over the picture."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.live.panels.health_bar import HealthBar
from app.live.view_state import ViewState
from app.sharing.desk import SharingDesk
from app.sharing.window.sharing_dialog import SharingDialog

_GLANCE_MS = 1000


class SharingCommands(QObject):
    """Joins the desk to the window."""

    def __init__(self, window: QWidget, desk: SharingDesk, bar: HealthBar, action: QAction) -> None:
        super().__init__(window)
        self._window, self._desk, self._bar, self._action = window, desk, bar, action
        self.dialog: SharingDialog | None = None
        self._timer = QTimer(self)  # programs come and go without the window's doing
        self._timer.setInterval(_GLANCE_MS)
        self._timer.timeout.connect(self._show)
        action.triggered.connect(self._open)
        bar.sharing_asked.connect(self._open)
        desk.changed.connect(self._show)
        self._show()

    def put(self, state: ViewState) -> None:
        """This is painted now."""
        self._desk.put(state)

    def leave_session(self) -> None:
        """Another source comes, or none."""
        self._desk.leave_session()

    def stop(self) -> None:
        """The program ends: the port is closed."""
        self._timer.stop()
        self._desk.close()

    def _open(self, _checked: bool = False) -> None:
        if self.dialog is None:
            self.dialog = SharingDialog(self._desk, self._window)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._show()

    def _show(self) -> None:
        glance = self._desk.glance()
        self._bar.show_sharing(glance)
        self._action.setChecked(glance is not None)
        if glance is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

"""From findings to lesions: confirmed by a key, measured in a thread, described in the form, kept by the exam."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from app.exam.content.lesion import Lesion, Plane, TermSystem
from app.exam.content.model import now
from app.exam.content.picture import Snapshot
from app.exam.desk import ExamDesk
from app.exam.errors import ExamError
from app.exam.lesions.book import LesionBook
from app.exam.lesions.change import Refused, SizeChange, size_change
from app.exam.lesions.changing import confirmed, with_plane
from app.exam.lesions.lesions_view import LesionsView
from app.exam.live.earlier_lesions import EarlierLesions
from app.exam.live.lesion_pictures import LesionPictures
from app.exam.live.why_commands import meant_finding
from app.exam.window.lesion.lesion_form import LesionForm
from app.exam.window.lesion.measure_strip import MeasureStrip, MeasureView
from app.live.look.texts import translate
from app.live.panels.notice_strip import NoticeStrip
from app.live.stage import Stage
from app.live.view_state import Finding
from app.live.window.keys import Command
from app.snapshot import as_image
from capture.errors import MinamoError
from inference.findings import Box

if TYPE_CHECKING:
    from app.exam.reading.lesion_reading import LesionReading

Run = Callable[[Callable[[], None]], None]
TakePicture = Callable[[], str]

NO_EXAM = "No exam is running. Start one first."
NO_SIDE = "Say first which breast is scanned (button “Side?”), then confirm the finding again."
WHICH = "Several findings are shown. Choose one with its number, then confirm it as a lesion."
NO_LESION = "Choose a lesion first; then this picture becomes its second plane."
NOT_OUTLINED = "No outline was found in this picture. Draw the calipers by hand."


class LesionCommands(QObject):
    """Joins the exam's desk to form, strip and keys. What the user entered is never overwritten by a measurement."""

    failed = Signal(object)  # MinamoError
    shown = Signal()  # form or strip came or went
    system_chosen = Signal(object)  # TermSystem

    def __init__(
        self,
        desk: ExamDesk,
        stage: Stage,
        form: LesionForm,
        strip: MeasureStrip,
        pictures: LesionPictures,
        earlier: EarlierLesions,
        take_picture: TakePicture,
        notice: NoticeStrip,
        actions: Mapping[Command, QAction],
        run: Run,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._stage, self._form, self._strip = desk, stage, form, strip
        self._pictures, self._earlier = pictures, earlier
        self._take_picture, self._notice = take_picture, notice
        self._actions = actions
        self._book = LesionBook()
        self._exam_id: str | None = None
        self._chosen_id: str | None = None
        self._system = TermSystem.BI_RADS
        self._of_track: dict[tuple[int, int], str] = {}  # (session, track) to lesion: ids of tracks are a session's own
        self._unread: dict[str, str] = {}
        self.form_shown = self.strip_shown = False
        answers: dict[Command, Callable[[], None]] = {
            Command.LESION_CONFIRM: self._confirm,
            Command.LESION_PLANE: self._take_plane,
            Command.LESION_FORM: self._toggle_form,
            Command.LESION_MEASURE: self._toggle_strip,
        }
        for command, answer in answers.items():
            actions[command].triggered.connect(partial(_checked_or_not, run, answer))
        form.changed.connect(lambda lesion: run(partial(self._put, lesion)))
        form.chosen.connect(self._choose)
        form.removed.connect(lambda id: run(partial(self._remove, id)))
        form.system_chosen.connect(self.set_system)
        form.study_linked.connect(lambda id, linked: run(partial(self._link_study, id, linked)))
        earlier.changed.connect(self.show_state)
        earlier.failed.connect(self._fail)
        strip.plane_changed.connect(lambda at, plane: run(partial(self._take_edited, at, plane)))
        strip.picture_chosen.connect(lambda at, id: run(partial(self._take_chosen_picture, at, id)))
        strip.closed.connect(self._toggle_strip)
        pictures.changed.connect(self.show_state)
        pictures.failed.connect(self._fail)
        desk.changed.connect(self.show_state)
        self.show_state()

    @property
    def picks(self) -> bool:
        """Whether the keys that choose findings choose lesions now."""
        return self.form_shown and bool(self._book.lesions)

    def choose(self, number: int) -> None:
        """Choose the lesion of this number."""
        lesion = next((each for each in self._book.lesions if each.number == number), None)
        if lesion is not None:
            self._choose(lesion.id)

    def choose_next(self, way: int) -> None:
        """Choose the next lesion, or the one before."""
        ids = [lesion.id for lesion in self._book.lesions]
        if ids:
            place = (
                (0 if way > 0 else -1) if self._chosen_id not in ids else (ids.index(self._chosen_id) + way) % len(ids)
            )
            self._choose(ids[place])

    def set_system(self, system: TermSystem) -> None:
        """Describe in these terms."""
        if system is not self._system:
            self._system = system
            self.system_chosen.emit(system)
            self.show_state()

    def show_state(self) -> None:
        """Show how the lesions stand, and enable what can be done now."""
        self._follow_exam()
        running, stage = self._desk.running, self._stage
        hidden = stage.hidden
        if not running:
            self.form_shown = self.strip_shown = False
        able = {
            Command.LESION_CONFIRM: running and stage.state.frame is not None,
            Command.LESION_PLANE: running and stage.state.frame is not None and self._chosen is not None,
            Command.LESION_FORM: running,
            Command.LESION_MEASURE: running and self._chosen is not None,
        }
        for command, can in able.items():
            self._actions[command].setEnabled(can)
        self._actions[Command.LESION_FORM].setChecked(self.form_shown)
        self._actions[Command.LESION_MEASURE].setChecked(self.strip_shown)
        exam = self._desk.view.exam  # also while it is not seen: a field that is left then must not tell of yesterday
        self._form.show_view(self._view(), "" if exam is None else str(exam.examiner))
        if self.strip_shown and not hidden:
            self._strip.show_view(self._measure_view())
        changed = (self._form.isHidden() == (self.form_shown and not hidden)) or (
            self._strip.isHidden() == (self.strip_shown and not hidden)
        )
        if changed:
            self.shown.emit()

    # -- what is shown ----------------------------------------------------------------------------------------------

    @property
    def _chosen(self) -> Lesion | None:
        return self._book.of(self._chosen_id)

    def _follow_exam(self) -> None:
        view = self._desk.view
        exam, content = view.exam, self._desk.content  # the content later: where nothing waits, it has everything
        exam_id = None if exam is None else exam.id
        if exam_id != self._exam_id:
            self._exam_id, self._chosen_id = exam_id, None
            self._book.clear()
            self._of_track.clear()
            self._unread.clear()
            self._pictures.clear()
        self._earlier.follow(content)
        if content is not None:
            self._book.take_kept(content.lesions, settled=view.waiting == 0)
            if self._chosen is None and self._book.lesions:
                self._chosen_id = self._book.lesions[-1].id

    def _view(self) -> LesionsView:
        chosen = self._chosen
        content = self._desk.content
        first = chosen.planes[0].snapshot_id if chosen is not None and chosen.planes else None
        return LesionsView(
            running=self._desk.running,
            lesions=self._book.lesions,
            chosen=chosen,
            system=self._system,
            measured=() if chosen is None or first is None else self._pictures.measured(chosen.id, first),
            earlier=self._earlier.lesions,
            studies=() if content is None else content.contrast_studies,
            change=self._change(chosen),
            reading=chosen is not None and self._pictures.is_reading(chosen.id),
            unread=None if chosen is None else self._unread.get(chosen.id),
        )

    def _change(self, lesion: Lesion | None) -> SizeChange | Refused | None:
        linked = None if lesion is None else lesion.earlier_lesion_id
        then = next((each.lesion for each in self._earlier.lesions if each.lesion.id == linked), None)
        return None if lesion is None or then is None else size_change(lesion, then)

    def _measure_view(self) -> MeasureView:
        content, chosen = self._desk.content, self._chosen
        snapshots = () if content is None else content.snapshots
        names = tuple((each.id, _picture_name(each, number)) for number, each in enumerate(snapshots, start=1))
        planes = () if chosen is None else chosen.planes
        words = {}
        for plane in planes:
            self._pictures.want(plane.snapshot_id, snapshots, self._desk.folder)
            words[plane.snapshot_id] = self._pictures.words(plane.snapshot_id)
        return MeasureView(chosen, names, self._pictures.shown, words)

    # -- what the user does -----------------------------------------------------------------------------------------

    def _confirm(self) -> None:
        """The chosen finding becomes a lesion, with the picture on screen as its first plane.

        Where there is no finding the user marks what the network did not see: a lesion without track and score.
        """
        if not self._desk.running:
            raise ExamError(NO_EXAM)
        finding = self._finding()
        known = None if finding is None else self._book.of(self._of_track.get(self._key(finding)))
        if finding is not None and known is not None:
            self._show_form(known.id)
            line = translate("Lesion", "Finding {finding} is lesion {lesion} already; it is shown.")
            self._notice.say(line.format(finding=finding.number, lesion=known.number), good=True)
            return
        side = self._desk.view.side
        if side is None:
            raise ExamError(NO_SIDE)
        snapshot_id = self._keep_picture()
        self._notice.dismiss()
        track = None if finding is None else finding.track
        lesion = with_plane(confirmed(track, self._book.free_number, side, now()), 0, Plane(snapshot_id=snapshot_id))
        if finding is not None:
            self._of_track[self._key(finding)] = lesion.id
        self._put(lesion)  # with its plane, as one record: a lesion on the disk is never without its picture
        self._show_form(lesion.id)
        self._read(lesion.id, snapshot_id, None if track is None else track.box)
        if finding is None:
            line = translate("Lesion", "Lesion {number} is marked by hand: no finding was on screen.")
            self._notice.say(
                line.format(number=lesion.number),
                translate("Lesion", "Take it out"),
                partial(self._take_back, lesion.id),
                good=True,
            )

    def _take_plane(self) -> None:
        """The picture on screen is another plane of the chosen lesion: the second, or its first while it has none."""
        lesion = self._chosen
        if lesion is None:
            raise ExamError(NO_LESION)
        finding = meant_finding(self._stage.state)
        snapshot_id = self._keep_picture()
        at = min(len(lesion.planes), 1)
        if finding is not None:
            self._of_track.setdefault(self._key(finding), lesion.id)
        self._show_form(lesion.id)
        self._put_plane(lesion.id, at, Plane(snapshot_id=snapshot_id))
        self._read(lesion.id, snapshot_id, None if finding is None else finding.track.box)
        if len(lesion.planes) > 1:
            self._offer_back(translate("Lesion", "The second plane was replaced."), lesion)

    def _finding(self) -> Finding | None:
        """The chosen finding, or the only one; None where there is none.

        Raises:
            MinamoError: There are several, and none is chosen.
        """
        finding = meant_finding(self._stage.state)
        if finding is None and self._stage.state.findings:
            raise MinamoError(WHICH)
        return finding

    def _key(self, finding: Finding) -> tuple[int, int]:
        return id(self._stage.session), finding.track.id

    def _keep_picture(self) -> str:
        """Take the picture on screen, and hold it ready to be measured; returns the snapshot's id."""
        snapshot_id = self._take_picture()
        frame = self._stage.state.frame
        assert frame is not None, "a picture was just taken of it"
        self._pictures.keep(snapshot_id, as_image(frame), frame.layout)
        return snapshot_id

    def _read(self, lesion_id: str, snapshot_id: str, box: Box | None) -> None:
        """Measure the lesion in the picture just taken; the answer comes back with its calipers."""
        self._unread.pop(lesion_id, None)
        self._pictures.read(lesion_id, snapshot_id, box, partial(self._take_reading, lesion_id, snapshot_id))

    def _take_chosen_picture(self, at: int, snapshot_id: str) -> None:
        """A picture that was kept before becomes a plane; its finding of this lesion's track, or its only one."""
        lesion, content = self._chosen, self._desk.content
        snapshot = None if content is None else next((s for s in content.snapshots if s.id == snapshot_id), None)
        if lesion is None or snapshot is None or content is None:
            return
        own = [found for found in snapshot.findings if found.track_id in lesion.track_ids] or list(snapshot.findings)
        box = Box(*own[0].box_px) if len(own) == 1 else None
        self._unread.pop(lesion.id, None)
        self._put_plane(lesion.id, at, Plane(snapshot_id=snapshot_id))
        self._pictures.want(snapshot_id, content.snapshots, self._desk.folder)
        self._pictures.read(lesion.id, snapshot_id, box, partial(self._take_reading, lesion.id, snapshot_id))

    def _take_reading(self, lesion_id: str, snapshot_id: str, reading: "LesionReading | None") -> None:
        """Calipers onto the outline, unless the user has drawn some meanwhile; the depth, unless it is known."""
        lesion = self._book.of(lesion_id)
        at = None if lesion is None else _plane_of(lesion, snapshot_id)
        if lesion is None or at is None:
            return
        plane = lesion.planes[at]
        if reading is None or not reading.outline_px:
            self._unread[lesion_id] = NOT_OUTLINED
        else:
            measured = reading.plane(snapshot_id)
            calipers = plane.calipers or measured.calipers
            whole = plane.model_copy(update={"outline_px": measured.outline_px, "calipers": calipers})
            lesion = with_plane(lesion, at, whole)
            if lesion.place.depth_mm is None and reading.depth_mm is not None:
                place = lesion.place.model_copy(update={"depth_mm": reading.depth_mm})
                lesion = lesion.model_copy(update={"place": place})
            self._put(lesion)
        self.show_state()

    def _take_edited(self, at: int, plane: Plane | None) -> None:
        lesion = self._chosen
        if lesion is None:
            return
        self._put(with_plane(lesion, at, plane))
        if plane is None:
            self._offer_back(translate("Lesion", "The plane was taken away."), lesion)

    def _put_plane(self, lesion_id: str, at: int, plane: Plane) -> None:
        lesion = self._book.of(lesion_id)
        if lesion is not None:
            self._put(with_plane(lesion, at, plane))

    def _put(self, lesion: Lesion) -> None:
        self._desk.put(lesion)
        self._book.put(lesion)
        self.show_state()

    def _link_study(self, study_id: str, linked: bool) -> None:
        """Whether a contrast study is of the chosen lesion."""
        lesion, exam = self._chosen, self._desk.view.exam
        if lesion is not None and exam is not None:
            lesion_id = lesion.id if linked else None
            self._desk.update(exam.id, study_id, lambda item: item.model_copy(update={"lesion_id": lesion_id}))

    def _remove(self, lesion_id: str) -> None:
        lesion = self._book.of(lesion_id)
        if lesion is None:
            return
        self._desk.delete(lesion_id)
        self._book.delete(lesion_id)
        self._chosen_id = None
        self._of_track = {key: id for key, id in self._of_track.items() if id != lesion_id}
        self._offer_back(translate("Lesion", "Lesion {number} was taken out.").format(number=lesion.number), lesion)
        self.show_state()

    def _offer_back(self, said: str, before: Lesion) -> None:
        self._notice.say(said, translate("Lesion", "Bring it back"), partial(self._bring_back, before), good=True)

    def _take_back(self, lesion_id: str) -> None:
        try:
            self._remove(lesion_id)
        except MinamoError as error:
            self.failed.emit(error)

    def _bring_back(self, lesion: Lesion) -> None:
        try:
            self._chosen_id = lesion.id
            self._put(lesion)
        except MinamoError as error:
            self.failed.emit(error)

    def _choose(self, lesion_id: str) -> None:
        self._chosen_id = lesion_id
        self.show_state()

    def _show_form(self, lesion_id: str) -> None:
        self._chosen_id, self.form_shown = lesion_id, True
        self.show_state()

    def _toggle_form(self) -> None:
        """Describe; pressed while the words have the focus already, back to the findings."""
        if self.form_shown and self._form.window().focusWidget() is self._form.descriptors:
            self.form_shown = self.strip_shown = False
            self.show_state()
            return
        self.form_shown = True
        self.show_state()
        self._form.focus_terms()

    def _toggle_strip(self) -> None:
        self.strip_shown = not self.strip_shown
        self.form_shown = self.form_shown or self.strip_shown
        self.show_state()
        if self.strip_shown:
            self._strip.views[0].setFocus()

    def _fail(self, error: MinamoError) -> None:
        self.failed.emit(error)
        self.show_state()


def _plane_of(lesion: Lesion, snapshot_id: str) -> int | None:
    return next((at for at, plane in enumerate(lesion.planes) if plane.snapshot_id == snapshot_id), None)


def _picture_name(snapshot: Snapshot, number: int) -> str:
    return f"{number} · {snapshot.taken_at:%H:%M:%S}"


def _checked_or_not(run: Run, answer: Callable[[], None], _checked: bool = False) -> None:
    """`QAction.triggered` says whether it is checked; these commands do not ask."""
    run(answer)

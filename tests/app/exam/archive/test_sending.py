"""Sending to a real archive: what comes back is what was sent, and the archive's promise to keep it arrives."""

import threading
from io import BytesIO
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.data import get_testdata_file
from pydicom.uid import ImplicitVRLittleEndian, RLELossless

from app.exam.archive.archive import Archive, reach_stations
from app.exam.archive.sender import SendingPlan
from app.exam.archive.waiting.message import MessageState
from app.exam.archive.waiting.queue import ArchiveQueue
from app.exam.archive.waiting.spool import Outgoing
from app.settings import ArchiveSettings, default_settings
from tests.app.exam.archive.conftest import Hospital, SenderMaker
from tests.app.exam.archive.dicom_objects import (
    ENTRY,
    JAPANESE,
    data_bytes,
    exam_of,
    findings,
    outgoing,
    picture,
    report,
)
from tests.app.exam.archive.orthanc import OWN_TITLE, TITLE, Orthanc, running_orthanc


def came_back(orthanc: Orthanc, folder: Path) -> dict[str, bytes]:
    """The data set of every object the archive holds, as it gives it out."""
    found = {}
    for uid, content in orthanc.files().items():
        file = folder / f"{uid}.back"
        file.write_bytes(content)
        found[uid] = data_bytes(file)
    return found


def settings_for(orthanc: Orthanc, **changes: object) -> ArchiveSettings:
    values = {
        "host": "localhost",
        "port": orthanc.dicom_port,
        "title": TITLE,
        "own_title": OWN_TITLE,
        "commitment_port": orthanc.report_port,
        **changes,
    }
    return ArchiveSettings.model_validate(default_settings().archive.model_dump() | values)


def test_every_object_of_an_exam_comes_back_byte_by_byte(
    orthanc: Orthanc, queue: ArchiveQueue, sender: SenderMaker, tmp_path: Path
) -> None:
    made = [
        picture(),
        picture(frames=5),
        picture(syntax=RLELossless),
        findings(),
        report(),
    ]
    queue.add(outgoing(*made))
    sent = {message.uid: data_bytes(message.file) for message in queue.messages()}
    sender(SendingPlan(orthanc.peer)).step()
    assert {message.state for message in queue.messages()} == {MessageState.SENT}
    assert came_back(orthanc, tmp_path) == sent
    [study] = orthanc.get("studies")
    tags = orthanc.get(f"studies/{study}")
    assert tags["MainDicomTags"]["AccessionNumber"] == ENTRY.accession_number
    assert tags["MainDicomTags"]["StudyInstanceUID"] == ENTRY.study_instance_uid
    assert tags["PatientMainDicomTags"]["PatientID"] == "000123"
    assert tags["PatientMainDicomTags"]["PatientName"] == JAPANESE


@pytest.mark.parametrize("name", ["JPEG2000.dcm", "SC_rgb_jpeg_dcmtk.dcm", "examples_ybr_color.dcm"])
def test_compressed_objects_come_back_with_the_same_values_and_the_same_compressed_bytes(
    orthanc: Orthanc, queue: ArchiveQueue, sender: SenderMaker, name: str
) -> None:
    file = Path(str(get_testdata_file(name)))
    queue.add([Outgoing(file)])
    sender(SendingPlan(orthanc.peer)).step()
    [content] = orthanc.files().values()
    back, sent = dcmread(BytesIO(content)), dcmread(file)
    assert back == sent  # Orthanc writes the lengths of sequences anew; every value, the pixels' too, is the same
    assert back.PixelData == sent.PixelData
    assert back.file_meta.TransferSyntaxUID == sent.file_meta.TransferSyntaxUID
    assert sent.file_meta.TransferSyntaxUID.is_compressed


def test_sending_twice_leaves_one_object_in_the_archive(
    orthanc: Orthanc, queue: ArchiveQueue, sender: SenderMaker
) -> None:
    made = picture()
    sending = sender(SendingPlan(orthanc.peer))
    for _ in range(2):
        queue.add(outgoing(made))
        sending.step()
    assert list(orthanc.files()) == [made.SOPInstanceUID]


def test_the_archive_promises_to_keep_what_it_has_and_the_port_is_open_only_until_then(
    orthanc: Orthanc, queue: ArchiveQueue, sender: SenderMaker
) -> None:
    queue.add(outgoing(picture(), report()), commitment=True)
    promised = threading.Event()
    sending = sender(SendingPlan(orthanc.peer, commitment_port=orthanc.report_port), promised=promised)
    sending.step()
    assert not sending.listening
    sending.step()
    assert promised.wait(60)
    assert {message.state for message in queue.messages()} == {MessageState.COMMITTED}
    sending.step()
    assert not sending.listening
    assert not any(message.file.exists() for message in queue.messages())


def test_an_object_that_the_archive_has_lost_is_sent_again_under_its_uid(
    orthanc: Orthanc, queue: ArchiveQueue, sender: SenderMaker
) -> None:
    made = picture()
    queue.add(outgoing(made), commitment=True)
    sending = sender(SendingPlan(orthanc.peer, commitment_port=orthanc.report_port))
    answered = threading.Event()
    sending.wake = answered.set  # type: ignore[method-assign]
    sending.step()
    orthanc.forget_all()
    sending.step()
    assert answered.wait(60)
    [message] = queue.messages()
    assert message.state is MessageState.WAITING
    assert "does not have it" in str(message.reason)
    sending.step()  # waits until it is due
    while queue.messages()[0].state is MessageState.WAITING:
        sending.step()
    assert list(orthanc.files()) == [made.SOPInstanceUID]


def test_by_tls_objects_are_sent_and_the_promise_comes_back(
    hospital: Hospital,
    tmp_path: Path,
    queue: ArchiveQueue,
    sender: SenderMaker,
) -> None:
    server, own = hospital.issue("localhost"), hospital.issue("127.0.0.1")
    with running_orthanc(
        tmp_path / "orthanc",
        tls=own,
        DicomTlsEnabled=True,
        DicomTlsCertificate=str(server.certificate),
        DicomTlsPrivateKey=str(server.key),
        DicomTlsTrustedCertificates=str(server.authority),
    ) as secure:
        queue.add(outgoing(picture(edge_px=300)), commitment=True)
        sent = data_bytes(queue.messages()[0].file)
        promised = threading.Event()
        sending = sender(SendingPlan(secure.peer, commitment_port=secure.report_port), promised=promised)
        sending.step()
        sending.step()
        assert promised.wait(60)
        assert list(came_back(secure, tmp_path).values()) == [sent]


def test_an_exam_goes_from_the_settings_to_the_archive_in_a_thread_of_its_own(orthanc: Orthanc, tmp_path: Path) -> None:
    made = [picture(), findings(), report()]
    told: list[tuple[str, str, str]] = []
    done = threading.Event()

    def note(deed: object, exam_id: str, what: str) -> None:
        told.append((deed.value, exam_id, what))
        if sum(what.startswith("committed") for _, _, what in told) == len(made):
            done.set()

    archive = Archive(settings_for(orthanc, commitment=True), tmp_path / "queue", audit=note)
    reach_stations(settings_for(orthanc))
    archive.start()
    exam = exam_of()
    assert archive.send(exam, outgoing(*made)) == (3, 0)
    assert done.wait(60)
    assert archive.send(exam, outgoing(*made)) == (0, 3)
    assert archive.stop()
    assert set(orthanc.files()) == {one.SOPInstanceUID for one in made}
    assert ("sent", exam.id, "3 objects queued for the archive") in told
    assert {exam_id for _, exam_id, _ in told} == {exam.id}


def test_the_same_object_written_for_an_older_archive_is_the_same_object(
    orthanc: Orthanc, queue: ArchiveQueue, sender: SenderMaker
) -> None:
    """An implicit encoding is what every archive takes; the values stay."""
    made = findings()
    made.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
    queue.add(outgoing(made))
    sender(SendingPlan(orthanc.peer)).step()
    [content] = orthanc.files().values()
    back = dcmread(BytesIO(content))
    assert back.ContentSequence[0].TextValue == "右乳房 3 時方向"

"""The test of the connection: a real archive answers, and every way in which it cannot be reached is told apart."""

import logging
import socket
from dataclasses import replace

import pytest

from app.exam.archive.errors import Unreachable
from app.exam.archive.line.echo import echo
from app.exam.archive.line.peer import Peer, TlsFiles
from tests.app.exam.archive.conftest import Hospital
from tests.app.exam.archive.orthanc import Orthanc, free_ports, running_orthanc
from tests.app.exam.archive.stations import station


def refusal(peer: Peer) -> str:
    with pytest.raises(Unreachable) as caught:
        echo(peer)
    return str(caught.value)


def test_the_archive_answers(orthanc: Orthanc) -> None:
    echo(orthanc.peer)


def test_a_wrong_title_of_the_archive_is_named(orthanc: Orthanc) -> None:
    assert "knows no AE title WRONG" in refusal(replace(orthanc.peer, title="WRONG"))


def test_a_station_that_is_not_registered_is_told_under_which_title_it_came(orthanc: Orthanc) -> None:
    said = refusal(replace(orthanc.peer, own_title="STRANGER"))
    assert "does not accept this station's AE title STRANGER" in said


def test_a_closed_port_is_named() -> None:
    [port] = free_ports(1)
    assert f"Nothing listens at 127.0.0.1 on port {port}" in refusal(Peer("127.0.0.1", port, "ARCHIVE", "MINAMO"))


def test_a_host_that_is_not_known_is_named() -> None:
    assert "The host no-such-host.invalid is not known" in refusal(Peer("no-such-host.invalid", 104, "ARCHIVE", "M"))


def test_a_port_that_takes_connections_and_says_nothing_is_not_waited_for_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        said = refusal(Peer("127.0.0.1", silent.getsockname()[1], "ARCHIVE", "MINAMO", timeout_s=0.3))
    assert "does not answer as DICOM" in said


@pytest.mark.skipif(not hasattr(socket, "SO_BINDTODEVICE"), reason="only Linux holds connections back at a full port")
def test_a_port_that_never_takes_the_connection_is_told_with_the_time_waited() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        try:
            assert "did not answer in 0.3 s" in refusal(Peer(*address, "ARCHIVE", "MINAMO", timeout_s=0.3))
        finally:
            for one in waiting:
                one.close()


def test_a_web_server_is_no_archive(orthanc: Orthanc) -> None:
    assert "does not answer as DICOM" in refusal(replace(orthanc.peer, port=orthanc.http_port, timeout_s=2.0))


def test_a_station_without_the_service_is_named() -> None:
    with station([("1.2.840.10008.5.1.4.31", ())], []) as peer:
        assert "does not offer what is asked for (verification)" in refusal(peer)


def test_nothing_of_the_exchange_is_written_to_the_log(orthanc: Orthanc, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        echo(orthanc.peer)
        refusal(replace(orthanc.peer, title="WRONG"))
    assert [record.name for record in caplog.records if record.name.startswith(("pynetdicom", "pydicom"))] == []


# -- TLS ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def secure(hospital: Hospital, tmp_path_factory: pytest.TempPathFactory):
    """An archive that speaks TLS only and asks for a certificate."""
    server, own = hospital.issue("localhost"), hospital.issue("minamo.example")
    with running_orthanc(
        tmp_path_factory.mktemp("secure"),
        tls=own,
        DicomTlsEnabled=True,
        DicomTlsCertificate=str(server.certificate),
        DicomTlsPrivateKey=str(server.key),
        DicomTlsTrustedCertificates=str(server.authority),
    ) as running:
        yield running


def test_an_archive_is_spoken_to_by_tls_with_certificates_of_both_sides(secure: Orthanc) -> None:
    echo(secure.peer)


def test_a_plain_connection_to_an_archive_with_tls_is_told_to_switch_it_on(secure: Orthanc) -> None:
    assert "asks for TLS; switch it on" in refusal(replace(secure.peer, tls=None))


def test_tls_to_an_archive_without_it_is_told_to_switch_it_off(orthanc: Orthanc, hospital: Hospital) -> None:
    assert "does not speak TLS" in refusal(replace(orthanc.peer, tls=hospital.issue("minamo.example")))


def test_an_archive_whose_certificate_another_authority_signed_is_not_trusted(
    secure: Orthanc, hospital: Hospital
) -> None:
    own = replace(hospital.issue("minamo.example"), authority=hospital.folder / "stranger.pem")
    assert "cannot be trusted" in refusal(replace(secure.peer, tls=own))
    assert "cannot be trusted" in refusal(replace(secure.peer, tls=replace(own, authority=None)))


def test_an_archive_whose_certificate_is_made_out_to_another_name_is_not_trusted(secure: Orthanc) -> None:
    assert "made out to another name" in refusal(replace(secure.peer, host="127.0.0.1"))


def test_a_missing_or_foreign_certificate_of_our_own_is_said(secure: Orthanc, hospital: Hospital) -> None:
    bare = TlsFiles(hospital.folder / "authority.pem")
    foreign = hospital.issue("minamo.example", by_stranger=True)
    for files in (bare, foreign):
        assert "does not accept this station's certificate" in refusal(replace(secure.peer, tls=files))


def test_a_tls_file_that_cannot_be_used_is_named(hospital: Hospital) -> None:
    own = hospital.issue("minamo.example")
    peer = Peer("localhost", 1, "ARCHIVE", "MINAMO")
    nonsense = hospital.folder / "nonsense.pem"
    nonsense.write_text("no certificate")
    for wrong in (
        replace(own, authority=nonsense),
        replace(own, certificate=nonsense, key=None),
        replace(own, key=hospital.folder / "missing.key"),
        replace(own, key=hospital.issue("other.example").key),
    ):
        assert "cannot be used" in refusal(replace(peer, tls=wrong))


def test_an_old_version_of_tls_is_refused(hospital: Hospital) -> None:
    from app.exam.archive.line.tls import answering_context, asking_context

    own = hospital.issue("minamo.example")
    assert asking_context(own).minimum_version.name == answering_context(own).minimum_version.name == "TLSv1_2"
    assert asking_context(own).check_hostname

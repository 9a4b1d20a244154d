"""The texts of what can go wrong on the way to the archive, for Qt's translation; part of the list in `error_texts`."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

ARCHIVE_TEXTS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP(
        "Errors",
        "An object of this exam has another {keyword} than its patient's entry, and nothing was sent; "
        "report this, with the log, to those who look after Minamo",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "it cannot be decoded",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "it has no patient ID",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "it has no patient name",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "it has no scheduled step",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "it has no valid Study Instance UID",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "No archive is set; give its host and AE title in the archive settings",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "No TLS connection to {host}, port {port}, could be made ({reason}); compare the TLS settings of both sides",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "No worklist is set; give its host and AE title in the archive settings",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Nothing listens at {host} on port {port}; check the port, and that the archive is running",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Port {port} of this computer, on which the archive reports, cannot be opened ({reason}); choose "
        "another one here and at the archive",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Sending to the archive stopped ({reason}); nothing is lost: start Minamo again, and see the log",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Some objects are on the line to the archive and cannot be taken back; look at its queue",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Something failed on the way to the archive; nothing is lost, the log has the details",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive at {host} does not answer for what it keeps (status {status}); it is asked again, or"
        " switch storage commitment off",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive at {host} is full or has no resources (status {status}); nothing is lost, it is sent"
        " again: tell its administrator",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive cannot use this object (status {status}); see its log for the reason",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive did not answer on the same connection; give a port for its answer in the settings, there and here",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive does not allow this station to store (status {status}); ask its administrator",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive does not have it (status {status}); it is sent again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive does not promise to keep it (status {status}); it is sent again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive does not take video as {syntax}, and it cannot be turned into pictures here; ask its"
        " administrator to accept it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive does not take {object}; ask its administrator to accept this kind of object",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive does not take {syntax}, and the object cannot be written uncompressed ({reason}); "
        "ask its administrator to accept this encoding",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive does not take {syntax}, and uncompressed this object would have {megabytes} MB; ask "
        "its administrator to accept this encoding",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive has not promised within {hours} h to keep it; it is asked again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive refused the object (status {status}); see its log for the reason",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive takes {object} neither as {syntax} nor uncompressed; ask its administrator to accept one",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive took it, with a warning (status {status})",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The archive's queue in {folder} cannot be written ({reason}); make room there, or make it writable",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The certificate of {host} cannot be trusted ({reason}); give the file of the authority that signed it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The certificate shown at {host} is made out to another name; write the host as it stands in the "
        "certificate, and make sure that no other computer answers there",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The connection to {host} was cut off before it answered; nothing is lost: try again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The connection to {host} was cut off in mid-transfer; nothing is lost, and it is sent again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The host {host} is not known in this network; correct its name or address",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The name {name} cannot be written in the character set {character_set}; search by the ID, or "
        "choose another character set in the settings",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The queue {file} was written by a newer version of Minamo; install that version to send what waits",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The TLS file {file} cannot be used ({reason}); give a PEM file, for a key one without a pass phrase",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The worklist at {host} refused the query (status {status} {comment}); ask its administrator",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "There is no exam to send. Start one, or choose one from the list of exams.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "There is nothing in this exam to send; keep a snapshot, a clip or a finding first",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This exam has no entry of the worklist, so the archive could not tell whose it is; choose its "
        "entry, or allow pseudonyms in the archive settings",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This exam is nobody's yet; give it a pseudonym or an entry of the worklist, and send again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This exam is sealed; unseal it with its pass phrase in the list of exams, and send again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} cannot be read or copied ({reason}); make room on that disk",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is missing from the archive's queue or was changed there; remove it, and send the exam again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is no DICOM object that can be sent ({reason}); export it again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host} answered the test with status {status}; ask its administrator",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host} does not accept this station's AE title {own_title}; have it registered there, or correct"
        " it in the settings",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host} does not accept this station's certificate ({reason}); give the one its administrator made",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host} is busy ({reason}); it is tried again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host} knows no AE title {title}; correct the archive's AE title in the settings (capitals count)",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host} offers no TLS 1.2 or newer; have it updated, or use another port",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host} refused the announcement of the exam (status {status}); ask its administrator, or switch it off",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host} refused the connection ({reason}); ask its administrator whether {own_title} may connect to {title}",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host}, port {port}, asks for TLS; switch it on in the archive settings",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host}, port {port}, cannot be reached ({reason}); check the network and the archive's address",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host}, port {port}, did not answer in {seconds} s; check the address, the network and the firewall",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host}, port {port}, does not speak TLS; correct the port, or switch TLS off in the archive settings",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host}, port {port}, takes connections but does not answer as DICOM; check the port and that the archive runs",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{title} at {host} does not offer what is asked for ({service}); correct the AE title, or switch it off",
    ),
)

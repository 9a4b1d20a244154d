"""The texts of what can go wrong with an exam, for Qt's translation; part of the list in `error_texts`."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

EXAM_TEXTS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP(
        "Errors",
        "Another exam is being worked on; wait until it is done, or cancel it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "No exam is running. Start one first.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "That failed ({reason}); the log has the details",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The audit log {file} cannot be written ({reason}); make room or make the folder writable. Its lines are "
        "safe in the database",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The clip could not be kept ({reason}); try again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The damaged database {file} is in use: end the exam that is running and close other windows of Minamo, "
        "then try again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The damaged database {file} cannot be moved aside ({reason}); close other windows of Minamo and try again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The disk with the exam database {file} is full; make room there and try again. What was kept before is safe",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The disk with {folder} is full; make room there, what was kept until now is safe",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam can no longer be written ({reason}); what was kept is safe. Close Minamo, start it again and go "
        "on with the exam",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam cannot be encrypted ({reason}); try again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam cannot be exported to {file} ({reason}); make room there, or choose another place",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam cannot be locked in {folder} ({reason}); make room there or make it writable",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam could not be opened, so this was not kept in it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam database must not lie on a network drive ({folder} is on {kind}), where it breaks; choose a "
        "folder of this computer with database_folder in the section [exam] of the settings. The exams themselves "
        "may lie on the network",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam database {file} cannot be read or written ({reason}); check the disk and the rights of the folder",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam database {file} is damaged ({reason}); rebuild it from the exams' folders: minamo exam rebuild. "
        "The damaged file is kept aside",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam database {file} is held by another program; close it and try again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam database {file} was written by a newer Minamo (format {found}, this one knows {known}); update "
        "Minamo. Nothing was changed",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam folder {folder} cannot be reached ({reason}); check the disk or network drive. What was entered "
        "is safe in the database and is written there when it is back",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam folder {folder} cannot be written ({reason}); make it writable, or choose another one in the "
        "settings",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam has no item {item!r}; it may have been deleted already",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam is closed; open it again to change it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam is sealed, but its plain files in {folder} cannot be removed yet ({reason}); that is tried "
        "again at the next start",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam is still being opened; press the key again in a moment",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam names a file outside its folder ({file!r}); the file is not used",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam {exam} is in the trash; take it out to open it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam {exam} is not a sealed one of the list",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "This exam is open in a window of Minamo, here or elsewhere; end it there first, or go on there"
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam {exam} is sealed; unseal it with its pass phrase to open it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exam {exam} is still open; close it before it is sealed",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The exams folder {folder} cannot be reached; check the disk or network drive, or the settings",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The folder of the exam cannot be used ({reason}); check its disk or network drive, then try again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The folder {folder} of the exam database cannot be made ({reason}); choose another one with "
        "database_folder in the section [exam] of the settings",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The pass phrase cannot be worked with ({reason}); try again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The pass phrase does not open this exam; check it (capitals, keyboard) and try again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The pass phrase is too short; take {count} characters or more, best a few words",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The sealed copy is not what was sealed; the plain exam was kept. Check the disk and try again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The sealed exam in {folder} is not in a folder named by date and id; give it its name back",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The sealed exam is damaged or not whole; take it from a backup copy",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The sealed files in {folder} are of another exam; bring back the right ones",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The snapshot was not kept: {folder} cannot be written ({reason}). Make room there or connect it again, "
        "then take the snapshot again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The two pass phrases differ; type them again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "There is an exam {exam} already; start one with a new id",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "There is no exam {exam} in the list; rebuild the list if its folder is there",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This computer is too slow or too busy to work with the pass phrase; close other programs and try again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{count} exams begin with {exam!r}; give more of the id",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{exam!r} cannot be the id of an exam; letters, digits, dots and dashes can",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{exam!r} is another exam than the open one",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is damaged or no exam ({place}: {reason}); the media in its folder can be opened one by one",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} was written by a newer Minamo (format {found}); update Minamo. Nothing was changed",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{folder} holds a copy of the exam in {known}; move one of the two elsewhere",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} of this exam is missing; put it back into {folder}, or connect its disk"),
    QT_TRANSLATE_NOOP("Errors", "{file} could not be analysed ({reason}); see the log"),
    QT_TRANSLATE_NOOP("Errors", "This cannot be kept in the exam ({reason}); enter it otherwise"),
)

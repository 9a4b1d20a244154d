"""An opened recording: walked through, analysed once, displayed at its playhead."""

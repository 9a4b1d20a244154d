"""What stands round the scan: health bar, findings and their cards, timeline, buttons, notices."""

"""The parts of a report, from the result to texts, tables and figures; how they are laid out is the page's business."""

"""The live window: the view with its overlay, the panels, the timeline, the dialogs."""

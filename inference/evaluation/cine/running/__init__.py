"""Clips through detector, tracker and score, with the detections kept, so that peers and later runs use the same."""

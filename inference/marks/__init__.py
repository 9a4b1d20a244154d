"""What an examiner or the scanner drew into a still: calipers, text, arrows, frames, body marks; found and removed."""

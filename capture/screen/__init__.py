"""What is on the scanner's screen: the layout of its panels, the gate, the state of the signal."""

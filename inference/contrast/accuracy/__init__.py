"""How good each step of a contrast study is on the reference object; what `minamo evaluate contrast` shows."""

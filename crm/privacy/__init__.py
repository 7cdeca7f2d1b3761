"""Personal data at rest, masked, found, revealed and consented to. It never decides who is asked for what."""

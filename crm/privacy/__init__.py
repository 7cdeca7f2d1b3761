"""Personal data at rest, masked, found and revealed. It never decides who is asked for what."""

"""Tables that people bring: reading, mapping, refusing with reasons. It never knows what a row becomes."""

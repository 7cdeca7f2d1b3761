"""Faults with real processes: what is killed, frozen or emptied here is ours, and started here."""

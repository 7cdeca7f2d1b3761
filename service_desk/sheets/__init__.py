"""The forms of the trade on A4, and the agreement an owner signs with his finger. This room decides nothing."""

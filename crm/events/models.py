from django.db import models


class OutboxEvent(models.Model):
    """A fact on its way up, written in the transaction that made it true."""

    name = models.CharField(max_length=80)
    stream = models.CharField(max_length=80)
    payload = models.JSONField()
    at = models.DateTimeField()
    caused_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    depth = models.PositiveSmallIntegerField(default=0)
    available_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(  # reader: the relay, which takes the oldest head of a stream
                fields=["stream", "id"],
                name="outbox_open",
                condition=models.Q(done_at=None, dead_at=None),
            ),
        ]

from django.db import models


class IdempotencyKey(models.Model):
    """The first answer to a request with this key, kept so that a retry gets the same one.

    The row is inserted before the effect and in its transaction, so that a crash leaves neither.
    """

    PERSONAL = {"actor": "reference", "response": "content"}
    IMPERSONAL = {
        "key": "random, made by the client",
        "method": "a method of HTTP",
        "path": "an address with public numbers",
        "body_hash": "a keyed hash",
        "headers": "a few headers of the answer",
    }

    actor = models.CharField(max_length=40)  # "user:7", or "anyone" on public routes
    key = models.CharField(max_length=200)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=500)
    body_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    response = models.BinaryField(null=True)  # encrypted: an answer may hold personal data
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="idempotency_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_age")]  # reader: forget()


class ThrottleCount(models.Model):
    """A firm counter: attempts under one key until its time is over. Written by one upsert in `throttles`."""

    PERSONAL = {"key": "reference"}

    key = models.CharField(max_length=200, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="throttle_age")]  # reader: forget()

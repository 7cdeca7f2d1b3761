from rest_framework import serializers

from crm.messages import gateway


class MessageSerializer(serializers.Serializer):
    """A message's way, without its address and text."""

    id = serializers.UUIDField(source="public_id")
    channel = serializers.CharField()
    via = serializers.CharField()
    subject_ref = serializers.CharField()
    state = serializers.ChoiceField(choices=["waiting", "sending", "sent", "dead"])
    asked_at = serializers.DateTimeField()
    attempts = serializers.IntegerField()
    unsettled = serializers.IntegerField(help_text="How often the outcome of an attempt stayed unknown.")
    retry_at = serializers.DateTimeField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)
    arrival = serializers.ChoiceField(
        choices=["waiting", "sending", "sent", "dead", "delivered", "failed"],
        help_text="as `state`; delivered or failed where the other side said so",
    )
    delivered_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    returned_code = serializers.CharField(allow_blank=True)
    provider_id = serializers.CharField(allow_blank=True)
    last_error = serializers.CharField(allow_blank=True)


class GatewayIn(serializers.Serializer):
    """What is left out stays as it is."""

    is_open = serializers.BooleanField(required=False)


class GatewayOut(serializers.Serializer):
    version = serializers.IntegerField()
    is_open = serializers.BooleanField()


for _name in gateway.NAMES:
    _is_secret = _name in gateway.SECRET
    GatewayIn._declared_fields[_name] = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=4_000,
        help_text="never given back; empty: stays as it is" if _is_secret else "",
    )
    if not _is_secret:
        GatewayOut._declared_fields[_name] = serializers.CharField(allow_blank=True)


def gateway_told(row) -> dict:
    """A gateway without its secrets; the usual values where nobody has set one up."""
    held = gateway.opened(row.sealed) if row else gateway.Gateway()
    said = {name: getattr(held, name) for name in gateway.NAMES if name not in gateway.SECRET}
    return {"version": row.version if row else 0, "is_open": bool(row and row.is_open), **said}


class TryIn(serializers.Serializer):
    to = serializers.CharField(max_length=40)
    text = serializers.CharField(required=False, allow_blank=True, max_length=1_000)


class ReportsOut(serializers.Serializer):
    known = serializers.IntegerField()
    unknown = serializers.IntegerField()

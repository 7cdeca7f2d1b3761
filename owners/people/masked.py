"""The personal values of an owner as everybody who sees him may see them."""

from crm.privacy import masking

FIELDS = {
    "phone": masking.phone,
    "email": masking.email,
    "identity": masking.identity,
    "postal_address": masking.address,
}


def masked(owner) -> dict[str, str]:
    """By field; what is empty is left out."""
    return {name: mask(getattr(owner, name)) for name, mask in FIELDS.items() if getattr(owner, name)}

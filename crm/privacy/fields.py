import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from crm.privacy.keys import key


def encrypt(text: str) -> bytes:
    """Key id, nonce and AES-GCM ciphertext of the text."""
    nonce = secrets.token_bytes(12)
    return b"\x01" + nonce + AESGCM(key("field")).encrypt(nonce, text.encode(), None)


def decrypt(blob: bytes) -> str:
    blob = bytes(blob)
    return AESGCM(key("field")).decrypt(blob[1:13], blob[13:], None).decode()


class EncryptedText(models.BinaryField):
    """Text that is ciphertext in the database and text in Python; it cannot be searched."""

    def get_prep_value(self, value):
        return None if value is None else encrypt(value)

    def get_db_prep_value(self, value, connection, prepared=False):
        value = value if prepared else self.get_prep_value(value)
        return None if value is None else connection.Database.Binary(value)

    def from_db_value(self, value, expression, connection):
        return None if value is None else decrypt(value)

    def to_python(self, value):
        return value

    def value_to_string(self, obj):
        return self.value_from_object(obj)

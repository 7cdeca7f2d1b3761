from django import forms
from django.core.exceptions import FieldError
from django.db import models

from crm.privacy import cipher


class EncryptedText(models.BinaryField):
    """Text that is ciphertext in the database and text in Python.

    It cannot be searched, sorted or compared; look it up by a `blind_index` column beside it. `context` binds
    a value to its column; name it before renaming a model or column, or the old values will not open.
    """

    description = "Text, encrypted at rest"

    def __init__(self, *args, context: str = "", **kwargs):
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)
        self._context = context

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        if self._context:
            kwargs["context"] = self._context
        return name, path, args, kwargs

    @property
    def context(self) -> str:
        return self._context or f"{self.model._meta.label_lower}.{self.column}"

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: look it up by its blind index.")
        return super().get_lookup(lookup_name)

    def get_prep_value(self, value):
        return value

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None:
            return None
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes text, not {type(value).__name__}")
        return connection.Database.Binary(cipher.encrypt(value, self.context))

    def from_db_value(self, value, expression, connection):
        return None if value is None else cipher.decrypt(value, self.context)

    def to_python(self, value):
        return value

    def _check_str_default_value(self):
        return []

    def get_default(self):
        return self._get_default()

    @property
    def validators(self):
        return []

    def formfield(self, **kwargs):
        return models.Field.formfield(self, form_class=forms.CharField, **kwargs)

    def value_to_string(self, obj):
        return self.value_from_object(obj)

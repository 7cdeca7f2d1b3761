"""Migrations of many tables that do not take minutes."""

from django.db import migrations


class AtOnce(migrations.Migration):
    """A migration whose operations need to see only the models before it and the models after it.

    Django renders every related model again after each operation: a hundred tables that all refer to the case
    take twenty seconds so, and two when they are rendered once. No operation may build on another's tables
    except by foreign keys, whose constraints the database gets at the end anyway.
    """

    def apply(self, project_state, schema_editor, collect_sql=False):
        after = project_state.clone()
        after.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, after)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, project_state, after)
        return after

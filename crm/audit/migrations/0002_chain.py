from django.db import migrations

from crm.audit import chain


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(chain.FORWARDS, chain.BACKWARDS)]

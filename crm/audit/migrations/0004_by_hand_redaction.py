from django.db import migrations

from crm.audit import chain


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_redaction")]
    operations = [migrations.RunSQL([chain.REFUSE_BUT_REDACTION], [chain.REFUSE_ALL])]

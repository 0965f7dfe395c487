"""The closure table of folders gets the name of what it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0046_document_without_queue")]

    operations = [migrations.RenameModel(old_name="Reach", new_name="FolderClosure")]

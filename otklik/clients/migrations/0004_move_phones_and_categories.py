"""The one phone of a company becomes the first of several; its category becomes one of the directory."""

from django.db import migrations

from otklik.core.configuring.codes import code_of

BATCH = 500


def move(apps, schema_editor):
    """Words that stood for a category and are not in the directory are added to it."""
    companies = apps.get_model("clients", "Company").objects
    phone = apps.get_model("clients", "CompanyPhone")
    with_phone = companies.exclude(phone="").values_list("pk", "phone")
    phone.objects.bulk_create(
        [phone(company_id=pk, phone=number, position=0) for pk, number in with_phone], BATCH
    )
    directory = apps.get_model("catalogue", "CompanyCategory").objects
    for words in companies.exclude(category="").order_by().values_list("category", flat=True).distinct():
        companies.filter(category=words).update(category=_code(directory, words))


def _code(directory, words):
    known = set(directory.values_list("code", flat=True))
    if words.lower() in known:
        return words.lower()
    code = code_of({"ru": words.lower()}, known.__contains__, fallback="company")
    directory.create(code=code, name={"ru": words}, position=len(known))
    return code


def move_back(apps, schema_editor):
    """The first phone is the company's again."""
    for row in apps.get_model("clients", "CompanyPhone").objects.filter(position=0):
        apps.get_model("clients", "Company").objects.filter(pk=row.company_id).update(phone=row.phone)


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0003_companies_in_depth"),
        ("catalogue", "0007_company_categories"),
    ]

    operations = [migrations.RunPython(move, move_back)]

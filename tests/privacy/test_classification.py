"""Every column that can hold text is said to be personal or not, and why."""

from pathlib import Path

from crm.privacy.classification import ALSO_PERSONAL, CLASSES, our_models, personal_fields, unclassified

LIST = Path(__file__).with_name("not_personal.txt")


def listed() -> dict[str, str]:
    """`label.column: reason`, for columns whose model does not say it itself."""
    lines = [
        line for line in LIST.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    return dict(line.split(": ", 1) for line in lines)


def test_no_column_is_left_out():
    known = listed()
    missing = [
        f"{model._meta.label_lower}.{name}"
        for model in our_models()
        for name in unclassified(model)
        if f"{model._meta.label_lower}.{name}" not in known
    ]
    assert missing == [], "declare PERSONAL or IMPERSONAL on the model, or list it with its reason"


def test_the_list_holds_nothing_that_is_gone_or_has_no_reason():
    columns = {f"{model._meta.label_lower}.{name}" for model in our_models() for name in unclassified(model)}
    stale = [name for name in listed() if name not in columns]
    assert stale == []
    assert all(reason.strip() for reason in listed().values())


def test_declared_columns_exist_and_have_a_known_class():
    for model in our_models():
        columns = {field.name for field in model._meta.get_fields()}
        for declared in (model.__dict__.get("PERSONAL", {}), model.__dict__.get("IMPERSONAL", {})):
            assert set(declared) <= columns, model
        assert set(personal_fields(model).values()) <= set(CLASSES), model


def test_what_is_said_of_other_rooms_is_true_of_columns_that_exist():
    columns = {
        f"{model._meta.label_lower}.{field.name}"
        for model in our_models()
        for field in model._meta.concrete_fields
    }
    assert set(ALSO_PERSONAL) <= columns


def test_an_unclassified_column_is_noticed():
    """The negative control."""
    from crm.accounts.models import User

    class Forgetful(User):
        PERSONAL = {}
        IMPERSONAL = {}

        class Meta:
            app_label = "accounts"
            proxy = True

    assert {"username", "display_name", "email"} <= set(unclassified(Forgetful))

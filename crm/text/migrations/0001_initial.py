from django.db import migrations

BIGRAMS = """
CREATE FUNCTION text_bigrams(plain text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
    SELECT array_to_tsvector(coalesce(array_agg(rtrim(a || coalesce(b, ''))) FILTER (WHERE a <> ' '), '{}'::text[]))
    FROM ROWS FROM (unnest(string_to_array(plain, NULL)), unnest(string_to_array(substr(plain, 2), NULL))) AS u(a, b)
$$
"""


class Migration(migrations.Migration):
    """The bigrams of a normalised text, as `crm.text.tokens` makes them.

    Its cost is set high, so that no plan evaluates it row by row where the index could answer.
    """

    run_before = [("accounts", "0001_initial")]  # and so before every table with a search text
    operations = [migrations.RunSQL(BIGRAMS, "DROP FUNCTION text_bigrams(text)")]

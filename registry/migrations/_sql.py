"""SQL that migrations run: functions and triggers that hold what must never be false."""

CLOCK = """
CREATE FUNCTION registry_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE
AS $$ SELECT clock_timestamp() $$;
"""
DROP_CLOCK = "DROP FUNCTION registry_now();"

# Modulus 11 over ten digits, weights 10 to 2; a remainder of 10 cannot equal a digit, so it never passes.
NHS_NUMBER = """
CREATE FUNCTION registry_is_nhs_number(number bigint) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT number BETWEEN 1 AND 9999999999 AND number % 10 = (11 - (
        number / 1000000000 % 10 * 10 + number / 100000000 % 10 * 9 + number / 10000000 % 10 * 8 +
        number / 1000000 % 10 * 7 + number / 100000 % 10 * 6 + number / 10000 % 10 * 5 +
        number / 1000 % 10 * 4 + number / 100 % 10 * 3 + number / 10 % 10 * 2) % 11) % 11
$$;
"""
DROP_NHS_NUMBER = "DROP FUNCTION registry_is_nhs_number(bigint);"

REFUSE = """
CREATE FUNCTION registry_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    RAISE EXCEPTION '% on % is refused: it is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
DROP_REFUSE = "DROP FUNCTION registry_refuse_rewriting();"

_TABLES = ("registry_preferencechange", "registry_auditevent")
APPEND_ONLY = "".join(
    f"CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW "
    f"EXECUTE FUNCTION registry_refuse_rewriting();"
    f"CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
    f"EXECUTE FUNCTION registry_refuse_rewriting();"
    for table in _TABLES
)
DROP_APPEND_ONLY = "".join(
    f"DROP TRIGGER append_only_rows ON {table}; DROP TRIGGER append_only_table ON {table};" for table in _TABLES
)

# Waits for the lock of a number and of each number that superseded it, then reads with fresh eyes: in a volatile
# function every statement sees what was committed before it began, so also what the lock's last holder wrote.
LOCK_PERSON = """
CREATE FUNCTION registry_lock_person(asked bigint, submission text)
RETURNS TABLE (number bigint, status text, version int, repeated bigint) LANGUAGE plpgsql VOLATILE
AS $$
DECLARE successor bigint := asked;
BEGIN
    FOR step IN 1..10 LOOP
        PERFORM pg_advisory_xact_lock(successor);
        number := successor;
        SELECT person.superseded_by INTO successor FROM registry_person person WHERE person.nhs_number = number;
        EXIT WHEN successor IS NULL;
    END LOOP;
    SELECT preference.status, preference.version INTO status, version
        FROM registry_preference preference WHERE preference.nhs_number = number;
    SELECT change.id INTO repeated FROM registry_preferencechange change WHERE change.idempotency_key = submission;
    RETURN NEXT;
END $$;
"""
DROP_LOCK_PERSON = "DROP FUNCTION registry_lock_person(bigint, text);"

# References of cases are read out and printed: short, and of no use to whoever guesses the next one.
CASE_NUMBERS = "CREATE SEQUENCE registry_case_number START 10000 MAXVALUE 9999999;"
DROP_CASE_NUMBERS = "DROP SEQUENCE registry_case_number;"

# Words for the search of the guidance: stems as English has them, and no list of words that are left out.
SEARCH_WORDS = """
CREATE TEXT SEARCH DICTIONARY registry_every_word (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION registry_guidance (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION registry_guidance ALTER MAPPING REPLACE english_stem WITH registry_every_word;
"""
DROP_SEARCH_WORDS = """
DROP TEXT SEARCH CONFIGURATION registry_guidance;
DROP TEXT SEARCH DICTIONARY registry_every_word;
"""

# Each search reads the vectors of what fits, several times: they stay as they are, and in their row while there is room.
KEEP_VECTORS_BY = """
ALTER TABLE registry_searchentry ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE registry_searchentry SET (toast_tuple_target = 8160);
"""
KEEP_VECTORS_ANYHOW = """
ALTER TABLE registry_searchentry ALTER COLUMN vector SET STORAGE EXTENDED;
ALTER TABLE registry_searchentry RESET (toast_tuple_target);
"""

# Whoever had a first keying open: who finished it, who had it last, and those of whom its events tell. Who is known to
# have keyed the second time or to have accepted is left out, or the rows of what has happened would break the rule.
KNOWN_FIRST_KEYERS = """
UPDATE registry_case paper SET first_keyers = ARRAY(
    SELECT known.hand FROM (
        SELECT paper.entered_by_id AS hand
        UNION SELECT entry.by_id FROM registry_caseentry entry WHERE entry.case_id = paper.id AND entry.kind = 'first'
        UNION SELECT event.actor_id::bigint FROM registry_auditevent event
        WHERE event.object_type = 'case' AND event.object_id = paper.reference AND event.actor_kind = 'staff'
        AND event.action = 'case_viewed' AND event.reason = 'first keying'
    ) known
    WHERE known.hand IS NOT NULL AND known.hand IS DISTINCT FROM paper.checked_by_id
    AND NOT (paper.state = 'accepted' AND paper.second_check <> '' AND known.hand = paper.decided_by_id)
    ORDER BY known.hand
);
"""

# A check's row with its receipt is a little over 2 kB, from where PostgreSQL would try to compress the receipt, which
# base64 does not allow, and then write it to a second table.
CHECK_STORAGE = "ALTER TABLE registry_check SET (toast_tuple_target = 4080);"
DEFAULT_CHECK_STORAGE = "ALTER TABLE registry_check RESET (toast_tuple_target);"

# Every search reads the heads of many entries, and the texts of a few: heads stay in their row as they are, texts lie
# elsewhere, so that there are few pages to read.
KEEP_HEADS_BY = """
ALTER TABLE registry_searchentry
    ALTER COLUMN head_words SET STORAGE PLAIN,
    ALTER COLUMN body_words SET STORAGE EXTERNAL,
    ALTER COLUMN body SET STORAGE EXTERNAL,
    SET (toast_tuple_target = 1000);
"""
KEEP_HEADS_ANYHOW = """
ALTER TABLE registry_searchentry
    ALTER COLUMN body SET STORAGE EXTENDED,
    SET (toast_tuple_target = 8160);
"""

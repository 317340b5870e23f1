-- Three rows for every table of the database, as far as its constraints let: parents first, simply by trying again.
DO $fill$
DECLARE
  relation record;
  attribute record;
  names text;
  literals text;
  literal text;
  progress boolean := true;
  filled text[] := '{}';
BEGIN
  WHILE progress LOOP
    progress := false;
    FOR relation IN
      SELECT c.oid, c.oid::regclass::text AS name, k FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, generate_series(1, 3) k
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY c.oid, k
    LOOP
      CONTINUE WHEN filled @> ARRAY[relation.name || relation.k];
      names := '';
      literals := '';
      FOR attribute IN
        SELECT quote_ident(a.attname) AS name, format_type(a.atttypid, NULL) AS type, t.typcategory AS category, t.typtype, a.atttypid,
               CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 ELSE 9 END AS longest
          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
         WHERE a.attrelid = relation.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum
      LOOP
        literal := CASE
          WHEN attribute.typtype = 'e' THEN (SELECT quote_literal(enumlabel) FROM pg_enum WHERE enumtypid = attribute.atttypid ORDER BY enumsortorder LIMIT 1)
          WHEN attribute.category = 'A' THEN quote_literal('{}')
          WHEN attribute.category = 'N' THEN relation.k::text
          WHEN attribute.category = 'B' THEN (relation.k % 2 = 0)::text
          WHEN attribute.type = 'uuid' THEN quote_literal('00000000-0000-0000-0000-00000000000' || relation.k)
          WHEN attribute.type IN ('json', 'jsonb') THEN quote_literal('{"k": ' || relation.k || '}')
          WHEN attribute.type = 'bytea' THEN quote_literal('\x0' || relation.k)
          WHEN attribute.type = 'date' OR attribute.type LIKE 'timestamp%' THEN quote_literal('2020-01-0' || relation.k)
          WHEN attribute.type LIKE 'time%' THEN quote_literal('0' || relation.k || ':00')
          WHEN attribute.category = 'T' THEN quote_literal(relation.k || ' days')
          WHEN attribute.category = 'S' THEN quote_literal(left(relation.k || 'v', attribute.longest))
        END;
        CONTINUE WHEN literal IS NULL;
        names := names || ', ' || attribute.name;
        literals := literals || ', ' || literal;
      END LOOP;
      BEGIN
        IF names = '' THEN
          EXECUTE format('INSERT INTO %s DEFAULT VALUES', relation.name);
        ELSE
          EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)', relation.name, substr(names, 3), substr(literals, 3));
        END IF;
        filled := filled || (relation.name || relation.k);
        progress := true;
      EXCEPTION WHEN OTHERS THEN
        NULL;  -- this table wants other values, or its parents first
      END;
    END LOOP;
  END LOOP;
END
$fill$;

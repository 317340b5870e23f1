-- What any program that compares schemas must read of one PostgreSQL database, in the plainest way: the server spells every
-- type, default, index and constraint. The yardstick of the table that `run` prints.
\o /dev/null
SELECT oid, relname, relkind, relnamespace FROM pg_class WHERE relnamespace = 'public'::regnamespace;
SELECT a.attrelid, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
       a.attidentity, a.attgenerated
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p');
SELECT i.indexrelid, i.indrelid, pg_get_indexdef(i.indexrelid), i.indisunique, i.indisprimary
  FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid
 WHERE c.relnamespace = 'public'::regnamespace;
SELECT oid, conname, contype, conrelid, confrelid, conkey, confkey, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace;

// The queries about everything that the model holds as SQL: views, routines, triggers, policies, types, grants, and
// what those need. One query for each, whatever the number of objects; the server's deparse functions run on rows that
// exist, and on no others.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/catalogue.h"
#include "dialects/postgresql/old_servers.h"

namespace schemac::postgresql {
namespace {

// Columns: kind, catalogue, number, schema, name, the relation it belongs to (or 0), definition, shape, number of its
// type (or 0), and whether it is a setting of the object with that catalogue and number.
constexpr std::string_view relation_objects = R"(
SELECT CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, 1259, c.oid, c.relnamespace, c.relname::text, 0::oid,
  format('CREATE %s %I.%I', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, n.nspname, c.relname)
    || coalesce((SELECT ' USING ' || quote_ident(a.amname) FROM pg_am a WHERE c.relkind = 'm' AND a.oid = c.relam AND a.amname <> 'heap'), '')
    || coalesce((SELECT ' WITH (' || string_agg(split_part(o, '=', 1) || '=' || quote_literal(substr(o, strpos(o, '=') + 1)), ', ') || ')' FROM unnest(c.reloptions) o), '')
    || coalesce((SELECT ' TABLESPACE ' || quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace), '')
    || E' AS\n' || rtrim(pg_get_viewdef(c.oid), ';'),
  CASE c.relkind WHEN 'v' THEN array_to_string(ARRAY(SELECT format('%I %s %s', attname, format_type(atttypid, atttypmod), nullif(attcollation, 0)::regcollation)
    FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 ORDER BY attnum), E'\x1f') END, 0::oid, false
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384 AND c.relkind IN ('v', 'm')
UNION ALL SELECT 'column default', 1259, c.oid, c.relnamespace, c.relname || '.' || a.attname, c.oid,
  format('ALTER VIEW %I.%I ALTER COLUMN %I SET DEFAULT %s', n.nspname, c.relname, a.attname, pg_get_expr(d.adbin, 0)), NULL, 0, true
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attrdef d ON d.adrelid = c.oid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum
WHERE c.oid >= 16384 AND c.relkind = 'v'
UNION ALL SELECT 'column statistics', 1259, c.oid, c.relnamespace, c.relname || '.' || a.attname, c.oid,
  format('ALTER MATERIALIZED VIEW %I.%I ALTER COLUMN %I SET STATISTICS %s', n.nspname, c.relname, a.attname, a.attstattarget), NULL, 0, true
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relkind = 'm' AND a.attnum > 0 AND a.attstattarget >= 0
UNION ALL SELECT 'index', 1259, i.indexrelid, c.relnamespace, x.relname::text, c.oid, pg_get_indexdef(i.indexrelid)
    || coalesce((SELECT ' TABLESPACE ' || quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = x.reltablespace), ''), NULL, 0, false
FROM owned c JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class x ON x.oid = i.indexrelid WHERE c.oid >= 16384 AND (c.relkind = 'm' OR (c.relispartition AND c.relkind <> 'f' AND
  NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = x.oid) AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))))
UNION ALL SELECT 'clustering', 1259, i.indexrelid, c.relnamespace, c.relname::text, c.oid,
  format('ALTER MATERIALIZED VIEW %I.%I CLUSTER ON %I', n.nspname, c.relname, x.relname), NULL, 0, true
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class x ON x.oid = i.indexrelid WHERE c.relkind = 'm' AND i.indisclustered
UNION ALL SELECT 'partition', 1259, c.oid, c.relnamespace, c.relname::text, 0::oid,
  format('CREATE %sTABLE %I.%I PARTITION OF %s %s', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END, n.nspname, c.relname, h.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid))
    || CASE c.relkind WHEN 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) ELSE '' END
    || coalesce((SELECT ' TABLESPACE ' || quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace), ''), NULL, 0::oid, false
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_inherits h ON h.inhrelid = c.oid WHERE c.oid >= 16384 AND c.relispartition AND c.relkind IN ('r', 'p')
UNION ALL SELECT 'partition options', 1259, c.oid, c.relnamespace, c.relname::text, c.oid,
  format('ALTER TABLE %I.%I SET (%s)', n.nspname, c.relname, (SELECT string_agg(split_part(o, '=', 1) || '=' || quote_literal(substr(o, strpos(o, '=') + 1)), ', ') FROM unnest(c.reloptions) o)),
  NULL, 0::oid, true
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384 AND c.relispartition AND c.relkind IN ('r', 'p') AND c.reloptions IS NOT NULL
UNION ALL SELECT 'partition replica identity', 1259, c.oid, c.relnamespace, c.relname::text, c.oid, format('ALTER TABLE %I.%I REPLICA IDENTITY %s', n.nspname, c.relname,
  CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE 'USING INDEX ' || quote_ident(x.relname) END), NULL, 0::oid, true
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisreplident LEFT JOIN pg_class x ON x.oid = i.indexrelid
WHERE c.oid >= 16384 AND c.relispartition AND c.relkind IN ('r', 'p') AND (c.relreplident IN ('f', 'n') OR c.relreplident = 'i' AND x.oid IS NOT NULL)
UNION ALL SELECT 'partition clustering', 1259, c.oid, c.relnamespace, c.relname::text, c.oid, format('ALTER TABLE %I.%I CLUSTER ON %I', n.nspname, c.relname, x.relname), NULL, 0::oid, true
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_index i ON i.indrelid = c.oid AND i.indisclustered JOIN pg_class x ON x.oid = i.indexrelid
WHERE c.oid >= 16384 AND c.relispartition AND c.relkind IN ('r', 'p')
UNION ALL SELECT 'partition constraint', 2606, k.oid, c.relnamespace, c.relname || '.' || k.conname, c.oid,
  format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)), NULL, 0::oid, true
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_constraint k ON k.conrelid = c.oid AND k.conparentid = 0 AND k.coninhcount = 0 AND k.contype IN ('p', 'u', 'c', 'f', 'x')
WHERE c.oid >= 16384 AND c.relispartition AND c.relkind IN ('r', 'p')
UNION ALL SELECT s.kind, 2604, s.number, c.relnamespace, c.relname || '.' || a.attname, c.oid, format('ALTER TABLE %I.%I ALTER COLUMN %I %s', n.nspname, c.relname, a.attname, s.action), NULL, 0::oid, true
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_inherits h ON h.inhrelid = c.oid JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_attribute p ON p.attrelid = h.inhparent AND p.attname = a.attname
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum LEFT JOIN pg_attrdef e ON e.adrelid = p.attrelid AND e.adnum = p.attnum
  CROSS JOIN LATERAL (VALUES
    ('partition default', coalesce(d.oid, 0::oid), CASE WHEN a.attgenerated = '' AND pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM pg_get_expr(e.adbin, e.adrelid) THEN coalesce('SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), 'DROP DEFAULT') END),
    ('partition not null', 0::oid, CASE WHEN a.attnotnull AND NOT p.attnotnull AND
      NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)) THEN 'SET NOT NULL' END),
    ('partition storage', 0::oid, CASE WHEN a.attstorage <> p.attstorage THEN 'SET STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END END),
    ('partition compression', 0::oid, (SELECT 'SET COMPRESSION ' || CASE o WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' ELSE 'default' END
      FROM (SELECT coalesce(to_jsonb(a) ->> 'attcompression', ''), coalesce(to_jsonb(p) ->> 'attcompression', '')) x (o, b) WHERE o <> b)),
    ('partition statistics', 0::oid, CASE WHEN coalesce(a.attstattarget, -1) <> coalesce(p.attstattarget, -1) THEN 'SET STATISTICS ' || coalesce(a.attstattarget, -1) END)) s (kind, number, action)
WHERE c.oid >= 16384 AND c.relispartition AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND s.action IS NOT NULL
UNION ALL SELECT 'row security', 1259, c.oid, c.relnamespace, c.relname::text, c.oid, format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', n.nspname, c.relname), NULL, 0, true
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384 AND c.relrowsecurity
UNION ALL SELECT 'forced row security', 1259, c.oid, c.relnamespace, c.relname::text, c.oid, format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', n.nspname, c.relname), NULL, 0, true
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384 AND c.relforcerowsecurity)";

// Aggregates that the words below cannot say (moving, ordered-set, with a sort operator) are listed as not managed. A
// range type's constructors come with it.
constexpr std::string_view routines = R"(
SELECT CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' WHEN 'w' THEN 'window function' ELSE 'function' END, 1255, p.oid, p.pronamespace,
  CASE WHEN p.proname ~ '[("]' THEN quote_ident(p.proname) ELSE p.proname::text END || '(' || coalesce((SELECT string_agg(format_type(t, NULL), ', ' ORDER BY place) FROM unnest(p.proargtypes) WITH ORDINALITY a (t, place)), '') || ')', 0,
  CASE WHEN g.aggfnoid IS NULL THEN CASE WHEN p.prokind <> 'a' THEN rtrim(pg_get_functiondef(p.oid), E'\n') END
    ELSE format('CREATE AGGREGATE %I.%I(%s) (SFUNC = %s, STYPE = %s', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid), g.aggtransfn, format_type(g.aggtranstype, NULL))
      || CASE WHEN g.aggtransspace <> 0 THEN ', SSPACE = ' || g.aggtransspace ELSE '' END
      || CASE WHEN g.aggfinalfn <> 0 THEN ', FINALFUNC = ' || g.aggfinalfn || CASE WHEN g.aggfinalextra THEN ', FINALFUNC_EXTRA' ELSE '' END ELSE '' END
      || CASE WHEN g.aggcombinefn <> 0 THEN ', COMBINEFUNC = ' || g.aggcombinefn ELSE '' END
      || CASE WHEN g.aggserialfn <> 0 THEN ', SERIALFUNC = ' || g.aggserialfn || ', DESERIALFUNC = ' || g.aggdeserialfn ELSE '' END
      || coalesce(', INITCOND = ' || quote_literal(g.agginitval), '')
      || CASE p.proparallel WHEN 's' THEN ', PARALLEL = safe' WHEN 'r' THEN ', PARALLEL = restricted' ELSE '' END || ')' END,
  CASE WHEN p.prokind <> 'a' THEN array_to_string(ARRAY['returns ' || coalesce(pg_get_function_result(p.oid), ''), 'takes ' || pg_get_function_identity_arguments(p.oid)]
    || array_fill('default'::text, ARRAY[p.pronargdefaults::int]), E'\x1f') END, 0, false
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_aggregate g ON g.aggfnoid = p.oid AND g.aggkind = 'n' AND g.aggmtransfn = 0 AND g.aggsortop = 0 AND NOT g.aggfinalextra
WHERE p.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 1255 AND d.objid = p.oid AND d.deptype IN ('i', 'e')))";

// A partition's trigger that its parent's brought along is no object of its own; its state is, where it is another one.
std::string on_tables(int major) {
  const std::string is_no_clone =
      major >= 13 ? "t.tgparentid = 0"
                  : "NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 2620 AND d.objid = t.oid AND d.refclassid = "
                    "2620 AND d.deptype IN ('P', 'I'))";
  return fmt::format(
      R"(
SELECT 'trigger', 2620, t.oid, c.relnamespace, c.relname || '.' || t.tgname, c.oid, pg_get_triggerdef(t.oid), NULL, 0, false
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND {0}
UNION ALL SELECT 'trigger state', 2620, {2}, c.relnamespace, c.relname || '.' || t.tgname, c.oid,
  format('ALTER TABLE %I.%I %s TRIGGER %I', n.nspname, c.relname, CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END, t.tgname), NULL, 0, true
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {1}
UNION ALL SELECT 'comment on trigger', 2620, t.oid, c.relnamespace, c.relname || '.' || t.tgname, c.oid, format('COMMENT ON TRIGGER %I ON %I.%I IS ', t.tgname, n.nspname, c.relname), NULL, 0, true
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_description d ON d.classoid = 'pg_trigger'::regclass AND d.objoid = t.oid
WHERE t.tgconstraint = 0 AND NOT ({0})
UNION ALL SELECT 'rule', 2618, r.oid, c.relnamespace, c.relname || '.' || r.rulename, c.oid, rtrim(pg_get_ruledef(r.oid), ';'), NULL, 0, false
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE r.oid >= 16384 AND r.rulename <> '_RETURN'
UNION ALL SELECT 'rule state', 2618, r.oid, c.relnamespace, c.relname || '.' || r.rulename, c.oid,
  format('ALTER TABLE %I.%I %s RULE %I', n.nspname, c.relname, CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, r.rulename), NULL, 0, true
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.oid >= 16384 AND r.rulename <> '_RETURN' AND r.ev_enabled <> 'O'
UNION ALL SELECT 'policy', 3256, p.oid, c.relnamespace, c.relname || '.' || p.polname, c.oid,
  format('CREATE POLICY %I ON %I.%I', p.polname, n.nspname, c.relname) || CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
    || CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE' ELSE '' END
    || coalesce(' TO ' || (SELECT string_agg(quote_ident(a.rolname), ', ' ORDER BY a.rolname) FROM pg_roles a WHERE a.oid = ANY (p.polroles)), '')
    || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '') || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', ''), NULL, 0, false
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
UNION ALL SELECT 'statistics', 3381, s.oid, s.stxnamespace, s.stxname::text, s.stxrelid, pg_get_statisticsobjdef(s.oid), NULL, 0, false FROM pg_statistic_ext s
UNION ALL SELECT 'statistics target', 3381, s.oid, s.stxnamespace, s.stxname::text, s.stxrelid, format('ALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname, to_jsonb(s) ->> 'stxstattarget'), NULL, 0, true
FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE (to_jsonb(s) ->> 'stxstattarget')::int >= 0)",
      is_no_clone,
      major >= 13 ? "(NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled <> 'O' OR t.tgparentid <> 0 AND "
                    "t.tgconstraint = 0 AND "
                    "t.tgenabled <> (SELECT p.tgenabled FROM pg_trigger p WHERE p.oid = t.tgparentid))"
                  : fmt::format("NOT t.tgisinternal AND t.tgenabled <> 'O' AND {}", is_no_clone),
      major >= 13 ? "coalesce(nullif(t.tgparentid, 0), t.oid)" : "t.oid");
}

// A domain's default, NOT NULL and checks are objects beside it, because they can change while it is in use.
std::string types(int major) {
  const auto locale = major >= 17 ? "o.colllocale" : major >= 15 ? "o.colliculocale" : "NULL::text";
  return fmt::format(R"(
SELECT 'domain', 1247, t.oid, t.typnamespace, t.typname::text, 0, format('CREATE DOMAIN %I.%I AS %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod))
    || CASE WHEN t.typcollation <> b.typcollation THEN ' COLLATE ' || t.typcollation::regcollation ELSE '' END, NULL, 0, false
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype WHERE t.oid >= 16384 AND t.typtype = 'd'
UNION ALL SELECT 'domain default', 1247, t.oid, t.typnamespace, t.typname::text, 0,
  format('ALTER DOMAIN %I.%I SET DEFAULT %s', n.nspname, t.typname, coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault))), NULL, 0, true
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid >= 16384 AND t.typtype = 'd' AND t.typdefault IS NOT NULL
UNION ALL SELECT 'domain not null', 1247, t.oid, t.typnamespace, t.typname::text, 0, format('ALTER DOMAIN %I.%I SET NOT NULL', n.nspname, t.typname), NULL, 0, true
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid >= 16384 AND t.typtype = 'd' AND t.typnotnull
UNION ALL SELECT 'domain constraint', 2606, k.oid, t.typnamespace, t.typname || '.' || k.conname, 0,
  format('ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s', n.nspname, t.typname, k.conname, pg_get_constraintdef(k.oid)), NULL, 0, false
FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace WHERE k.contypid >= 16384 AND k.contype = 'c'
UNION ALL SELECT 'composite type', 1259, c.oid, c.relnamespace, c.relname::text, 0,
  format('CREATE TYPE %I.%I AS (%s)', n.nspname, c.relname, (SELECT string_agg(a.text, ', ' ORDER BY a.attnum) FROM attributes a WHERE a.attrelid = c.oid)),
  (SELECT string_agg(a.text, E'\x1f' ORDER BY a.attnum) FROM attributes a WHERE a.attrelid = c.oid), c.reltype, false
FROM owned c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'c'
UNION ALL SELECT 'range type', 1247, t.oid, t.typnamespace, t.typname::text, 0, format('CREATE TYPE %I.%I AS RANGE (SUBTYPE = %s', n.nspname, t.typname, format_type(r.rngsubtype, NULL))
    || coalesce((SELECT format(', SUBTYPE_OPCLASS = %I.%I', x.nspname, o.opcname) FROM pg_opclass o JOIN pg_namespace x ON x.oid = o.opcnamespace WHERE o.oid = r.rngsubopc AND NOT o.opcdefault), '')
    || CASE WHEN r.rngcollation NOT IN (0, 100) THEN ', COLLATION = ' || r.rngcollation::regcollation ELSE '' END
    || CASE WHEN r.rngsubdiff::oid <> 0 THEN ', SUBTYPE_DIFF = ' || r.rngsubdiff ELSE '' END
    || {1} || ')', NULL, 0, false
FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid >= 16384 AND r.rngcanonical::oid = 0
UNION ALL SELECT 'collation', 3456, o.oid, o.collnamespace, o.collname::text, 0, format('CREATE COLLATION %I.%I (PROVIDER = %s', n.nspname, o.collname,
    CASE o.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END)
    || CASE WHEN o.collprovider IN ('i', 'b') THEN ', LOCALE = ' || quote_literal(coalesce({0}, o.collcollate::text))
       ELSE ', LC_COLLATE = ' || quote_literal(o.collcollate) || ', LC_CTYPE = ' || quote_literal(o.collctype) END
    || CASE WHEN o.collisdeterministic THEN '' ELSE ', DETERMINISTIC = false' END || ')', NULL, 0, false
FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace WHERE o.oid >= 16384 AND o.collprovider IN ('i', 'b', 'c'))",
                     locale, major >= 14 ? "', MULTIRANGE_TYPE_NAME = ' || r.rngmultitypid::regtype" : "''");
}

// A schema that an extension made for itself is the extension's.
constexpr std::string_view extensions = R"(
SELECT 'extension', 3079, e.oid, 0, e.extname::text, 0, format('CREATE EXTENSION %I', e.extname)
  || CASE WHEN n.nspname = 'pg_catalog' OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 2615 AND d.objid = n.oid AND d.deptype = 'e') THEN '' ELSE format(' WITH SCHEMA %I', n.nspname) END,
  CASE WHEN NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 2615 AND d.objid = n.oid AND d.deptype = 'e') THEN n.nspname END, 0, false
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql')";

constexpr std::string_view attributes = R"(
WITH owned AS MATERIALIZED (
  SELECT * FROM pg_class WHERE oid >= 16384 AND (relkind IN ('v', 'm', 'c') OR relispartition OR relrowsecurity OR relforcerowsecurity)
), attributes AS (
  SELECT a.attrelid, a.attnum, format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
    || CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END AS text
  FROM owned c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped
))";

// Most databases hold few kinds of these, and planning a query costs more than finding nothing by it. In the order of
// Present; whether a column has rights of its own the columns say. One pass over each large catalogue; of triggers,
// those of foreign keys have a constraint.
constexpr std::string_view presence = R"(
WITH relations AS (
  SELECT bool_or(relkind IN ('v', 'm') OR relispartition OR relrowsecurity OR relforcerowsecurity) AS told, bool_or(relkind = 'c') AS composite,
    bool_or(relacl IS NOT NULL) AS with_rights, bool_or(relkind IN ('p', 'f') OR reloftype <> 0) AS with_needs,
    bool_or(relispartition) AS with_partitions
  FROM pg_class WHERE oid >= 16384
), types AS (
  SELECT bool_or(typtype IN ('d', 'r')) AS told, bool_or(typacl IS NOT NULL) AS with_rights, bool_or(typtype IN ('b', 'r') AND typcategory <> 'A') AS listed
  FROM pg_type WHERE oid >= 16384
)
SELECT relations.told,
  EXISTS (SELECT FROM pg_proc WHERE oid >= 16384),
  EXISTS (SELECT FROM pg_trigger WHERE tgconstraint = 0) OR EXISTS (SELECT FROM pg_constraint WHERE contype = 't')
    OR EXISTS (SELECT FROM pg_rewrite WHERE oid >= 16384 AND rulename <> '_RETURN') OR EXISTS (SELECT FROM pg_policy) OR EXISTS (SELECT FROM pg_statistic_ext),
  types.told OR relations.composite OR EXISTS (SELECT FROM pg_collation WHERE oid >= 16384),
  EXISTS (SELECT FROM pg_extension WHERE extname <> 'plpgsql'),
  relations.with_rights OR types.with_rights OR EXISTS (SELECT FROM pg_proc WHERE oid >= 16384 AND proacl IS NOT NULL) OR EXISTS (SELECT FROM pg_default_acl)
    OR EXISTS (SELECT FROM pg_namespace n WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND nspacl IS DISTINCT FROM
      (SELECT initprivs FROM pg_init_privs i WHERE i.classoid = 2615 AND i.objoid = n.oid)),
  types.listed OR EXISTS (SELECT FROM pg_proc WHERE oid >= 16384 AND prokind = 'a') OR EXISTS (SELECT FROM pg_cast WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_operator WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_opclass WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_opfamily WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_conversion WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_ts_config WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_ts_dict WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_ts_parser WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_ts_template WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_publication)
    OR EXISTS (SELECT FROM pg_event_trigger) OR EXISTS (SELECT FROM pg_foreign_server) OR EXISTS (SELECT FROM pg_foreign_data_wrapper)
    OR EXISTS (SELECT FROM pg_language WHERE oid >= 16384) OR EXISTS (SELECT FROM pg_am WHERE oid >= 16384) OR relations.with_partitions
    OR EXISTS (SELECT FROM pg_constraint WHERE contype = 'n' AND NOT convalidated) OR EXISTS (SELECT FROM pg_trigger WHERE tgisinternal AND tgenabled <> 'O'),
  relations.with_needs OR EXISTS (SELECT FROM pg_inherits)
FROM relations, types)";

struct Present {
  bool relations, routines, on_tables, types, extensions, privileges, unmanaged;
  bool dependents;  // tables that need something by what they are
};

std::string objects_query(int major, const Present& present) {
  std::vector<std::string> arms;
  if (present.relations) arms.emplace_back(relation_objects);
  if (present.routines) arms.emplace_back(routines);
  if (present.on_tables) arms.push_back(on_tables(major));
  if (present.types) arms.push_back(types(major));
  if (present.extensions) arms.emplace_back(extensions);
  return for_server(fmt::format("{}{}", attributes, fmt::join(arms, "\nUNION ALL ")), major);
}

// What differs from the rights that such an object is born with, one row for each object, grantee and direction. An
// owner's own rights are the owner's affair. Columns: kind, catalogue, number, schema, name, the relation it belongs to
// (or 0), what stands in front of GRANT, what stands behind ON, the column's name, the grantee, whether it is granted
// or revoked, rights, rights with grant option.
std::string privileges_query() {
  return R"(
WITH held (kind, class, number, space, name, relation, prefix, target, part, acl, base, owner) AS (
  SELECT CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END, 1259, c.oid, c.relnamespace, c.relname::text, c.oid, '',
    format('%s %I.%I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname), NULL::text, c.relacl, NULL::aclitem[], c.relowner
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384 AND c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
  UNION ALL SELECT 'column', 1259, c.oid, c.relnamespace, c.relname || '.' || a.attname, c.oid, '', format('TABLE %I.%I', n.nspname, c.relname), quote_ident(a.attname), a.attacl, NULL, c.relowner
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE a.attrelid >= 16384 AND a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm')
  UNION ALL SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, 1255, p.oid, p.pronamespace, NULL, 0, '', NULL, NULL, p.proacl, acldefault('f', p.proowner), p.proowner
  FROM pg_proc p WHERE p.oid >= 16384 AND p.proacl IS NOT NULL
  UNION ALL SELECT 'type', CASE t.typtype WHEN 'c' THEN 1259 ELSE 1247 END, CASE t.typtype WHEN 'c' THEN t.typrelid ELSE t.oid END, t.typnamespace, t.typname::text, 0, '',
    format('TYPE %I.%I', n.nspname, t.typname), NULL, t.typacl, acldefault('T', t.typowner), t.typowner
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid >= 16384 AND t.typacl IS NOT NULL
  UNION ALL SELECT 'schema', 2615, n.oid, n.oid, n.nspname::text, 0, '', format('SCHEMA %I', n.nspname), NULL, n.nspacl,
    coalesce((SELECT i.initprivs FROM pg_init_privs i WHERE i.classoid = 2615 AND i.objoid = n.oid), CASE n.nspname WHEN 'public' THEN ARRAY[makeaclitem(0, n.nspowner, 'USAGE', false)] END), n.nspowner
  FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.nspacl IS NOT NULL
  UNION ALL SELECT 'default', 826, d.oid, d.defaclnamespace, w.word || ' of ' || r.rolname, 0,
    format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s ', r.rolname, (SELECT ' IN SCHEMA ' || quote_ident(n.nspname) FROM pg_namespace n WHERE n.oid = d.defaclnamespace)),
    upper(w.word), NULL, d.defaclacl, CASE WHEN d.defaclnamespace = 0 THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's'::"char" ELSE d.defaclobjtype END, d.defaclrole) END, d.defaclrole
  FROM pg_default_acl d JOIN pg_roles r ON r.oid = d.defaclrole
  CROSS JOIN LATERAL (SELECT CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'large objects' END) w (word)
), has AS (
  SELECT h.class, h.number, h.name, x.grantee, x.privilege_type, bool_or(x.is_grantable) AS grantable FROM held h CROSS JOIN LATERAL aclexplode(h.acl) x WHERE x.grantee <> h.owner GROUP BY 1, 2, 3, 4, 5
), had AS (
  SELECT h.class, h.number, h.name, x.grantee, x.privilege_type, bool_or(x.is_grantable) AS grantable FROM held h CROSS JOIN LATERAL aclexplode(h.base) x WHERE x.grantee <> h.owner GROUP BY 1, 2, 3, 4, 5
), change AS (
  SELECT true AS granted, * FROM (SELECT * FROM has EXCEPT SELECT * FROM had) g UNION ALL SELECT false, * FROM (SELECT * FROM had EXCEPT SELECT * FROM has) r
)
SELECT h.kind, h.class, h.number, h.space, h.name, h.relation, h.prefix, h.target, h.part, CASE c.grantee WHEN 0 THEN 'PUBLIC' ELSE (SELECT quote_ident(rolname) FROM pg_roles WHERE oid = c.grantee) END,
  c.granted, array_to_string(array_agg(c.privilege_type ORDER BY c.privilege_type) FILTER (WHERE NOT c.grantable), E'\x1f'),
  array_to_string(array_agg(c.privilege_type ORDER BY c.privilege_type) FILTER (WHERE c.grantable), E'\x1f')
FROM held h JOIN change c ON c.class = h.class AND c.number = h.number AND c.name IS NOT DISTINCT FROM h.name
GROUP BY h.kind, h.class, h.number, h.space, h.name, h.relation, h.prefix, h.target, h.part, c.grantee, c.granted)";
}

// Who owns what. What belongs to a column or a table follows it. Columns: kind, catalogue, number, schema, name, the
// relation it is (or 0), what stands behind ALTER, the owner. Not all of them: what belongs to somebody else than who
// is asking, and could be made again.
std::string owners_query(bool all) {
  const std::string owned = R"(
SELECT CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END, 1259, c.oid, c.relnamespace, c.relname::text, c.oid,
  format('%s %I.%I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, n.nspname, c.relname), quote_ident(pg_get_userbyid(c.relowner))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
  AND NOT (c.relkind = 'S' AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 1259 AND d.objid = c.oid AND d.refclassid = 1259 AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')))
UNION ALL SELECT '', 1255, p.oid, p.pronamespace, NULL, 0, NULL, quote_ident(pg_get_userbyid(p.proowner)) FROM pg_proc p WHERE p.oid >= 16384
UNION ALL SELECT CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END, CASE t.typtype WHEN 'c' THEN 1259 ELSE 1247 END, CASE t.typtype WHEN 'c' THEN t.typrelid ELSE t.oid END, t.typnamespace, t.typname::text, 0,
  format('%s %I.%I', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, n.nspname, t.typname), quote_ident(pg_get_userbyid(t.typowner))
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE t.oid >= 16384 AND (t.typtype IN ('d', 'e', 'r') OR c.relkind = 'c')
UNION ALL SELECT 'schema', 2615, n.oid, n.oid, n.nspname::text, 0, format('SCHEMA %I', n.nspname), quote_ident(pg_get_userbyid(n.nspowner))
FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')";
  if (all) return owned;
  return "SELECT * FROM (" + owned +
         ") o (kind, class, number, space, name, relation, target, owner) WHERE kind NOT IN ('schema', 'sequence') AND "
         "owner <> "
         "quote_ident(current_user)";
}

// What the model does not hold, one row each: kind, schema, name, catalogue, number (0 where nothing depends on it). A
// NOT NULL that is NOT VALID is among it, and what DISABLE TRIGGER ALL does to foreign keys and deferrable keys, whose
// triggers have names of the server's own.
std::string unmanaged_query() {
  return R"(
SELECT 'aggregate', p.pronamespace, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', 1255, p.oid FROM pg_proc p JOIN pg_aggregate g ON g.aggfnoid = p.oid
  WHERE p.oid >= 16384 AND NOT (g.aggkind = 'n' AND g.aggmtransfn = 0 AND g.aggsortop = 0 AND NOT g.aggfinalextra)
UNION ALL SELECT CASE typtype WHEN 'r' THEN 'range type' ELSE 'base type' END, typnamespace, typname, 1247, oid
  FROM pg_type t WHERE oid >= 16384 AND ((typtype = 'r' AND EXISTS (SELECT FROM pg_range r WHERE r.rngtypid = t.oid AND r.rngcanonical::oid <> 0)) OR (typtype = 'b' AND typcategory <> 'A'))
UNION ALL SELECT 'cast', 0, format_type(castsource, NULL) || ' as ' || format_type(casttarget, NULL), 2605, oid FROM pg_cast x WHERE oid >= 16384 AND
  NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 2605 AND d.objid = x.oid AND d.deptype = 'i')
UNION ALL SELECT 'operator', oprnamespace, oprname || ' (' || format_type(oprleft, NULL) || ', ' || format_type(oprright, NULL) || ')', 2617, oid FROM pg_operator WHERE oid >= 16384
UNION ALL SELECT 'operator class', opcnamespace, opcname, 2616, oid FROM pg_opclass WHERE oid >= 16384
UNION ALL SELECT 'operator family', opfnamespace, opfname, 2753, oid FROM pg_opfamily WHERE oid >= 16384
UNION ALL SELECT 'conversion', connamespace, conname, 2607, oid FROM pg_conversion WHERE oid >= 16384
UNION ALL SELECT 'text search configuration', cfgnamespace, cfgname, 3602, oid FROM pg_ts_config WHERE oid >= 16384
UNION ALL SELECT 'text search dictionary', dictnamespace, dictname, 3600, oid FROM pg_ts_dict WHERE oid >= 16384
UNION ALL SELECT 'text search parser', prsnamespace, prsname, 3601, oid FROM pg_ts_parser WHERE oid >= 16384
UNION ALL SELECT 'text search template', tmplnamespace, tmplname, 3764, oid FROM pg_ts_template WHERE oid >= 16384
UNION ALL SELECT 'publication', 0, pubname, 6104, oid FROM pg_publication
UNION ALL SELECT 'event trigger', 0, evtname, 3466, oid FROM pg_event_trigger
UNION ALL SELECT 'foreign server', 0, srvname, 1417, oid FROM pg_foreign_server
UNION ALL SELECT 'foreign data wrapper', 0, fdwname, 2328, oid FROM pg_foreign_data_wrapper
UNION ALL SELECT 'language', 0, lanname, 2612, oid FROM pg_language WHERE oid >= 16384
UNION ALL SELECT 'access method', 0, amname, 2601, oid FROM pg_am WHERE oid >= 16384
UNION ALL SELECT k.what || ' of partition ' || quote_ident(c.relname), x.relnamespace, x.relname, 0, 0::oid
  FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_inherits h ON h.inhrelid = x.oid JOIN pg_class p ON p.oid = h.inhparent
  CROSS JOIN LATERAL (VALUES ('comment on index', EXISTS (SELECT FROM pg_description d WHERE d.classoid = 1259 AND d.objoid = x.oid)),
    ('comment on key', EXISTS (SELECT FROM pg_constraint k JOIN pg_description d ON d.classoid = 2606 AND d.objoid = k.oid WHERE k.conindid = x.oid AND k.conrelid = c.oid)),
    ('options of index', x.reloptions IS DISTINCT FROM p.reloptions)) k (what, is_so)
  WHERE c.relispartition AND k.is_so
UNION ALL SELECT 'statistics target of index', c.relnamespace, c.relname || '.' || a.attnum, 0, 0::oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.oid >= 16384 AND c.relkind IN ('i', 'I') AND a.attstattarget >= 0
UNION ALL SELECT 'options of column', c.relnamespace, c.relname || '.' || a.attname, 0, 0::oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_inherits h ON h.inhrelid = c.oid
  JOIN pg_attribute p ON p.attrelid = h.inhparent AND p.attname = a.attname WHERE c.oid >= 16384 AND c.relispartition AND a.attnum > 0 AND a.attoptions IS DISTINCT FROM p.attoptions
UNION ALL SELECT 'storage of column', c.relnamespace, c.relname || '.' || a.attname, 0, 0::oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.oid >= 16384 AND c.relkind = 'm' AND a.attnum > 0 AND NOT a.attisdropped AND (a.attstorage <> t.typstorage OR coalesce(to_jsonb(a) ->> 'attcompression', '') <> '')
UNION ALL SELECT 'NOT VALID constraint', c.relnamespace, c.relname || '.' || k.conname, 0, 0::oid
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'n' AND NOT k.convalidated
UNION ALL SELECT DISTINCT CASE t.tgenabled WHEN 'D' THEN 'disabled trigger of constraint' ELSE 'replication trigger of constraint' END, c.relnamespace, c.relname || '.' || k.conname, 0, 0::oid
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_constraint k ON k.oid = t.tgconstraint WHERE t.tgisinternal AND t.tgenabled <> 'O')";
}

// What all those need. A view's needs hang on its rewrite rule, a foreign table's or a partition's on its constraints
// as well. LATERAL, so that pg_depend is read by its index for the few, never as a whole. A row type stands for its
// relation, an array for its elements.
std::string dependencies_query() {
  return R"(
WITH foreigner AS MATERIALIZED (
  SELECT c.oid FROM pg_class c WHERE c.oid >= 16384 AND
    (c.relkind IN ('p', 'f', 'c') OR c.relispartition OR c.reloftype <> 0 OR (c.relkind = 'r' AND c.oid IN (SELECT inhrelid FROM pg_inherits)))
), dependent (class, number, owner_class, owner) AS (
  SELECT 1255, oid, 1255, oid FROM pg_proc WHERE oid >= 16384
  UNION ALL SELECT 2620, oid, 2620, oid FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 2618, oid, CASE rulename WHEN '_RETURN' THEN 1259 ELSE 2618 END, CASE rulename WHEN '_RETURN' THEN ev_class ELSE oid END FROM pg_rewrite WHERE oid >= 16384
  UNION ALL SELECT 3256, oid, 3256, oid FROM pg_policy
  UNION ALL SELECT 3381, oid, 3381, oid FROM pg_statistic_ext
  UNION ALL SELECT 1247, oid, 1247, oid FROM pg_type WHERE oid >= 16384 AND (typtype IN ('d', 'r') OR (typtype = 'b' AND typcategory <> 'A'))
  UNION ALL SELECT 2606, oid, 2606, oid FROM pg_constraint WHERE contypid >= 16384
  UNION ALL SELECT 1259, i.indexrelid, 1259, i.indexrelid FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid WHERE c.oid >= 16384 AND (c.relkind = 'm' OR c.relispartition)
  UNION ALL SELECT 3079, oid, 3079, oid FROM pg_extension
  UNION ALL SELECT 6106, oid, 6104, prpubid FROM pg_publication_rel
  UNION ALL SELECT 3466, oid, 3466, oid FROM pg_event_trigger
  UNION ALL SELECT 2605, oid, 2605, oid FROM pg_cast WHERE oid >= 16384
  UNION ALL SELECT 2617, oid, 2617, oid FROM pg_operator WHERE oid >= 16384
  UNION ALL SELECT 2616, oid, 2616, oid FROM pg_opclass WHERE oid >= 16384
  UNION ALL SELECT 2602, oid, 2753, amopfamily FROM pg_amop WHERE oid >= 16384
  UNION ALL SELECT 2603, oid, 2753, amprocfamily FROM pg_amproc WHERE oid >= 16384
  UNION ALL SELECT 2607, oid, 2607, oid FROM pg_conversion WHERE oid >= 16384
  UNION ALL SELECT 2328, oid, 2328, oid FROM pg_foreign_data_wrapper WHERE oid >= 16384
  UNION ALL SELECT 2612, oid, 2612, oid FROM pg_language WHERE oid >= 16384
  UNION ALL SELECT 2601, oid, 2601, oid FROM pg_am WHERE oid >= 16384
  UNION ALL SELECT 3601, oid, 3601, oid FROM pg_ts_parser WHERE oid >= 16384
  UNION ALL SELECT 3764, oid, 3764, oid FROM pg_ts_template WHERE oid >= 16384
  UNION ALL SELECT 1259, oid, 1259, oid FROM foreigner
  UNION ALL SELECT 2604, d.oid, 2604, d.oid FROM foreigner f JOIN pg_class c ON c.oid = f.oid AND c.relispartition JOIN pg_attrdef d ON d.adrelid = f.oid
  UNION ALL SELECT 2606, k.oid, o.class, o.number FROM foreigner f CROSS JOIN LATERAL (SELECT oid, conrelid, conparentid = 0 AND coninhcount = 0 AS own FROM pg_constraint WHERE conrelid = f.oid OFFSET 0) k
    CROSS JOIN LATERAL (VALUES (1259, k.conrelid), (2606, CASE WHEN k.own THEN k.oid END)) o (class, number) WHERE o.number IS NOT NULL
)
SELECT DISTINCT x.owner_class, x.owner, CASE WHEN d.refclassid <> 1247 THEN d.refclassid WHEN coalesce(e.typrelid, t.typrelid, 0) = 0 THEN 1247 ELSE 1259 END,
  CASE WHEN d.refclassid <> 1247 THEN d.refobjid ELSE coalesce(nullif(coalesce(e.typrelid, t.typrelid), 0), e.oid, t.oid) END, d.refobjsubid
FROM dependent x
CROSS JOIN LATERAL (SELECT * FROM pg_depend d WHERE d.classid = x.class AND d.objid = x.number AND d.refclassid IN (1247, 1255, 1259, 2606, 2620, 3456, 3079) AND
  d.refobjid >= 16384 AND d.deptype IN ('n', 'a') OFFSET 0) d
LEFT JOIN pg_type t ON d.refclassid = 1247 AND t.oid = d.refobjid
LEFT JOIN pg_type e ON t.typcategory = 'A' AND e.oid = t.typelem
WHERE NOT (x.owner_class = 1259 AND d.refclassid = 1259 AND d.refobjid = x.owner))";
}

// Only tables' columns are all read; where there are views, their rights are asked for.
bool have_rights(const Rows& columns) {
  for (std::size_t at = 0; at < columns.size(); ++at)
    if (Row(columns, at).flag(column_has_rights)) return true;
  return false;
}

}  // namespace

std::string presence_query() { return std::string(presence); }

std::vector<std::string> object_queries(int major, const Rows& presence, const Rows& columns, bool owners) {
  const Row row(presence, 0);
  const Present present = {row.flag(0), row.flag(1), row.flag(2),
                           row.flag(3), row.flag(4), row.flag(5) || row.flag(0) || have_rights(columns),
                           row.flag(6), row.flag(7)};
  const std::string nothing = "SELECT WHERE false";
  const bool objects =
      present.relations || present.routines || present.on_tables || present.types || present.extensions;
  return {objects ? objects_query(major, present) : nothing, present.privileges ? privileges_query() : nothing,
          owners_query(owners), present.unmanaged ? unmanaged_query() : nothing,
          objects || present.unmanaged || present.dependents ? dependencies_query() : nothing};
}

}  // namespace schemac::postgresql

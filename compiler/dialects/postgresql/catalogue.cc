#include "dialects/postgresql/catalogue.h"

#include <fmt/format.h>

namespace schemac::postgresql {
namespace {

// Objects that initdb made have smaller numbers.
constexpr std::string_view namespaces = "SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'";

constexpr std::string_view extension_members =
    "SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' AND objid >= 16384";

// NULL for what nearly every relation is or has: a value that is not sent costs nothing.
constexpr std::string_view relations =
    "SELECT c.oid, c.relname, c.relnamespace, c.relkind, nullif(c.relpersistence, 'p'), array_to_string(c.reloptions, E'\\x1f'), "
    "nullif(c.relispartition, false), nullif(c.reloftype, 0), CASE WHEN c.relam NOT IN (0, 2, 403) THEN c.relam END, "
    "CASE WHEN c.relreplident IN ('f', 'n') THEN c.relreplident END, "
    "CASE WHEN c.reltablespace <> 0 THEN (SELECT spcname FROM pg_tablespace t WHERE t.oid = c.reltablespace) END, "
    "CASE WHEN c.oid IN (SELECT inhrelid FROM pg_inherits) AND NOT c.relispartition THEN true END, nullif(c.relrowsecurity, false) "
    "FROM pg_class c WHERE c.oid >= 16384 AND (c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'I', 'c') OR (c.relkind = 't' AND c.reloptions IS "
    "NOT NULL))";

// What hardly any column has is NULL for all others; of indexes only the operator classes' options are read. Some servers mark
// every attribute with an option of their own (`pg_attver=…`), which nobody can set and nobody wants to see.
std::string columns(int major) {
  const auto statistics = major >= 17 ? "a.attstattarget IS NOT NULL" : "a.attstattarget >= 0";
  const auto compression = major >= 14 ? "a.attcompression" : "''::\"char\"";
  // the usual storage of numeric, inet and cidr is `main`, of everything else of variable length `extended`
  const std::string_view storage =
      "a.attlen = -1 AND a.attstorage <> CASE WHEN a.atttypid IN (1700, 869, 650) THEN 'm'::\"char\" ELSE 'x'::\"char\" END";
  const std::string_view options = "a.attoptions[1] NOT LIKE 'pg\\_%' OR cardinality(a.attoptions) > 1";
  return fmt::format(
      "SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), nullif(a.attnotnull, false), nullif(a.attidentity, ''), "
      "nullif(a.attgenerated, ''), CASE WHEN a.attcollation NOT IN (0, 100) THEN a.attcollation END, "
      "CASE WHEN {0} THEN array_to_string(a.attoptions, E'\\x1f') END, "
      "CASE WHEN {1} <> '' OR {2} OR ({3}) THEN {1}::text || E'\\x1f' || CASE WHEN {2} THEN a.attstattarget::text ELSE '' END || E'\\x1f' || "
      "coalesce((SELECT a.attstorage::text FROM pg_type t WHERE t.oid = a.atttypid AND t.typstorage <> a.attstorage), '') END "
      "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'i') "
      "WHERE a.attrelid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped AND (c.relkind = 'r' OR {0})",
      options, compression, statistics, storage);
}

// Apart from the columns: joined to them, the few that have one would make the many cost more. 0 in place of the table where the
// expression names no column: the same text, an order of magnitude cheaper.
constexpr std::string_view defaults =
    "SELECT d.adrelid, d.adnum, pg_get_expr(d.adbin, CASE WHEN d.adbin::text LIKE '%{VAR %' THEN d.adrelid ELSE 0 END) FROM pg_attrdef d "
    "WHERE d.adrelid >= 16384";

std::string indexes(int major) {
  return fmt::format(
      "SELECT i.indexrelid, i.indrelid, nullif(i.indisunique, false), nullif(i.indisvalid, true), i.indnkeyatts, i.indkey, i.indclass, "
      "i.indcollation, i.indoption, {}, "
      "CASE WHEN i.indpred IS NOT NULL THEN pg_get_expr(i.indpred, i.indrelid) END, "
      "CASE WHEN i.indexprs IS NOT NULL THEN array_to_string(ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, false) FROM generate_series(1, "
      "i.indnkeyatts) k), E'\\x1f') END, CASE WHEN i.indexprs IS NOT NULL THEN pg_get_indexdef(i.indexrelid) END "
      "FROM pg_index i WHERE i.indexrelid >= 16384",
      major >= 15 ? "nullif(i.indnullsnotdistinct, false)" : "NULL");
}

std::string constraints(int major) {
  return fmt::format(
      "SELECT c.oid, c.conname, c.contype, c.conrelid, c.conindid, nullif(c.confrelid, 0), c.conkey, c.confkey, c.confupdtype, c.confdeltype, "
      "c.confmatchtype, nullif(c.condeferrable, false), nullif(c.condeferred, false), nullif(c.convalidated, true), nullif(c.connoinherit, false), "
      "{}, "
      "CASE c.contype WHEN 'c' THEN pg_get_expr(c.conbin, c.conrelid) WHEN 'x' THEN pg_get_constraintdef(c.oid) END, {}, {} "
      "FROM pg_constraint c WHERE c.conrelid >= 16384 AND c.contype IN ('p', 'u', 'c', 'f', 'x') AND (c.contype <> 'f' OR c.conparentid = 0)",
      major >= 15 ? "c.confdelsetcols" : "NULL", major >= 18 ? "nullif(c.conenforced, true)" : "NULL",
      major >= 18 ? "nullif(c.conperiod, false)" : "NULL");
}

constexpr std::string_view sequences =
    "SELECT s.seqrelid, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, d.refobjid, "
    "d.refobjsubid, d.deptype "
    "FROM pg_sequence s LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.objsubid = 0 AND "
    "d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') WHERE s.seqrelid >= 16384";

constexpr std::string_view enums =
    "SELECT t.oid, t.typname, t.typnamespace, (SELECT array_to_string(array_agg(e.enumlabel ORDER BY e.enumsortorder), E'\\x1f') FROM pg_enum e "
    "WHERE e.enumtypid = t.oid) "
    "FROM pg_type t WHERE t.typtype = 'e' AND t.oid >= 16384";

constexpr std::string_view descriptions =
    "SELECT classoid, objoid, objsubid, description FROM pg_description WHERE (objoid >= 16384 OR (objoid = 2200 AND classoid = "
    "'pg_namespace'::regclass)) AND "
    "classoid IN ('pg_class'::regclass, 'pg_type'::regclass, 'pg_constraint'::regclass, 'pg_namespace'::regclass)";

// All of them: a few hundred short rows cost less than finding out which ones are used.
constexpr std::string_view collations = "SELECT c.oid, n.nspname, c.collname FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace";

constexpr std::string_view operator_classes =
    "SELECT o.oid, n.nspname, o.opcname, o.opcdefault FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace";
constexpr std::string_view access_methods = "SELECT oid, amname FROM pg_am";

// What the model does not hold, one row each: kind, schema, name, catalogue, number.
constexpr std::string_view unmanaged = R"(
SELECT CASE prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' WHEN 'w' THEN 'window function' ELSE 'function' END, pronamespace,
  proname || '(' || pg_get_function_identity_arguments(oid) || ')', 1255, oid FROM pg_proc WHERE oid >= 16384
UNION ALL SELECT 'trigger', c.relnamespace, c.relname || '.' || t.tgname, 2620, t.oid FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL SELECT 'rule', c.relnamespace, c.relname || '.' || r.rulename, 2618, r.oid FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE r.oid >= 16384 AND r.rulename <> '_RETURN'
UNION ALL SELECT 'policy', c.relnamespace, c.relname || '.' || p.polname, 3256, p.oid FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
UNION ALL SELECT CASE typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'base type' END, typnamespace, typname, 1247, oid
  FROM pg_type WHERE oid >= 16384 AND (typtype IN ('d', 'r') OR (typtype = 'b' AND typcategory <> 'A'))
UNION ALL SELECT 'extension', 0, extname, 3079, oid FROM pg_extension WHERE extname <> 'plpgsql'
UNION ALL SELECT 'cast', 0, format_type(castsource, NULL) || ' as ' || format_type(casttarget, NULL), 2605, oid FROM pg_cast WHERE oid >= 16384
UNION ALL SELECT 'operator', oprnamespace, oprname || ' (' || format_type(oprleft, NULL) || ', ' || format_type(oprright, NULL) || ')', 2617, oid FROM pg_operator WHERE oid >= 16384
UNION ALL SELECT 'operator class', opcnamespace, opcname, 2616, oid FROM pg_opclass WHERE oid >= 16384
UNION ALL SELECT 'operator family', opfnamespace, opfname, 2753, oid FROM pg_opfamily WHERE oid >= 16384
UNION ALL SELECT 'collation', collnamespace, collname, 3456, oid FROM pg_collation WHERE oid >= 16384
UNION ALL SELECT 'conversion', connamespace, conname, 2607, oid FROM pg_conversion WHERE oid >= 16384
UNION ALL SELECT 'text search configuration', cfgnamespace, cfgname, 3602, oid FROM pg_ts_config WHERE oid >= 16384
UNION ALL SELECT 'text search dictionary', dictnamespace, dictname, 3600, oid FROM pg_ts_dict WHERE oid >= 16384
UNION ALL SELECT 'text search parser', prsnamespace, prsname, 3601, oid FROM pg_ts_parser WHERE oid >= 16384
UNION ALL SELECT 'text search template', tmplnamespace, tmplname, 3764, oid FROM pg_ts_template WHERE oid >= 16384
UNION ALL SELECT 'extended statistics', stxnamespace, stxname, 3381, oid FROM pg_statistic_ext
UNION ALL SELECT 'publication', 0, pubname, 6104, oid FROM pg_publication
UNION ALL SELECT 'event trigger', 0, evtname, 3466, oid FROM pg_event_trigger
UNION ALL SELECT 'foreign server', 0, srvname, 1417, oid FROM pg_foreign_server
UNION ALL SELECT 'foreign data wrapper', 0, fdwname, 2328, oid FROM pg_foreign_data_wrapper
UNION ALL SELECT 'language', 0, lanname, 2612, oid FROM pg_language WHERE oid >= 16384
UNION ALL SELECT 'access method', 0, amname, 2601, oid FROM pg_am WHERE oid >= 16384)";

// What those need of tables, columns, sequences and types. A view's needs hang on its rewrite rule, a foreign table's or a
// partition's on its constraints. LATERAL, so that pg_depend is read by its index for the few, never as a whole.
constexpr std::string_view dependencies = R"(
WITH foreigner AS MATERIALIZED (
  SELECT c.oid FROM pg_class c WHERE c.oid >= 16384 AND
    (c.relkind IN ('p', 'f', 'c') OR c.relispartition OR c.reloftype <> 0 OR (c.relkind = 'r' AND c.oid IN (SELECT inhrelid FROM pg_inherits)))
), dependent (class, number, owner_class, owner) AS (
  SELECT 1255, oid, 1255, oid FROM pg_proc WHERE oid >= 16384
  UNION ALL SELECT 2620, oid, 2620, oid FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 2618, oid, CASE rulename WHEN '_RETURN' THEN 1259 ELSE 2618 END, CASE rulename WHEN '_RETURN' THEN ev_class ELSE oid END FROM pg_rewrite WHERE oid >= 16384
  UNION ALL SELECT 3256, oid, 3256, oid FROM pg_policy
  UNION ALL SELECT 3381, oid, 3381, oid FROM pg_statistic_ext
  UNION ALL SELECT 1247, oid, 1247, oid FROM pg_type WHERE oid >= 16384 AND typtype IN ('d', 'r')
  UNION ALL SELECT 6106, oid, 6104, prpubid FROM pg_publication_rel
  UNION ALL SELECT 1259, oid, 1259, oid FROM foreigner
  UNION ALL SELECT 2606, k.oid, 1259, k.conrelid FROM foreigner f CROSS JOIN LATERAL (SELECT oid, conrelid FROM pg_constraint WHERE conrelid = f.oid OFFSET 0) k
)
SELECT DISTINCT x.owner_class, x.owner, CASE WHEN d.refclassid = 1247 AND coalesce(e.typrelid, t.typrelid, 0) = 0 THEN 1247 ELSE 1259 END,
  CASE WHEN d.refclassid = 1259 THEN d.refobjid ELSE coalesce(nullif(coalesce(e.typrelid, t.typrelid), 0), e.oid, t.oid) END, d.refobjsubid
FROM dependent x
CROSS JOIN LATERAL (SELECT * FROM pg_depend d WHERE d.classid = x.class AND d.objid = x.number AND d.refclassid IN (1247, 1259) AND d.refobjid >= 16384 AND
  d.deptype IN ('n', 'a') OFFSET 0) d
LEFT JOIN pg_type t ON d.refclassid = 1247 AND t.oid = d.refobjid
LEFT JOIN pg_type e ON t.typcategory = 'A' AND e.oid = t.typelem
WHERE NOT (x.owner_class = 1259 AND d.refclassid = 1259 AND d.refobjid = x.owner))";

}  // namespace

std::vector<std::string> catalogue_queries(int major) {
  return {std::string(namespaces),     std::string(extension_members),
          std::string(relations),      columns(major),
          std::string(defaults),       indexes(major),
          constraints(major),          std::string(sequences),
          std::string(enums),          std::string(descriptions),
          std::string(collations),     std::string(operator_classes),
          std::string(access_methods), std::string(unmanaged),
          std::string(dependencies)};
}

std::vector<std::int64_t> Row::integers(std::size_t column) const {
  std::vector<std::int64_t> out;
  const auto all = text(column);
  const char* at = all.data();
  const char* const end = at + all.size();
  while (at < end) {
    std::int64_t value = 0;
    const auto [next, error] = std::from_chars(at, end, value);
    if (error == std::errc()) out.push_back(value);
    at = error == std::errc() ? next : at + 1;
  }
  return out;
}

std::vector<std::string> Row::list(std::size_t column) const {
  std::vector<std::string> out;
  if (is_null(column)) return out;
  auto rest = text(column);
  while (true) {
    const auto end = rest.find(separator);
    out.emplace_back(rest.substr(0, end));
    if (end == std::string_view::npos) return out;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace schemac::postgresql

#include "dialects/postgresql/catalogue.h"

#include <fmt/format.h>

namespace schemac::postgresql {
namespace {

// Objects that initdb made have smaller numbers.
constexpr std::string_view namespaces =
    "SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'";

constexpr std::string_view extension_members =
    "SELECT classid, objid, refobjid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' AND "
    "objid >= 16384";

// NULL for what nearly every relation is or has: a value that is not sent costs nothing.
constexpr std::string_view relations =
    "SELECT c.oid, c.relname, c.relnamespace, c.relkind, nullif(c.relpersistence, 'p'), array_to_string(c.reloptions, "
    "E'\\x1f'), "
    "nullif(c.relispartition, false), nullif(c.reloftype, 0), CASE WHEN c.relam NOT IN (0, 2, 403) THEN c.relam END, "
    "CASE WHEN c.relreplident IN ('f', 'n') THEN c.relreplident END, "
    "CASE WHEN c.reltablespace <> 0 THEN (SELECT spcname FROM pg_tablespace t WHERE t.oid = c.reltablespace) END, "
    "CASE WHEN c.oid IN (SELECT inhrelid FROM pg_inherits) AND NOT c.relispartition THEN true END, "
    "nullif(c.relrowsecurity, false), "
    "CASE WHEN c.relkind = 'r' AND NOT c.relispartition AND c.oid IN (SELECT inhrelid FROM pg_inherits) THEN (SELECT "
    "string_agg(format('%I.%I', "
    "n.nspname, p.relname), ', ' ORDER BY i.inhseqno) FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN "
    "pg_namespace n ON n.oid = "
    "p.relnamespace WHERE i.inhrelid = c.oid) END, "
    "CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END "
    "FROM pg_class c WHERE c.oid >= 16384 AND (c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'I', 'c') OR "
    "(c.relkind = 't' AND c.reloptions IS "
    "NOT NULL))";

// What hardly any column has is NULL for all others; of indexes only the operator classes' options are read. Some
// servers mark every attribute with an option of their own (`pg_attver=…`), which nobody can set and nobody wants to
// see.
std::string columns(int major) {
  const auto statistics = major >= 17 ? "a.attstattarget IS NOT NULL" : "a.attstattarget >= 0";
  const auto compression = major >= 14 ? "a.attcompression" : "''::\"char\"";
  // the usual storage of numeric, inet and cidr is `main`, of everything else of variable length `extended`
  const std::string_view storage =
      "a.attlen = -1 AND a.attstorage <> CASE WHEN a.atttypid IN (1700, 869, 650) THEN 'm'::\"char\" ELSE "
      "'x'::\"char\" END";
  // a NOT NULL that rows may be against (NOT VALID) is listed as not managed
  const std::string_view not_null =
      major >= 18
          ? "a.attnotnull AND (a.attrelid, a.attnum) NOT IN (SELECT k.conrelid, k.conkey[1] FROM pg_constraint k "
            "WHERE k.contype = 'n' AND NOT k.convalidated)"
          : "a.attnotnull";
  const std::string_view options = "a.attoptions[1] NOT LIKE 'pg\\_%' OR cardinality(a.attoptions) > 1";
  return fmt::format(
      "SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), nullif({4}, false), "
      "nullif(a.attidentity, ''), "
      "nullif(a.attgenerated, ''), CASE WHEN a.attcollation NOT IN (0, 100) THEN a.attcollation END, "
      "CASE WHEN {0} THEN array_to_string(a.attoptions, E'\\x1f') END, "
      "CASE WHEN {1} <> '' OR {2} OR ({3}) THEN {1}::text || E'\\x1f' || CASE WHEN {2} THEN a.attstattarget::text ELSE "
      "'' END || E'\\x1f' || "
      "coalesce((SELECT a.attstorage::text FROM pg_type t WHERE t.oid = a.atttypid AND t.typstorage <> a.attstorage), "
      "'') END, "
      "CASE WHEN a.attinhcount > 0 THEN true END, CASE WHEN a.attacl IS NOT NULL THEN true END "
      "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'i', 'I', 'v', 'm', 'c') "
      "WHERE a.attrelid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped AND (c.relkind IN ('r', 'p') OR {0} OR "
      "(c.relkind IN ('v', 'm', 'c') AND EXISTS (SELECT FROM pg_description d WHERE d.classoid = 1259 AND d.objoid = "
      "a.attrelid AND d.objsubid = "
      "a.attnum)))",
      options, compression, statistics, storage, not_null);
}

// Apart from the columns: joined to them, the few that have one would make the many cost more. 0 in place of the table
// where the expression names no column: the same text, an order of magnitude cheaper.
constexpr std::string_view defaults =
    "SELECT d.adrelid, d.adnum, pg_get_expr(d.adbin, CASE WHEN d.adbin::text LIKE '%{VAR %' THEN d.adrelid ELSE 0 END) "
    "FROM pg_attrdef d "
    "WHERE d.adrelid >= 16384";

std::string indexes(int major) {
  return fmt::format(
      "SELECT i.indexrelid, i.indrelid, nullif(i.indisunique, false), nullif(i.indisvalid, true), i.indnkeyatts, "
      "i.indkey, i.indclass, "
      "i.indcollation, i.indoption, {}, "
      "CASE WHEN i.indpred IS NOT NULL THEN pg_get_expr(i.indpred, i.indrelid) END, "
      "CASE WHEN i.indexprs IS NOT NULL THEN array_to_string(ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, false) FROM "
      "generate_series(1, "
      "i.indnkeyatts) k), E'\\x1f') END, CASE WHEN i.indexprs IS NOT NULL THEN pg_get_indexdef(i.indexrelid) END, "
      "nullif(i.indisreplident, false), nullif(i.indisclustered, false) "
      "FROM pg_index i WHERE i.indexrelid >= 16384",
      major >= 15 ? "nullif(i.indnullsnotdistinct, false)" : "NULL");
}

std::string constraints(int major) {
  return fmt::format(
      "SELECT c.oid, c.conname, c.contype, c.conrelid, c.conindid, nullif(c.confrelid, 0), c.conkey, c.confkey, "
      "c.confupdtype, c.confdeltype, "
      "c.confmatchtype, nullif(c.condeferrable, false), nullif(c.condeferred, false), nullif(c.convalidated, true), "
      "nullif(c.connoinherit, false), "
      "{}, "
      "CASE c.contype WHEN 'c' THEN pg_get_expr(c.conbin, c.conrelid) WHEN 'x' THEN pg_get_constraintdef(c.oid) END, "
      "{}, {}, "
      "CASE WHEN c.coninhcount > 0 THEN true END "
      "FROM pg_constraint c WHERE c.conrelid >= 16384 AND c.contype IN ('p', 'u', 'c', 'f', 'x') AND c.conparentid = 0",
      major >= 15 ? "c.confdelsetcols" : "NULL", major >= 18 ? "nullif(c.conenforced, true)" : "NULL",
      major >= 18 ? "nullif(c.conperiod, false)" : "NULL");
}

constexpr std::string_view sequences =
    "SELECT s.seqrelid, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, "
    "s.seqcycle, d.refobjid, "
    "d.refobjsubid, d.deptype "
    "FROM pg_sequence s LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND "
    "d.objsubid = 0 AND "
    "d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') WHERE s.seqrelid >= 16384";

constexpr std::string_view enums =
    "SELECT t.oid, t.typname, t.typnamespace, (SELECT array_to_string(array_agg(e.enumlabel ORDER BY e.enumsortorder), "
    "E'\\x1f') FROM pg_enum e "
    "WHERE e.enumtypid = t.oid) "
    "FROM pg_type t WHERE t.typtype = 'e' AND t.oid >= 16384";

constexpr std::string_view descriptions =
    "SELECT classoid, objoid, objsubid, description FROM pg_description WHERE (objoid >= 16384 OR (objoid = 2200 AND "
    "classoid = "
    "'pg_namespace'::regclass)) AND "
    "classoid IN ('pg_class'::regclass, 'pg_type'::regclass, 'pg_constraint'::regclass, 'pg_namespace'::regclass, "
    "'pg_proc'::regclass, "
    "'pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_rewrite'::regclass, 'pg_collation'::regclass, "
    "'pg_statistic_ext'::regclass)";

// All of them: a few hundred short rows cost less than finding out which ones are used.
constexpr std::string_view collations =
    "SELECT c.oid, n.nspname, c.collname FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace";

constexpr std::string_view operator_classes =
    "SELECT o.oid, n.nspname, o.opcname, o.opcdefault FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace";
constexpr std::string_view access_methods = "SELECT oid, amname FROM pg_am";

}  // namespace

std::vector<std::string> catalogue_queries(int major) {
  return {std::string(namespaces),     std::string(extension_members),
          std::string(relations),      columns(major),
          std::string(defaults),       indexes(major),
          constraints(major),          std::string(sequences),
          std::string(enums),          std::string(descriptions),
          std::string(collations),     std::string(operator_classes),
          std::string(access_methods), presence_query()};
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

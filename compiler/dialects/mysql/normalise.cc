#include "dialects/mysql/normalise.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include <fmt/format.h>

#include "base/overloaded.h"
#include "dialects/mysql/collations.h"
#include "dialects/mysql/definitions.h"
#include "dialects/mysql/expressions.h"
#include "dialects/mysql/foreign_key_limits.h"
#include "dialects/mysql/kept_constants.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/parameters.h"
#include "dialects/mysql/partitioning.h"
#include "dialects/mysql/reserved_words.h"
#include "dialects/mysql/size_limits.h"
#include "dialects/mysql/types.h"

namespace schemac::mysql {
namespace {

// As SHOW CREATE writes it.
std::string canonical_engine(const std::string& name) {
  static const std::map<std::string, std::string, std::less<>> names = {{"innodb", "InnoDB"},
                                                                        {"myisam", "MyISAM"},
                                                                        {"memory", "MEMORY"},
                                                                        {"heap", "MEMORY"},
                                                                        {"aria", "Aria"},
                                                                        {"archive", "ARCHIVE"},
                                                                        {"csv", "CSV"},
                                                                        {"blackhole", "BLACKHOLE"},
                                                                        {"merge", "MRG_MyISAM"},
                                                                        {"mrg_myisam", "MRG_MyISAM"},
                                                                        {"connect", "CONNECT"},
                                                                        {"federated", "FEDERATED"},
                                                                        {"spider", "SPIDER"},
                                                                        {"rocksdb", "ROCKSDB"},
                                                                        {"ndb", "ndbcluster"},
                                                                        {"s3", "S3"},
                                                                        {"columnstore", "Columnstore"},
                                                                        {"ndbcluster", "ndbcluster"},
                                                                        {"sequence", "SEQUENCE"}};
  const auto at = names.find(lower(name));
  return at == names.end() ? name : at->second;
}

bool starts_with(const std::vector<std::string>& list, const std::vector<std::string>& start) {
  return list.size() >= start.size() && std::equal(start.begin(), start.end(), list.begin(), equal_ignoring_case);
}

std::vector<std::string> leading_columns(const Index& index) {
  std::vector<std::string> out;
  for (const auto& key : index.keys) {
    if (key.expression) break;
    out.push_back(key.column);
  }
  return out;
}

class Normaliser {
 public:
  explicit Normaliser(Schema& schema) : schema_(schema), engine_(schema.engine) {}

  Diagnostics run() {
    refuse_what_the_engine_lacks();
    for (const auto& [name, sequence] : schema_.sequences) refuse(unfit_words(*sequence));
    std::vector<QualifiedName> names;
    for (const auto& [name, table] : schema_.tables) names.push_back(name);
    for (const auto& name : names) schema_.tables.change(name, [&](Table& table) { table_of(table); });
    for (const auto& name : names) schema_.tables.change(name, [&](Table& table) { foreign_keys_of(table); });
    schema_.enums = {};
    return std::move(found_);
  }

 private:
  void error(std::string code, std::string message) { found_.push_back(error_at(std::move(code), std::move(message))); }

  void refuse_what_the_engine_lacks() {
    for (const auto& [name, space] : schema_.namespaces)
      if (!name.empty())
        error("no-schemas",
              fmt::format("found schema `{}`: a schema of MySQL is one database, without schemas inside", name));
    schema_.namespaces = {};
    for (const auto& [name, table] : schema_.tables)
      if (!name.schema.empty())
        error("no-schemas",
              fmt::format("found table `{}.{}`: a schema of MySQL is one database, without schemas inside", name.schema,
                          name.name));
    if (engine_.major != 0 && !is_mariadb(engine_))
      for (const auto& [name, sequence] : schema_.sequences)
        error("no-sequences", fmt::format("found sequence `{}`: MySQL has none, MariaDB has", name.name));
  }

  // What the server would refuse in the middle of a plan.
  void refuse_newer_syntax(const Table& table) {
    if (engine_.major == 0 || is_mariadb(engine_) || is_at_least(engine_, 8, 0, 13)) return;
    for (const auto& column : table.columns)
      if (column.default_value && default_sql(column, engine_).starts_with('('))
        found_.push_back(error_at(
            "no-computed-default",
            fmt::format("found default `{}` of `{}.{}`: MySQL before 8.0.13 takes constants and CURRENT_TIMESTAMP, and "
                        "none for BLOB, TEXT, JSON and GEOMETRY",
                        column.default_value->sql, table.name.name, column.name),
            {}, "leave it out, and set the value in a trigger BEFORE INSERT"));
  }
  void refuse_keys_over_expressions(const Table& table) {
    if (engine_.major == 0 || (!is_mariadb(engine_) && is_at_least(engine_, 8, 0, 13))) return;
    for (const auto& index : table.indexes)
      if (std::ranges::any_of(index.keys, [](const IndexKey& key) { return key.expression.has_value(); }))
        found_.push_back(
            error_at("no-expression-key",
                     fmt::format("found index `{}` of `{}` over an expression: {} has none", index.name.text,
                                 table.name.name, is_mariadb(engine_) ? "MariaDB" : "MySQL before 8.0.13"),
                     {}, "index a generated column in its place"));
  }

  void table_of(Table& table) {
    if (auto parts = table.attributes.find("partition_by"); parts != table.attributes.end())
      parts->second = without_comments(parts->second);
    if (auto unfit = unfit_words(table); !unfit.empty()) return refuse(std::move(unfit));
    leave_out_what_is_not_kept(table);
    attributes_of(table);
    if (table.comment && table.comment->empty()) table.comment.reset();
    for (auto& column : table.columns) column_of(table, column);
    keys_of(table);
    for (auto& constraint : table.constraints) constraint_of(table, constraint);
    recognise_json(table);
    name_checks(table);
    for (auto& index : table.indexes) index_of(table, index);
    name_indexes(table);
    sort(table);
    refuse_newer_syntax(table);
    refuse_keys_over_expressions(table);
  }

  // Older servers read these and forget them: they would be missed for ever.
  void leave_out_what_is_not_kept(Table& table) {
    if (engine_.major == 0) return;
    if (!is_mariadb(engine_) && !is_at_least(engine_, 8, 0, 16))
      std::erase_if(table.constraints, [&](const Constraint& constraint) {
        if (!std::holds_alternative<Check>(constraint.body)) return false;
        found_.push_back(warning_at(
            "check-not-kept",
            fmt::format(
                "found check `{}` on `{}`: MySQL before 8.0.16 parses CHECK constraints but ignores them, so it "
                "is left out",
                constraint_label(constraint), table.name.name)));
        return true;
      });
    if (is_mariadb(engine_) ? is_at_least(engine_, 10, 8) : is_at_least(engine_, 8, 0)) return;
    for (auto& index : table.indexes)
      for (auto& key : index.keys) {
        if (!key.descending) continue;
        key.descending = false;
        found_.push_back(
            warning_at("order-not-kept",
                       fmt::format("found `desc` in an index of `{}`: this server reads it and forgets it, so the "
                                   "index ascends",
                                   table.name.name)));
      }
  }

  void attributes_of(Table& table) {
    auto& attributes = table.attributes;
    const auto at = [&](const char* key) { return attributes.find(key); };
    if (auto engine = at("engine"); engine != attributes.end()) {
      engine->second = canonical_engine(engine->second);
      if (engine->second == "InnoDB") attributes.erase(engine);
    }
    if (auto collate = at("collate"); collate != attributes.end())
      collate->second = canonical_collation(collate->second);
    if (auto charset = at("charset"); charset != attributes.end()) {
      charset->second = canonical_charset(charset->second);
      if (!attributes.contains("collate") && knows_default_collation(charset->second))
        attributes["collate"] = default_collation(charset->second, engine_);
      if (attributes.contains("collate")) attributes.erase("charset");
    }
    if (auto format = at("row_format"); format != attributes.end()) {
      format->second = lower(format->second);
      if (format->second == "default") attributes.erase(format);
    }
    if (auto parts = at("partition_by"); parts != attributes.end())
      parts->second = canonical_partitioning(parts->second, table, engine_);
    attributes.erase("password");  // which nobody is shown
    drop_what_is_off(attributes, {"system_versioning"});
    if (const auto size = attributes.find("autoextend_size"); size != attributes.end())
      size->second = in_bytes(size->second);
    for (auto option = attributes.begin(); option != attributes.end();) {
      const bool usual = equal_ignoring_case(option->second, usual_value(option->first)) ||
                         (option->first == "union" && option->second.find_first_not_of("() ") == std::string::npos);
      option = usual || (option->first == "checksum" && lower(option->second) == "default") ? attributes.erase(option)
                                                                                            : std::next(option);
    }
  }

  // `4M` → `4194304`
  static std::string in_bytes(const std::string& size) {
    static constexpr std::string_view units = "kmgt";
    const auto unit = size.empty() ? std::string_view::npos : units.find(lower(size.substr(size.size() - 1)));
    const auto digits = size.find_first_not_of("0123456789");
    if (unit == std::string_view::npos || digits != size.size() - 1 || digits == 0 || digits > 6) return size;
    return std::to_string(std::stoull(size) << (10 * (unit + 1)));
  }

  static void drop_what_is_off(Attributes& attributes, std::initializer_list<const char*> keys) {
    for (const auto* key : keys)
      if (const auto at = attributes.find(key); at != attributes.end() && at->second == "false") attributes.erase(at);
  }

  std::string plain(const std::string& text, const Table& table) const {
    const auto sql = without_comments(text);
    if (is_unstated(engine_)) return sql;
    if (is_at_least(engine_, 8, 0)) return without_usual_introducers(sql);
    return with_one_geometry_reader(is_mariadb(engine_)
                                        ? with_numbers_for_truth(with_kept_constants(sql, table, engine_))
                                        : without_usual_introducers(sql));
  }
  Expression expression_of(Expression expression, const Table& table) const {
    expression.sql = plain(expression.sql, table);
    return canonical(expression, table);
  }

  // Of a column that is computed, or a key over an expression, which is one that nobody sees.
  Expression computed(Expression expression, const Table& table) const {
    expression.sql = kept(expression.sql, table);
    return expression_of(std::move(expression), table);
  }
  // MySQL keeps other constants there, and in a default; a check has those that were written.
  std::string kept(const std::string& sql, const Table& table) const {
    const bool of_mysql = !is_mariadb(engine_) && !is_unstated(engine_);
    return of_mysql ? with_kept_constants(sql, table, engine_) : sql;
  }

  // MariaDB computes `DEFAULT (PI())` when the table is made, where the column is no text, and keeps NULL of VERSION().
  std::string folded(std::string sql, const Type& type) const {
    const bool is_text = type.name.ends_with("text") || type.name.ends_with("blob") || type.name == "json";
    if (!is_mariadb(engine_) || is_text) return sql;
    auto bare = lower(sql);
    std::erase_if(bare, [](char c) { return c == ' '; });
    if (bare == "version()" || bare == "(version())") return "NULL";
    return bare == "pi()" || bare == "(pi())" ? "3.141592653589793" : sql;
  }

  void column_of(const Table& table, Column& column) {
    if (column.comment && column.comment->empty()) column.comment.reset();
    drop_what_is_off(column.attributes, {"invisible", "binary"});
    if (column.type.user_type) use_enum(column);
    column.type = stored_type(std::move(column.type), engine_);
    column.type.portable = portable_type(column.type);
    collation_of(table, column);
    use_bytes(table, column);
    if (column.default_value) {
      const auto own = canonical_default(folded(plain(kept(column.default_value->sql, table), table), column.type),
                                         column.type, effective_collation(table, column), engine_);
      const auto sql = with_quoted_columns(own, table);
      auto objects = std::move(column.default_value->objects);
      column.default_value.reset();
      if (!sql.empty())
        column.default_value =
            Expression{.sql = sql, .columns = columns_named(sql, table), .objects = std::move(objects)};
    }
    if (auto when = column.attributes.find("on_update"); when != column.attributes.end())
      when->second = canonical_now(when->second);
    if (column.generated) column.generated->expression = computed(column.generated->expression, table);
    if (auto packed = column.attributes.find("compressed");
        packed != column.attributes.end() && lower(packed->second) == "zlib")
      packed->second = "true";
    if (const auto own = column.attributes.find("system_versioning");
        own != column.attributes.end() && own->second == "false")
      if (!table.attributes.contains("system_versioning")) column.attributes.erase(own);
    if (is_mariadb(engine_)) column.attributes.erase("ref_system_id");  // which it does not tell
    if (column.identity) column.identity = Identity{.kind = IdentityKind::autoincrement};
    if (column.identity || bounds_its_period(table, column)) column.not_null = true;
    if (auto format = column.attributes.find("column_format");
        format != column.attributes.end() && lower(format->second) == "default")
      column.attributes.erase(format);
  }

  // `period for application_time (d, e)`: the server makes both NOT NULL.
  static bool bounds_its_period(const Table& table, const Column& column) {
    const auto period = table.attributes.find("period");
    if (period == table.attributes.end()) return false;
    const std::string_view text = period->second;
    const auto tokens = sql_tokens(text, lexis);
    return std::ranges::any_of(
        tokens.begin() + std::min<std::ptrdiff_t>(1, std::ssize(tokens)), tokens.end(),
        [&](const SqlToken& token) { return equal_ignoring_case(unquoted(token.text(text)), column.name); });
  }

  // An enum that a file declares apart is a list of labels beside each column.
  void use_enum(Column& column) {
    const auto* type = schema_.enums.find(*column.type.user_type);
    if (!type)
      return error("unknown-type", fmt::format("found type `{}` of column `{}`, expected one of MySQL's",
                                               column.type.user_type->name, column.name));
    column.type = Type{.name = "enum"};
    for (const auto& label : type->labels) column.type.arguments.push_back(literal(label));
  }

  // Of Unicode's character sets each server has another.
  bool knows_default_collation(std::string_view charset) const {
    return engine_.major != 0 || !(charset.starts_with("utf") || charset.starts_with("ucs"));
  }

  // Letters of no character set are bytes.
  static void use_bytes(const Table& table, Column& column) {
    if (!is_string(column.type) || is_label_list(column.type) || effective_collation(table, column) != "binary") return;
    auto& name = column.type.name;
    if (name == "char")
      name = "binary";
    else if (name == "varchar")
      name = "varbinary";
    else
      name.replace(name.size() - 4, 4, "blob");
    column.type.portable = portable_type(column.type);
    column.collation.reset();
  }

  // BINARY behind a type asks for the binary collation of whatever character set the column has, which may be known
  // only later.
  static void name_binary_collation(const Table& table, Column& column) {
    auto& attributes = column.attributes;
    if (!attributes.contains("binary")) return;
    const auto said = attributes.find("charset");
    const auto charset =
        said != attributes.end() ? canonical_charset(said->second) : charset_of(effective_collation(table, column));
    if (charset.empty() && is_string(column.type)) return;
    if (is_string(column.type)) column.collation = charset + "_bin";
    attributes.erase("binary");
    attributes.erase("charset");
  }

  void collation_of(const Table& table, Column& column) {
    auto& attributes = column.attributes;
    if (column.collation) column.collation = canonical_collation(*column.collation);
    name_binary_collation(table, column);
    if (const auto charset = attributes.find("charset"); charset != attributes.end()) {
      charset->second = canonical_charset(charset->second);
      if (!column.collation && knows_default_collation(charset->second))
        column.collation = default_collation(charset->second, engine_);
      if (column.collation || !is_string(column.type)) attributes.erase(charset);
    }
    const auto own = table.attributes.find("collate");
    if (column.collation &&
        (!is_string(column.type) || (own != table.attributes.end() && own->second == *column.collation)))
      column.collation.reset();
  }

  // UNIQUE is an index here, and nothing besides.
  void keys_of(Table& table) {
    std::vector<Constraint> kept;
    for (auto& constraint : table.constraints) {
      const auto* key = std::get_if<Key>(&constraint.body);
      if (!key || key->primary) {
        kept.push_back(std::move(constraint));
        continue;
      }
      Index index{.name = constraint.name, .keys = {}, .unique = true};
      for (const auto& column : key->columns) index.keys.push_back({.column = column});
      if (!constraint.name.stated) index.name = {};
      index.comment = constraint.comment;
      index.attributes = constraint.attributes;
      table.indexes.push_back(std::move(index));
    }
    table.constraints = std::move(kept);
  }

  void constraint_of(Table& table, Constraint& constraint) {
    constraint.validated = true;
    constraint.deferrable = constraint.initially_deferred = false;
    if (constraint.comment && constraint.comment->empty()) constraint.comment.reset();
    constraint.attributes.erase("match");  // which nobody is shown
    drop_what_is_off(constraint.attributes, {"invisible"});
    if (const auto enforced = constraint.attributes.find("enforced");
        enforced != constraint.attributes.end() && enforced->second == "true")
      constraint.attributes.erase(enforced);
    if (!is_unstated(engine_)) constraint.attributes.erase("beside");
    std::visit(Overloaded{
                   [&](Key& key) { primary_key_of(table, constraint, key); },
                   [&](Check& check) { check.expression = expression_of(check.expression, table); },
                   [&](ForeignKey& key) {
                     if (key.on_delete != ReferentialAction::no_action) constraint.attributes.erase("on_delete");
                     if (key.on_update != ReferentialAction::no_action) constraint.attributes.erase("on_update");
                     // what it does when nothing is said
                     forget_default(key.on_delete, constraint.attributes, "on_delete");
                     forget_default(key.on_update, constraint.attributes, "on_update");
                   },
                   [&](Exclusion&) {
                     error("no-exclusion",
                           fmt::format("found an exclusion constraint on `{}`: MySQL has none", table.name.name));
                   },
               },
               constraint.body);
    if (constraint.name.stated) written_.insert({table.name, constraint.name.text});
    if (is_generated_name(table, constraint)) constraint.name.stated = false;
  }

  // MySQL 8 does NO ACTION by itself and writes RESTRICT, the others do RESTRICT and write NO ACTION.
  void forget_default(ReferentialAction& action, Attributes& attributes, const char* key) const {
    const bool restricts = !is_unstated(engine_) && !is_at_least(engine_, 8, 0);
    if (restricts && action == ReferentialAction::restrict_) action = ReferentialAction::no_action;
    if (!restricts && !is_unstated(engine_)) attributes.erase(key);
    // which InnoDB of MariaDB reads as nothing said
    if (is_mariadb(engine_) && action == ReferentialAction::set_default) action = ReferentialAction::no_action;
  }

  static bool ends_in_number(std::string_view text, std::string_view start) {
    return text.starts_with(start) && text.size() > start.size() &&
           text.substr(start.size()).find_first_not_of("0123456789") == std::string_view::npos;
  }

  // The server counts from 1: `t_ibfk_2` of a table with one such key is somebody's wish, or has a history.
  static bool is_generated_key_name(const Table& table, const std::string& name) {
    const auto stem = table.name.name + "_ibfk_";
    if (!ends_in_number(name, stem)) return false;
    const auto alike = std::ranges::count_if(table.constraints, [&](const Constraint& constraint) {
      return std::holds_alternative<ForeignKey>(constraint.body) && ends_in_number(constraint.name.text, stem);
    });
    for (int number = 1; number <= alike; ++number)
      if (name == stem + std::to_string(number)) return true;
    return false;
  }

  bool is_generated_name(const Table& table, const Constraint& constraint) const {
    const auto& name = constraint.name.text;
    if (std::holds_alternative<ForeignKey>(constraint.body))
      return table.name.name.empty() || is_generated_key_name(table, name);
    if (!std::holds_alternative<Check>(constraint.body)) return false;
    const bool of_mariadb = ends_in_number(name, "CONSTRAINT_"),
               of_mysql = ends_in_number(name, table.name.name + "_chk_");
    return engine_.major == 0 ? of_mariadb || of_mysql : is_mariadb(engine_) ? of_mariadb : of_mysql;
  }

  void primary_key_of(Table& table, Constraint& constraint, Key& key) {
    constraint.name = {};
    drop_usual_method(table, constraint.attributes);
    for (auto& name : key.columns) name = spelling(table, name);
    for (auto& column : table.columns)
      if (std::find(key.columns.begin(), key.columns.end(), column.name) != key.columns.end()) column.not_null = true;
    drop_whole_prefixes(table, key.columns, constraint.attributes);
    if (const auto order = constraint.attributes.find("order");
        order != constraint.attributes.end() && order->second.find("desc") == std::string::npos)
      constraint.attributes.erase(order);
  }

  static std::string spelling(const Table& table, const std::string& name) {
    const auto at = std::find_if(table.columns.begin(), table.columns.end(),
                                 [&](const Column& column) { return equal_ignoring_case(column.name, name); });
    return at == table.columns.end() ? name : at->name;
  }

  // Only engines other than InnoDB have a choice; MEMORY makes a hash by itself, and shows one that was asked for.
  static void drop_usual_method(const Table& table, Attributes& attributes) {
    const auto method = attributes.find("using");
    const auto engine = table.attributes.find("engine");
    if (method == attributes.end()) return;
    const bool of_memory = engine != table.attributes.end() && engine->second == "MEMORY";
    if (engine == table.attributes.end() || (method->second == "btree" && !of_memory)) attributes.erase(method);
  }

  // JSON of MariaDB is a text with a check, and one with a check of its own a text with that check alone.
  void recognise_json(Table& table) {
    if (!is_mariadb(engine_)) return;
    for (auto& column : table.columns) {
      const bool said = column.type.name == "json";
      if (said) column.collation.reset();
      if (!said && (column.type.name != "longtext" || effective_collation(table, column) != "utf8mb4_bin")) continue;
      const auto check =
          std::find_if(table.constraints.begin(), table.constraints.end(), [&](const Constraint& constraint) {
            const auto beside = constraint.attributes.find("column");
            return std::holds_alternative<Check>(constraint.body) && beside != constraint.attributes.end() &&
                   beside->second == column.name;
          });
      if (check == table.constraints.end()) continue;
      const auto& condition = std::get<Check>(check->body).expression.sql;
      if (same_expression(condition, fmt::format("json_valid({})", quote(column.name)))) {
        table.constraints.erase(check);
        column.type = Type{.name = "json", .portable = {TypeFamily::json}};
        column.collation.reset();
      } else if (said) {
        column.type = Type{.name = "longtext"};
        column.type.portable = portable_type(column.type);
        if (effective_collation(table, column) != "utf8mb4_bin") column.collation = "utf8mb4_bin";
      }
    }
  }

  // As the server would, so that whoever takes a check back knows what it is called.
  void name_checks(Table& table) const {
    std::set<std::string> taken;
    std::multimap<std::string, Constraint*> unnamed;  // by what they say: who stands first in a file decides nothing
    for (auto& constraint : table.constraints) {
      const auto* check = std::get_if<Check>(&constraint.body);
      if (check && constraint.name.text.empty() && !constraint.attributes.contains("column"))
        unnamed.emplace(check->expression.sql, &constraint);
      else
        taken.insert(lower(constraint.name.text));
    }
    int number = 1;
    for (const auto& [sql, constraint] : unnamed) {
      std::string name;
      do {
        name = is_mariadb(engine_) ? fmt::format("CONSTRAINT_{}", number)
                                   : fmt::format("{}_chk_{}", table.name.name, number);
        ++number;
      } while (!taken.insert(lower(name)).second);
      constraint->name = {name, false};
    }
  }

  // A prefix as long as its column is none.
  static void drop_whole_prefixes(const Table& table, const std::vector<std::string>& columns, Attributes& attributes) {
    const auto said = attributes.find("lengths");
    if (said == attributes.end()) return;
    std::istringstream lengths(said->second);
    std::string out, length;
    for (std::size_t at = 0; at < columns.size() && lengths >> length; ++at) {
      const auto* column = table.columns.find(columns[at]);
      const bool whole = column && !is_blob(column->type) && column->type.arguments == std::vector{length};
      out += (out.empty() ? "" : " ") + (whole ? "-" : length);
    }
    if (out.find_first_of("0123456789") == std::string::npos)
      attributes.erase(said);
    else
      said->second = out;
  }

  // MariaDB cuts what is too long for a key.
  static void state_cut_lengths(const Table& table, Index& index) {
    std::istringstream said(index.attributes["lengths"]);
    std::string out;
    bool any = false;
    for (const auto& key : index.keys) {
      std::string length = "-";
      said >> length;
      const auto* column = key.expression ? nullptr : table.columns.find(key.column);
      if (const auto cut = column && length == "-" ? cut_length(table, *column) : std::nullopt)
        length = std::to_string(*cut);
      out += (out.empty() ? "" : " ") + length;
      any = any || length != "-";
    }
    index.attributes["lengths"] = out;
    if (!any) index.attributes.erase("lengths");
  }

  void index_of(const Table& table, Index& index) {
    if (index.comment && index.comment->empty()) index.comment.reset();
    if (!index.include.empty())
      error("no-include", fmt::format("found INCLUDE in an index of `{}`: MySQL has none", table.name.name));
    if (index.where)
      error("no-partial-index",
            fmt::format("found WHERE in an index of `{}`: MySQL has no partial indexes", table.name.name));
    if (index.method == "hash") index.attributes["using"] = "hash", index.method = "btree";
    drop_usual_method(table, index.attributes);
    for (auto& key : index.keys) {
      key.nulls_first.reset();
      if (key.expression)
        key.expression = computed(*key.expression, table);
      else
        key.column = spelling(table, key.column);
    }
    std::vector<std::string> columns;
    for (const auto& key : index.keys) columns.push_back(key.column);
    drop_whole_prefixes(table, columns, index.attributes);
    if (is_mariadb(engine_) && !index.unique && index.method == "btree") state_cut_lengths(table, index);
    drop_what_is_off(index.attributes, {"invisible"});
  }

  // As the server does: by the first column, then with a number.
  static void name_indexes(Table& table) {
    std::set<std::string> taken;
    for (const auto& index : table.indexes)
      if (!index.name.text.empty()) taken.insert(lower(index.name.text));
    for (auto& index : table.indexes) {
      if (!index.name.text.empty()) continue;
      const auto stem =
          index.keys.empty() || index.keys[0].expression ? std::string("functional_index") : index.keys[0].column;
      auto name = stem;
      for (int number = 2; lower(name) == "primary" || !taken.insert(lower(name)).second; ++number)
        name = fmt::format("{}_{}", stem, number);
      index.name = {name, false};
    }
  }

  void foreign_keys_of(Table& table) {
    std::set<std::string> taken;
    for (const auto& constraint : table.constraints) taken.insert(constraint.name.text);
    int number = 1;
    for (auto& constraint : table.constraints) {
      auto* key = std::get_if<ForeignKey>(&constraint.body);
      if (!key) continue;
      for (auto& name : key->columns) name = spelling(table, name);
      const auto* parent = key->references == table.name ? &table : schema_.tables.find(key->references);
      if (parent) {
        if (const auto* primary = primary_key(*parent); primary && key->referenced_columns.empty())
          key->referenced_columns = primary->columns;
        for (auto& name : key->referenced_columns) name = spelling(*parent, name);
      }
      const bool is_named = written_.contains({table.name, constraint.name.text});
      while (constraint.name.text.empty()) {
        const auto name = fmt::format("{}_ibfk_{}", table.name.name, number++);
        if (taken.insert(name).second) constraint.name = {name, false};
      }
      refuse(impossible_actions(table, constraint, engine_));
      if (!has_index_for(table, key->columns) && !is_start_of_another(table, *key))
        add_index(table, constraint, *key, is_named);
      constraint.attributes.erase("index_name");
    }
    leave_out_ignored_references(table);
    sort(table);
  }

  // Engines other than InnoDB read a foreign key, make its index, and forget the rest.
  void leave_out_ignored_references(Table& table) {
    const auto engine = table.attributes.find("engine");
    if (engine == table.attributes.end() || lower(engine->second) == "ndbcluster") return;
    const auto ignored = std::erase_if(table.constraints,
                                       [](const Constraint& c) { return std::holds_alternative<ForeignKey>(c.body); });
    if (ignored > 0)
      found_.push_back(warning_at("reference-not-kept",
                                  fmt::format("found a foreign key on `{}`: {} reads foreign keys and keeps only their "
                                              "indexes, so it is left out",
                                              table.name.name, engine->second)));
  }

  void refuse(Diagnostics diagnostics) {
    for (auto& diagnostic : diagnostics) found_.push_back(std::move(diagnostic));
  }

  // Then the other's index does for both.
  static bool is_start_of_another(const Table& table, const ForeignKey& key) {
    return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& constraint) {
      const auto* other = std::get_if<ForeignKey>(&constraint.body);
      return other && other->columns.size() > key.columns.size() && starts_with(other->columns, key.columns);
    });
  }

  static void add_index(Table& table, const Constraint& constraint, const ForeignKey& key, bool is_named) {
    Index index{.name = {}, .keys = {}};
    if (is_named) index.name = {constraint.name.text, false};
    if (const auto said = constraint.attributes.find("index_name"); said != constraint.attributes.end())
      index.name = {said->second, false};
    for (const auto& column : key.columns) index.keys.push_back({.column = column});
    table.indexes.push_back(std::move(index));
    name_indexes(table);
  }

  static int rank(const Constraint& constraint) {
    return std::visit(Overloaded{[](const Key&) { return 0; }, [](const Check&) { return 1; },
                                 [](const ForeignKey&) { return 2; }, [](const Exclusion&) { return 3; }},
                      constraint.body);
  }

  static void sort(Table& table) {
    std::stable_sort(table.constraints.begin(), table.constraints.end(), [](const Constraint& a, const Constraint& b) {
      return std::tuple(rank(a), constraint_label(a)) < std::tuple(rank(b), constraint_label(b));
    });
    std::stable_sort(table.indexes.begin(), table.indexes.end(),
                     [](const Index& a, const Index& b) { return a.name.text < b.name.text; });
  }

  std::set<std::pair<QualifiedName, std::string>> written_;  // names of constraints that somebody wrote
  Schema& schema_;
  const Engine engine_;
  Diagnostics found_;
};

}  // namespace

bool has_index_for(const Table& table, const std::vector<std::string>& columns) {
  if (const auto* primary = primary_key(table); primary && starts_with(primary->columns, columns)) return true;
  return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
    return index.method == "btree" && !index.attributes.contains("lengths") &&
           starts_with(leading_columns(index), columns);
  });
}

Diagnostics normalise(Schema& schema) { return Normaliser(schema).run(); }

}  // namespace schemac::mysql

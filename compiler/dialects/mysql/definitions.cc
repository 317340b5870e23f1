#include "dialects/mysql/definitions.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"
#include "dialects/mysql/collations.h"
#include "dialects/mysql/expressions.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/parameters.h"
#include "dialects/mysql/partition_proof.h"
#include "dialects/mysql/types.h"

namespace schemac::mysql {
namespace {

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

// `10 -` → the length of the part at `at`, with its parentheses.
std::string length_of(const Attributes& attributes, std::size_t at) {
  auto words = attribute(attributes, "lengths");
  for (; at > 0 && !words.empty(); --at) words.erase(0, std::min(words.find(' '), words.size() - 1) + 1);
  words = words.substr(0, words.find(' '));
  return words.empty() || words == "-" ? std::string() : "(" + plain_word(words) + ")";
}

std::string word_at(std::string words, std::size_t at) {
  for (; at > 0 && !words.empty(); --at) words.erase(0, std::min(words.find(' '), words.size() - 1) + 1);
  return words.substr(0, words.find(' '));
}

std::string key_list(const std::vector<IndexKey>& keys, const Attributes& attributes) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < keys.size(); ++at) {
    const auto& key = keys[at];
    auto part = key.expression ? "(" + key.expression->sql + ")" : quote(key.column) + length_of(attributes, at);
    if (key.operator_class) part += " WITHOUT OVERLAPS";
    if (key.descending) part += " DESC";
    parts.push_back(std::move(part));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

// An option that an engine brings: kept in the letters in which it is said.
std::string engine_option(const std::string& key, const std::string& value) {
  return fmt::format("{}={}", quote(upper(key)), is_plain_word(value) ? value : literal(value));
}

std::string index_options(const Attributes& attributes, const Rare<std::string>& comment, const Engine& engine) {
  std::string out;
  for (const auto& [key, value] : attributes) {
    if (key == "lengths" || key == "order" || key == "without_overlaps") continue;
    if (key == "using")
      out += " USING " + upper(plain_word(value));
    else if (key == "parser")
      out += " WITH PARSER " + quote(value);
    else if (key == "invisible")
      out += is_mariadb(engine) ? " IGNORED" : " INVISIBLE";
    else if (key == "key_block_size")
      out += " KEY_BLOCK_SIZE=" + plain_word(value);
    else if (key.ends_with("engine_attribute"))
      out += fmt::format(" {}={}", plain_word(upper(key)), literal(value));
    else
      out += " " + engine_option(key, value);
  }
  return comment ? out + " COMMENT " + literal(*comment) : out;
}

bool is_check(const Constraint& constraint) { return std::holds_alternative<Check>(constraint.body); }

std::string primary_key_definition(const Constraint& constraint, const Key& key, const Engine& engine) {
  std::vector<IndexKey> keys;
  const auto order = attribute(constraint.attributes, "order");
  for (std::size_t at = 0; at < key.columns.size(); ++at) {
    keys.push_back({.column = key.columns[at], .descending = word_at(order, at) == "desc"});
    if (attribute(constraint.attributes, "without_overlaps") == key.columns[at])
      keys.back().operator_class = "without overlaps";
  }
  return fmt::format("PRIMARY KEY ({}){}", key_list(keys, constraint.attributes),
                     index_options(constraint.attributes, constraint.comment, engine));
}

std::string foreign_key_definition(const Constraint& constraint, const ForeignKey& key) {
  auto out = fmt::format("FOREIGN KEY ({}) REFERENCES {} ({})", quoted_list(key.columns), quote(key.references),
                         quoted_list(key.referenced_columns));
  const auto say = [&](std::string_view what, ReferentialAction action, const std::string& said) {
    if (action != ReferentialAction::no_action)
      out += fmt::format(" ON {} {}", what, sql_name(action));
    else if (constraint.attributes.contains(said))
      out += fmt::format(" ON {} NO ACTION", what);
  };
  say("DELETE", key.on_delete, "on_delete");
  say("UPDATE", key.on_update, "on_update");
  return out;
}

std::string check_clause(const Constraint& constraint) {
  return fmt::format("CHECK ({}){}", std::get<Check>(constraint.body).expression.sql,
                     constraint.attributes.contains("enforced") ? " NOT ENFORCED" : "");
}

std::string collation_clause(const Column& column, const Engine& engine) {
  if (!column.collation) {
    const auto charset = attribute(column.attributes, "charset");
    return charset.empty() ? std::string() : " CHARACTER SET " + plain_word(charset);
  }
  const auto name = plain_word(collation_sql(*column.collation, engine));
  return fmt::format(" CHARACTER SET {} COLLATE {}", charset_of(name), name);
}

std::string generated_clause(const Column& column) {
  return fmt::format(" GENERATED ALWAYS AS ({}) {}", column.generated->expression.sql,
                     column.generated->stored ? "STORED" : "VIRTUAL");
}

}  // namespace

std::string attribute(const Attributes& attributes, const std::string& key) {
  const auto at = attributes.find(key);
  return at == attributes.end() ? std::string() : at->second;
}

bool lends_defaults_to_timestamps(const Engine& engine) {
  return engine.major != 0 && !is_at_least(engine, is_mariadb(engine) ? 10 : 8, is_mariadb(engine) ? 10 : 0);
}

bool is_lent_a_default(const Column& column, const Engine& engine) {
  return lends_defaults_to_timestamps(engine) && column.type.name == "timestamp" && column.not_null &&
         !column.default_value && !column.generated && !column.attributes.contains("row");
}

std::string taking_back_defaults(const Table& table, const std::vector<std::string>& columns) {
  std::vector<std::string> clauses;
  for (const auto& column : columns) clauses.push_back(fmt::format("ALTER COLUMN {} DROP DEFAULT", quote(column)));
  return fmt::format("ALTER TABLE {} {}", quote(table.name), fmt::join(clauses, ", "));
}

bool is_beside_column(const Constraint& constraint) { return constraint.attributes.contains("column"); }

std::string column_definition(const Table& table, const Column& column, const Engine& engine) {
  const auto& attributes = column.attributes;
  auto out = quote(column.name) + " " + type_sql(column.type);
  if (attributes.contains("compressed"))
    out += attribute(attributes, "compressed") == "true"
               ? " COMPRESSED"
               : " COMPRESSED=" + plain_word(attribute(attributes, "compressed"));
  out += collation_clause(column, engine);
  if (attributes.contains("binary")) out += " BINARY";
  if (const auto row = attribute(attributes, "row"); !row.empty()) {
    out += " GENERATED ALWAYS AS ROW " + plain_word(upper(row));
  } else if (column.generated) {
    out += generated_clause(column);
    if (column.not_null) out += " NOT NULL";
  } else {
    // a TIMESTAMP of which nothing is said is NOT NULL on older servers
    if (column.not_null)
      out += " NOT NULL";
    else if (column.type.name == "timestamp")
      out += " NULL";
    if (column.default_value)
      out += " DEFAULT " + default_sql(column, engine);
    else if (is_lent_a_default(column, engine))
      out += " DEFAULT CURRENT_TIMESTAMP" +
             (column.type.arguments.empty() ? std::string() : "(" + column.type.arguments.front() + ")");
    else if (!column.not_null && column.type.name == "timestamp")
      out += " DEFAULT NULL";
  }
  if (const auto when = attribute(attributes, "on_update"); !when.empty()) {
    if (fault_of_value(ParameterOf::column, "on_update", when)) broken_invariant("a column is updated to the moment");
    out += " ON UPDATE " + when;
  }
  if (column.identity) out += " AUTO_INCREMENT";
  if (attributes.contains("invisible")) out += " INVISIBLE";
  if (column.comment) out += " COMMENT " + literal(*column.comment);
  for (const auto& [key, value] : attributes) {
    if (key == "on_update" || key == "invisible" || key == "row" || key == "compressed" || key == "charset" ||
        key == "binary")
      continue;
    if (key == "system_versioning")
      out += value == "false" ? " WITHOUT SYSTEM VERSIONING" : " WITH SYSTEM VERSIONING";
    else if (key == "srid" || key == "column_format" || key == "storage")
      out += fmt::format(" {} {}", upper(key), plain_word(value));
    else if (key == "ref_system_id")
      out += " REF_SYSTEM_ID=" + plain_word(value);
    else if (key.ends_with("engine_attribute"))
      out += fmt::format(" {} {}", plain_word(upper(key)), literal(value));
    else
      out += " " + engine_option(key, value);
  }
  for (const auto& constraint : table.constraints)
    if (is_beside_column(constraint) && constraint.attributes.at("column") == column.name)
      out += " " + check_clause(constraint);
  return out;
}

std::string constraint_definition(const Constraint& constraint, const Engine& engine) {
  const auto name = constraint.name.text.empty() ? std::string() : "CONSTRAINT " + quote(constraint.name.text) + " ";
  return std::visit(Overloaded{
                        [&](const Key& key) {
                          return key.primary ? primary_key_definition(constraint, key, engine)
                                             : fmt::format("{}UNIQUE ({})", name, quoted_list(key.columns));
                        },
                        [&](const Check&) { return name + check_clause(constraint); },
                        [&](const ForeignKey& key) { return name + foreign_key_definition(constraint, key); },
                        [&](const Exclusion& exclusion) { return exclusion.definition.sql; },
                    },
                    constraint.body);
}

std::string index_definition(const Index& index, const Engine& engine) {
  const bool special = index.method != "btree" && index.method != "hash";
  std::string kind = special ? upper(plain_word(index.method)) + " KEY" : index.unique ? "UNIQUE KEY" : "KEY";
  auto attributes = index.attributes;
  if (index.method == "hash") attributes["using"] = "hash";
  const auto name = index.name.text.empty() ? std::string() : " " + quote(index.name.text);
  return fmt::format("{}{} ({}){}", kind, name, key_list(index.keys, index.attributes),
                     index_options(attributes, index.comment, engine));
}

std::string partitioning_clause(const std::string& text) {
  if (fault_of_partitioning(text)) broken_invariant("what stands behind PARTITION BY is one definition of partitions");
  return "PARTITION BY " + text;
}

std::string option_clause(const std::string& key, const std::string& value, const Engine& engine) {
  static constexpr auto texts =
      std::to_array<std::string_view>({"compression", "encryption", "connection", "data_directory", "index_directory",
                                       "engine_attribute", "secondary_engine_attribute", "password"});
  static constexpr auto words = std::to_array<std::string_view>(
      {"engine", "row_format", "insert_method", "pack_keys", "stats_persistent", "stats_auto_recalc",
       "stats_sample_pages", "key_block_size", "max_rows", "min_rows", "avg_row_length", "checksum", "delay_key_write",
       "page_checksum", "transactional", "autoextend_size", "storage", "secondary_engine", "sequence"});
  if (key == "collate") {
    const auto name = plain_word(collation_sql(value, engine));
    return fmt::format("DEFAULT CHARACTER SET={} COLLATE={}", charset_of(name), name);
  }
  if (key == "charset") return "DEFAULT CHARACTER SET=" + plain_word(value);
  if (key == "tablespace") return "TABLESPACE=" + quote(value);
  if (key == "union") return "UNION=" + quoted_names(value);
  const auto is_one_of = [&](const auto& list) { return std::find(list.begin(), list.end(), key) != list.end(); };
  auto word = upper(key);
  if (key.ends_with("_directory")) word.replace(word.find('_'), 1, " ");
  if (is_one_of(texts)) return fmt::format("{}={}", word, literal(value));
  if (is_one_of(words))
    return fmt::format("{}={}", word, key == "row_format" ? upper(plain_word(value)) : plain_word(value));
  return engine_option(key, value);
}

std::string usual_value(const std::string& key) {
  if (key == "engine") return "InnoDB";
  if (key == "row_format" || key == "stats_persistent" || key == "stats_auto_recalc" || key == "stats_sample_pages" ||
      key == "pack_keys" || key == "transactional")
    return "DEFAULT";
  if (key == "insert_method") return "NO";
  if (key == "tablespace") return "innodb_file_per_table";
  if (key == "encryption") return "N";
  if (key == "page_checksum") return "1";
  if (key == "key_block_size" || key == "max_rows" || key == "min_rows" || key == "avg_row_length" ||
      key == "checksum" || key == "delay_key_write" || key == "autoextend_size")
    return "0";
  return {};
}

std::string option_left_out(const std::string& key, const Engine& engine) {
  if (key == "connection" || key == "compression") return option_clause(key, {}, engine);
  if (key == "secondary_engine") return "SECONDARY_ENGINE=NULL";
  const auto value = usual_value(key);
  return value.empty() ? fmt::format("{}=DEFAULT", quote(key)) : option_clause(key, value, engine);
}

std::vector<std::string> option_clauses(const Table& table, const Engine& engine) {
  std::vector<std::string> out;
  for (const auto& [key, value] : table.attributes)
    if (key != "partition_by" && key != "system_versioning" && key != "system_period" && key != "period")
      out.push_back(option_clause(key, value, engine));
  if (table.comment) out.push_back("COMMENT=" + literal(*table.comment));
  return out;
}

std::string create_table_sql(const Table& table, const Engine& engine) {
  std::vector<std::string> items;
  const auto named = [&](const Constraint& constraint) {
    return engine.major != 0 || constraint.name.stated || !is_check(constraint);
  };
  for (const auto& column : table.columns) {
    items.push_back(column_definition(table, column, engine));
    for (const auto& constraint : table.constraints)
      if (!named(constraint) && attribute(constraint.attributes, "beside") == column.name)
        items.back() += " " + check_clause(constraint);
  }
  for (const auto& constraint : table.constraints)
    if (std::holds_alternative<Key>(constraint.body)) items.push_back(constraint_definition(constraint, engine));
  for (const auto& index : table.indexes) items.push_back(index_definition(index, engine));
  for (const auto& constraint : table.constraints) {
    if (std::holds_alternative<Key>(constraint.body) || is_beside_column(constraint)) continue;
    // a server that nobody named calls it by a name of its own
    if (named(constraint))
      items.push_back(constraint_definition(constraint, engine));
    else if (!constraint.attributes.contains("beside"))
      items.push_back(check_clause(constraint));
  }
  if (const auto period = attribute(table.attributes, "system_period"); !period.empty())
    items.push_back(fmt::format("PERIOD FOR SYSTEM_TIME ({})", quoted_names(period)));
  if (const auto period = attribute(table.attributes, "period"); !period.empty())
    items.push_back("PERIOD FOR " + quoted_names(period));
  auto out = fmt::format("CREATE TABLE {} (\n  {}\n)", quote(table.name), fmt::join(items, ",\n  "));
  for (const auto& option : option_clauses(table, engine)) out += " " + option;
  if (table.attributes.contains("system_versioning")) out += " WITH SYSTEM VERSIONING";
  if (const auto parts = attribute(table.attributes, "partition_by"); !parts.empty())
    out += "\n" + partitioning_clause(parts);
  return out;
}

std::string sequence_definition(const Sequence& sequence) {
  const auto& o = sequence.options;
  auto out = fmt::format("START WITH {} MINVALUE {} MAXVALUE {} INCREMENT BY {} {} {}", o.start, o.minimum, o.maximum,
                         o.increment, o.cache == 0 ? std::string("NOCACHE") : fmt::format("CACHE {}", o.cache),
                         o.cycle ? "CYCLE" : "NOCYCLE");
  return out;
}

std::string sequence_options(const Sequence& sequence) {
  std::string out;
  if (const auto engine = sequence.attributes.find("engine"); engine != sequence.attributes.end())
    out += " ENGINE=" + plain_word(engine->second);
  if (sequence.comment) out += " COMMENT=" + literal(*sequence.comment);
  return out;
}

}  // namespace schemac::mysql

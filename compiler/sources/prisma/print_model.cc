#include "sources/prisma/print_model.h"

#include <algorithm>
#include <iterator>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"
#include "sources/prisma/engine_defaults.h"
#include "sources/prisma/names.h"
#include "sources/prisma/operator_classes.h"
#include "sources/prisma/print_mysql.h"
#include "sources/prisma/print_types.h"

namespace schemac::prisma {
namespace {

// A key or an index, whatever it is in the engine.
struct PrintedKey {
  std::string name;
  std::vector<IndexKey> keys;
  std::string method = "btree";
  bool unique = false;
  bool primary = false;
  std::string where = {};
  std::vector<std::string> lengths = {};  // of each part, empty where the column is held whole
};

std::vector<std::string> lengths_of(const Attributes& attributes, std::size_t parts) {
  std::vector<std::string> out(parts);
  const auto said = attributes.find("lengths");
  if (said == attributes.end()) return out;
  std::istringstream words(said->second);
  std::string word;
  for (std::size_t at = 0; at < parts && words >> word; ++at) out[at] = word == "-" ? "" : word;
  return out;
}

Provider provider_named(std::string_view dialect) {
  for (const auto provider : {Provider::mysql, Provider::sqlite})
    if (dialect_of(provider) == dialect) return provider;
  return Provider::postgresql;
}

class Printer {
 public:
  Printer(const Schema& schema, const Dialect& dialect, KnownNames known, bool conditions)
      : schema_(schema),
        dialect_(dialect),
        provider_(provider_named(dialect.traits().name)),
        names_(schema, std::move(known)),
        conditions_(conditions) {}

  PrintedSchema run() {
    schemas();
    for (const auto& [name, table] : schema_.tables)
      if (!has_identity(*table)) ignored_.insert(name);
    auto relations = printed_relations(schema_, provider_, names_, ignored_);
    for (const auto& [name, table] : schema_.tables)
      if (!relations.link_tables.contains(name)) out_.blocks.push_back(model(*table, relations.fields[name]));
    for (const auto& [name, type] : schema_.enums) out_.blocks.push_back(enumeration(*type));
    out_.unsaid.insert(out_.unsaid.end(), relations.unsaid.begin(), relations.unsaid.end());
    for (const auto& [name, sequence] : schema_.sequences)
      out_.unsaid.push_back(fmt::format("sequence {}", display(name)));
    for (const auto& [key, object] : schema_.sql_objects)
      out_.unsaid.push_back(fmt::format("{} {}", key.kind, display(key.name)));
    for (const auto& object : schema_.unmanaged)
      out_.unsaid.push_back(fmt::format("{} {}", object.kind, display(object.name)));
    return std::move(out_);
  }

 private:
  void schemas() {
    std::set<std::string> used;
    for (const auto& [name, table] : schema_.tables) used.insert(name.schema);
    for (const auto& [name, type] : schema_.enums) used.insert(name.schema);
    const auto& standard = dialect_.traits().default_schema;
    const bool plain = standard.empty() || used.empty() || (used.size() == 1 && used.contains(standard));
    if (!plain) out_.schemas.assign(used.begin(), used.end());
  }

  void unsaid(const Table& table, std::string_view what, std::string_view name) {
    out_.unsaid.push_back(fmt::format("{} {} of {}", what, name, display(table.name)));
  }

  PrintedType type_of(const Column& column) const { return printed_type(column.type, provider_, dialect_, names_); }

  // A row that Prisma's client can tell from the others.
  bool has_identity(const Table& table) const {
    const auto keys = plain_keys(table);
    return std::any_of(keys.begin(), keys.end(), [&](const std::vector<std::string>& key) {
      return std::all_of(key.begin(), key.end(), [&](const std::string& name) {
        const auto* column = table.columns.find(name);
        return (column->not_null || is_primary(table, name)) && !column->type.array && !type_of(*column).unsupported;
      });
    });
  }

  static bool is_primary(const Table& table, const std::string& column) {
    const auto* key = primary_key(table);
    return key && std::find(key->columns.begin(), key->columns.end(), column) != key->columns.end();
  }

  // --- enums

  PrintedBlock enumeration(const EnumType& type) {
    PrintedBlock out{type.name, true, names_.enumeration(type.name)};
    for (const auto& label : type.labels) {
      const auto& name = names_.label(type.name, label);
      out.fields.push_back({label, name, "", name == label ? std::string() : fmt::format("@map({})", quoted(label))});
    }
    mapped(out);
    return out;
  }

  void mapped(PrintedBlock& block) {
    if (block.name != block.object.name)
      block.attributes.push_back(fmt::format("@@map({})", quoted(block.object.name)));
    if (!out_.schemas.empty()) block.attributes.push_back(fmt::format("@@schema({})", quoted(block.object.schema)));
  }

  // --- models

  PrintedBlock model(const Table& table, std::vector<PrintedField>& relations) {
    PrintedBlock out{table.name, false, names_.model(table.name)};
    if (ignored_.contains(table.name))
      out.comments.push_back(
          "/// The rows of this table have no key that Prisma Client could tell them by; it leaves the table out.");
    const auto keys = keys_of(table);
    for (const auto& column : table.columns) out.fields.push_back(field(table, column, keys));
    out.fields.insert(out.fields.end(), relations.begin(), relations.end());
    for (const auto& key : keys)
      if (!on_field(table, key)) out.attributes.push_back(block_key(table, key));
    mapped(out);
    if (ignored_.contains(table.name)) out.attributes.push_back("@@ignore");
    return out;
  }

  static PrintedKey printed_key(const Constraint& constraint, const Key& key) {
    PrintedKey out{constraint.name.text, {}, "btree", true, key.primary};
    for (const auto& column : key.columns) out.keys.push_back({.column = column});
    out.lengths = lengths_of(constraint.attributes, out.keys.size());
    return out;
  }

  // MySQL makes the index that a foreign key needs; no file has to say so.
  static bool comes_with_foreign_key(const Table& table, const Index& index) {
    return !index.name.stated && std::ranges::any_of(table.constraints, [&](const Constraint& constraint) {
      return std::holds_alternative<ForeignKey>(constraint.body) && constraint.name.text == index.name.text;
    });
  }

  std::vector<PrintedKey> keys_of(const Table& table) {
    std::vector<PrintedKey> primary, rest;
    for (const auto& constraint : table.constraints)
      std::visit(Overloaded{
                     [&](const Key& key) { (key.primary ? primary : rest).push_back(printed_key(constraint, key)); },
                     [&](const Check&) { unsaid(table, "check", constraint_label(constraint)); },
                     [&](const ForeignKey&) {},
                     [&](const Exclusion&) { unsaid(table, "exclusion", constraint_label(constraint)); },
                 },
                 constraint.body);
    for (const auto& index : table.indexes) {
      if (comes_with_foreign_key(table, index)) continue;
      const bool expressions = std::any_of(index.keys.begin(), index.keys.end(),
                                           [](const IndexKey& key) { return key.expression.has_value(); });
      const bool known_method = index.method == "fulltext" || !prisma_method(index.method).empty();
      if (expressions || (index.where && !conditions_) || !known_method)
        unsaid(table,
               expressions   ? "index over an expression"
               : index.where ? "index with a condition"
                             : "index of another method",
               index.name.text);
      else
        rest.push_back({index.name.text, index.keys, index.method, index.unique, false,
                        index.where ? index.where->sql : "", lengths_of(index.attributes, index.keys.size())});
    }
    std::stable_sort(rest.begin(), rest.end(),
                     [](const PrintedKey& a, const PrintedKey& b) { return a.unique && !b.unique; });
    primary.insert(primary.end(), rest.begin(), rest.end());
    return primary;
  }

  static std::vector<std::string> columns_of(const PrintedKey& key) {
    std::vector<std::string> out;
    for (const auto& part : key.keys) out.push_back(part.column);
    return out;
  }

  bool on_field(const Table&, const PrintedKey& key) const {
    return key.unique && key.keys.size() == 1 && key.where.empty();
  }

  std::string standard_name(const Table& table, const PrintedKey& key) const {
    if (key.primary) return primary_key_name(provider_, table.name.name);
    return key.unique ? unique_name(provider_, table.name.name, columns_of(key))
                      : index_name(provider_, table.name.name, columns_of(key));
  }

  // `map: "…"`, unless the name is the one that Prisma would give, or nobody gave one.
  std::string map_of(const Table& table, const PrintedKey& key) const {
    const bool nameless = key.name.empty() || (key.primary && provider_ != Provider::postgresql);
    return nameless || key.name == standard_name(table, key) ? std::string() : fmt::format("map: {}", quoted(key.name));
  }

  PrintedField field(const Table& table, const Column& column, const std::vector<PrintedKey>& keys) {
    const auto type = type_of(column);
    std::vector<std::string> parts;
    for (const auto& key : keys) {
      if (!on_field(table, key) || key.keys[0].column != column.name) continue;
      std::vector<std::string> arguments;
      if (const auto map = map_of(table, key); !map.empty()) arguments.push_back(map);
      std::ranges::move(options_of(key, 0), std::back_inserter(arguments));
      parts.push_back((key.primary ? "@id" : "@unique") +
                      (arguments.empty() ? std::string() : fmt::format("({})", fmt::join(arguments, ", "))));
    }
    if (rowid_alias(table, column))
      parts.push_back("@default(autoincrement())");
    else if (auto value = printed_default(column, type, dialect_, names_); !value.empty())
      parts.push_back(std::move(value));
    if (column.generated) unsaid(table, "generation of", column.name);
    if (provider_ == Provider::mysql)
      for (const auto& what : unsaid_of_mysql(column)) unsaid(table, what, column.name);
    const auto& name = names_.field(table.name, column.name);
    if (name != column.name) parts.push_back(fmt::format("@map({})", quoted(column.name)));
    if (!type.native.empty()) parts.push_back(type.native);
    const bool required = column.not_null || is_primary(table, column.name);
    return {"column " + column.name, name,
            type.name + (column.type.array ? "[]"
                         : required        ? ""
                                           : "?"),
            fmt::format("{}", fmt::join(parts, " "))};
  }

  // SQLite fills in a single integer key by itself.
  bool rowid_alias(const Table& table, const Column& column) const {
    if (provider_ != Provider::sqlite) return false;
    const auto* key = primary_key(table);
    return key && key->columns == std::vector<std::string>{column.name} &&
           equal_ignoring_case(column.type.name, "integer");
  }

  std::vector<std::string> options_of(const PrintedKey& key, std::size_t at) const {
    std::vector<std::string> out;
    if (at < key.lengths.size() && !key.lengths[at].empty()) out.push_back("length: " + key.lengths[at]);
    if (key.keys[at].descending) out.emplace_back("sort: Desc");
    return out;
  }

  std::string block_key(const Table& table, const PrintedKey& key) const {
    std::vector<std::string> fields, arguments;
    for (std::size_t at = 0; at < key.keys.size(); ++at) {
      const auto& part = key.keys[at];
      std::vector<std::string> options;
      const bool looks_at_class =
          key.method != "btree" && key.method != "hash";  // Prisma sees none of these in the catalogue
      if (part.operator_class && looks_at_class) {
        // Prisma's engine reads it without its schema
        const auto bare = part.operator_class->substr(
            std::string_view(*part.operator_class).substr(0, part.operator_class->find('(')).rfind('.') + 1);
        const auto word = prisma_operator_class(*part.operator_class);
        options.push_back("ops: " + (word ? *word : fmt::format("raw({})", quoted(bare))));
      }
      std::ranges::move(options_of(key, at), std::back_inserter(options));
      fields.push_back(names_.field(table.name, part.column) +
                       (options.empty() ? std::string() : fmt::format("({})", fmt::join(options, ", "))));
    }
    arguments.push_back(fmt::format("[{}]", fmt::join(fields, ", ")));
    if (const auto map = map_of(table, key); !map.empty()) arguments.push_back(map);
    if (key.method != "btree" && key.method != "fulltext") arguments.push_back("type: " + prisma_method(key.method));
    if (!key.where.empty())
      arguments.push_back(fmt::format("where: raw({})", quoted(catalogue_text(key.where, dialect_))));
    const auto* word = key.primary ? "id" : key.unique ? "unique" : key.method == "fulltext" ? "fulltext" : "index";
    return fmt::format("@@{}({})", word, fmt::join(arguments, ", "));
  }

  const Schema& schema_;
  const Dialect& dialect_;
  Provider provider_;
  PrintNames names_;
  bool conditions_;
  std::set<QualifiedName> ignored_;
  PrintedSchema out_;
};

}  // namespace

PrintedSchema printed_schema(const Schema& schema, const Dialect& dialect, KnownNames known, bool conditions) {
  if (dialect.traits().name != "mysql") return Printer(schema, dialect, std::move(known), conditions).run();
  const auto lifted = with_enums(schema, known.enums_of);
  return Printer(lifted, dialect, std::move(known), conditions).run();
}

}  // namespace schemac::prisma

#include "schema/print.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/overloaded.h"

namespace schemac {
namespace {

// Quotes what could be mistaken for the print's own punctuation, line ends included.
std::string quoted(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out += '`';
  for (const char c : text) {
    if (c == '\n')
      out += "\\n";
    else if (c == '`' || c == '\\')
      (out += '\\') += c;
    else
      out += c;
  }
  out += '`';
  return out;
}

std::string quoted(const QualifiedName& name) {
  return name.schema.empty() ? quoted(name.name) : quoted(name.schema) + "." + quoted(name.name);
}

std::string list(const std::vector<std::string>& names) {
  std::string out = "(";
  for (const auto& name : names) out.append(out.size() > 1 ? ", " : "").append(quoted(name));
  return out + ")";
}

std::string comment_of(const std::optional<std::string>& comment) {
  return comment ? " comment " + quoted(*comment) : "";
}

std::string attributes_of(const Attributes& attributes) {
  std::string out;
  for (const auto& [key, value] : attributes) out.append(" ").append(key).append("=").append(quoted(value));
  return out;
}

std::string options_of(const SequenceOptions& o) {
  return fmt::format("{} start {} by {} from {} to {} cache {}{}", o.type, o.start, o.increment, o.minimum, o.maximum,
                     o.cache, o.cycle ? " cycle" : "");
}

std::string name_of(const ObjectName& name) { return (name.stated ? "" : "~") + quoted(name.text); }

std::string identity_of(const Identity& identity) {
  static constexpr std::string_view kinds[] = {"always", "by default", "serial", "autoincrement"};
  return fmt::format(" identity {} {} {}", kinds[static_cast<std::size_t>(identity.kind)], name_of(identity.sequence),
                     options_of(identity.options));
}

std::string column_line(const Column& column) {
  std::string out = "  column " + quoted(column.name) + " " + quoted(display(column.type));
  if (column.type.user_type) out += " of " + quoted(*column.type.user_type);
  if (column.not_null) out += " not null";
  if (column.default_value) out += " default " + quoted(column.default_value->sql);
  if (column.identity) out += identity_of(*column.identity);
  if (column.generated)
    out += fmt::format(" generated {} {}", column.generated->stored ? "stored" : "virtual",
                       quoted(column.generated->expression.sql));
  if (column.collation) out += " collate " + quoted(*column.collation);
  return out + attributes_of(column.attributes) + comment_of(column.comment) + "\n";
}

std::string body_of(const Constraint& constraint) {
  return std::visit(
      Overloaded{
          [](const Key& key) {
            return list(key.columns) + (key.include.empty() ? "" : " include " + list(key.include)) +
                   (key.nulls_not_distinct ? " nulls not distinct" : "");
          },
          [](const Check& check) { return quoted(check.expression.sql) + (check.no_inherit ? " no inherit" : ""); },
          [](const ForeignKey& key) {
            return fmt::format("{} to {} {} update {} delete {}{}{}", list(key.columns), quoted(key.references),
                               list(key.referenced_columns), sql_name(key.on_update), sql_name(key.on_delete),
                               key.on_delete_columns.empty() ? "" : list(key.on_delete_columns),
                               key.match_full ? " match full" : "");
          },
          [](const Exclusion& exclusion) { return quoted(exclusion.definition.sql); },
      },
      constraint.body);
}

std::string constraint_line(const Constraint& c) {
  std::string out = "  ";
  out.append(kind_name(c)).append(" ").append(name_of(c.name)).append(" ").append(body_of(c));
  if (c.deferrable) out += " deferrable";
  if (c.initially_deferred) out += " initially deferred";
  if (!c.validated) out += " not valid";
  return out + attributes_of(c.attributes) + comment_of(c.comment) + "\n";
}

std::string index_key(const IndexKey& key) {
  std::string out = key.expression ? "=" + quoted(key.expression->sql) : quoted(key.column);
  if (key.collation) out += " collate " + quoted(*key.collation);
  if (key.operator_class) out += " class " + quoted(*key.operator_class);
  if (key.descending) out += " desc";
  if (key.nulls_first) out += *key.nulls_first ? " nulls first" : " nulls last";
  return out;
}

std::string index_line(const Index& index) {
  std::string out = index.unique ? "  unique index " : "  index ";
  out.append(name_of(index.name)).append(" ").append(index.method).append(" (");
  for (const auto& key : index.keys) out.append(&key == &index.keys.front() ? "" : ", ").append(index_key(key));
  out += ")";
  if (!index.include.empty()) out += " include " + list(index.include);
  if (index.where) out += " where " + quoted(index.where->sql);
  if (index.nulls_not_distinct) out += " nulls not distinct";
  if (!index.valid) out += " invalid";
  return out + attributes_of(index.attributes) + comment_of(index.comment) + "\n";
}

template <class Items, class Print>
void append_sorted(std::string& out, const Items& items, Print print) {
  std::vector<std::string> lines;
  for (const auto& item : items) lines.push_back(print(item));
  std::sort(lines.begin(), lines.end());
  for (const auto& line : lines) out += line;
}

}  // namespace

std::string canonical_print(const Table& table) {
  std::string out = "table " + quoted(table.name) + attributes_of(table.attributes) + comment_of(table.comment) + "\n";
  append_sorted(out, table.columns, column_line);
  append_sorted(out, table.constraints, constraint_line);
  append_sorted(out, table.indexes, index_line);
  return out;
}

std::string canonical_print_without_tables(const Schema& schema) {
  std::string out;
  for (const auto& [name, space] : schema.namespaces)
    out += "schema " + quoted(name) + comment_of(space->comment) + "\n";
  for (const auto& [name, type] : schema.enums)
    out += "enum " + quoted(name) + " " + list(type->labels) + comment_of(type->comment) + "\n";
  for (const auto& [name, sequence] : schema.sequences) {
    out += fmt::format("sequence {} {}", quoted(name), options_of(sequence->options));
    if (sequence->owned_by)
      out += fmt::format(" owned by {} {}", quoted(sequence->owned_by->table), quoted(sequence->owned_by->column));
    out += attributes_of(sequence->attributes) + comment_of(sequence->comment) + "\n";
  }
  for (const auto& [key, object] : schema.sql_objects)
    out += fmt::format("sql {} {} {}\n", key.kind, quoted(key.name), quoted(object->definition));
  return out;
}

std::string canonical_print(const Schema& schema) {
  auto out = canonical_print_without_tables(schema);
  for (const auto& [name, table] : schema.tables) out += canonical_print(*table);
  return out;
}

}  // namespace schemac

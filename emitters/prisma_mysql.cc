#include "emitters/prisma_mysql.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"

namespace schemac::prisma {
namespace {

using MysqlText = std::optional<std::string>;
using Maybe = std::optional<Words>;

std::string quoted(std::string_view name) {
  std::string out = "`";
  for (const char c : name) out += c == '`' ? std::string("``") : std::string(1, c);
  return out + "`";
}

std::string listed(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const auto& name : names) out.push_back(quoted(name));
  return fmt::format("{}", fmt::join(out, ", "));
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// `ALGORITHM=INPLACE, LOCK=NONE`: a server that would copy after all refuses.
std::string asserted(std::string_view planned) {
  const auto at = planned.rfind(", ALGORITHM=");
  return at == std::string_view::npos ? std::string() : std::string(planned.substr(at + 2));
}

MysqlText type_words(const Type& type) {
  if (type.name == "tinyint" && type.arguments == std::vector<std::string>{"1"}) return "BOOLEAN";
  if (type.name.find("zerofill") != std::string::npos) return std::nullopt;
  const auto base = type.name.substr(0, type.name.find(' '));
  auto out = base == "int" ? std::string("INTEGER") : upper(base);
  const bool spaced = base == "decimal" || base == "enum";
  if (!type.arguments.empty()) out += fmt::format("({})", fmt::join(type.arguments, spaced ? ", " : ","));
  return out + upper(type.name.substr(base.size()));
}

// `1.500` → `1.5`: what the type adds is not said.
std::string number_words(std::string number) {
  if (number.find('.') == std::string::npos) return number;
  while (number.ends_with('0')) number.pop_back();
  if (number.ends_with('.')) number.pop_back();
  return number;
}

bool is_number(std::string_view sql) {
  if (sql.starts_with('-')) sql.remove_prefix(1);
  return !sql.empty() && sql.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Only constants and the moment: expressions differ between the servers.
MysqlText default_words(const Column& column) {
  const auto& sql = column.default_value->sql;
  const auto family = column.type.portable.family;
  const bool bare = family == TypeFamily::text || family == TypeFamily::json || family == TypeFamily::binary;
  if (bare) return std::nullopt;
  if (column.type.name == "tinyint" && column.type.arguments == std::vector<std::string>{"1"} &&
      (sql == "1" || sql == "0"))
    return sql == "1" ? "true" : "false";
  if (is_number(sql)) return number_words(sql);
  const bool text = sql.size() > 1 && sql.starts_with('\'') && sql.find('\'', 1) == sql.size() - 1;
  if (text || sql.starts_with("b'") || sql.starts_with("CURRENT_TIMESTAMP")) return sql;
  return std::nullopt;
}

MysqlText column_words(const Column& column) {
  const auto type = type_words(column.type);
  const bool plain =
      std::ranges::all_of(column.attributes, [](const auto& entry) { return entry.first == "on_update"; });
  if (!type || !plain || column.collation || column.comment || column.generated) return std::nullopt;
  auto out = fmt::format("{} {}{}", quoted(column.name), *type, column.not_null ? " NOT NULL" : " NULL");
  if (column.default_value) {
    const auto value = default_words(column);
    if (!value) return std::nullopt;
    out += " DEFAULT " + *value;
  }
  if (const auto when = column.attributes.find("on_update"); when != column.attributes.end())
    out += " ON UPDATE " + when->second;
  return out + (column.identity ? " AUTO_INCREMENT" : "");
}

bool says_lengths_alone(const Attributes& attributes) {
  return std::ranges::all_of(attributes, [](const auto& entry) { return entry.first == "lengths"; });
}

// The word of `10 -` for the part at `at`.
std::string length_words(const Attributes& attributes, std::size_t at) {
  const auto said = attributes.find("lengths");
  if (said == attributes.end()) return {};
  std::string_view words = said->second;
  for (; at > 0; --at) words.remove_prefix(std::min(words.find(' '), words.size() - 1) + 1);
  const auto word = words.substr(0, words.find(' '));
  return word == "-" ? std::string() : fmt::format("({})", word);
}

MysqlText key_words(const std::vector<IndexKey>& keys, const Attributes& attributes) {
  if (!says_lengths_alone(attributes)) return std::nullopt;
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < keys.size(); ++at) {
    if (keys[at].expression || keys[at].operator_class) return std::nullopt;
    parts.push_back(quoted(keys[at].column) + length_words(attributes, at) + (keys[at].descending ? " DESC" : ""));
  }
  return fmt::format("({})", fmt::join(parts, ", "));
}

// What stands before the word INDEX.
MysqlText kind_words(const Index& index) {
  if (index.comment || index.where) return std::nullopt;
  if (index.method == "fulltext") return "FULLTEXT ";
  if (index.method != "btree") return std::nullopt;
  return index.unique ? "UNIQUE " : "";
}

MysqlText primary_key_words(const Constraint& constraint) {
  const auto* key = std::get_if<Key>(&constraint.body);
  if (!key || !key->primary || constraint.comment) return std::nullopt;
  std::vector<IndexKey> keys;
  for (const auto& column : key->columns) keys.push_back({.column = column});
  const auto parts = key_words(keys, constraint.attributes);
  return parts ? MysqlText("PRIMARY KEY " + *parts) : std::nullopt;
}

MysqlText foreign_key_words(const Constraint& constraint) {
  const auto* key = std::get_if<ForeignKey>(&constraint.body);
  const bool plain =
      std::ranges::all_of(constraint.attributes, [](const auto& entry) { return entry.first.starts_with("on_"); });
  if (!key || !plain || constraint.name.text.empty() || key->match_full) return std::nullopt;
  auto out = fmt::format("CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {}({})", quoted(constraint.name.text),
                         listed(key->columns), quoted(key->references.name), listed(key->referenced_columns));
  // what a server does when nothing is said is not said by every server in the same words
  const auto say = [&](std::string_view when, ReferentialAction action, const char* attribute) {
    if (action != ReferentialAction::no_action || constraint.attributes.contains(attribute))
      out += fmt::format(" ON {} {}", when, sql_name(action));
  };
  say("DELETE", key->on_delete, "on_delete");
  say("UPDATE", key->on_update, "on_update");
  return out;
}

// Columns, an empty line, indexes, the primary key, as Prisma writes them; foreign keys last, because the table is one
// step.
MysqlText create_table(const Table& table) {
  const auto collate = table.attributes.find("collate");
  if (table.comment || table.columns.empty() ||
      table.attributes.size() != (collate == table.attributes.end() ? 0U : 1U))
    return std::nullopt;
  std::vector<std::string> columns, keys, references;
  const auto add = [](std::vector<std::string>& to, const MysqlText& text) {
    if (text) to.push_back("    " + *text);
    return text.has_value();
  };
  for (const auto& column : table.columns)
    if (!add(columns, column_words(column))) return std::nullopt;
  for (const auto& index : table.indexes) {
    const auto kind = kind_words(index), parts = key_words(index.keys, index.attributes);
    if (!kind || !parts) return std::nullopt;
    keys.push_back(fmt::format("    {}INDEX {}{}", *kind, quoted(index.name.text), *parts));
  }
  for (const auto& constraint : table.constraints) {
    const bool refers = std::holds_alternative<ForeignKey>(constraint.body);
    if (!add(refers ? references : keys, refers ? foreign_key_words(constraint) : primary_key_words(constraint)))
      return std::nullopt;
  }
  std::ranges::move(references, std::back_inserter(keys));
  auto out = fmt::format("CREATE TABLE {} (\n{}", quoted(table.name.name), fmt::join(columns, ",\n"));
  if (!keys.empty()) out += fmt::format(",\n\n{}", fmt::join(keys, ",\n"));
  out += "\n)";
  if (collate == table.attributes.end()) return out;
  return out + fmt::format(" DEFAULT CHARACTER SET {} COLLATE {}", collate->second.substr(0, collate->second.find('_')),
                           collate->second);
}

class MysqlWriter {
 public:
  explicit MysqlWriter(std::string_view planned)
      : asserted_(asserted(planned)), single_(planned.find(",\n  ") == std::string_view::npos) {}

  Maybe operator()(const CreateTable& op) const {
    const auto sql = create_table(op.table);
    return sql ? Maybe(Words{"CreateTable", {}, *sql}) : Maybe();
  }
  Maybe operator()(const DropTable& op) const {
    return Words{"DropTable", {}, "DROP TABLE " + quoted(op.table.name.name)};
  }
  Maybe operator()(const AddColumn& op) const {
    return alone("AlterTable", op.table, prefixed("ADD COLUMN ", column_words(op.column)));
  }
  Maybe operator()(const DropColumn& op) const {
    return alone("AlterTable", op.table, "DROP COLUMN " + quoted(op.column.name));
  }
  Maybe operator()(const AlterColumnType& op) const { return modified(op.table, op.after); }
  Maybe operator()(const SetNullability& op) const {
    auto after = op.before;
    after.not_null = op.not_null;
    return modified(op.table, after);
  }
  Maybe operator()(const SetDefault& op) const {
    auto after = op.before;
    after.default_value = op.value;
    return modified(op.table, after);
  }
  Maybe operator()(const AddConstraint& op) const {
    const bool refers = std::holds_alternative<ForeignKey>(op.constraint.body);
    return refers ? alone("AddForeignKey", op.table, prefixed("ADD ", foreign_key_words(op.constraint)))
                  : alone("AlterTable", op.table, prefixed("ADD ", primary_key_words(op.constraint)));
  }
  Maybe operator()(const DropConstraint& op) const {
    if (std::holds_alternative<ForeignKey>(op.constraint.body))
      return alone("DropForeignKey", op.table, "DROP FOREIGN KEY " + quoted(op.constraint.name.text));
    return primary_key_words(op.constraint) ? alone("AlterTable", op.table, "DROP PRIMARY KEY") : Maybe();
  }
  Maybe operator()(const CreateIndex& op) const {
    const auto kind = kind_words(op.index), parts = key_words(op.index.keys, op.index.attributes);
    if (!kind || !parts || !single_) return {};
    return Words{"CreateIndex",
                 {},
                 fmt::format("CREATE {}INDEX {} ON {}{}{}", *kind, quoted(op.index.name.text), quoted(op.table.name),
                             *parts, behind_index())};
  }
  // MariaDB's DROP INDEX takes no ALGORITHM.
  Maybe operator()(const DropIndex& op) const {
    if (!asserted_.empty()) return alone("DropIndex", op.table, "DROP INDEX " + quoted(op.index.name.text));
    return single_ ? Maybe(Words{"DropIndex",
                                 {},
                                 fmt::format("DROP INDEX {} ON {}", quoted(op.index.name.text), quoted(op.table.name))})
                   : Maybe();
  }
  Maybe operator()(const RenameIndex& op) const {
    return alone("RenameIndex", op.table, fmt::format("RENAME INDEX {} TO {}", quoted(op.from), quoted(op.to.text)));
  }
  Maybe operator()(const RebuildTable& op) const { return altered(op.before, op.after); }

  // The plan's own statements.
  Maybe operator()(const CreateSchema&) const { return {}; }
  Maybe operator()(const CreateEnum&) const { return {}; }
  Maybe operator()(const DropEnum&) const { return {}; }
  Maybe operator()(const RenameConstraint&) const { return {}; }
  Maybe operator()(const DropSchema&) const { return {}; }
  Maybe operator()(const RenameSchema&) const { return {}; }
  Maybe operator()(const RenameTable&) const { return {}; }
  Maybe operator()(const SetTableAttributes&) const { return {}; }
  Maybe operator()(const AttachPartition&) const { return {}; }
  Maybe operator()(const DetachPartition&) const { return {}; }
  Maybe operator()(const RenameColumn&) const { return {}; }
  Maybe operator()(const SetIdentity&) const { return {}; }
  Maybe operator()(const DropGenerated&) const { return {}; }
  Maybe operator()(const SetColumnAttributes&) const { return {}; }
  Maybe operator()(const AlterConstraint&) const { return {}; }
  Maybe operator()(const SetIndexAttributes&) const { return {}; }
  Maybe operator()(const RenameEnum&) const { return {}; }
  Maybe operator()(const RenameEnumLabel&) const { return {}; }
  Maybe operator()(const AlterEnum&) const { return {}; }
  Maybe operator()(const CreateSequence&) const { return {}; }
  Maybe operator()(const DropSequence&) const { return {}; }
  Maybe operator()(const RenameSequence&) const { return {}; }
  Maybe operator()(const AlterSequence&) const { return {}; }
  Maybe operator()(const SetComment&) const { return {}; }
  Maybe operator()(const Backfill&) const { return {}; }
  Maybe operator()(const CreateSqlObject&) const { return {}; }
  Maybe operator()(const DropSqlObject&) const { return {}; }
  Maybe operator()(const ReplaceSqlObject&) const { return {}; }
  Maybe operator()(const RenameSqlObject&) const { return {}; }

 private:
  static MysqlText prefixed(std::string_view words, const MysqlText& text) {
    return text ? MysqlText(std::string(words) + *text) : std::nullopt;
  }

  std::string behind_index() const {
    auto out = asserted_.empty() ? std::string() : " " + asserted_;
    std::erase(out, ',');
    return out;
  }

  Words statement(std::string_view title, const QualifiedName& table, std::vector<std::string> clauses) const {
    if (!asserted_.empty()) clauses.push_back(asserted_);
    return {
        std::string(title), {}, fmt::format("ALTER TABLE {} {}", quoted(table.name), fmt::join(clauses, ",\n    "))};
  }

  // What takes more than one clause of the plan's does more than the operation says.
  Maybe alone(std::string_view title, const QualifiedName& table, const MysqlText& clause) const {
    return clause && single_ ? Maybe(statement(title, table, {*clause})) : Maybe();
  }

  Maybe modified(const QualifiedName& table, const Column& after) const {
    return alone("AlterTable", table, prefixed("MODIFY ", column_words(after)));
  }

  // Columns and the primary key alone.
  Maybe altered(const Table& before, const Table& after) const {
    const auto keys = [](const Table& table) {
      std::vector<Constraint> out;
      std::ranges::copy_if(table.constraints, std::back_inserter(out),
                           [](const Constraint& constraint) { return !primary_key_words(constraint); });
      return out;
    };
    if (!(before.indexes == after.indexes) || before.attributes != after.attributes ||
        before.comment != after.comment || keys(before) != keys(after))
      return {};
    std::vector<std::string> clauses;
    const auto had = key_of(before), has = key_of(after);
    if (!had.empty() && had != has) clauses.emplace_back("DROP PRIMARY KEY");
    for (const auto& column : before.columns)
      if (!after.columns.find(column.name)) clauses.push_back("DROP COLUMN " + quoted(column.name));
    if (!add_columns(before, after, clauses)) return {};
    if (!has.empty() && had != has) clauses.push_back("ADD " + has);
    return clauses.empty() ? Maybe() : Maybe(statement("AlterTable", after.name, std::move(clauses)));
  }

  static std::string key_of(const Table& table) {
    for (const auto& constraint : table.constraints)
      if (const auto words = primary_key_words(constraint)) return *words;
    return {};
  }

  // False where one stands elsewhere than behind the others, or Prisma has no words for it.
  static bool add_columns(const Table& before, const Table& after, std::vector<std::string>& clauses) {
    std::size_t last = 0;
    bool new_ones = false;
    std::vector<std::string> changed;
    for (const auto& column : after.columns) {
      const auto* had = before.columns.find(column.name);
      if (had && (new_ones || before.columns.position(column.name) < last)) return false;
      if (had) last = before.columns.position(column.name);
      new_ones = new_ones || !had;
      if (had && *had == column) continue;
      const auto words = column_words(column);
      if (!words || (had && (had->generated || had->collation || had->comment))) return false;
      (had ? changed : clauses).push_back((had ? "MODIFY " : "ADD COLUMN ") + *words);
    }
    std::ranges::move(changed, std::back_inserter(clauses));
    return true;
  }

  std::string asserted_;
  bool single_;
};

}  // namespace

std::optional<Words> words_for_mysql(const Operation& operation, std::string_view planned) {
  return std::visit(MysqlWriter(planned), operation.variant());
}

}  // namespace schemac::prisma

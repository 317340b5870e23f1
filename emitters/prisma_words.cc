#include "emitters/prisma_words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"
#include "base/sql_tokens.h"
#include "emitters/engine_words.h"
#include "emitters/left_out_schema.h"

namespace schemac::prisma {
namespace {

using Text = std::optional<std::string>;

std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string quoted(const QualifiedName& name) {
  const bool bare = is_left_out(name.schema, "public");
  return bare ? quoted(name.name) : quoted(name.schema) + "." + quoted(name.name);
}

std::string listed(const std::vector<std::string>& names, std::string_view between = ", ") {
  std::vector<std::string> out;
  for (const auto& name : names) out.push_back(quoted(name));
  return fmt::format("{}", fmt::join(out, between));
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

bool is_plain_word(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Text postgresql_type(const Type& type) {
  static constexpr auto spelled =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"character varying", "VARCHAR"},
                                                                    {"character", "CHAR"},
                                                                    {"numeric", "DECIMAL"},
                                                                    {"double precision", "DOUBLE PRECISION"},
                                                                    {"timestamp without time zone", "TIMESTAMP"},
                                                                    {"timestamp with time zone", "TIMESTAMPTZ"},
                                                                    {"time without time zone", "TIME"},
                                                                    {"time with time zone", "TIMETZ"},
                                                                    {"bit varying", "VARBIT"}});
  static constexpr auto upper_types =
      std::to_array<std::string_view>({"bigint", "bit", "boolean", "bytea", "citext", "date", "inet", "integer", "json",
                                       "jsonb", "money", "oid", "real", "smallint", "text", "uuid", "xml"});
  std::string out;
  if (type.user_type) {
    out = quoted(*type.user_type);
  } else {
    const auto at = std::ranges::find(spelled, type.name, &std::pair<std::string_view, std::string_view>::first);
    if (at == spelled.end() && !is_plain_word(type.name)) return std::nullopt;
    // Types that Prisma has a word for are upper case, all others as they are.
    const bool known = std::ranges::find(upper_types, type.name) != upper_types.end();
    out = at != spelled.end() ? std::string(at->second) : known ? upper(type.name) : type.name;
  }
  if (!type.arguments.empty()) out += fmt::format("({})", fmt::join(type.arguments, ","));
  return out + (type.array ? "[]" : "");
}

Text sqlite_type(const Type& type) {
  if (type.name.empty() || type.array || !std::ranges::all_of(type.name, [](char c) {
        return is_plain_word({&c, 1}) || c == ' ';
      }))
    return std::nullopt;
  return type.arguments.empty() ? type.name : fmt::format("{}({})", type.name, fmt::join(type.arguments, ","));
}

class Writer {
 public:
  explicit Writer(Provider provider) : provider_(provider) {}

  using Maybe = std::optional<Words>;

  Maybe operator()(const CreateSchema& op) const {
    return statement("CreateSchema", "CREATE SCHEMA IF NOT EXISTS " + quoted(op.space.name));
  }
  Maybe operator()(const CreateEnum& op) const {
    std::vector<std::string> labels;
    for (const auto& label : op.type.labels) {
      if (label.find('\\') != std::string::npos) return {};
      labels.push_back(string_literal(label));
    }
    return statement("CreateEnum",
                     fmt::format("CREATE TYPE {} AS ENUM ({})", quoted(op.type.name), fmt::join(labels, ", ")));
  }
  Maybe operator()(const DropEnum& op) const { return statement("DropEnum", "DROP TYPE " + quoted(op.type.name)); }

  Maybe operator()(const CreateTable& op) const {
    const auto sql = create_table(op.table);
    return sql ? statement("CreateTable", *sql) : Maybe();
  }
  Maybe operator()(const DropTable& op) const { return statement("DropTable", "DROP TABLE " + quoted(op.table.name)); }

  Maybe operator()(const AddColumn& op) const {
    const auto column = definition(op.table, op.column, nullptr);
    return column ? clause(op.table, "ADD COLUMN     " + *column) : Maybe();
  }
  Maybe operator()(const DropColumn& op) const { return clause(op.table, "DROP COLUMN " + quoted(op.column.name)); }
  // SQLite has no such clauses: the plan says it in other statements.
  Maybe operator()(const SetNullability& op) const {
    if (sqlite()) return {};
    return clause(op.table,
                  fmt::format("ALTER COLUMN {} {} NOT NULL", quoted(op.before.name), op.not_null ? "SET" : "DROP"));
  }
  Maybe operator()(const SetDefault& op) const {
    if (sqlite()) return {};
    const auto column = "ALTER COLUMN " + quoted(op.before.name);
    return clause(op.table, op.value
                                ? fmt::format("{} SET DEFAULT {}", column, default_words(op.value->sql, "postgresql"))
                                : column + " DROP DEFAULT");
  }

  Maybe operator()(const AddConstraint& op) const {
    if (sqlite()) return {};
    const auto& constraint = op.constraint;
    const auto sql = constraint_definition(constraint);
    if (!sql) return {};
    if (std::holds_alternative<ForeignKey>(constraint.body))
      return statement("AddForeignKey", fmt::format("ALTER TABLE {} ADD {}", quoted(op.table), *sql));
    return clause(op.table, "ADD " + *sql);
  }
  Maybe operator()(const DropConstraint& op) const {
    if (sqlite()) return {};
    const auto name = quoted(op.constraint.name.text);
    if (std::holds_alternative<ForeignKey>(op.constraint.body))
      return statement("DropForeignKey", fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", quoted(op.table), name));
    return clause(op.table, "DROP CONSTRAINT " + name);
  }
  Maybe operator()(const RenameConstraint& op) const {
    if (sqlite()) return {};
    const auto* title = std::holds_alternative<ForeignKey>(op.constraint.body) ? "RenameForeignKey" : "AlterTable";
    return statement(title, fmt::format("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", quoted(op.table),
                                        quoted(op.constraint.name.text), quoted(op.to.text)));
  }

  Maybe operator()(const CreateIndex& op) const { return create_index(op.table, op.index); }
  Maybe operator()(const DropIndex& op) const {
    return statement("DropIndex", "DROP INDEX " + quoted(index_name(op.table, op.index.name.text)));
  }
  Maybe operator()(const RenameIndex& op) const {
    if (sqlite()) return {};
    return statement("RenameIndex", fmt::format("ALTER INDEX {} RENAME TO {}", quoted(index_name(op.table, op.from)),
                                                quoted(op.to.text)));
  }

  // The plan's own statements: they convert, or keep to one step what Prisma would drop and make again.
  Maybe operator()(const AlterColumnType&) const { return {}; }
  Maybe operator()(const DropSchema&) const { return {}; }
  Maybe operator()(const RenameSchema&) const { return {}; }
  Maybe operator()(const RenameTable&) const { return {}; }
  Maybe operator()(const SetTableAttributes&) const { return {}; }
  Maybe operator()(const RebuildTable&) const { return {}; }
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
  bool sqlite() const { return provider_ == Provider::sqlite; }

  static Maybe statement(std::string_view title, std::string sql) {
    return Words{std::string(title), {}, std::move(sql)};
  }

  // SQLite takes one clause at a time.
  Maybe clause(const QualifiedName& table, std::string_view sql) const {
    if (sqlite()) return Words{"AlterTable", {}, fmt::format("ALTER TABLE {} {}", quoted(table), sql)};
    return Words{"AlterTable", quoted(table), std::string(sql)};
  }

  static QualifiedName index_name(const QualifiedName& table, const std::string& index) {
    return {table.schema, index};
  }

  // PostgreSQL's catalogue adds the type that a text gets anyway; Prisma leaves it out.
  Text default_clause(const Column& column) const {
    const auto sql = default_words(column.default_value->sql, sqlite() ? "sqlite" : "postgresql");
    const auto cast = sql.rfind("::");
    if (const auto type = postgresql_type(column.type); column.type.array && type && sql.starts_with("ARRAY[") &&
                                                        sql.ends_with("]") && cast != std::string::npos &&
                                                        cast > sql.rfind(']', sql.size() - 3))
      return fmt::format(" DEFAULT {}::{}", sql.substr(0, cast), *type);
    return " DEFAULT " + sql;
  }

  // `key`: its table's primary key, where it is said beside the column.
  Text definition(const QualifiedName& table, const Column& column, const Constraint* key) const {
    if (!column.attributes.empty()) return {};
    const auto type = sqlite() ? sqlite_type(column.type) : postgresql_type(column.type);
    if (!type) return {};
    auto out = quoted(column.name) + " ";
    if (column.identity && column.identity->kind == IdentityKind::serial) {
      if (!is_plain_serial(table, column) || column.collation) return {};
      return out +
             (column.type.name == "bigint"     ? "BIGSERIAL"
              : column.type.name == "smallint" ? "SMALLSERIAL"
                                               : "SERIAL") +
             " NOT NULL";
    }
    out += *type;
    if (column.collation) out += " COLLATE " + quoted(*column.collation);
    if (column.generated)
      out += fmt::format(" GENERATED ALWAYS AS ({}) {}", column.generated->expression.sql,
                         column.generated->stored ? "STORED" : "VIRTUAL");
    if (column.identity && !sqlite()) {
      const auto identity = plain_identity_clause(table, column);
      if (!identity) return {};
      out += " " + *identity;
    }
    if (column.not_null) out += " NOT NULL";
    if (key) out += column.identity ? " PRIMARY KEY AUTOINCREMENT" : " PRIMARY KEY";
    if (column.identity && sqlite() && !key) return {};
    if (column.default_value) out += *default_clause(column);
    return out;
  }

  const Constraint* key_beside(const Table& table, const Column& column) const {
    if (!sqlite()) return nullptr;
    for (const auto& constraint : table.constraints) {
      const auto* key = std::get_if<Key>(&constraint.body);
      if (key && key->primary && key->columns == std::vector{column.name} && constraint.attributes.empty() &&
          !constraint.name.stated)
        return &constraint;
    }
    return nullptr;
  }

  Text create_table(const Table& table) const {
    if (!table.attributes.empty() || table.columns.empty()) return {};
    std::vector<std::string> lines, keys, rest;
    const Constraint* beside = nullptr;
    for (const auto& column : table.columns) {
      const auto* key = key_beside(table, column);
      if (key) beside = key;
      const auto line = definition(table.name, column, key);
      if (!line) return {};
      lines.push_back("    " + *line);
    }
    for (const auto& constraint : table.constraints) {
      if (&constraint == beside) continue;
      const auto line = constraint_definition(constraint);
      if (!line) return {};
      const auto* key = std::get_if<Key>(&constraint.body);
      (key && key->primary ? keys : rest).push_back("    " + *line);
    }
    // Prisma sets the key apart by an empty line.
    if (!keys.empty()) keys.front() = "\n" + keys.front();
    for (auto* more : {&keys, &rest}) std::ranges::move(*more, std::back_inserter(lines));
    return fmt::format("CREATE TABLE {} (\n{}\n)", quoted(table.name), fmt::join(lines, ",\n"));
  }

  Text constraint_definition(const Constraint& constraint) const {
    if (!constraint.attributes.empty() || !constraint.validated) return {};
    const bool named = sqlite() ? constraint.name.stated : !constraint.name.text.empty();
    const auto body = std::visit(Overloaded{
                                     [&](const Key& key) -> Text {
                                       if (!key.include.empty() || key.nulls_not_distinct) return {};
                                       const bool close = key.primary && !sqlite();
                                       return fmt::format("{} ({})", key.primary ? "PRIMARY KEY" : "UNIQUE",
                                                          listed(key.columns, close ? "," : ", "));
                                     },
                                     [](const Check& check) -> Text {
                                       if (check.no_inherit || !reads_back(check.expression.sql)) return {};
                                       return fmt::format("CHECK ({})", check.expression.sql);
                                     },
                                     [&](const ForeignKey& key) { return foreign_key(key); },
                                     [](const Exclusion&) -> Text { return {}; },
                                 },
                                 constraint.body);
    if (!body) return {};
    auto out = named ? fmt::format("CONSTRAINT {} {}", quoted(constraint.name.text), *body) : *body;
    if (constraint.deferrable)
      out += constraint.initially_deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE INITIALLY IMMEDIATE";
    return out;
  }

  Text foreign_key(const ForeignKey& key) const {
    if (key.match_full || !key.on_delete_columns.empty() || key.referenced_columns.empty()) return {};
    return fmt::format("FOREIGN KEY ({}) REFERENCES {}{}({}) ON DELETE {} ON UPDATE {}", listed(key.columns),
                       quoted(key.references), sqlite() ? " " : "", listed(key.referenced_columns),
                       sql_name(key.on_delete), sql_name(key.on_update));
  }

  Maybe create_index(const QualifiedName& table, const Index& index) const {
    if (!index.attributes.empty() || !index.include.empty() || index.where || index.nulls_not_distinct) return {};
    std::vector<std::string> keys;
    for (const auto& key : index.keys) {
      if (key.expression || key.nulls_first || key.collation) return {};
      auto text = quoted(key.column);
      if (key.operator_class &&
          (!is_plain_word(*key.operator_class) || lower(*key.operator_class) != *key.operator_class))
        return {};
      if (key.operator_class) text += " " + *key.operator_class;
      keys.push_back(text + (key.descending ? " DESC" : ""));
    }
    const bool btree = index.method == "btree" || index.method.empty();
    const auto method = btree ? std::string() : fmt::format(" USING {} ", upper(index.method));
    return statement("CreateIndex", fmt::format("CREATE {}INDEX {} ON {}{}({})", index.unique ? "UNIQUE " : "",
                                                quoted(index.name.text), quoted(table), method, fmt::join(keys, ", ")));
  }

  Provider provider_;
};

}  // namespace

std::optional<Words> words_of(const Operation& operation, Provider provider) {
  return std::visit(Writer(provider), operation.variant());
}

std::optional<Words> plain_retyping(const AlterColumnType& op, bool sets_default) {
  const auto type = postgresql_type(op.after.type);
  if (!type || op.conversion || op.before.collation || op.after.collation) return std::nullopt;
  const auto column = "ALTER COLUMN " + quoted(op.after.name);
  auto sql = fmt::format("{} SET DATA TYPE {}", column, *type);
  // A text that stays where it is goes on saying that it is one of the old type; a number does not.
  const auto& value = op.after.default_value;
  if (sets_default && value && (!is_literal(value->sql) || value->sql.starts_with('\'')))
    sql = fmt::format("{} DROP DEFAULT,\n{},\n{} SET DEFAULT {}", column, sql, column,
                      default_words(value->sql, "postgresql"));
  return Words{"AlterTable", quoted(op.table), std::move(sql)};
}

std::optional<Words> added_labels(const AlterEnum& op) {
  if (!only_adds(op)) return std::nullopt;
  const auto &before = op.before.labels, &after = op.after.labels;
  if (after.size() <= before.size() || !std::equal(before.begin(), before.end(), after.begin())) return std::nullopt;
  std::vector<std::string> statements;
  for (auto at = before.size(); at < after.size(); ++at)
    statements.push_back(fmt::format("ALTER TYPE {} ADD VALUE {}", quoted(op.after.name), string_literal(after[at])));
  return Words{"AlterEnum", {}, fmt::format("{}", fmt::join(statements, ";\n"))};
}

std::string title_of(const Operation& operation) {
  if (std::holds_alternative<RebuildTable>(operation.variant())) return "RedefineTables";
  std::string words{kind_name(operation)};
  // what an object given as SQL is, people see
  const auto shows = [&](std::string_view verb, const SqlObject& object) {
    words = fmt::format("{}-{}", verb, object.kind);
  };
  if (const auto* create = std::get_if<CreateSqlObject>(&operation.variant())) shows("create", create->object);
  if (const auto* drop = std::get_if<DropSqlObject>(&operation.variant())) shows("drop", drop->object);
  if (const auto* replace = std::get_if<ReplaceSqlObject>(&operation.variant())) shows("replace", replace->after);
  // `alter-column-type` → `AlterColumnType`
  std::string out;
  bool begins = true;
  for (const char c : words) {
    const bool divides = c == '-' || c == ' ';
    if (!divides) out += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    begins = divides;
  }
  return out;
}

}  // namespace schemac::prisma

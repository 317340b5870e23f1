#include "emitters/alembic_calls.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/overloaded.h"
#include "base/sql_tokens.h"
#include "emitters/alembic_definitions.h"
#include "emitters/alembic_text.h"
#include "emitters/alembic_types.h"
#include "emitters/engine_words.h"

namespace schemac::alembic {
namespace {

using python::call;
using python::Expression;
using python::keyword;
using python::text;
using python::word;

// A call, and how many of the plan's statements it stands for.
struct Spoken {
  Expression expression;
  std::size_t statements = 1;
};
using Said = std::optional<Spoken>;

bool speakable_name(const QualifiedName& name) { return speakable(name.name) && speakable(name.schema); }

// Whether a statement changes a type and nothing else: no cast that the engine's SQL adds, no default dropped and set
// around it.
bool changes_type_alone(const Statement& statement, bool converts) {
  std::size_t alters = 0;
  bool uses = false, defaults = false;
  for (const auto& token : sql_tokens(statement.sql, {.dollar_quotes = true})) {
    if (token.kind != SqlTokenKind::word) continue;
    const auto word = lower(token.text(statement.sql));
    alters += word == "alter" ? 1 : 0;
    uses |= word == "using";
    defaults |= word == "default";
  }
  return alters <= 2 && !defaults && uses == converts;
}

// A column is known by one identifier; so is a key of an index: quoted here, because inside a text nobody else does it.
std::string quoted(std::string_view identifier) { return fmt::format("\"{}\"", identifier); }

class Speaker {
 public:
  Speaker(std::string dialect, const std::vector<Statement>& statements)
      : dialect_(std::move(dialect)), postgresql_(dialect_ == "postgresql"), statements_(statements) {}

  Said operator()(const CreateTable& op) const;
  Said operator()(const DropTable& op) const { return on(op.table.name, "op.drop_table", {text(op.table.name.name)}); }
  Said operator()(const RenameTable& op) const {
    if (op.from.schema != op.to.schema || !speakable(op.to.name)) return std::nullopt;
    return on(op.from, "op.rename_table", {text(op.from.name), text(op.to.name)});
  }
  Said operator()(const AddColumn& op) const;
  Said operator()(const DropColumn& op) const {
    if (!speakable(op.column.name)) return std::nullopt;
    return on(op.table, "op.drop_column", {text(op.table.name), text(op.column.name)});
  }
  Said operator()(const RenameColumn& op) const {
    if (!speakable(op.from) || !speakable(op.to)) return std::nullopt;
    return on(op.table, "op.alter_column",
              {text(op.table.name), text(op.from), keyword("new_column_name", text(op.to))});
  }
  Said operator()(const AlterColumnType& op) const;
  Said operator()(const SetNullability& op) const {
    return alter(op.table, op.before, keyword("nullable", !op.not_null));
  }
  Said operator()(const SetDefault& op) const {
    auto value = op.value ? default_text(*op.value, dialect_) : word("None");
    if (!value || op.before.identity || op.before.generated) return std::nullopt;
    return alter(op.table, op.before, keyword("server_default", std::move(*value)));
  }
  Said operator()(const AddConstraint& op) const;
  Said operator()(const DropConstraint& op) const;
  Said operator()(const CreateIndex& op) const;
  Said operator()(const DropIndex& op) const {
    if (!speakable(op.index.name.text)) return std::nullopt;
    return on(op.table, "op.drop_index", {fixed_name(op.index.name.text), keyword("table_name", text(op.table.name))});
  }
  Said operator()(const SetComment& op) const;

  // Alembic has no word for these.
  Said operator()(const CreateSchema&) const { return std::nullopt; }
  Said operator()(const DropSchema&) const { return std::nullopt; }
  Said operator()(const RenameSchema&) const { return std::nullopt; }
  Said operator()(const SetTableAttributes&) const { return std::nullopt; }
  Said operator()(const RebuildTable&) const { return std::nullopt; }
  Said operator()(const AttachPartition&) const { return std::nullopt; }
  Said operator()(const DetachPartition&) const { return std::nullopt; }
  Said operator()(const SetIdentity&) const { return std::nullopt; }
  Said operator()(const DropGenerated&) const { return std::nullopt; }
  Said operator()(const SetColumnAttributes&) const { return std::nullopt; }
  Said operator()(const RenameConstraint&) const { return std::nullopt; }
  Said operator()(const AlterConstraint&) const { return std::nullopt; }
  Said operator()(const RenameIndex&) const { return std::nullopt; }
  Said operator()(const SetIndexAttributes&) const { return std::nullopt; }
  Said operator()(const CreateEnum&) const { return std::nullopt; }
  Said operator()(const DropEnum&) const { return std::nullopt; }
  Said operator()(const RenameEnum&) const { return std::nullopt; }
  Said operator()(const RenameEnumLabel&) const { return std::nullopt; }
  Said operator()(const AlterEnum&) const { return std::nullopt; }
  Said operator()(const CreateSequence&) const { return std::nullopt; }
  Said operator()(const DropSequence&) const { return std::nullopt; }
  Said operator()(const RenameSequence&) const { return std::nullopt; }
  Said operator()(const AlterSequence&) const { return std::nullopt; }
  Said operator()(const Backfill&) const { return std::nullopt; }
  Said operator()(const CreateSqlObject&) const { return std::nullopt; }
  Said operator()(const DropSqlObject&) const { return std::nullopt; }
  Said operator()(const ReplaceSqlObject&) const { return std::nullopt; }
  Said operator()(const RenameSqlObject&) const { return std::nullopt; }

 private:
  static Said on(const QualifiedName& table, std::string name, std::vector<Expression> arguments,
                 std::size_t statements = 1) {
    if (!speakable_name(table)) return std::nullopt;
    add_schema(arguments, table);
    return Spoken{call(std::move(name), std::move(arguments)), statements};
  }

  // SQLite's ALTER TABLE has none of these; its plans rebuild the table.
  Said alter(const QualifiedName& table, const Column& column, Expression change) const {
    if (!postgresql_ || !speakable(column.name)) return std::nullopt;
    std::vector<Expression> arguments{text(table.name), text(column.name)};
    if (auto type = type_call(column.type, dialect_, column.collation))
      arguments.push_back(keyword("existing_type", std::move(*type)));
    arguments.push_back(std::move(change));
    return on(table, "op.alter_column", std::move(arguments));
  }

  Said add_check(const AddConstraint& op, const Check& check) const;
  Said add_key(const AddConstraint& op, const Key& key) const;
  Said add_foreign_key(const AddConstraint& op, const ForeignKey& key) const;
  std::optional<Expression> index_key(const IndexKey& key) const;

  std::string dialect_;
  bool postgresql_;
  const std::vector<Statement>& statements_;  // what the plan says in place of the calls
};

Said Speaker::operator()(const CreateTable& op) const {
  const auto& table = op.table;
  if (!table.attributes.empty() || !speakable_comment(table.comment) || table.columns.empty()) return std::nullopt;
  std::vector<Expression> arguments{text(table.name.name)};
  std::size_t statements = table.comment ? 2 : 1;
  bool autoincrement = false;
  for (const auto& column : table.columns) {
    auto made = column_call(column, dialect_, {table.name, primary_key(table)});
    if (!made) return std::nullopt;
    statements += column.comment ? 1 : 0;
    autoincrement |= column.identity && column.identity->kind == IdentityKind::autoincrement;
    arguments.push_back(std::move(*made));
  }
  for (const auto& constraint : table.constraints) {
    auto made = constraint_call(constraint, dialect_);
    // AUTOINCREMENT stands beside the column, where SQLAlchemy writes no name for the key.
    if (!made || (autoincrement && std::holds_alternative<Key>(constraint.body) &&
                  std::get<Key>(constraint.body).primary && constraint.name.stated))
      return std::nullopt;
    arguments.push_back(std::move(*made));
  }
  if (table.comment) arguments.push_back(keyword("comment", text(*table.comment)));
  if (autoincrement) arguments.push_back(keyword("sqlite_autoincrement", true));
  return on(table.name, "op.create_table", std::move(arguments), statements);
}

Said Speaker::operator()(const AddColumn& op) const {
  auto column = column_call(op.column, dialect_, {op.table});
  if (!column) return std::nullopt;
  return on(op.table, "op.add_column", {text(op.table.name), std::move(*column)}, op.column.comment ? 2 : 1);
}

Said Speaker::operator()(const AlterColumnType& op) const {
  const bool awkward = op.before.collation || op.after.collation || op.before.name != op.after.name ||
                       !std::ranges::all_of(statements_, [&](const Statement& s) {
                         return s.check || changes_type_alone(s, op.conversion.has_value());
                       });
  auto type = type_call(op.after.type, dialect_);
  // Alembic hands USING to the driver as it is, and some drivers take its percent signs for placeholders.
  if (!postgresql_ || awkward || !type || (op.conversion && op.conversion->find('%') != std::string::npos) ||
      !speakable(op.after.name))
    return std::nullopt;
  std::vector<Expression> arguments{text(op.table.name), text(op.after.name)};
  if (auto existing = type_call(op.before.type, dialect_))
    arguments.push_back(keyword("existing_type", std::move(*existing)));
  arguments.push_back(keyword("type_", std::move(*type)));
  if (op.conversion) arguments.push_back(keyword("postgresql_using", text(*op.conversion)));
  return on(op.table, "op.alter_column", std::move(arguments));
}

Said Speaker::add_key(const AddConstraint& op, const Key& key) const {
  if (!speakable(key.columns)) return std::nullopt;
  std::vector<Expression> arguments{fixed_name(op.constraint.name.text), text(op.table.name),
                                    python::texts(key.columns)};
  add_deferrability(arguments, op.constraint);
  // create_primary_key() has no word for deferrability.
  if (key.primary && op.constraint.deferrable) return std::nullopt;
  return on(op.table, key.primary ? "op.create_primary_key" : "op.create_unique_constraint", std::move(arguments));
}

Said Speaker::add_check(const AddConstraint& op, const Check& check) const {
  const auto expression = text_argument(check.expression.sql);
  if (!expression || !reads_back(check.expression.sql)) return std::nullopt;
  return on(op.table, "op.create_check_constraint",
            {fixed_name(op.constraint.name.text), text(op.table.name), text(*expression)});
}

Said Speaker::add_foreign_key(const AddConstraint& op, const ForeignKey& key) const {
  if (!speakable_name(op.table) || !speakable_name(key.references) || !speakable(key.columns) ||
      !speakable(key.referenced_columns))
    return std::nullopt;
  std::vector<Expression> arguments{fixed_name(op.constraint.name.text), text(op.table.name), text(key.references.name),
                                    python::texts(key.columns), python::texts(key.referenced_columns)};
  add_actions(arguments, key);
  add_deferrability(arguments, op.constraint);
  add_schema(arguments, op.table, "source_schema");
  add_schema(arguments, key.references, "referent_schema");
  return Spoken{call("op.create_foreign_key", std::move(arguments))};
}

Said Speaker::operator()(const AddConstraint& op) const {
  if (!postgresql_ || !plain(op.constraint) || op.constraint.name.text.empty()) return std::nullopt;
  return std::visit(Overloaded{[&](const Key& key) { return add_key(op, key); },
                               [&](const Check& check) { return add_check(op, check); },
                               [&](const ForeignKey& key) { return add_foreign_key(op, key); },
                               [](const Exclusion&) -> Said { return std::nullopt; }},
                    op.constraint.body);
}

Said Speaker::operator()(const DropConstraint& op) const {
  const auto& name = op.constraint.name.text;
  if (!postgresql_ || name.empty() || !speakable(name)) return std::nullopt;
  std::vector<Expression> arguments{fixed_name(name), text(op.table.name)};
  const auto kind =
      std::visit(Overloaded{[](const Key& key) { return key.primary ? "primary" : "unique"; },
                            [](const Check&) { return "check"; }, [](const ForeignKey&) { return "foreignkey"; },
                            [](const Exclusion&) { return ""; }},
                 op.constraint.body);
  if (*kind) arguments.push_back(keyword("type_", text(kind)));
  return on(op.table, "op.drop_constraint", std::move(arguments));
}

std::optional<Expression> Speaker::index_key(const IndexKey& key) const {
  if (key.collation || key.operator_class || (!key.expression && !speakable(key.column))) return std::nullopt;
  if (!key.expression && !key.descending && !key.nulls_first) return text(key.column);
  auto sql = key.expression ? fmt::format("({})", key.expression->sql) : quoted(key.column);
  if (key.descending) sql += " DESC";
  if (key.nulls_first) sql += *key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
  return sql_text(sql);
}

Said Speaker::operator()(const CreateIndex& op) const {
  const auto& index = op.index;
  if (index.comment || !index.attributes.empty() || index.nulls_not_distinct || !speakable(index.name.text) ||
      !speakable(index.include))
    return std::nullopt;
  std::vector<Expression> keys;
  std::set<std::string> taken(index.include.begin(), index.include.end());
  for (const auto& key : index.keys) {
    auto made = index_key(key);
    // SQLAlchemy takes a column once, and an expression too.
    if (!made || !taken.insert(key.expression ? "(" + key.expression->sql : key.column).second) return std::nullopt;
    keys.push_back(std::move(*made));
  }
  std::vector<Expression> arguments{fixed_name(index.name.text), text(op.table.name), python::list(std::move(keys)),
                                    keyword("unique", index.unique)};
  if (postgresql_ && index.method != "btree" && !index.method.empty())
    arguments.push_back(keyword("postgresql_using", text(index.method)));
  if (!index.include.empty()) arguments.push_back(keyword("postgresql_include", python::texts(index.include)));
  if (index.where) {
    if (!reads_back(index.where->sql)) return std::nullopt;
    auto where = sql_text(index.where->sql);
    if (!where) return std::nullopt;
    arguments.push_back(keyword(postgresql_ ? "postgresql_where" : "sqlite_where", std::move(*where)));
  }
  return on(op.table, "op.create_index", std::move(arguments));
}

Said Speaker::operator()(const SetComment& op) const {
  if (!postgresql_ || !speakable_comment(op.after) || !speakable(op.object.part)) return std::nullopt;
  const auto& table = op.object.name;
  if (op.object.kind == ObjectKind::table) {
    if (!op.after) return on(table, "op.drop_table_comment", {text(table.name)});
    return on(table, "op.create_table_comment", {text(table.name), text(*op.after)});
  }
  if (op.object.kind != ObjectKind::column) return std::nullopt;
  return on(table, "op.alter_column",
            {text(table.name), text(op.object.part), keyword("comment", op.after ? text(*op.after) : word("None"))});
}

std::vector<Expression> executes(const std::vector<Statement>& statements, std::string_view dialect, bool only_checks) {
  std::vector<Expression> calls;
  for (const auto& statement : statements)
    if (!only_checks || statement.check) calls.push_back(execute(statement.sql, dialect));
  return calls;
}

}  // namespace

std::vector<Expression> calls_for(const std::vector<Operation>& operations, const std::vector<Statement>& statements,
                                  const std::string& dialect) {
  if (dialect == "mysql") return executes(statements, dialect, false);  // one ALTER TABLE says what several calls would
  const Speaker speaker(dialect, statements);
  auto calls = executes(statements, dialect, true);
  std::size_t accounted = calls.size();
  for (const auto& operation : operations) {
    auto said = std::visit(speaker, operation.variant());
    if (!said) return executes(statements, dialect, false);
    accounted += said->statements;
    calls.push_back(std::move(said->expression));
  }
  return accounted == statements.size() ? calls : executes(statements, dialect, false);
}

}  // namespace schemac::alembic

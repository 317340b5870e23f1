#include "emitters/knex_calls.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"
#include "base/sql_tokens.h"
#include "emitters/engine_words.h"
#include "emitters/javascript.h"
#include "emitters/left_out_schema.h"

namespace schemac::knex {
namespace {

using javascript::literal;
using Call = std::optional<std::string>;

// Knex's own schema; another one has to be named.
bool is_default(const std::string& schema) { return is_left_out(schema, "public"); }

std::string dotted(const QualifiedName& name, const QualifiedName& from) {
  return is_default(name.schema) && is_default(from.schema) ? name.name : fmt::format("{}.{}", name.schema, name.name);
}

bool is_safe_table(const QualifiedName& name) {
  return is_safe_name(name.name) && (name.schema.empty() || is_safe_name(name.schema));
}

class Words {
 public:
  explicit Words(const Place& place) : place_(place), margin_(place.indent, ' ') {}

  Call operator()(const CreateSchema& op) const {
    if (op.space.comment || !is_safe_name(op.space.name)) return {};
    return line(fmt::format("createSchema({})", literal(op.space.name)));
  }
  Call operator()(const DropSchema& op) const {
    if (!is_safe_name(op.space.name)) return {};
    return line(fmt::format("dropSchema({})", literal(op.space.name)));
  }

  Call operator()(const CreateTable& op) const { return create_table(op.table); }
  Call operator()(const DropTable& op) const {
    if (!is_safe_table(op.table.name)) return {};
    return line(fmt::format("{}dropTable({})", in_schema(op.table.name), literal(op.table.name.name)));
  }
  Call operator()(const RenameTable& op) const {
    const bool another_case = sqlite() && lower(op.from.name) == lower(op.to.name);
    if (op.from.schema != op.to.schema || another_case || !is_safe_table(op.from) || !is_safe_table(op.to)) return {};
    return line(fmt::format("{}renameTable({}, {})", in_schema(op.from), literal(op.from.name), literal(op.to.name)));
  }

  Call operator()(const AddColumn& op) const {
    const auto column = column_call(op.table, op.column, nullptr, place_.target);
    return column ? alter(op.table, *column) : Call();
  }
  Call operator()(const DropColumn& op) const {
    if (sqlite() || !is_safe_name(op.column.name)) return {};  // on SQLite Knex copies the table
    return alter(op.table, fmt::format("table.dropColumn({})", literal(op.column.name)));
  }
  Call operator()(const RenameColumn& op) const {
    if (!is_safe_name(op.from) || !is_safe_name(op.to)) return {};
    return alter(op.table, fmt::format("table.renameColumn({}, {})", literal(op.from), literal(op.to)));
  }
  Call operator()(const SetNullability& op) const {
    if (sqlite() || !is_safe_name(op.before.name)) return {};
    return alter(op.table,
                 fmt::format("table.{}({})", op.not_null ? "dropNullable" : "setNullable", literal(op.before.name)));
  }
  Call operator()(const SetDefault& op) const { return set_default(op); }

  Call operator()(const AddConstraint& op) const {
    const auto& constraint = op.constraint;
    if (sqlite() || constraint.comment) return {};
    const auto words = constraint_call(op.table, constraint);
    return words ? alter(op.table, *words) : Call();
  }
  Call operator()(const DropConstraint& op) const { return drop_constraint(op); }

  Call operator()(const CreateIndex& op) const {
    const auto words = index_call(op.index);
    return words ? alter(op.table, *words) : Call();
  }
  Call operator()(const DropIndex& op) const {
    if (!is_safe_name(op.index.name.text)) return {};
    std::vector<std::string> columns;
    for (const auto& key : op.index.keys)
      if (!key.expression) columns.push_back(key.column);
    return alter(op.table,
                 fmt::format("table.dropIndex({}, {})", javascript::list(columns), literal(op.index.name.text)));
  }

  // Knex has no exact word: `.alter()` drops the default first and casts explicitly, which cuts a value that is too
  // long where PostgreSQL would refuse it.
  Call operator()(const AlterColumnType&) const { return {}; }
  Call operator()(const RebuildTable&) const { return {}; }
  Call operator()(const AttachPartition&) const { return {}; }
  Call operator()(const DetachPartition&) const { return {}; }
  Call operator()(const SetTableAttributes&) const { return {}; }
  Call operator()(const RenameSchema&) const { return {}; }
  Call operator()(const SetIdentity&) const { return {}; }
  Call operator()(const DropGenerated&) const { return {}; }
  Call operator()(const SetColumnAttributes&) const { return {}; }
  Call operator()(const RenameConstraint&) const { return {}; }
  Call operator()(const AlterConstraint&) const { return {}; }
  Call operator()(const RenameIndex&) const { return {}; }
  Call operator()(const SetIndexAttributes&) const { return {}; }
  Call operator()(const CreateEnum&) const { return {}; }
  Call operator()(const DropEnum&) const { return {}; }
  Call operator()(const RenameEnum&) const { return {}; }
  Call operator()(const RenameEnumLabel&) const { return {}; }
  Call operator()(const AlterEnum&) const { return {}; }
  Call operator()(const CreateSequence&) const { return {}; }
  Call operator()(const DropSequence&) const { return {}; }
  Call operator()(const RenameSequence&) const { return {}; }
  Call operator()(const AlterSequence&) const { return {}; }
  Call operator()(const SetComment&) const { return {}; }
  Call operator()(const Backfill&) const { return {}; }
  Call operator()(const CreateSqlObject&) const { return {}; }
  Call operator()(const DropSqlObject&) const { return {}; }
  Call operator()(const ReplaceSqlObject&) const { return {}; }
  Call operator()(const RenameSqlObject&) const { return {}; }

 private:
  bool sqlite() const { return place_.target == Target::sqlite; }

  std::string in_schema(const QualifiedName& name) const {
    return is_default(name.schema) ? "" : fmt::format("withSchema({}).", literal(name.schema));
  }

  std::string line(const std::string& words) const {
    return javascript::statement(fmt::format("await {}.schema.{}", place_.handle, words), place_.indent);
  }

  Call table_block(std::string_view method, const QualifiedName& table, const std::vector<std::string>& calls) const {
    if (!is_safe_table(table)) return {};
    auto out = fmt::format("{}await {}.schema.{}{}({}, (table) => {{\n", margin_, place_.handle, in_schema(table),
                           method, literal(table.name));
    for (const auto& call : calls) out += javascript::statement(call, place_.indent + 2);
    return out + margin_ + "});\n";
  }

  Call alter(const QualifiedName& table, const std::string& call) const {
    return table_block("alterTable", table, {call});
  }

  Call create_table(const Table& table) const {
    if (!table.attributes.empty() || table.columns.empty()) return {};
    std::vector<std::string> calls;
    const auto primary = std::ranges::find_if(table.constraints, [](const Constraint& c) {
      return std::holds_alternative<Key>(c.body) && std::get<Key>(c.body).primary;
    });
    const Constraint* key = primary == table.constraints.end() ? nullptr : &*primary;
    for (const auto& column : table.columns) {
      const auto call = column_call(table.name, column, key, place_.target);
      if (!call) return {};
      calls.push_back(*call);
    }
    for (const auto& constraint : table.constraints) {
      if (constraint.comment) return {};
      if (&constraint == key && std::ranges::any_of(table.columns, [&](const Column& c) {
            return says_primary(table.name, c, constraint, place_.target);
          }))
        continue;
      const auto call = constraint_call(table.name, constraint);
      if (!call) return {};
      calls.push_back(*call);
    }
    if (table.comment) {
      if (!is_safe_comment(*table.comment)) return {};
      calls.push_back(fmt::format("table.comment({})", literal(*table.comment)));
    }
    return table_block("createTable", table.name, calls);
  }

  Call set_default(const SetDefault& op) const {
    if (sqlite() || op.before.identity || op.before.generated) return {};
    Column column = op.before;
    column.default_value = op.value;
    column.collation.reset();
    column.attributes.clear();
    const auto typed = typed_column(op.table, column, place_.target);
    const auto value = default_modifier(column, place_.target);
    if (!typed || !value) return {};
    return alter(op.table, fmt::format("{}{}.alter({{ alterNullable: false, alterType: false }})", *typed, *value));
  }

  Call drop_constraint(const DropConstraint& op) const {
    const auto& name = op.constraint.name.text;
    if (sqlite() || !is_safe_name(name)) return {};
    return std::visit(Overloaded{
                          [&](const Key& key) -> Call {
                            if (key.primary)
                              return alter(op.table, fmt::format("table.dropPrimary({})", literal(name)));
                            return alter(op.table, fmt::format("table.dropUnique({}, {})",
                                                               javascript::list(key.columns), literal(name)));
                          },
                          [&](const ForeignKey& key) -> Call {
                            return alter(op.table, fmt::format("table.dropForeign({}, {})",
                                                               javascript::list(key.columns), literal(name)));
                          },
                          [&](const Check&) -> Call {
                            return alter(op.table, fmt::format("table.dropChecks({})", literal(quoted(name))));
                          },
                          [](const Exclusion&) -> Call { return {}; },
                      },
                      op.constraint.body);
  }

  // Knex puts a check's name into the statement as it stands.
  static std::string quoted(const std::string& name) { return fmt::format("\"{}\"", name); }

  Call constraint_call(const QualifiedName& table, const Constraint& constraint) const {
    const bool named = !sqlite() || constraint.name.stated;
    if (!constraint.attributes.empty() || !constraint.validated || (named && !is_safe_name(constraint.name.text)))
      return {};
    const auto name = named ? constraint.name.text : std::string();
    return std::visit(
        Overloaded{
            [&](const Key& key) { return key_call(key, name, constraint); },
            [&](const ForeignKey& key) { return foreign_call(table, key, name, constraint); },
            [&](const Check& check) -> Call {
              if (check.no_inherit || !is_safe_text(check.expression.sql) || !reads_back(check.expression.sql))
                return {};
              const auto more = named ? ", undefined, " + literal(quoted(name)) : std::string();
              return fmt::format("table.check({}{})", literal(check.expression.sql), more);
            },
            [](const Exclusion&) -> Call { return {}; },
        },
        constraint.body);
  }

  static std::string_view timing(const Constraint& constraint) {
    return constraint.initially_deferred ? "deferred" : "immediate";
  }

  Call key_call(const Key& key, const std::string& name, const Constraint& constraint) const {
    if (!are_safe_names(key.columns) || !key.include.empty() || key.nulls_not_distinct) return {};
    if (sqlite() && (!key.primary || constraint.deferrable)) return {};  // Knex makes an index of a UNIQUE there
    const auto columns = javascript::list(key.columns);
    const auto* word = key.primary ? "primary" : "unique";
    if (name.empty()) return fmt::format("table.{}({})", word, columns);
    if (!constraint.deferrable) return fmt::format("table.{}({}, {})", word, columns, literal(name));
    return fmt::format("table.{}({}, {{ {}: {}, deferrable: \"{}\" }})", word, columns,
                       key.primary ? "constraintName" : "indexName", literal(name), timing(constraint));
  }

  Call foreign_call(const QualifiedName& table, const ForeignKey& key, const std::string& name,
                    const Constraint& constraint) const {
    if (!are_safe_names(key.columns) || !are_safe_names(key.referenced_columns) || !is_safe_table(key.references))
      return {};
    if (key.match_full || !key.on_delete_columns.empty() || key.referenced_columns.empty() ||
        (sqlite() && constraint.deferrable))
      return {};
    auto out =
        fmt::format("table.foreign({}{})", javascript::list(key.columns), name.empty() ? "" : ", " + literal(name));
    out += fmt::format(".references({}).inTable({})", javascript::list(key.referenced_columns),
                       literal(dotted(key.references, table)));
    if (key.on_delete != ReferentialAction::no_action) out += fmt::format(".onDelete(\"{}\")", sql_name(key.on_delete));
    if (key.on_update != ReferentialAction::no_action) out += fmt::format(".onUpdate(\"{}\")", sql_name(key.on_update));
    if (constraint.deferrable) out += fmt::format(".deferrable(\"{}\")", timing(constraint));
    return out;
  }

  Call index_call(const Index& index) const {
    std::vector<std::string> columns;
    for (const auto& key : index.keys) {
      if (key.expression || key.descending || key.nulls_first || key.collation || key.operator_class) return {};
      columns.push_back(key.column);
    }
    if (!are_safe_names(columns) || !is_safe_name(index.name.text) || !index.include.empty() || index.where ||
        index.nulls_not_distinct)
      return {};
    if (!index.attributes.empty() || index.comment || !index.valid) return {};
    const auto list = javascript::list(columns);
    const auto name = literal(index.name.text);
    const bool other_method = index.method != "btree" && !index.method.empty();
    if (index.unique) {
      if (other_method) return {};
      return sqlite() ? fmt::format("table.unique({}, {})", list, name)
                      : fmt::format("table.unique({}, {{ indexName: {}, useConstraint: false }})", list, name);
    }
    if (other_method && !is_safe_name(index.method)) return {};
    return fmt::format("table.index({}, {}{})", list, name, other_method ? ", " + literal(index.method) : "");
  }

  const Place& place_;
  std::string margin_;
};

}  // namespace

std::optional<std::string> call(const Operation& operation, const Place& place) {
  return std::visit(Words(place), operation.variant());
}

bool needs_driver(std::string_view sql, Target target) {
  return target == Target::postgresql && sql.find("\\?") != std::string_view::npos;
}

std::string raw(std::string_view sql, const Place& place) {
  if (needs_driver(sql, place.target))
    return javascript::statement(fmt::format("await exactly({}, {})", place.handle, javascript::literal(sql)),
                                 place.indent);
  std::string text;
  // On PostgreSQL every `?` is a parameter to Knex unless a backslash stands before it; on SQLite the text goes through
  // as it is.
  for (const char c : sql)
    text += c == '?' && place.target == Target::postgresql ? std::string("\\?") : std::string(1, c);
  return javascript::statement(fmt::format("await {}.raw({})", place.handle, javascript::literal(text)), place.indent);
}

const std::string_view driver_function =
    "// Knex takes a question mark for a parameter and has no way to write one behind a backslash; the driver has.\n"
    "async function exactly(knex, sql) {\n"
    "  const connection = await knex.client.acquireConnection();\n"
    "  try {\n"
    "    await connection.query(sql);\n"
    "  } finally {\n"
    "    await knex.client.releaseConnection(connection);\n"
    "  }\n"
    "}\n";

}  // namespace schemac::knex

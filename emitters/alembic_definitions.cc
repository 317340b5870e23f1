#include "emitters/alembic_definitions.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/overloaded.h"
#include "base/sql_tokens.h"
#include "emitters/alembic_text.h"
#include "emitters/alembic_types.h"
#include "emitters/engine_words.h"
#include "emitters/left_out_schema.h"

namespace schemac::alembic {
namespace {

using python::call;
using python::keyword;
using python::text;
using python::word;

std::int64_t largest_of(std::string_view type) {
  return type == "smallint" ? INT16_MAX : type == "integer" ? INT32_MAX : INT64_MAX;
}

// A sequence that the engine makes and names by itself.
bool is_engines_own(const Identity& identity, const Column& column, const QualifiedName& table) {
  const auto& options = identity.options;
  const auto& name = identity.sequence.text;
  return options.minimum == 1 && options.maximum == largest_of(options.type) && options.cache == 1 && !options.cycle &&
         options.increment > 0 && (name.empty() || name == fmt::format("{}_{}_seq", table.name, column.name));
}

python::Expression identity_call(const Identity& identity) {
  std::vector<python::Expression> arguments{keyword("always", identity.kind == IdentityKind::always)};
  if (identity.options.start != 1) arguments.push_back(word(fmt::format("start={}", identity.options.start)));
  if (identity.options.increment != 1)
    arguments.push_back(word(fmt::format("increment={}", identity.options.increment)));
  return call("sa.Identity", std::move(arguments));
}

bool is_whole_key(const Column& column, const Key* key) {
  return key && key->primary && key->columns == std::vector{column.name};
}

// SQLAlchemy makes a serial of an integer key and of nothing else.
bool is_plain_serial(const Column& column, const ColumnPlace& place) {
  return is_whole_key(column, place.key) && is_engines_own(*column.identity, column, place.table) &&
         column.identity->options.start == 1 && column.identity->options.increment == 1 &&
         column.identity->options.type == lower(column.type.name);
}

// The generation of a column's values, as the positional arguments of sa.Column. False: there is no word for it.
bool add_generation(std::vector<python::Expression>& arguments, const Column& column, const ColumnPlace& place) {
  if (column.identity) {
    switch (column.identity->kind) {
      case IdentityKind::always:
      case IdentityKind::by_default:
        if (!is_engines_own(*column.identity, column, place.table)) return false;
        arguments.push_back(identity_call(*column.identity));
        return true;
      case IdentityKind::serial: return is_plain_serial(column, place);
      case IdentityKind::autoincrement: return is_whole_key(column, place.key);
    }
  }
  if (!column.generated) return true;
  const auto expression = text_argument(column.generated->expression.sql);
  if (!expression) return false;
  arguments.push_back(call("sa.Computed", {text(*expression), keyword("persisted", column.generated->stored)}));
  return true;
}

Construct foreign_key_call(const Constraint& constraint, const ForeignKey& key) {
  if (!speakable(key.references.name) || !speakable(key.references.schema) || !speakable(key.columns) ||
      !speakable(key.referenced_columns))
    return std::nullopt;
  const auto table =
      is_left_out(key.references.schema) ? key.references.name : key.references.schema + "." + key.references.name;
  std::vector<std::string> targets;
  for (const auto& column : key.referenced_columns) targets.push_back(table + "." + column);
  if (targets.size() != key.columns.size()) return std::nullopt;
  std::vector<python::Expression> arguments{python::texts(key.columns), python::texts(targets)};
  if (!constraint.name.text.empty()) arguments.push_back(keyword("name", fixed_name(constraint.name.text)));
  add_actions(arguments, key);
  add_deferrability(arguments, constraint);
  return call("sa.ForeignKeyConstraint", std::move(arguments));
}

Construct key_call(const Constraint& constraint, const Key& key) {
  if (key.columns.empty() || !speakable(key.columns)) return std::nullopt;
  std::vector<python::Expression> arguments;
  for (const auto& column : key.columns) arguments.push_back(text(column));
  if (!constraint.name.text.empty()) arguments.push_back(keyword("name", fixed_name(constraint.name.text)));
  add_deferrability(arguments, constraint);
  return call(key.primary ? "sa.PrimaryKeyConstraint" : "sa.UniqueConstraint", std::move(arguments));
}

Construct check_call(const Constraint& constraint, const Check& check) {
  const auto expression = text_argument(check.expression.sql);
  if (!expression || !reads_back(check.expression.sql)) return std::nullopt;
  std::vector<python::Expression> arguments{text(*expression)};
  if (!constraint.name.text.empty()) arguments.push_back(keyword("name", fixed_name(constraint.name.text)));
  return call("sa.CheckConstraint", std::move(arguments));
}

}  // namespace

bool speakable(const std::string& name) { return name.find_first_of(".%()\\\":") == std::string::npos; }
bool speakable(const std::vector<std::string>& names) {
  return std::ranges::all_of(names, [](const std::string& name) { return speakable(name); });
}
bool speakable_comment(const std::optional<std::string>& comment) {
  return !comment || (!comment->empty() && comment->find('\\') == std::string::npos);
}

python::Expression fixed_name(const std::string& name) { return call("op.f", {text(name)}); }

void add_schema(std::vector<python::Expression>& arguments, const QualifiedName& name, std::string_view argument) {
  if (!is_left_out(name.schema)) arguments.push_back(keyword(argument, text(name.schema)));
}

Construct sql_text(std::string_view sql) {
  const auto argument = text_argument(sql);
  return argument ? std::optional(call("sa.text", {text(*argument)})) : std::nullopt;
}

Construct default_text(const Expression& value, const std::string& dialect) {
  return sql_text(default_words(value.sql, dialect));
}

void add_deferrability(std::vector<python::Expression>& arguments, const Constraint& constraint) {
  if (!constraint.deferrable) return;
  arguments.push_back(keyword("deferrable", true));
  if (constraint.initially_deferred) arguments.push_back(keyword("initially", text("DEFERRED")));
}

void add_actions(std::vector<python::Expression>& arguments, const ForeignKey& key) {
  if (key.on_update != ReferentialAction::no_action)
    arguments.push_back(keyword("onupdate", text(sql_name(key.on_update))));
  if (key.on_delete != ReferentialAction::no_action)
    arguments.push_back(keyword("ondelete", text(sql_name(key.on_delete))));
  if (key.match_full) arguments.push_back(keyword("match", text("FULL")));
}

bool plain(const Constraint& constraint) {
  if (!constraint.validated || constraint.comment || !constraint.attributes.empty() || !speakable(constraint.name.text))
    return false;
  return std::visit(Overloaded{[](const Key& key) { return key.include.empty() && !key.nulls_not_distinct; },
                               [&](const Check& check) { return !check.no_inherit && !constraint.deferrable; },
                               [](const ForeignKey& key) { return key.on_delete_columns.empty(); },
                               [](const Exclusion&) { return false; }},
                    constraint.body);
}

Construct column_call(const Column& column, const std::string& dialect, const ColumnPlace& place) {
  auto type = type_call(column.type, dialect, column.collation);
  if (!type || !column.attributes.empty() || !speakable(column.name) || !speakable_comment(column.comment))
    return std::nullopt;
  std::vector<python::Expression> arguments{text(column.name), std::move(*type)};
  if (!add_generation(arguments, column, place)) return std::nullopt;
  const bool serial = column.identity && column.identity->kind == IdentityKind::serial;
  // Unasked, SQLAlchemy makes a serial of an integer key.
  if (dialect == "postgresql" && is_whole_key(column, place.key) &&
      column.type.portable.family == TypeFamily::integer && (serial || !column.identity))
    arguments.push_back(keyword("autoincrement", serial));
  if (column.default_value) {
    auto value = default_text(*column.default_value, dialect);
    if (!value) return std::nullopt;
    arguments.push_back(keyword("server_default", std::move(*value)));
  }
  arguments.push_back(keyword("nullable", !column.not_null));
  if (column.comment) arguments.push_back(keyword("comment", text(*column.comment)));
  return call("sa.Column", std::move(arguments));
}

Construct constraint_call(const Constraint& constraint, const std::string& dialect) {
  if (!plain(constraint)) return std::nullopt;
  // SQLite takes the words, and SQLAlchemy leaves them out for keys there.
  if (dialect == "sqlite" && constraint.deferrable && !std::holds_alternative<ForeignKey>(constraint.body))
    return std::nullopt;
  return std::visit(Overloaded{[&](const Key& key) { return key_call(constraint, key); },
                               [&](const Check& check) { return check_call(constraint, check); },
                               [&](const ForeignKey& key) { return foreign_key_call(constraint, key); },
                               [](const Exclusion&) -> Construct { return std::nullopt; }},
                    constraint.body);
}

}  // namespace schemac::alembic

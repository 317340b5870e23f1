#include "diff/match.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "operations/object_ids.h"

namespace schemac {
namespace {

struct Ordered {
  QualifiedName table;  // a column's; empty name: the rename is of a table, type or sequence
  std::string from;
  std::string to;
  std::string text;  // as it was given
  bool used = false;
};

// `users.name:full_name`, `billing.orders.total:amount`, `people:users`
Result<Ordered> parse_order(const std::string& text, const Schema& schema, const DialectTraits& traits) {
  const auto colon = text.find(':');
  const auto malformed = [&] {
    return failure("malformed-rename", fmt::format("`{}` is no rename: expected `table.old_column:new_column` or `old_table:new_table`", text));
  };
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) return malformed();
  Ordered order{.table = {}, .from = {}, .to = text.substr(colon + 1), .text = text};
  std::vector<std::string> parts;
  std::string rest = text.substr(0, colon);
  for (std::size_t dot; (dot = rest.find('.')) != std::string::npos; rest = rest.substr(dot + 1)) parts.push_back(rest.substr(0, dot));
  parts.push_back(rest);
  if (parts.size() > 3) return malformed();
  if (const auto dot = order.to.rfind('.'); dot != std::string::npos && parts.size() > 1) order.to = order.to.substr(dot + 1);
  if (parts.size() == 1) {
    order.from = parts[0];
  } else if (parts.size() == 3) {
    order.table = {parts[0], parts[1]};
    order.from = parts[2];
  } else if (schema.tables.contains({parts[0], parts[1]}) && !schema.tables.contains({traits.default_schema, parts[0]})) {
    order.from = fmt::format("{}.{}", parts[0], parts[1]);
  } else {
    order.table = {traits.default_schema, parts[0]};
    order.from = parts[1];
  }
  return order;
}

QualifiedName qualified(const std::string& text, const std::string& schema) {
  const auto dot = text.find('.');
  if (dot == std::string::npos || schema.empty()) return {schema, text};
  return {text.substr(0, dot), text.substr(dot + 1)};
}

class Matcher {
 public:
  Matcher(const DiffInput& input, const Dialect& dialect, const DiffOptions& options) : input_(input), dialect_(dialect), options_(options) {}

  Result<Matched> run() {
    out_.renamed = *input_.schemas.from;
    if (dialect_.traits().ignores_case) match_spelling();
    if (options_.renames == RenameMode::off) return std::move(out_);
    if (auto parsed = parse_orders(); !parsed) return std::unexpected(parsed.error());
    match_named<EnumType, RenameEnum>(ObjectKind::type, &Schema::enums);
    match_labels();
    match_named<Sequence, RenameSequence>(ObjectKind::sequence, &Schema::sequences);
    match_named<Table, RenameTable>(ObjectKind::table, &Schema::tables);
    match_all_columns();
    for (const auto& order : orders_)
      if (!order.used) errors_.push_back(unused(order));
    if (!errors_.empty()) return std::unexpected(errors_);
    return std::move(out_);
  }

 private:
  const Schema& to() const { return *input_.schemas.to; }

  Result<void> parse_orders() {
    for (const auto& text : options_.rename) {
      auto order = parse_order(text, *input_.schemas.from, dialect_.traits());
      if (!order) return std::unexpected(order.error());
      orders_.push_back(*order);
    }
    for (const auto& text : options_.no_rename) {
      auto order = parse_order(text, *input_.schemas.from, dialect_.traits());
      if (!order) return std::unexpected(order.error());
      refusals_.push_back(*order);
    }
    return {};
  }

  bool refused(const QualifiedName& table, const std::string& from, const std::string& name) const {
    return std::any_of(refusals_.begin(), refusals_.end(), [&](const Ordered& r) { return r.table == table && r.from == from && r.to == name; });
  }

  Diagnostic unused(const Ordered& order) const {
    return error_at(
        "rename-matches-nothing",
        fmt::format("--rename {}: there is no such pair: expected the old name in the present schema and the new one in the wanted schema",
                    order.text));
  }

  const Intent* intent(const ObjectId& id) const {
    const auto at = input_.intents.find(id);
    return at == input_.intents.end() ? nullptr : &at->second;
  }

  void apply_rename(Operation op) {
    schemac::apply(op, out_.renamed);
    out_.renames.push_back(std::move(op));
  }

  // Names that differ in case alone are one name to such an engine, whatever was said about renames. A table takes the new
  // spelling through a working name: the engine calls the direct way a name that is taken.
  void match_spelling() {
    std::map<std::string, QualifiedName> spelled;
    std::set<QualifiedName> taken;
    for (const auto& [name, table] : out_.renamed.tables) {
      spelled[lower(name.name)] = name;
      taken.insert(name);
    }
    for (const auto& [name, table] : to().tables) {
      const auto have = spelled.find(lower(name.name));
      if (have == spelled.end()) continue;
      if (have->second != name) {
        const auto aside = working_name(have->second, taken);
        apply_rename(RenameTable{have->second, aside});
        apply_rename(RenameTable{aside, name});
      }
      for (const auto& column : table->columns) {
        const auto& columns = out_.renamed.tables.find(name)->columns;
        const auto same = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return equal_ignoring_case(c.name, column.name); });
        if (same != columns.end() && same->name != column.name) apply_rename(RenameColumn{name, same->name, column.name});
      }
      for (const auto& index : table->indexes) {
        const auto& indexes = out_.renamed.tables.find(name)->indexes;
        const auto same =
            std::find_if(indexes.begin(), indexes.end(), [&](const Index& i) { return equal_ignoring_case(i.name.text, index.name.text); });
        if (same != indexes.end() && same->name.text != index.name.text) apply_rename(RenameIndex{name, same->name.text, index.name});
      }
    }
  }

  std::string shortened(const std::string& name, const std::string& suffix) const {
    const auto limit = dialect_.traits().identifier_limit;
    return limit == 0 || name.size() + suffix.size() <= limit ? name + suffix : name.substr(0, limit - suffix.size()) + suffix;
  }

  QualifiedName working_name(const QualifiedName& name, const std::set<QualifiedName>& taken) const {
    for (int i = 0;; ++i) {
      QualifiedName aside{name.schema, shortened(name.name, i == 0 ? "_schemac_aside" : fmt::format("_schemac_aside{}", i))};
      if (!taken.contains(aside)) return aside;
    }
  }

  template <class Object, class Rename>
  void match_named(ObjectKind kind, SharedMap<QualifiedName, Object> Schema::*objects) {
    if (input_.intents.empty() && orders_.empty()) return;
    const auto& have = out_.renamed.*objects;
    const auto& want = to().*objects;
    std::map<QualifiedName, QualifiedName> moves;
    for (auto& order : orders_) {
      if (!order.table.name.empty()) continue;
      const auto from = qualified(order.from, dialect_.traits().default_schema);
      auto name = qualified(order.to, from.schema);
      if (!want.contains(name)) name = qualified(order.to, dialect_.traits().default_schema);  // a bare name: its own schema's, or the default's
      if (!have.contains(from) || !want.contains(name)) continue;
      moves[from] = name;
      order.used = true;
    }
    for (const auto& [name, object] : want) {
      const Intent* declared = intent({kind, name});
      if (!declared || have.contains(name)) continue;
      for (auto was : declared->was) {
        if (was.schema.empty()) was.schema = name.schema;
        if (!have.contains(was) || want.contains(was) || moves.contains(was) || refused({}, display(was), display(name))) continue;
        moves[was] = name;
        break;
      }
    }
    if (moves.empty()) return;
    std::set<QualifiedName> taken;
    for (const auto& [name, object] : have) taken.insert(name);
    const auto sequence = sequence_moves<QualifiedName>(moves, taken, [&](const auto& name, const auto& all) { return working_name(name, all); });
    for (const auto& move : sequence) apply_rename(Rename{move.from, move.to});
  }

  void match_labels() {
    for (const auto& [name, wanted] : to().enums) {
      const EnumType* have = out_.renamed.enums.find(name);
      if (!have) continue;
      const auto holds = [](const EnumType& type, const std::string& label) {
        return std::find(type.labels.begin(), type.labels.end(), label) != type.labels.end();
      };
      for (const auto& label : wanted->labels) {
        const Intent* declared = intent({ObjectKind::enum_label, name, label});
        if (!declared || holds(*have, label)) continue;
        for (const auto& was : declared->was)
          if (holds(*have, was.name) && !holds(*wanted, was.name)) {
            apply_rename(RenameEnumLabel{name, was.name, label});
            have = out_.renamed.enums.find(name);
            break;
          }
      }
    }
  }

  void match_all_columns() {
    if (input_.intents.empty() && orders_.empty()) return;
    for (const auto& [name, table] : to().tables)
      if (out_.renamed.tables.contains(name)) match_columns(name, *table);
  }

  void match_columns(const QualifiedName& name, const Table& wanted) {
    const Table& have = *out_.renamed.tables.find(name);
    std::map<std::string, std::string> moves;
    for (auto& order : orders_) {
      if (order.table.name.empty() || !is_table(order.table, name) || !have.columns.find(order.from) || !wanted.columns.find(order.to)) continue;
      moves[order.from] = order.to;
      order.used = true;
    }
    for (const auto& column : wanted.columns) {
      const Intent* declared = intent({ObjectKind::column, name, column.name});
      if (!declared || have.columns.find(column.name)) continue;
      for (const auto& was : declared->was) {
        if (!have.columns.find(was.name) || wanted.columns.find(was.name) || moves.contains(was.name) || refused(name, was.name, column.name))
          continue;
        moves[was.name] = column.name;
        break;
      }
    }
    if (moves.empty()) return;
    std::set<std::string> taken;
    for (const auto& column : have.columns) taken.insert(column.name);
    const auto sequence = sequence_moves<std::string>(moves, taken, [&](const std::string& column, const std::set<std::string>& all) {
      std::set<QualifiedName> names;
      for (const auto& one : all) names.insert({{}, one});
      return working_name({{}, column}, names).name;
    });
    for (const auto& move : sequence) apply_rename(RenameColumn{name, move.from, move.to});
  }

  // A column's order may name its table by the new name or by the old one, where that is not another table's by now.
  bool is_table(const QualifiedName& ordered, const QualifiedName& name) const {
    if (ordered == name) return true;
    if (out_.renamed.tables.contains(ordered)) return false;
    return std::any_of(out_.renames.begin(), out_.renames.end(), [&](const Operation& op) {
      const auto* rename = std::get_if<RenameTable>(&op.variant());
      return rename && rename->from == ordered && rename->to == name;
    });
  }

  const DiffInput& input_;
  const Dialect& dialect_;
  const DiffOptions& options_;
  std::vector<Ordered> orders_;
  std::vector<Ordered> refusals_;
  Diagnostics errors_;
  Matched out_;
};

}  // namespace

Result<Matched> match(const DiffInput& input, const Dialect& dialect, const DiffOptions& options) { return Matcher(input, dialect, options).run(); }

}  // namespace schemac

#include "tests/laws/sketch.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tests/laws/type_pool.h"

namespace schemac::test {
namespace {

bool uses(const SketchItem& item, Number column) {
  return std::find(item.columns.begin(), item.columns.end(), column) != item.columns.end() ||
         std::find(item.target_columns.begin(), item.target_columns.end(), column) != item.target_columns.end();
}

// A foreign key needs a key on exactly the columns it refers to.
bool has_target(const Sketch& sketch, const SketchItem& item) {
  const auto* table = by_number(sketch.tables, item.target);
  return table && std::any_of(table->items.begin(), table->items.end(), [&](const SketchItem& key) {
           return (key.kind == ItemKind::primary_key || key.kind == ItemKind::unique) &&
                  key.columns == item.target_columns;
         });
}

void remove_dangling(Sketch& sketch) {
  for (auto& table : sketch.tables)
    std::erase_if(table.items, [&](const SketchItem& item) {
      return item.kind == ItemKind::foreign_key && !has_target(sketch, item);
    });
}

void remove_column(SketchTable& table, Number number) {
  std::erase_if(table.columns, [&](const SketchColumn& column) {
    return column.number == number || std::find(column.reads.begin(), column.reads.end(), number) != column.reads.end();
  });
  std::erase_if(table.items, [&](const SketchItem& item) {
    return std::any_of(item.columns.begin(), item.columns.end(),
                       [&](Number column) { return !by_number(table.columns, column); });
  });
}

// $12 → the name that column 12 has.
std::string with_names(std::string text, const SketchTable& table) {
  for (auto at = text.find('$'); at != std::string::npos; at = text.find('$', at)) {
    auto end = at + 1;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
    const auto* column = by_number(table.columns, std::stoi(text.substr(at + 1, end - at - 1)));
    text.replace(at, end - at, column ? column->name : "missing");
  }
  return text;
}

std::string qualified(const SketchTable& table) {
  return table.space.empty() ? table.name : table.space + "." + table.name;
}

// Prints one side; knows the other to say what was renamed.
class Writer {
 public:
  Writer(const Sketch& sketch, const Sketch* older, std::vector<std::string>& renames)
      : sketch_(sketch), older_(older), renames_(renames) {}

  std::string write() {
    std::string out = fmt::format("dialect {}\n", sketch_.dialect);
    for (const auto& space : sketch_.spaces) out += fmt::format("\nschema {}\n", space);
    for (const auto& type : sketch_.enums)
      out += fmt::format("\nenum {}{} {{ {} }}\n", type.name,
                         was(type, older_ ? &older_->enums : nullptr, sketch_.enums), fmt::join(type.labels, " "));
    for (const auto& sequence : sketch_.sequences)
      out += fmt::format("\nsequence {} {}\n", sequence.name, sequence.options);
    for (const auto& table : sketch_.tables) out += write(table);
    return out;
  }

 private:
  // The command line takes names as they are.
  static std::string bare(std::string name) {
    std::erase(name, '"');
    return name;
  }

  // Whether the names on the way from `before` to its new one, and further, begin where nothing is wanted and end where
  // nothing was: a chain that `was` can say. In a circle, or beside something that came or went, it would say nothing.
  template <class T, class NameOf>
  static bool is_chain(const T& object, const std::vector<T>& older, const std::vector<T>& wanted,
                       const NameOf& name_of) {
    const auto bearer = [&](const std::vector<T>& all, const std::string& name) {
      const auto at = std::find_if(all.begin(), all.end(), [&](const T& one) { return name_of(one) == name; });
      return at == all.end() ? nullptr : &*at;
    };
    const T* last = &object;
    while (const T* there = bearer(older, name_of(*last))) {
      last = by_number(wanted, there->number);
      if (!last || last->number == object.number || name_of(*last) == name_of(*there)) return false;
    }
    const T* first = by_number(older, object.number);
    while (const T* there = bearer(wanted, name_of(*first))) {
      first = by_number(older, there->number);
      if (!first || name_of(*first) == name_of(*there)) return false;
    }
    return true;
  }

  // ` was old`, or an entry in `renames_` where `was` would say nothing: the old name is wanted for something else.
  template <class T>
  std::string was(const T& object, const std::vector<T>* older, const std::vector<T>& wanted,
                  const std::string& prefix = {}) {
    const auto* before = older ? by_number(*older, object.number) : nullptr;
    if (!before || before->name == object.name) return {};
    if (is_chain(object, *older, wanted, [](const T& one) { return one.name; })) return " was " + before->name;
    renames_.push_back(fmt::format("{}{}:{}", prefix, bare(before->name), bare(object.name)));
    return {};
  }

  std::string was_table(const SketchTable& table) {
    const auto* before = older_ ? by_number(older_->tables, table.number) : nullptr;
    if (!before || qualified(*before) == qualified(table)) return {};
    if (is_chain(table, older_->tables, sketch_.tables, qualified))
      return " was " + (before->space.empty() && !table.space.empty() ? "public." + before->name : qualified(*before));
    renames_.push_back(fmt::format("{}:{}", qualified(*before), qualified(table)));
    return {};
  }

  std::string write(const SketchTable& table) {
    const auto* before = older_ ? by_number(older_->tables, table.number) : nullptr;
    std::string out = fmt::format("\ntable {}{} {{\n", qualified(table), was_table(table));
    if (!table.comment.empty()) out += fmt::format("  comment '{}'\n", table.comment);
    for (const auto& column : table.columns)
      out += write(column, table) +
             was(column, before ? &before->columns : nullptr, table.columns, qualified(table) + ".") + "\n";
    for (const auto& item : table.items) out += write(item, table);
    return out + "}\n";
  }

  std::string type_of(const SketchColumn& column) const {
    const auto* type = by_number(sketch_.enums, column.enumeration);
    return (type ? type->name : type_pool(sketch_.dialect)[column.type].name) + (column.array ? "[]" : "");
  }

  std::string write(const SketchColumn& column, const SketchTable& table) const {
    std::string out = fmt::format("  {}  {}", column.name, type_of(column));
    if (!column.identity.empty()) out += "  " + column.identity;
    if (column.not_null) out += "  not null";
    if (!column.default_value.empty()) out += "  default " + column.default_value;
    if (!column.generated.empty()) out += "  generated " + expression(column.generated, table);
    if (!column.collation.empty()) out += "  collate " + column.collation;
    if (!column.comment.empty()) out += fmt::format("  comment '{}'", column.comment);
    return out;
  }

  // Inside of SQL, which stands in backticks itself.
  std::string expression(const std::string& text, const SketchTable& table) const {
    auto out = with_names(text, table);
    if (sketch_.dialect != "mysql") return out;
    for (auto at = out.find('"'); at != std::string::npos; at = out.find('"', at)) out.replace(at, 1, "``");
    return out;
  }

  static std::string names(const std::vector<Number>& columns, const SketchTable& table) {
    std::vector<std::string> out;
    for (const Number number : columns) out.push_back(with_names(fmt::format("${}", number), table));
    return fmt::format("{}", fmt::join(out, ", "));
  }

  std::string write(const SketchItem& item, const SketchTable& table) const {
    const auto name = item.name.empty() ? "" : " " + item.name;
    switch (item.kind) {
      case ItemKind::primary_key: return fmt::format("  primary key{} ({})\n", name, names(item.columns, table));
      case ItemKind::unique: return fmt::format("  unique{} ({})\n", name, names(item.columns, table));
      case ItemKind::check: return fmt::format("  check{} `{}`\n", name, expression(item.expression, table));
      case ItemKind::foreign_key: {
        const auto& target = *by_number(sketch_.tables, item.target);
        return fmt::format("  foreign key{} ({}) references {} ({}){}\n", name, names(item.columns, table),
                           qualified(target), names(item.target_columns, target), item.actions);
      }
      case ItemKind::index: {
        auto keys = item.expression.empty() ? names(item.columns, table)
                                            : fmt::format("`{}`", expression(item.expression, table));
        if (item.descending) keys += " desc";
        const auto where = item.where.empty() ? "" : fmt::format(" where `{}`", expression(item.where, table));
        return fmt::format("  {}index{} ({}){}\n", item.unique ? "unique " : "", name, keys, where);
      }
    }
    broken_invariant("an item has a kind");
  }

  const Sketch& sketch_;
  const Sketch* older_;
  std::vector<std::string>& renames_;
};

}  // namespace

void remove(Sketch& sketch, Number number) {
  std::erase_if(sketch.tables, [&](const SketchTable& table) { return table.number == number; });
  std::erase_if(sketch.sequences, [&](const SketchSequence& sequence) { return sequence.number == number; });
  if (by_number(sketch.enums, number)) {
    for (auto& table : sketch.tables) {
      std::vector<Number> columns;
      for (const auto& column : table.columns)
        if (column.enumeration == number) columns.push_back(column.number);
      for (const Number column : columns) remove_column(table, column);
    }
    std::erase_if(sketch.enums, [&](const SketchEnum& type) { return type.number == number; });
  }
  for (auto& table : sketch.tables) {
    remove_column(table, number);
    std::erase_if(table.items, [&](const SketchItem& item) {
      return item.number == number || (uses(item, number) && item.kind == ItemKind::foreign_key);
    });
  }
  std::erase_if(sketch.tables, [](const SketchTable& table) { return table.columns.empty(); });
  remove_dangling(sketch);
}

std::vector<Number> numbers_of(const Sketch& sketch) {
  std::vector<Number> out;
  for (const auto& table : sketch.tables) out.push_back(table.number);
  for (const auto& type : sketch.enums) out.push_back(type.number);
  for (const auto& sequence : sketch.sequences) out.push_back(sequence.number);
  for (const auto& table : sketch.tables) {
    for (const auto& column : table.columns) out.push_back(column.number);
    for (const auto& item : table.items) out.push_back(item.number);
  }
  return out;
}

LawCase written(const SketchPair& pair) {
  LawCase out{.from = {}, .to = {}, .dialect = pair.from.dialect};
  std::vector<std::string> none;
  out.from = Writer(pair.from, nullptr, none).write();
  out.to = Writer(pair.to, &pair.from, out.diff.rename).write();
  return out;
}

}  // namespace schemac::test

#include "tests/laws/random_schema.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "tests/laws/type_pool.h"

namespace schemac::test {
namespace {

const std::vector<std::string> nouns = {"users",  "orders", "items", "tags", "events", "notes",
                                        "prices", "shops",  "carts", "logs", "teams",  "files"};
// The commonest names of real schemas, among them types, keywords and functions: a reader that takes one for another is
// found out.
const std::vector<std::string> words = {
    "name",       "mail",      "state",     "total",     "kind",          "code",       "label",     "score",
    "level",      "parent",    "price",     "text",      "date",          "json",       "uuid",      "time",
    "value",      "type",      "status",    "role",      "count",         "position",   "timestamp", "version",
    "nocase",     "rank",      "\"left\"",  "lower",     "\"end\"",       "\"from\"",   "\"to\"",    "\"user\"",
    "\"order\"",  "\"key\"",   "\"desc\"",  "\"index\"", "\"group\"",     "\"select\"", "\"case\"",  "\"default\"",
    "\"column\"", "\"table\"", "\"check\"", "\"like\"",  "\"Mixed Case\""};
const std::vector<std::string> labels = {"new", "open", "paid", "sent", "done", "lost", "held", "void"};

// A name of `pool` that `taken` does not know, numbered when the pool is used up.
std::string fresh_name(Random& random, const std::vector<std::string>& pool,
                       const std::function<bool(const std::string&)>& taken) {
  for (int tries = 0; tries < 20; ++tries)
    if (const auto& name = random.pick(pool); !taken(name)) return name;
  for (int number = 2;; ++number)
    if (const auto name = fmt::format("{}_{}", random.pick(nouns), number); !taken(name)) return name;
}

std::string numbered(std::string text, Number number) {
  for (auto at = text.find("$N"); at != std::string::npos; at = text.find("$N"))
    text.replace(at, 2, fmt::format("${}", number));
  return text;
}

// Builds and changes one sketch. `next` is shared by both sides of a pair, so that a number means the same thing in
// both.
class Maker {
 public:
  Maker(Sketch& sketch, Random& random, Number& next) : sketch_(sketch), random_(random), next_(next) {}

  void build() {
    if (postgresql() && random_.chance(30)) sketch_.spaces.push_back("billing");
    for (auto count = random_.below(3); postgresql() && count > 0; --count) add_enum();
    for (auto count = random_.below(2); postgresql() && count > 0; --count) add_sequence();
    for (auto count = 1 + random_.below(5); count > 0; --count) add_table();
    for (auto count = random_.below(5); count > 0; --count) add_foreign_key();
    have_possible_actions();
  }

  void change() {
    static constexpr void (Maker::*changes[])() = {
        &Maker::add_table,        &Maker::drop_table,       &Maker::rename_table,    &Maker::add_a_column,
        &Maker::add_a_column,     &Maker::drop_column,      &Maker::drop_column,     &Maker::rename_column,
        &Maker::swap_columns,     &Maker::retype_column,    &Maker::retype_column,   &Maker::toggle_not_null,
        &Maker::change_default,   &Maker::change_default,   &Maker::change_identity, &Maker::change_comment,
        &Maker::add_an_item,      &Maker::add_an_item,      &Maker::drop_item,       &Maker::drop_item,
        &Maker::rename_item,      &Maker::add_foreign_key,  &Maker::change_actions,  &Maker::change_enum,
        &Maker::add_or_drop_enum, &Maker::change_sequence,  &Maker::swap_tables,     &Maker::move_table,
        &Maker::reorder_columns,  &Maker::change_collation,
    };
    (this->*changes[random_.below(std::size(changes))])();
    have_possible_actions();
  }

 private:
  bool postgresql() const { return sketch_.dialect == "postgresql"; }
  bool mysql() const { return sketch_.dialect == "mysql"; }
  std::span<const PoolType> pool() const { return type_pool(sketch_.dialect); }
  Number number() { return next_++; }

  // --- tables ---
  bool table_taken(const std::string& name) const {
    const auto same = [&](const auto& one) { return one.name == name; };
    return std::any_of(sketch_.tables.begin(), sketch_.tables.end(), same) ||
           std::any_of(sketch_.enums.begin(), sketch_.enums.end(), same) ||
           std::any_of(sketch_.sequences.begin(), sketch_.sequences.end(), same);
  }
  SketchTable* any_table() { return sketch_.tables.empty() ? nullptr : &random_.pick(sketch_.tables); }

  void add_table() {
    SketchTable table{.number = number(),
                      .name = fresh_name(random_, nouns, [&](const auto& name) { return table_taken(name); })};
    if (!sketch_.spaces.empty() && random_.chance(40)) table.space = sketch_.spaces.front();
    if (postgresql() && random_.chance(20)) table.comment = "what ''" + table.name + "'' holds";
    sketch_.tables.push_back(std::move(table));
    auto& made = sketch_.tables.back();
    add_key_column(made);
    for (auto count = random_.below(6); count > 0; --count) add_column(made);
    for (auto count = random_.below(4); count > 0; --count) add_item(made);
  }

  void drop_table() {
    if (sketch_.tables.size() > 1) remove(sketch_, any_table()->number);
  }

  void rename_table() {
    if (auto* table = any_table())
      table->name = fresh_name(random_, nouns, [&](const auto& name) { return table_taken(name); });
  }

  void swap_tables() {
    if (sketch_.tables.size() < 2) return;
    auto& a = random_.pick(sketch_.tables);
    auto& b = random_.pick(sketch_.tables);
    if (a.space == b.space) std::swap(a.name, b.name);
  }

  void move_table() {
    auto* table = any_table();
    if (!table || sketch_.spaces.empty()) return;
    table->space = table->space.empty() ? sketch_.spaces.front() : "";
  }

  // --- columns ---
  static bool column_taken(const SketchTable& table, const std::string& name) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [&](const SketchColumn& column) { return column.name == name; });
  }

  void add_key_column(SketchTable& table) {
    SketchColumn column{.number = number(), .name = "id", .not_null = postgresql()};
    if (random_.chance(30)) column.identity = postgresql() ? random_.chance(50) ? "identity" : "identity always" : "";
    table.columns.push_back(column);
    if (random_.chance(85))
      table.items.push_back({.number = number(), .kind = ItemKind::primary_key, .columns = {column.number}});
  }

  SketchColumn random_column(const SketchTable& table) {
    SketchColumn column{.number = number(), .name = fresh_name(random_, words, [&](const auto& name) {
                                              return column_taken(table, name);
                                            })};
    column.type = random_.below(pool().size());
    if (postgresql() && !sketch_.enums.empty() && random_.chance(25)) {
      const auto& type = random_.pick(sketch_.enums);
      column.enumeration = type.number;
      column.array = random_.chance(15);
      if (!column.array && random_.chance(50)) column.default_value = "'" + random_.pick(type.labels) + "'";
    } else {
      const auto& type = pool()[column.type];
      if (!type.defaults.empty() && random_.chance(40)) column.default_value = random_.pick(type.defaults);
      if (type.text && random_.chance(10))
        column.collation = collations(sketch_.dialect)[random_.below(collations(sketch_.dialect).size())];
    }
    column.not_null = random_.chance(35);
    if (postgresql() && random_.chance(10)) column.comment = "a column";
    return column;
  }

  SketchColumn* add_column(SketchTable& table) {
    auto column = random_column(table);
    if (random_.chance(8)) make_generated(column, table);
    table.columns.push_back(std::move(column));
    return &table.columns.back();
  }

  // An integer computed from another one.
  void make_generated(SketchColumn& column, const SketchTable& table) {
    for (const auto& other : table.columns)
      if (other.enumeration == 0 && !other.array && pool()[other.type].name == pool()[0].name &&
          other.generated.empty()) {
        column = {.number = column.number, .name = column.name, .type = 0, .reads = {other.number}};
        column.generated =
            fmt::format("`${} + 1` {}", other.number, postgresql() || random_.chance(50) ? "stored" : "virtual");
        return;
      }
  }

  // A new column of a table that may hold rows: it can be empty or has a default.
  void add_a_column() {
    auto* table = any_table();
    if (!table) return;
    auto* column = add_column(*table);
    if (column->default_value.empty()) column->not_null = false;
  }

  SketchColumn* any_column(SketchTable* table) {
    return table && !table->columns.empty() ? &random_.pick(table->columns) : nullptr;
  }

  void drop_column() {
    auto* table = any_table();
    if (table && table->columns.size() > 1) remove(sketch_, any_column(table)->number);
  }

  void rename_column() {
    auto* table = any_table();
    if (auto* column = any_column(table))
      column->name = fresh_name(random_, words, [&](const auto& name) { return column_taken(*table, name); });
  }

  void swap_columns() {
    auto* table = any_table();
    if (table) std::swap(any_column(table)->name, any_column(table)->name);
  }

  bool in_foreign_key(Number column) const {
    for (const auto& table : sketch_.tables)
      for (const auto& item : table.items)
        if (item.kind == ItemKind::foreign_key &&
            (std::find(item.columns.begin(), item.columns.end(), column) != item.columns.end() ||
             std::find(item.target_columns.begin(), item.target_columns.end(), column) != item.target_columns.end()))
          return true;
    return false;
  }

  bool is_read(const SketchTable& table, Number column) const {
    return std::any_of(table.columns.begin(), table.columns.end(), [&](const SketchColumn& other) {
      return std::find(other.reads.begin(), other.reads.end(), column) != other.reads.end();
    });
  }

  // Expressions made for the old type go; keys stay when the new type can be in one.
  void retype_column() {
    auto* table = any_table();
    auto* column = any_column(table);
    if (!column || in_foreign_key(column->number) || is_read(*table, column->number) || !column->generated.empty())
      return;
    const auto fresh = random_column(*table);
    const bool keyable = fresh.enumeration != 0 || pool()[fresh.type].keyable;
    std::erase_if(table->items, [&](const SketchItem& item) {
      const bool here = std::find(item.columns.begin(), item.columns.end(), column->number) != item.columns.end();
      return here && (item.kind == ItemKind::check || !item.expression.empty() || !item.where.empty() || !keyable);
    });
    remove_dangling_keys();
    column->type = fresh.type;
    column->enumeration = fresh.enumeration;
    column->array = fresh.array;
    column->default_value = fresh.default_value;
    column->collation = fresh.collation;
    column->identity.clear();
  }

  void remove_dangling_keys() { remove(sketch_, 0); }

  void toggle_not_null() {
    auto* table = any_table();
    auto* column = any_column(table);
    if (!column || !column->identity.empty() || !column->generated.empty()) return;
    for (const auto& item : table->items)
      if (item.kind == ItemKind::primary_key &&
          std::find(item.columns.begin(), item.columns.end(), column->number) != item.columns.end())
        return;
    column->not_null = !column->not_null;
  }

  void change_default() {
    auto* column = any_column(any_table());
    if (!column || !column->identity.empty() || !column->generated.empty() || column->array) return;
    if (!column->default_value.empty() && random_.chance(40)) {
      column->default_value.clear();
    } else if (const auto* type = by_number(sketch_.enums, column->enumeration)) {
      column->default_value = "'" + random_.pick(type->labels) + "'";
    } else if (const auto& defaults = pool()[column->type].defaults; !defaults.empty()) {
      column->default_value = random_.pick(defaults);
    }
  }

  void change_identity() {
    auto* column = any_column(any_table());
    if (!postgresql() || !column || column->enumeration != 0 || column->array || !pool()[column->type].integer ||
        !column->generated.empty())
      return;
    static const std::vector<std::string> kinds = {"", "identity", "identity always"};
    column->identity = random_.pick(kinds);
    if (column->identity.empty()) return;
    column->default_value.clear();
    column->not_null = true;
  }

  void change_comment() {
    auto* table = any_table();
    if (!table || !postgresql()) return;
    auto& comment = random_.chance(50) ? table->comment : any_column(table)->comment;
    comment = comment.empty() ? "said later" : random_.chance(50) ? "" : comment + " and more";
  }

  void change_collation() {
    auto* column = any_column(any_table());
    if (!column || column->enumeration != 0 || column->array || !pool()[column->type].text ||
        in_foreign_key(column->number))
      return;
    column->collation = column->collation.empty() ? collations(sketch_.dialect)[random_.below(2)] : "";
  }

  void reorder_columns() {
    auto* table = any_table();
    if (table && table->columns.size() > 1) std::swap(table->columns.front(), table->columns.back());
  }

  // --- constraints and indexes ---
  std::vector<Number> keyable_columns(const SketchTable& table, std::size_t at_most) {
    std::vector<Number> columns;
    for (const auto& column : table.columns)
      if ((column.enumeration != 0 || pool()[column.type].keyable) && columns.size() < at_most && random_.chance(50))
        columns.push_back(column.number);
    return columns;
  }

  std::string item_name(std::string_view kind) { return random_.chance(40) ? fmt::format("{}_{}", kind, next_) : ""; }

  void add_an_item() {
    if (auto* table = any_table()) add_item(*table);
  }

  void add_item(SketchTable& table) {
    switch (random_.below(4)) {
      case 0: return add_check(table);
      case 1: return add_unique(table);
      default: return add_index(table);
    }
  }

  void add_check(SketchTable& table) {
    const auto& column = random_.pick(table.columns);
    if (column.enumeration != 0 || column.array) return;
    const auto& type = pool()[column.type];
    if (type.checks.empty()) return;
    table.items.push_back({.number = number(),
                           .kind = ItemKind::check,
                           .name = item_name("check"),
                           .columns = {column.number},
                           .expression = numbered(random_.pick(type.checks), column.number)});
  }

  void add_unique(SketchTable& table) {
    auto columns = keyable_columns(table, 2);
    const bool there = std::any_of(table.items.begin(), table.items.end(),
                                   [&](const SketchItem& item) { return item.columns == columns; });
    if (columns.empty() || there) return;
    table.items.push_back(
        {.number = number(), .kind = ItemKind::unique, .name = item_name("unique"), .columns = std::move(columns)});
  }

  void add_index(SketchTable& table) {
    SketchItem index{.number = number(), .kind = ItemKind::index, .columns = keyable_columns(table, 2)};
    if (index.columns.empty()) return;
    if (random_.chance(40)) index.name = fmt::format("index_{}", index.number);
    index.unique = random_.chance(20);
    index.descending = random_.chance(25);
    const auto& column = *by_number(table.columns, index.columns.front());
    const bool plain = column.enumeration == 0 && !column.array;
    if (plain && !pool()[column.type].keys.empty() && random_.chance(30)) {
      index.columns = {column.number};
      index.expression = numbered(random_.pick(pool()[column.type].keys), column.number);
    } else if (!mysql() && random_.chance(20)) {
      index.where = fmt::format("${} is not null", column.number);
    }
    table.items.push_back(std::move(index));
  }

  SketchItem* any_item(SketchTable* table) {
    return table && !table->items.empty() ? &random_.pick(table->items) : nullptr;
  }

  void drop_item() {
    if (auto* item = any_item(any_table())) remove(sketch_, item->number);
  }

  void rename_item() {
    if (auto* item = any_item(any_table()))
      item->name = item->name.empty() || random_.chance(50) ? fmt::format("named_{}", next_++) : "";
  }

  // To a key of any table, its own among them: circles come about by themselves.
  void add_foreign_key() {
    auto* table = any_table();
    auto* target = any_table();
    if (!table || !target) return;
    for (const auto& key : target->items) {
      if (key.columns.size() != 1 || (key.kind != ItemKind::primary_key && key.kind != ItemKind::unique)) continue;
      auto column = *by_number(target->columns, key.columns.front());
      if (!column.generated.empty()) continue;
      SketchItem foreign{
          .number = number(), .kind = ItemKind::foreign_key, .target = target->number, .target_columns = key.columns};
      column.number = number();
      column.name = fresh_name(random_, words, [&](const auto& name) { return column_taken(*table, name); });
      column.not_null = false;
      column.default_value = column.identity = column.comment = "";
      foreign.columns = {column.number};
      foreign.actions = random_actions();
      table->columns.push_back(std::move(column));
      table->items.push_back(std::move(foreign));
      return;
    }
  }

  std::string random_actions() {
    static const std::vector<std::string> actions = {"", " on delete cascade", " on delete set null",
                                                     " on delete restrict on update cascade",
                                                     " deferrable initially deferred"};
    return random_.pick(actions);
  }

  // MySQL refuses a key that empties a column which may not be empty, and one that changes what a check looks at or a
  // column is computed from.
  void have_possible_actions() {
    if (!mysql()) return;
    for (auto& table : sketch_.tables) {
      const auto is_held = [&](Number column) {
        return by_number(table.columns, column)->not_null ||
               std::any_of(table.items.begin(), table.items.end(), [&](const SketchItem& item) {
                 const bool holds = item.kind == ItemKind::primary_key || item.kind == ItemKind::check;
                 return holds && std::find(item.columns.begin(), item.columns.end(), column) != item.columns.end();
               });
      };
      const auto is_source = [&](Number column) {
        return std::any_of(table.columns.begin(), table.columns.end(), [&](const SketchColumn& other) {
          return !other.generated.empty() &&
                 std::find(other.reads.begin(), other.reads.end(), column) != other.reads.end();
        });
      };
      for (auto& item : table.items) {
        if (item.kind != ItemKind::foreign_key || item.actions.empty()) continue;
        if (std::any_of(item.columns.begin(), item.columns.end(), is_source))
          item.actions.clear();
        else if (std::any_of(item.columns.begin(), item.columns.end(), is_held))
          item.actions = " on delete cascade";
      }
    }
  }

  void change_actions() {
    auto* item = any_item(any_table());
    if (item && item->kind == ItemKind::foreign_key) item->actions = random_actions();
  }

  // --- enums and sequences ---
  void add_enum() {
    SketchEnum type{.number = number(),
                    .name = fresh_name(random_, {"status", "colour", "grade", "phase"},
                                       [&](const auto& name) { return table_taken(name); }),
                    .labels = {}};
    for (const auto& label : labels)
      if (random_.chance(40)) type.labels.push_back(label);
    if (type.labels.empty()) type.labels.push_back("only");
    sketch_.enums.push_back(std::move(type));
  }

  void add_or_drop_enum() {
    if (!postgresql()) return;
    if (sketch_.enums.empty() || random_.chance(50)) return add_enum();
    remove(sketch_, random_.pick(sketch_.enums).number);
  }

  void change_enum() {
    if (sketch_.enums.empty()) return;
    auto& type = random_.pick(sketch_.enums);
    switch (random_.below(4)) {
      case 0:
        type.name = fresh_name(random_, {"status", "colour", "grade", "phase", "mode"},
                               [&](const auto& name) { return table_taken(name); });
        break;
      case 1: drop_label(type); break;
      case 2: std::swap(type.labels.front(), type.labels.back()); break;
      default:
        type.labels.insert(type.labels.begin() + static_cast<std::ptrdiff_t>(random_.below(type.labels.size() + 1)),
                           fmt::format("label_{}", next_++));
    }
  }

  // Defaults must not name a label that is gone.
  void drop_label(SketchEnum& type) {
    if (type.labels.size() < 2) return;
    const auto gone = random_.pick(type.labels);
    std::erase(type.labels, gone);
    for (auto& table : sketch_.tables)
      for (auto& column : table.columns)
        if (column.enumeration == type.number && column.default_value == "'" + gone + "'") column.default_value.clear();
  }

  void add_sequence() {
    sketch_.sequences.push_back({.number = number(),
                                 .name = fresh_name(random_, {"ticket_seq", "number_seq", "serial_no"},
                                                    [&](const auto& name) { return table_taken(name); }),
                                 .options = random_.pick(sequence_options())});
  }

  static const std::vector<std::string>& sequence_options() {
    static const std::vector<std::string> options = {"", "increment 5", "start 100", "cycle",
                                                     "minvalue 10 maxvalue 99 start 10"};
    return options;
  }

  void change_sequence() {
    if (!postgresql()) return;
    if (sketch_.sequences.empty()) return add_sequence();
    if (random_.chance(30)) return remove(sketch_, random_.pick(sketch_.sequences).number);
    random_.pick(sketch_.sequences).options = random_.pick(sequence_options());
  }

  Sketch& sketch_;
  Random& random_;
  Number& next_;
};

}  // namespace

SketchPair random_pair(std::uint64_t seed, const std::string& dialect) {
  Random random(seed);
  Number next = 1;
  SketchPair pair;
  pair.from.dialect = dialect;
  Maker(pair.from, random, next).build();
  pair.to = pair.from;
  Maker maker(pair.to, random, next);
  for (auto count = 1 + random.below(6); count > 0; --count) maker.change();
  return pair;
}

}  // namespace schemac::test

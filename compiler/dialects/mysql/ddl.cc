#include "dialects/mysql/ddl.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "dialects/mysql/cursor.h"
#include "dialects/mysql/types.h"

namespace schemac::mysql {
namespace {

ReferentialAction action(Cursor& cursor) {
  if (cursor.accept("CASCADE")) return ReferentialAction::cascade;
  if (cursor.accept("RESTRICT")) return ReferentialAction::restrict_;
  if (cursor.accept_all({"SET", "NULL"})) return ReferentialAction::set_null;
  if (cursor.accept_all({"SET", "DEFAULT"})) return ReferentialAction::set_default;
  if (cursor.accept_all({"NO", "ACTION"})) return ReferentialAction::no_action;
  throw Unreadable{cursor.place(), "CASCADE, RESTRICT, SET NULL, SET DEFAULT or NO ACTION"};
}

std::vector<std::string> names(Cursor& cursor) {
  std::vector<std::string> out;
  cursor.expect("(");
  do out.push_back(cursor.name());
  while (cursor.accept(","));
  cursor.expect(")");
  return out;
}

QualifiedName qualified(Cursor& cursor) {
  const auto first = cursor.name();
  if (!cursor.accept(".")) return {{}, first};
  return {first, cursor.name()};
}

ForeignKey references(Cursor& cursor, std::vector<std::string> columns, Attributes& attributes) {
  cursor.expect("REFERENCES");
  ForeignKey key{.columns = std::move(columns), .references = qualified(cursor), .referenced_columns = {}};
  if (cursor.is("(")) key.referenced_columns = names(cursor);
  if (cursor.accept("MATCH")) attributes["match"] = lower(cursor.name());
  while (cursor.accept("ON")) {
    const bool deletes = cursor.accept("DELETE");
    if (!deletes) cursor.expect("UPDATE");
    const auto what = action(cursor);
    (deletes ? key.on_delete : key.on_update) = what;
    // said, where a server that has RESTRICT when nothing is said writes it
    if (what == ReferentialAction::no_action) attributes[deletes ? "on_delete" : "on_update"] = "no action";
  }
  return key;
}

struct Part {
  IndexKey key;
  std::string length;
};

// What stands between an index's parentheses, its lengths apart.
std::vector<IndexKey> key_parts(Cursor& cursor, std::string& lengths) {
  std::vector<IndexKey> keys;
  bool any = false;
  std::string words;
  cursor.expect("(");
  do {
    IndexKey key;
    std::string length = "-";
    if (cursor.is("(")) {
      key.expression = Expression{cursor.parenthesised()};
    } else {
      key.column = cursor.name();
      if (cursor.is("(")) length = cursor.parenthesised(), any = true;
    }
    if (cursor.accept_all({"WITHOUT", "OVERLAPS"})) key.operator_class = "without overlaps";
    if (cursor.accept("DESC"))
      key.descending = true;
    else
      cursor.accept("ASC");
    words += (words.empty() ? "" : " ") + length;
    keys.push_back(std::move(key));
  } while (cursor.accept(","));
  cursor.expect(")");
  if (any) lengths = words;
  return keys;
}

class TableReader {
 public:
  explicit TableReader(std::string_view sql) : cursor_(sql) {}

  Table run() {
    cursor_.expect("CREATE");
    if (cursor_.accept_all({"OR", "REPLACE"})) {
    }
    cursor_.accept("TEMPORARY");
    cursor_.expect("TABLE");
    cursor_.accept_all({"IF", "NOT", "EXISTS"});
    table_.name = qualified(cursor_);
    cursor_.expect("(");
    do item();
    while (cursor_.accept(","));
    cursor_.expect(")");
    options();
    return std::move(table_);
  }

 private:
  void item() {
    if (cursor_.accept_all({"PERIOD", "FOR"})) return period();
    ObjectName name;
    if (cursor_.kind() == SqlTokenKind::word && cursor_.accept("CONSTRAINT") && !is_constraint_word())
      name = {cursor_.name(), true};
    if (cursor_.kind() == SqlTokenKind::quoted_identifier && name.text.empty()) return column();
    if (cursor_.accept("CHECK")) return check(std::move(name), {});
    if (cursor_.accept_all({"FOREIGN", "KEY"})) return foreign_key(std::move(name));
    if (cursor_.accept_all({"PRIMARY", "KEY"})) return primary_key();
    if (cursor_.accept("UNIQUE")) return index(std::move(name), "btree", true);
    if (cursor_.is("FULLTEXT") || cursor_.is("SPATIAL") || cursor_.is("VECTOR")) {
      const auto method = lower(cursor_.name());
      return index(std::move(name), method, false);
    }
    if (cursor_.is("KEY") || cursor_.is("INDEX")) return index(std::move(name), "btree", false);
    column();
  }

  bool is_constraint_word() const {
    return cursor_.is("CHECK") || cursor_.is("PRIMARY") || cursor_.is("UNIQUE") ||
           (cursor_.is("FOREIGN") && cursor_.is("KEY", 1));
  }

  void period() {
    const auto name = cursor_.name();
    const auto columns = names(cursor_);
    const auto text = fmt::format("{}, {}", quote(columns.at(0)), quote(columns.at(1)));
    if (equal_ignoring_case(name, "SYSTEM_TIME"))
      table_.attributes["system_period"] = text;
    else
      table_.attributes["period"] = fmt::format("{} ({})", quote(name), text);
  }

  void check(ObjectName name, const std::string& column) {
    Constraint constraint{.name = std::move(name), .body = Check{.expression = {cursor_.parenthesised()}}};
    if (!column.empty()) constraint.attributes["column"] = column;
    if (cursor_.accept_all({"NOT", "ENFORCED"})) constraint.attributes["enforced"] = "false";
    cursor_.accept("ENFORCED");
    table_.constraints.push_back(std::move(constraint));
  }

  void foreign_key(ObjectName name) {
    if (cursor_.is_name()) name = {cursor_.name(), true};
    Constraint constraint{.name = std::move(name), .body = Check{}};
    auto columns = names(cursor_);
    constraint.body = references(cursor_, std::move(columns), constraint.attributes);
    table_.constraints.push_back(std::move(constraint));
  }

  void primary_key() {
    Index parts;
    index_type(parts);
    std::string lengths;
    parts.keys = key_parts(cursor_, lengths);
    index_options(parts);
    Constraint constraint{.name = {}, .body = Key{.primary = true, .columns = {}}};
    auto& key = std::get<Key>(constraint.body);
    std::string order;
    bool descends = false;
    for (const auto& part : parts.keys) {
      key.columns.push_back(part.column);
      order += (order.empty() ? "" : " ") + std::string(part.descending ? "desc" : "asc");
      descends = descends || part.descending;
      if (part.operator_class) constraint.attributes["without_overlaps"] = part.column;
    }
    if (descends) constraint.attributes["order"] = order;
    if (!lengths.empty()) constraint.attributes["lengths"] = lengths;
    for (const auto& [option, value] : parts.attributes) constraint.attributes[option] = value;
    constraint.comment = parts.comment;
    table_.constraints.push_back(std::move(constraint));
  }

  void index_type(Index& index) {
    if (cursor_.accept("USING") ||
        (cursor_.is("TYPE") && cursor_.kind(1) == SqlTokenKind::word && cursor_.accept("TYPE")))
      index.attributes["using"] = lower(cursor_.name());
  }

  void index(ObjectName name, const std::string& method, bool unique) {
    if (!cursor_.accept("KEY")) cursor_.accept("INDEX");
    Index out{.name = std::move(name), .keys = {}, .unique = unique, .method = method};
    if (cursor_.is_name() && !cursor_.is("USING")) out.name = {cursor_.name(), true};
    index_type(out);
    std::string lengths;
    out.keys = key_parts(cursor_, lengths);
    if (!lengths.empty()) out.attributes["lengths"] = lengths;
    index_options(out);
    table_.indexes.push_back(std::move(out));
  }

  void index_options(Index& index) {
    while (!cursor_.done() && !cursor_.is(",") && !cursor_.is(")")) {
      if (cursor_.accept("COMMENT")) {
        index.comment = cursor_.string();
      } else if (cursor_.is("USING")) {
        index_type(index);
      } else if (cursor_.accept_all({"WITH", "PARSER"})) {
        index.attributes["parser"] = cursor_.name();
      } else if (cursor_.accept("INVISIBLE") || cursor_.accept("IGNORED")) {
        index.attributes["invisible"] = "true";
      } else if (cursor_.accept("VISIBLE") || cursor_.accept_all({"NOT", "IGNORED"})) {
        continue;
      } else {
        const auto option = lower(cursor_.name());
        index.attributes[option] = cursor_.value();
      }
    }
  }

  // --- columns ---

  Type type() {
    std::string text;
    const auto add = [&](std::string word) {
      text += (text.empty() ? "" : " ") + word;
      cursor_.step();
    };
    add(std::string(cursor_.text()));
    static constexpr auto continued = std::to_array<std::string_view>(
        {"PRECISION", "VARYING", "CHARACTER", "CHAR", "VARCHAR", "VARCHARACTER", "VARBINARY"});
    while (std::any_of(continued.begin(), continued.end(), [&](std::string_view word) { return cursor_.is(word); }) &&
           !cursor_.is("SET", 1))
      add(std::string(cursor_.text()));
    if (cursor_.is("(")) text += "(" + cursor_.parenthesised() + ")";
    while (cursor_.is("UNSIGNED") || cursor_.is("SIGNED") || cursor_.is("ZEROFILL")) add(std::string(cursor_.text()));
    auto parsed = parse_type(text);
    if (!parsed) throw Unreadable{cursor_.place(), "a type"};
    return std::move(*parsed);
  }

  void column() {
    Column column;
    column.name = cursor_.name();
    column.type = type();
    while (!cursor_.done() && !cursor_.is(",") && !cursor_.is(")")) column_clause(column);
    table_.columns.add(std::move(column));
  }

  void column_clause(Column& column) {
    auto& attributes = column.attributes;
    if (cursor_.accept_all({"CHARACTER", "SET"}) || cursor_.accept("CHARSET"))
      return void(attributes["charset"] = lower(cursor_.name()));
    if (cursor_.accept("COLLATE")) return void(column.collation = lower(cursor_.name()));
    if (cursor_.accept_all({"NOT", "NULL"})) return void(column.not_null = true);
    if (cursor_.accept("NULL")) return void(column.not_null = false);
    if (cursor_.accept("DEFAULT")) return void(column.default_value = default_value());
    if (cursor_.accept_all({"ON", "UPDATE"})) return void(attributes["on_update"] = default_value().sql);
    if (cursor_.accept("AUTO_INCREMENT")) return void(column.identity = Identity{.kind = IdentityKind::autoincrement});
    if (cursor_.accept("COMMENT")) return void(column.comment = cursor_.string());
    if (cursor_.accept("INVISIBLE")) return void(attributes["invisible"] = "true");
    if (cursor_.accept("VISIBLE")) return;
    if (cursor_.accept("SRID")) return void(attributes["srid"] = cursor_.value());
    if (cursor_.accept("REF_SYSTEM_ID")) return void(attributes["ref_system_id"] = cursor_.value());
    if (cursor_.accept_all({"WITHOUT", "SYSTEM", "VERSIONING"})) return void(attributes["system_versioning"] = "false");
    if (cursor_.accept_all({"WITH", "SYSTEM", "VERSIONING"})) return void(attributes["system_versioning"] = "true");
    if (cursor_.accept("CHECK")) return check({}, column.name);
    if (cursor_.accept_all({"CONSTRAINT"})) return named_clause(column);
    if (cursor_.is("GENERATED") || cursor_.is("AS")) return generated(column);
    if (cursor_.accept_all({"PRIMARY", "KEY"}) || (cursor_.is("KEY") && cursor_.accept("KEY")))
      return table_.constraints.push_back({.name = {}, .body = Key{.primary = true, .columns = {column.name}}});
    if (cursor_.accept("UNIQUE")) {
      cursor_.accept("KEY");
      return table_.indexes.push_back({.name = {}, .keys = {IndexKey{.column = column.name}}, .unique = true});
    }
    if (cursor_.is("REFERENCES")) {
      Constraint constraint{.name = {}, .body = Check{}};
      constraint.body = references(cursor_, {column.name}, constraint.attributes);
      return table_.constraints.push_back(std::move(constraint));
    }
    option(column);
  }

  void named_clause(Column& column) {
    ObjectName name;
    if (!cursor_.is("CHECK")) name = {cursor_.name(), true};
    cursor_.expect("CHECK");
    check(std::move(name), name.text.empty() ? column.name : std::string());
  }

  // COLUMN_FORMAT FIXED, STORAGE DISK, COMPRESSED, an engine's own: kept by its word.
  void option(Column& column) {
    const bool quoted = cursor_.kind() == SqlTokenKind::quoted_identifier;
    if (cursor_.is("NOT")) throw Unreadable{cursor_.place(), "NOT NULL"};
    auto key = quoted ? cursor_.name() : lower(cursor_.name());
    const bool has_value = cursor_.is("=") || key == "column_format" || key == "storage";
    column.attributes[key] = has_value ? cursor_.value() : "true";
  }

  void generated(Column& column) {
    if (cursor_.accept("GENERATED")) cursor_.expect("ALWAYS");
    cursor_.expect("AS");
    if (cursor_.accept("ROW")) {
      column.attributes["row"] = lower(cursor_.name());
      return;
    }
    Generated value{.expression = {cursor_.parenthesised()}, .stored = false};
    if (cursor_.accept("STORED") || cursor_.accept("PERSISTENT"))
      value.stored = true;
    else
      cursor_.accept("VIRTUAL");
    column.generated = std::move(value);
  }

  Expression default_value() {
    const auto begin = cursor_.place();
    if (cursor_.is("(")) {
      auto inside = cursor_.parenthesised();
      return {"(" + inside + ")"};
    }
    if (cursor_.is("-") || cursor_.is("+")) cursor_.step();
    if (cursor_.done()) throw Unreadable{cursor_.place(), "a default value"};
    const bool introducer = cursor_.kind() == SqlTokenKind::word && cursor_.text().starts_with('_') &&
                            cursor_.kind(1) == SqlTokenKind::string;
    if (introducer) cursor_.step();
    cursor_.step();
    while (cursor_.accept(".")) cursor_.step();
    if (cursor_.is("(")) (void)cursor_.parenthesised();
    return {cursor_.since(begin)};
  }

  // --- what stands behind the columns ---

  void options() {
    auto& attributes = table_.attributes;
    while (!cursor_.done()) {
      if (cursor_.accept(",")) continue;
      if (cursor_.are({"PARTITION", "BY"})) return void(attributes["partition_by"] = partitioning());
      if (cursor_.accept_all({"WITH", "SYSTEM", "VERSIONING"})) {
        attributes["system_versioning"] = "true";
        continue;
      }
      cursor_.accept("DEFAULT");
      if (cursor_.accept_all({"CHARACTER", "SET"}) || cursor_.accept("CHARSET")) {
        attributes["charset"] = lower(cursor_.value());
        continue;
      }
      auto key = lower(cursor_.name());
      if ((key == "data" || key == "index") && cursor_.accept("DIRECTORY")) key += "_directory";
      if (key == "comment") {
        cursor_.accept("=");
        table_.comment = cursor_.string();
        continue;
      }
      auto value = cursor_.value();
      if (key == "auto_increment") continue;  // where the counter stands is the rows' business
      attributes[key] = key == "engine" ? value : lower(key) == "collate" ? lower(value) : value;
    }
  }

  std::string partitioning() {
    cursor_.step();
    cursor_.step();
    return cursor_.rest();
  }

  Cursor cursor_;
  Table table_;
};

std::unexpected<Diagnostics> unreadable(const std::string& sql, const Unreadable& surprise) {
  const auto source = std::make_shared<const SourceText>(SourceText{"SHOW CREATE", sql});
  const Span where{source, surprise.at, std::min(surprise.at + 1, sql.size())};
  const auto found =
      surprise.at < sql.size() ? fmt::format("`{}`", sql.substr(surprise.at, 20)) : std::string("the end");
  return failure("unreadable-definition",
                 fmt::format("cannot read the stored definition: found {}, expected {}", found, surprise.expected),
                 where);
}

std::int64_t integer(Cursor& cursor) {
  std::string text = cursor.is("-") ? "-" : "";
  if (!text.empty()) cursor.step();
  text += cursor.text();
  cursor.step();
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Sequence sequence_of(Cursor cursor) {
  cursor.expect("CREATE");
  cursor.accept_all({"OR", "REPLACE"});
  cursor.expect("SEQUENCE");
  Sequence out{.name = qualified(cursor)};
  out.options.cache = 1000;
  out.options.maximum = INT64_MAX - 1;
  while (!cursor.done()) {
    if (cursor.accept("START"))
      cursor.accept("WITH"), out.options.start = integer(cursor);
    else if (cursor.accept("MINVALUE"))
      out.options.minimum = integer(cursor);
    else if (cursor.accept("MAXVALUE"))
      out.options.maximum = integer(cursor);
    else if (cursor.accept("INCREMENT"))
      cursor.accept("BY"), out.options.increment = integer(cursor);
    else if (cursor.accept("CACHE"))
      out.options.cache = integer(cursor);
    else if (cursor.accept("NOCACHE"))
      out.options.cache = 0;
    else if (cursor.accept("CYCLE"))
      out.options.cycle = true;
    else if (cursor.accept("NOCYCLE"))
      out.options.cycle = false;
    else if (cursor.accept("AS")) {
      auto type = parse_type(cursor.name());
      if (type && type->name != "bigint") out.options.type = type->name;
    } else if (cursor.accept("ENGINE")) {
      if (const auto engine = cursor.value(); !equal_ignoring_case(engine, "InnoDB")) out.attributes["engine"] = engine;
    } else if (cursor.accept("COMMENT")) {
      out.comment = cursor.value();
    } else {
      throw Unreadable{cursor.place(), "a sequence's option"};
    }
  }
  return out;
}

}  // namespace

Result<Table> parse_create_table(const std::string& sql) {
  const auto whole = with_executed_comments(sql);
  try {
    return TableReader(whole).run();
  } catch (const Unreadable& surprise) {
    return unreadable(whole, surprise);
  }
}

Result<Sequence> parse_create_sequence(const std::string& sql) {
  try {
    return sequence_of(Cursor(sql));
  } catch (const Unreadable& surprise) {
    return unreadable(sql, surprise);
  }
}

}  // namespace schemac::mysql

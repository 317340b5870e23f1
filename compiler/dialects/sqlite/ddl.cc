#include "dialects/sqlite/ddl.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/sqlite/names.h"
#include "dialects/sqlite/types.h"

namespace schemac::sqlite {
namespace {

// Thrown nowhere else and caught below: the parsers are deep, and every one of them can meet the same surprise.
struct Unreadable {
  std::size_t at;
  std::string expected;
};

class Cursor {
 public:
  explicit Cursor(std::string_view sql) : sql_(sql), tokens_(sql_tokens(sql, lexis)) {}

  bool done() const { return at_ >= tokens_.size(); }
  std::string_view text(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].text(sql_) : std::string_view();
  }
  bool is(std::string_view word, std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() && kind(ahead) != SqlTokenKind::string &&
           kind(ahead) != SqlTokenKind::quoted_identifier && equal_ignoring_case(text(ahead), word);
  }
  bool is_name(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() &&
           (kind(ahead) == SqlTokenKind::word || kind(ahead) == SqlTokenKind::quoted_identifier ||
            kind(ahead) == SqlTokenKind::string);
  }
  SqlTokenKind kind(std::size_t ahead = 0) const { return tokens_[at_ + ahead].kind; }
  std::size_t place() const { return done() ? sql_.size() : tokens_[at_].begin; }

  void step() { ++at_; }
  bool accept(std::string_view word) {
    if (!is(word)) return false;
    step();
    return true;
  }
  void expect(std::string_view word) {
    if (!accept(word)) throw Unreadable{place(), fmt::format("`{}`", word)};
  }
  std::string name() {
    if (!is_name()) throw Unreadable{place(), "a name"};
    auto out = unquoted(text());
    step();
    return out;
  }
  // Everything up to the closing partner of the parenthesis at hand, both of which are taken.
  std::string parenthesised() {
    expect("(");
    const auto begin = place();
    const auto end = skip_to_close();
    return std::string(trimmed(sql_.substr(begin, end - begin)));
  }
  // From here to the next token that `stops` at the same depth, or to the end.
  template <class F>
  std::string until(F&& stops) {
    const auto begin = place();
    auto end = begin;
    int depth = 0;
    for (; !done(); step()) {
      if (depth == 0 && stops(*this)) break;
      if (is("(")) ++depth;
      if (is(")") && depth-- == 0) break;
      end = tokens_[at_].end;
    }
    return std::string(sql_.substr(begin, end - begin));
  }

 private:
  static std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n\f");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n\f") - first + 1);
  }
  std::size_t skip_to_close() {
    for (int depth = 1; !done(); step()) {
      if (is("(")) ++depth;
      if (is(")") && --depth == 0) {
        const auto end = place();
        step();
        return end;
      }
    }
    throw Unreadable{place(), "`)`"};
  }

  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
};

struct KeyPart {
  std::string column;
  std::string expression;
  std::string collation;
  bool descending = false;
};

ReferentialAction action_of(Cursor& cursor) {
  if (cursor.accept("CASCADE")) return ReferentialAction::cascade;
  if (cursor.accept("RESTRICT")) return ReferentialAction::restrict_;
  if (cursor.accept("NO")) {
    cursor.expect("ACTION");
    return ReferentialAction::no_action;
  }
  cursor.expect("SET");
  if (cursor.accept("NULL")) return ReferentialAction::set_null;
  cursor.expect("DEFAULT");
  return ReferentialAction::set_default;
}

void conflict_clause(Cursor& cursor, Attributes& attributes, const std::string& key = "on_conflict") {
  if (!cursor.is("ON") || !cursor.is("CONFLICT", 1)) return;
  cursor.step();
  cursor.step();
  attributes[key] = cursor.name();
}

// [NOT] DEFERRABLE [INITIALLY DEFERRED | IMMEDIATE]; true when it was there.
bool deferrability(Cursor& cursor, Constraint& constraint) {
  const bool negated = cursor.is("NOT") && cursor.is("DEFERRABLE", 1);
  if (!negated && !cursor.is("DEFERRABLE")) return false;
  if (negated) cursor.step();
  cursor.step();
  bool deferred = false;
  if (cursor.accept("INITIALLY")) {
    deferred = cursor.accept("DEFERRED");
    if (!deferred) cursor.expect("IMMEDIATE");
  }
  constraint.deferrable = !negated;
  constraint.initially_deferred = deferred && !negated;
  return true;
}

std::vector<std::string> name_list(Cursor& cursor) {
  std::vector<std::string> names;
  cursor.expect("(");
  do names.push_back(cursor.name());
  while (cursor.accept(","));
  cursor.expect(")");
  return names;
}

// Behind REFERENCES.
void references_clause(Cursor& cursor, Constraint& constraint, ForeignKey key) {
  key.references = {"", cursor.name()};
  if (cursor.is("(")) key.referenced_columns = name_list(cursor);
  while (!cursor.done()) {
    if (cursor.is("ON") && (cursor.is("DELETE", 1) || cursor.is("UPDATE", 1))) {
      cursor.step();
      const bool deleted = cursor.is("DELETE");
      cursor.step();
      (deleted ? key.on_delete : key.on_update) = action_of(cursor);
    } else if (cursor.accept("MATCH")) {
      const auto word = cursor.name();
      key.match_full = equal_ignoring_case(word, "FULL");
      if (!key.match_full && !equal_ignoring_case(word, "SIMPLE")) constraint.attributes["match"] = word;
    } else if (!deferrability(cursor, constraint)) {
      break;
    }
  }
  constraint.body = std::move(key);
}

// One entry of an index's or a key's column list. An entry that is not a plain name is an expression.
KeyPart key_part(Cursor& cursor) {
  KeyPart part;
  const bool plain =
      cursor.is_name() && (cursor.is(",", 1) || cursor.is(")", 1) || cursor.is("COLLATE", 1) || cursor.is("ASC", 1) ||
                           cursor.is("DESC", 1) || cursor.is("NULLS", 1) || cursor.is("AUTOINCREMENT", 1));
  if (plain)
    part.column = cursor.name();
  else
    part.expression = cursor.until(
        [](const Cursor& c) { return c.is(",") || c.is("ASC") || c.is("DESC") || c.is("COLLATE") || c.is("NULLS"); });
  if (cursor.accept("COLLATE")) part.collation = cursor.name();
  if (cursor.accept("DESC"))
    part.descending = true;
  else
    cursor.accept("ASC");
  return part;
}

class TableParser {
 public:
  explicit TableParser(std::string_view sql) : cursor_(sql) {}

  Table run() {
    head();
    cursor_.expect("(");
    do item();
    while (!cursor_.is(")") && (cursor_.accept(",") || starts_constraint()));
    cursor_.expect(")");
    options();
    return std::move(table_);
  }

 private:
  bool starts_constraint() const {
    return cursor_.is("CONSTRAINT") || cursor_.is("PRIMARY") || cursor_.is("UNIQUE") || cursor_.is("CHECK") ||
           cursor_.is("FOREIGN");
  }

  void head() {
    cursor_.expect("CREATE");
    if (!cursor_.accept("TEMP")) cursor_.accept("TEMPORARY");
    cursor_.expect("TABLE");
    if (cursor_.accept("IF")) {
      cursor_.expect("NOT");
      cursor_.expect("EXISTS");
    }
    auto name = cursor_.name();
    if (cursor_.accept(".")) name = cursor_.name();
    table_.name = {"", name};
  }

  void options() {
    while (!cursor_.done()) {
      if (cursor_.accept("STRICT")) {
        table_.attributes["strict"] = "true";
      } else if (cursor_.accept("WITHOUT")) {
        cursor_.expect("ROWID");
        table_.attributes["without_rowid"] = "true";
      } else if (!cursor_.accept(",") && !cursor_.accept(";")) {
        throw Unreadable{cursor_.place(), "`STRICT`, `WITHOUT ROWID` or the end"};
      }
    }
  }

  void item() {
    if (starts_constraint())
      table_constraint();
    else
      column();
  }

  void table_constraint() {
    Constraint constraint;
    while (cursor_.accept("CONSTRAINT")) constraint.name = {cursor_.name(), true};
    if (!starts_constraint()) return;  // SQLite takes a name that names nothing
    if (cursor_.accept("FOREIGN")) {
      cursor_.expect("KEY");
      ForeignKey key;
      key.columns = name_list(cursor_);
      cursor_.expect("REFERENCES");
      references_clause(cursor_, constraint, std::move(key));
    } else if (cursor_.accept("CHECK")) {
      constraint.body = Check{.expression = {cursor_.parenthesised()}};
      conflict_clause(cursor_, constraint.attributes);
    } else {
      key_constraint(constraint);
    }
    table_.constraints.push_back(std::move(constraint));
  }

  void key_constraint(Constraint& constraint) {
    Key key;
    key.primary = cursor_.accept("PRIMARY");
    if (key.primary)
      cursor_.expect("KEY");
    else
      cursor_.expect("UNIQUE");
    std::vector<std::string> order, collations;
    cursor_.expect("(");
    do {
      const auto part = key_part(cursor_);
      if (part.column.empty()) throw Unreadable{cursor_.place(), "a column name"};
      key.columns.push_back(part.column);
      order.push_back(part.descending ? "desc" : "asc");
      collations.push_back(part.collation.empty() ? "-" : part.collation);
      if (key.primary && cursor_.accept("AUTOINCREMENT")) autoincrement_.push_back(part.column);
    } while (cursor_.accept(","));
    cursor_.expect(")");
    if (std::find(order.begin(), order.end(), "desc") != order.end())
      constraint.attributes["order"] = fmt::format("{}", fmt::join(order, " "));
    if (std::any_of(collations.begin(), collations.end(), [](const std::string& c) { return c != "-"; }))
      constraint.attributes["collations"] = fmt::format("{}", fmt::join(collations, " "));
    conflict_clause(cursor_, constraint.attributes);
    for (const auto& name : autoincrement_)
      for (auto& column : table_.columns)
        if (equal_ignoring_case(column.name, name)) column.identity = Identity{.kind = IdentityKind::autoincrement};
    constraint.body = std::move(key);
  }

  bool ends_type() const {
    static constexpr std::string_view words[] = {"CONSTRAINT", "PRIMARY", "NOT",        "NULL", "UNIQUE",     "CHECK",
                                                 "DEFAULT",    "COLLATE", "REFERENCES", "AS",   "DEFERRABLE", "ON"};
    return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) { return cursor_.is(word); }) ||
           (cursor_.is("GENERATED") && cursor_.is("ALWAYS", 1));
  }

  Type type() {
    std::string text;
    while (cursor_.is_name() && !ends_type()) {
      text += (text.empty() ? "" : " ") + unquoted(cursor_.text());
      cursor_.step();
    }
    if (!text.empty() && cursor_.is("(")) text += "(" + cursor_.parenthesised() + ")";
    return type_from_text(text);
  }

  void column() {
    Column column;
    column.name = cursor_.name();
    column.type = type();
    std::vector<Constraint> own;
    ObjectName name;
    while (!cursor_.done() && !cursor_.is(",") && !cursor_.is(")")) {
      if (cursor_.accept("CONSTRAINT")) {
        name = {cursor_.name(), true};
        continue;
      }
      column_constraint(column, own, std::exchange(name, {}));
    }
    table_.columns.add(std::move(column));
    for (auto& constraint : own) table_.constraints.push_back(std::move(constraint));
  }

  void column_constraint(Column& column, std::vector<Constraint>& own, ObjectName name) {
    if (!own.empty() && std::holds_alternative<ForeignKey>(own.back().body) && deferrability(cursor_, own.back()))
      return;
    if (cursor_.accept("NOT")) {
      cursor_.expect("NULL");
      column.not_null = true;
      if (name.stated) column.attributes["not_null_constraint"] = name.text;
      return conflict_clause(cursor_, column.attributes, "not_null_on_conflict");
    }
    Attributes ignored;
    if (cursor_.accept("NULL")) return conflict_clause(cursor_, ignored);
    if (cursor_.accept("DEFAULT")) return void(column.default_value = default_value());
    if (cursor_.accept("COLLATE")) return void(column.collation = cursor_.name());
    if (cursor_.is("GENERATED") || cursor_.is("AS")) return generated(column);
    own.push_back(own_constraint(column, std::move(name)));
  }

  Constraint own_constraint(Column& column, ObjectName name) {
    Constraint constraint{.name = std::move(name), .body = Key{}};
    if (cursor_.accept("PRIMARY")) {
      cursor_.expect("KEY");
      constraint.body = Key{.primary = true, .columns = {column.name}};
      if (cursor_.accept("DESC")) {
        constraint.attributes["order"] = "desc";
        constraint.attributes["inline"] = "true";
      } else {
        cursor_.accept("ASC");
      }
      conflict_clause(cursor_, constraint.attributes);
      if (cursor_.accept("AUTOINCREMENT")) column.identity = Identity{.kind = IdentityKind::autoincrement};
    } else if (cursor_.accept("UNIQUE")) {
      constraint.body = Key{.primary = false, .columns = {column.name}};
      conflict_clause(cursor_, constraint.attributes);
    } else if (cursor_.accept("CHECK")) {
      constraint.body = Check{.expression = {cursor_.parenthesised()}};
      conflict_clause(cursor_, constraint.attributes);
    } else if (cursor_.accept("REFERENCES")) {
      ForeignKey key;
      key.columns = {column.name};
      references_clause(cursor_, constraint, std::move(key));
    } else {
      throw Unreadable{cursor_.place(), "a column constraint"};
    }
    return constraint;
  }

  Expression default_value() {
    if (cursor_.is("(")) return {cursor_.parenthesised()};
    std::string text;
    if (cursor_.is("+") || cursor_.is("-")) {
      if (cursor_.is("-")) text = "-";
      cursor_.step();
    }
    if (cursor_.done()) throw Unreadable{cursor_.place(), "a default value"};
    text += cursor_.text();
    cursor_.step();
    return {text};
  }

  void generated(Column& column) {
    if (cursor_.accept("GENERATED")) cursor_.expect("ALWAYS");
    cursor_.expect("AS");
    Generated value{.expression = {cursor_.parenthesised()}, .stored = false};
    if (cursor_.accept("STORED"))
      value.stored = true;
    else
      cursor_.accept("VIRTUAL");
    column.generated = std::move(value);
  }

  Cursor cursor_;
  Table table_;
  std::vector<std::string> autoincrement_;
};

std::unexpected<Diagnostics> unreadable(const std::string& sql, const Unreadable& surprise) {
  const auto source = std::make_shared<const SourceText>(SourceText{"sqlite_master", sql});
  const Span where{source, surprise.at, std::min(surprise.at + 1, sql.size())};
  const auto line =
      surprise.at < sql.size() ? fmt::format("`{}`", sql.substr(surprise.at, 20)) : std::string("the end");
  return failure("unreadable-definition",
                 fmt::format("cannot read the stored definition: found {}, expected {}", line, surprise.expected),
                 where);
}

ParsedIndex parsed_index(Cursor cursor) {
  ParsedIndex out;
  cursor.expect("CREATE");
  out.index.unique = cursor.accept("UNIQUE");
  cursor.expect("INDEX");
  if (cursor.accept("IF")) {
    cursor.expect("NOT");
    cursor.expect("EXISTS");
  }
  auto name = cursor.name();
  if (cursor.accept(".")) name = cursor.name();
  out.index.name = {name, true};
  cursor.expect("ON");
  out.table = {"", cursor.name()};
  cursor.expect("(");
  do {
    const auto part = key_part(cursor);
    IndexKey key{.column = part.column, .descending = part.descending};
    if (part.column.empty()) key.expression = Expression{part.expression};
    if (!part.collation.empty()) key.collation = part.collation;
    out.index.keys.push_back(std::move(key));
  } while (cursor.accept(","));
  cursor.expect(")");
  if (cursor.accept("WHERE")) out.index.where = Expression{cursor.until([](const Cursor& c) { return c.is(";"); })};
  return out;
}

}  // namespace

Result<ParsedTable> parse_create_table(const std::string& sql) {
  try {
    const auto tokens = sql_tokens(sql, lexis, true);
    const bool comments = std::any_of(tokens.begin(), tokens.end(),
                                      [](const SqlToken& token) { return token.kind == SqlTokenKind::comment; });
    return ParsedTable{TableParser(sql).run(), comments};
  } catch (const Unreadable& surprise) {
    return unreadable(sql, surprise);
  }
}

Result<ParsedIndex> parse_create_index(const std::string& sql) {
  try {
    return parsed_index(Cursor(sql));
  } catch (const Unreadable& surprise) {
    return unreadable(sql, surprise);
  }
}

Type type_from_text(std::string_view text) {
  Type type;
  const auto tokens = sql_tokens(text, lexis);
  bool inside = false;
  for (const auto& token : tokens) {
    const auto word = token.text(text);
    if (word == "(" && !inside) {
      inside = true;
      type.arguments.emplace_back();
    } else if (word == ")") {
      break;
    } else if (inside && word == ",") {
      type.arguments.emplace_back();
    } else if (inside) {
      type.arguments.back() += word;
    } else {
      type.name += (type.name.empty() ? "" : " ") + unquoted(word);
    }
  }
  type.portable = portable_type(type);
  return type;
}

}  // namespace schemac::sqlite

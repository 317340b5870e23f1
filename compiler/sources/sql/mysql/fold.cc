#include "sources/sql/mysql/fold.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/mysql/collations.h"
#include "dialects/mysql/ddl.h"
#include "dialects/mysql/names.h"
#include "sources/sql/mysql/folder.h"

namespace schemac::sql::mysql_text {
namespace {

using Words = std::vector<std::string>;

Span first_word(const Statement& statement) {
  auto where = statement.where;
  const auto begin = statement.executed.find_first_not_of(" \t\r\n");
  where.begin += std::min(begin, statement.executed.size());
  where.end = std::min(where.end, where.begin + (statement.words.empty() ? 1 : statement.words[0].size()));
  return where;
}

bool is_one_of(std::string_view words, const std::string& word) {
  return words.find(" " + word + " ") != std::string_view::npos;
}

std::string word(const Statement& statement, std::size_t at) {
  return at < statement.words.size() ? statement.words[at] : std::string();
}

// Rows, locks, accounts, transactions and what only the client is told.
bool is_passed_over(const Statement& statement) {
  static constexpr std::string_view verbs =
      " insert replace update delete truncate select with values table lock unlock analyze optimize check checksum "
      "repair flush reset load "
      "start begin commit rollback savepoint release grant revoke show describe desc explain handler kill cache "
      "install uninstall xa "
      "delimiter use_ ";
  static constexpr std::string_view accounts = " user role server logfile tablespace undo resource spatial_ ";
  const auto verb = word(statement, 0);
  if (statement.words.empty() || is_one_of(verbs, verb)) return true;
  const bool defines = verb == "create" || verb == "alter" || verb == "drop" || verb == "rename" || verb == "set";
  const auto second = word(statement, 1) == "or" ? word(statement, 3) : word(statement, 1);
  // where a dump leaves a sequence of MariaDB
  if (verb == "do" && word(statement, 1) == "setval") return true;
  return defines && is_one_of(accounts, second);
}

void fail(State& state, std::string code, std::string message, const Span& where, bool with_note) {
  auto problem = error_at(std::move(code), std::move(message), where);
  if (with_note) problem.notes.push_back(note_at("load the file into a temporary database: `--scratch=mysql://…`"));
  state.problems.push_back(std::move(problem));
}

void needs_server(State& state, std::string_view what, const Statement& statement) {
  fail(state, "needs-server", fmt::format("{} cannot be resolved without a server", what), first_word(statement), true);
}

// `ansi_quotes,strict_all_tables`: the modes that a statement sets, as a text or a word; nullopt where it sets what a
// variable holds, or DEFAULT.
std::optional<std::string> modes_in(std::string_view text) {
  const auto tokens = sql_tokens(text, ::schemac::mysql::lexis);
  for (std::size_t at = 0; at + 2 < tokens.size(); ++at) {
    if (!equal_ignoring_case(tokens[at].text(text), "sql_mode")) continue;
    const auto value = at + 2 + (tokens[at + 1].text(text) == ":" ? 1 : 0);
    if (value >= tokens.size()) break;
    const auto word = tokens[value].text(text);
    if (tokens[value].kind == SqlTokenKind::string) return lower(::schemac::mysql::literal_value(word));
    const bool calls = value + 1 < tokens.size() && tokens[value + 1].text(text) == "(";
    if (tokens[value].kind == SqlTokenKind::word && !calls && !equal_ignoring_case(word, "default")) return lower(word);
  }
  return std::nullopt;
}

void set_mode(State& state, const Statement& statement, std::string_view text) {
  const auto has = [&](std::string_view what) { return text.find(what) != std::string_view::npos; };
  if (has("global") && word(statement, 1) == "global") return;  // of later sessions
  const auto modes = modes_in(text);
  const bool computed =
      !modes && (has("ansi") || has("pipes_as_concat") || has("no_backslash_escapes") || has("ignore_space"));
  if (computed || (modes && is_another_language(*modes)))
    return needs_server(state, "an SQL mode in which text means something else", statement);
  state.mode = modes ? modes_of(*modes) : state.first_mode;
}

// Settings that change how text is read, or what a definition means.
void set(State& state, const Statement& statement) {
  const auto text = lower(statement.executed);
  const auto has = [&](std::string_view what) { return text.find(what) != std::string::npos; };
  if (has("sql_mode")) set_mode(state, statement, text);
  if ((has("storage_engine") && !has("innodb") && !has("=@") && !has("= @")) || has("explicit_defaults_for_timestamp"))
    return needs_server(state, "a setting that changes what definitions mean", statement);
}

void use(State& state, const Statement& statement) {
  const auto tokens = sql_tokens(statement.executed, ::schemac::mysql::lexis);
  const auto name = tokens.size() > 1 ? unquoted(tokens[1].text(statement.executed)) : std::string();
  const auto& schema = state.schema;
  const bool has_any = !schema.tables.empty() || !schema.sql_objects.empty() || !schema.sequences.empty();
  if (state.database != name && has_any) {
    const auto other =
        state.database.empty() ? std::string("the one that the file begins in") : fmt::format("`{}`", state.database);
    return fail(state, "two-databases",
                fmt::format("found database `{}` beside {}, expected one: a schema is one database's", name, other),
                first_word(statement), false);
  }
  state.database = name;
}

// What a new table has when nothing is said.
void database_defaults(State& state, const Statement& statement, const std::string& name) {
  const auto tokens = sql_tokens(statement.executed, ::schemac::mysql::lexis);
  const auto text = [&](std::size_t at) {
    return at < tokens.size() ? lower(unquoted(tokens[at].text(statement.executed))) : std::string();
  };
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const bool charset = text(at) == "charset" || (text(at) == "set" && at > 0 && text(at - 1) == "character");
    if (!charset && text(at) != "collate") continue;
    const auto value = text(at + 1) == "=" ? text(at + 2) : text(at + 1);
    state.default_collations[name] = charset ? ::schemac::mysql::default_collation(value, state.schema.engine)
                                             : ::schemac::mysql::canonical_collation(value);
  }
}

// The name in `DROP DATABASE IF EXISTS shop`: the first word behind these.
std::string name_behind(const Statement& statement, std::string_view words) {
  const auto tokens = sql_tokens(statement.executed, ::schemac::mysql::lexis);
  for (const auto& token : tokens)
    if (const auto text = token.text(statement.executed); !is_one_of(words, lower(text))) return unquoted(text);
  return {};
}

// A file that makes its database anew says so first; what it has made before is gone with the database.
void databases(State& state, const Statement& statement) {
  auto name = name_behind(statement, " create or replace alter drop database schema if not exists ");
  if (is_one_of(" default character charset collate ", lower(name))) name = state.database;  // ALTER DATABASE COLLATE …
  const bool another = !state.database.empty() && state.database != name;
  if (word(statement, 0) != "drop") return database_defaults(state, statement, name);
  if (another) return;
  State fresh;
  fresh.schema.engine = state.schema.engine;
  fresh.problems = std::move(state.problems);
  fresh.remarks = std::move(state.remarks);
  fresh.database = state.database;
  fresh.mode = state.mode;
  fresh.first_mode = state.first_mode;
  state = std::move(fresh);
}

template <class Context>
void by_rule(State& state, const Statement& statement, Context* (Grammar::*rule)(), void (Folder::*fold_it)(Context*)) {
  Tree tree(statement);
  if (auto* context = tree.read(rule))
    (Folder(state, tree).*fold_it)(context);
  else
    state.problems.push_back(*tree.problem);
}

void sequence(State& state, const Statement& statement) {
  auto made = ::schemac::mysql::parse_create_sequence(statement.executed);
  if (!made) return fail(state, "sql-syntax", made.error().front().message, first_word(statement), false);
  made->name.schema.clear();
  state.schema.sequences.set(made->name, *made);
}

// What is no part of the model is listed beside it, as if it had been read from a database.
void unmanaged(State& state, const std::string& kind, const Statement& statement) {
  const auto name = name_behind(statement, " create or replace aggregate function if not exists ");
  state.schema.unmanaged.push_back({.kind = kind, .name = {{}, name}});
  state.remarks.push_back(warning_at(
      "not-managed", fmt::format("found {} `{}`, which schemac does not manage: it is left as it is", kind, name),
      first_word(statement)));
}

void drop_sequences(State& state, const Statement& statement) {
  const auto tokens = sql_tokens(statement.executed, ::schemac::mysql::lexis);
  const bool forgives = word(statement, 2) == "if";
  for (std::size_t at = forgives ? 4 : 2; at < tokens.size(); ++at) {
    const auto name = unquoted(tokens[at].text(statement.executed));
    const bool qualifies = at + 1 < tokens.size() && tokens[at + 1].text(statement.executed) == ".";
    if (qualifies || name == "." || name == ",") continue;
    if (!state.schema.sequences.contains({{}, name}) && !forgives)
      return fail(state, "unknown-object", fmt::format("no sequence `{}` at this place of the file", name),
                  first_word(statement), false);
    state.schema.sequences.erase({{}, name});
  }
}

// CREATE TEMPORARY TABLE: a session's own.
void temporary(State& state, const Statement& statement) {
  const auto tokens = sql_tokens(statement.executed, ::schemac::mysql::lexis);
  for (std::size_t at = 3; at < tokens.size(); ++at)
    if (const auto text = lower(tokens[at].text(statement.executed)); text != "if" && text != "not" && text != "exists")
      return void(state.temporary.insert({{}, unquoted(tokens[at].text(statement.executed))}));
}

// `"x"` → `x` in backticks.
std::string with_backticks(const std::string& text) {
  std::string out;
  std::size_t copied = 0;
  for (const auto& token : ::schemac::mysql::tokens_in_mode(text, "ANSI_QUOTES")) {
    const auto piece = token.text(text);
    if (token.kind != SqlTokenKind::quoted_identifier || !piece.starts_with('"')) continue;
    out += text.substr(copied, token.begin - copied) + ::schemac::mysql::quote(unquoted(piece));
    copied = token.end;
  }
  return out + text.substr(copied);
}

// `'C:\'` → `'C:\\'`
std::string with_backslashes(const std::string& text) {
  std::string out;
  std::size_t copied = 0;
  for (const auto& token : ::schemac::mysql::tokens_in_mode(text, "NO_BACKSLASH_ESCAPES")) {
    if (token.kind != SqlTokenKind::string) continue;
    out += text.substr(copied, token.begin - copied);
    for (const char c : token.text(text)) out += std::string(c == '\\' ? 2 : 1, c);
    copied = token.end;
  }
  return out + text.substr(copied);
}

// With IGNORE_SPACE a blank may stand between these functions' names and the parenthesis: `COUNT (*)`. Everywhere else
// that is a call of a function of the database's own, so it goes behind the parenthesis: `COUNT( *)`. All other
// functions are called either way in every mode.
std::string with_calls_together(const std::string& text) {
  static constexpr std::string_view functions =
      " adddate bit_and bit_or bit_xor cast count curdate curtime date_add date_sub extract group_concat max mid min "
      "now position session_user std stddev stddev_pop stddev_samp subdate substr substring sum sysdate system_user "
      "trim variance var_pop var_samp ";
  const auto tokens = sql_tokens(text, ::schemac::mysql::lexis);
  std::string out = text;
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    const bool calls = tokens[at].kind == SqlTokenKind::word && tokens[at + 1].text(text) == "(" &&
                       is_one_of(functions, lower(tokens[at].text(text)));
    if (!calls) continue;
    const auto begin = tokens[at].end, end = tokens[at + 1].end;
    out.replace(begin, end - begin, "(" + text.substr(begin, end - 1 - begin));
  }
  return out;
}

bool has_early(const Statement& statement, std::string_view wanted) {
  return std::find(statement.words.begin(), statement.words.end(), wanted) != statement.words.end();
}

void create(State& state, const Statement& statement) {
  const auto at = word(statement, 1) == "or" ? 3U : 1U;
  const auto what = word(statement, at);
  if (what == "database" || what == "schema") return databases(state, statement);
  if (what == "temporary") return temporary(state, statement);
  if (what == "sequence") return sequence(state, statement);
  if (what == "table") return by_rule(state, statement, &Grammar::createTable, &Folder::create_table);
  if (is_one_of(" index unique fulltext spatial vector online offline ", what))
    return by_rule(state, statement, &Grammar::createIndex, &Folder::create_index);
  if (what == "package") return needs_server(state, "a package, which is read in an SQL mode of its own", statement);
  if (has_early(statement, "soname")) return unmanaged(state, "loaded function", statement);
  by_rule(state, statement, &Grammar::createObject, &Folder::create_object);
}

void drop(State& state, const Statement& statement) {
  const auto what = word(statement, 1);
  if (what == "database" || what == "schema") return databases(state, statement);
  if (what == "temporary") return;
  if (what == "table" || what == "tables") return by_rule(state, statement, &Grammar::dropTable, &Folder::drop_table);
  if (what == "index") return by_rule(state, statement, &Grammar::dropIndex, &Folder::drop_index);
  if (what == "sequence") return drop_sequences(state, statement);
  if (what == "package") {
    if (word(statement, 2) == "if" || word(statement, 3) == "if") return;  // nothing here makes one
    return needs_server(state, "a package that goes", statement);
  }
  by_rule(state, statement, &Grammar::dropObject, &Folder::drop_object);
}

void alter(State& state, const Statement& statement) {
  const auto what = word(statement, 1);
  if (what == "database" || what == "schema") return databases(state, statement);
  if (is_one_of(" table online offline ignore ", what))
    return by_rule(state, statement, &Grammar::alterTable, &Folder::alter_table);
  needs_server(state, "a change of an object that is kept as text", statement);
}

// What makes an object that the server keeps together with the mode: its text stays as it is.
bool keeps_mode(const Statement& statement) {
  static constexpr std::string_view without_mode =
      " table index unique fulltext spatial vector online offline temporary database schema sequence ";
  return word(statement, 0) == "create" &&
         !is_one_of(without_mode, word(statement, word(statement, 1) == "or" ? 3 : 1));
}

// The statement as it would be written in a mode that changes no quotes; nullopt where it is that already.
std::optional<Statement> in_usual_mode(State& state, const Statement& statement) {
  auto usual = statement;
  bool changed = false;
  const auto change = [&](std::string (*respelled)(const std::string&)) {
    usual.executed = respelled(usual.executed);
    usual.commented = respelled(usual.commented);
    changed = true;
  };
  if (state.mode.no_backslash_escapes && statement.executed.find('\\') != std::string::npos) {
    if (keeps_mode(statement))
      return needs_server(state, "an object that keeps NO_BACKSLASH_ESCAPES", statement), Statement{};
    change(with_backslashes);
  }
  if (state.mode.ansi_quotes && statement.executed.find('"') != std::string::npos) {
    if (keeps_mode(statement)) return needs_server(state, "an object that keeps ANSI_QUOTES", statement), Statement{};
    change(with_backticks);
  }
  if (state.mode.ignore_space) change(with_calls_together);
  return changed ? std::optional(std::move(usual)) : std::nullopt;
}

}  // namespace

void fold(State& state, const Statement& statement) {
  if (is_passed_over(statement)) return;
  const auto verb = word(statement, 0);
  if (verb == "set") return set(state, statement);
  if (const auto usual = in_usual_mode(state, statement)) {
    const auto mode = state.mode;
    state.mode.ansi_quotes = state.mode.ignore_space = state.mode.no_backslash_escapes = false;
    fold(state, *usual);
    state.mode = mode;
    return;
  }
  if (verb == "use") return use(state, statement);
  if (verb == "create") return create(state, statement);
  if (verb == "drop") return drop(state, statement);
  if (verb == "alter") return alter(state, statement);
  if (verb == "rename") return by_rule(state, statement, &Grammar::renameTable, &Folder::rename_table);
  if (is_one_of(" call do prepare execute deallocate ", verb))
    return needs_server(state, "a statement that may do anything", statement);
  fail(state, "sql-syntax", fmt::format("found `{}`, expected a statement of MySQL", verb), first_word(statement),
       false);
}

}  // namespace schemac::sql::mysql_text

#include "sources/schemac/misfits.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/sql_tokens.h"

namespace schemac::language {
namespace {

const std::vector<std::string> declarations = {"table", "enum", "sequence", "schema", "sql", "dialect", "covers"};
const std::vector<std::string> clauses = {
    "not",     "null",       "default",    "identity", "autoincrement", "generated",  "collate",
    "comment", "was",        "backfill",   "using",    "primary",       "key",        "unique",
    "check",   "references", "constraint", "index",    "with",          "deferrable", "initially",
    "on",      "delete",     "update",     "cascade",  "restrict",      "set",        "no",
    "action",  "stored",     "virtual",    "always",   "deferred",      "immediate",  "valid",
    "foreign", "exclude",    "include",    "where",    "desc",          "asc",        "nulls",
    "first",   "last",       "distinct",   "class",    "match",         "full",       "inherit"};
const std::vector<std::string> object_words = {"comment",  "was",   "unlogged", "strict",    "without",
                                               "rowid",    "with",  "start",    "increment", "minvalue",
                                               "maxvalue", "cache", "cycle",    "owned",     "by"};

std::string_view slice(const std::shared_ptr<const SourceText>& source, Range at) { return span(source, at).text(); }

// What must stand behind a word, whatever the sentence.
std::string expected_behind(std::string_view word) {
  static const std::string sql = "the engine's SQL in backticks";
  static const std::map<std::string, std::string, std::less<>> behind = {
      {"check", sql},
      {"generated", sql},
      {"backfill", sql},
      {"using", sql},
      {"where", sql},
      {"exclude", sql},
      {"default", "a text in single quotes, a number, `true`, `false`, `null`, or SQL in backticks"},
      {"references", "the name of a table"},
      {"on", "`delete` or `update`"},
      {"delete", "`no action`, `restrict`, `cascade`, `set null` or `set default`"},
      {"update", "`no action`, `restrict`, `cascade`, `set null` or `set default`"},
      {"set", "`null` or `default`"},
      {"not", "`null`"},
      {"no", "`action`, `cycle` or `inherit`"},
      {"primary", "`key`"},
      {"foreign", "`key`"},
      {"comment", "a text in single quotes"},
      {"was", "an older name"},
      {"collate", "the name of a collation"},
      {"constraint", "the constraint's name"},
      {"nulls", "`first`, `last` or `not distinct`"},
      {"without", "`rowid`"},
      {"include", "columns in parentheses"},
      {"with", "parameters in parentheses"},
      {"owned", "`by` and a column"},
      {"initially", "`deferred` or `immediate`"},
      {"(", "a name"},
      {",", "another name"},
      {".", "a name"},
      {"table", "the table's name"},
      {"enum", "the type's name"},
      {"sequence", "the sequence's name"},
      {"schema", "the schema's name"},
      {"dialect", "`postgresql`, `mysql` or `sqlite`"},
      {"covers", "`everything`, or kinds of objects such as `tables, views`"},
      {"start", "a number"},
      {"increment", "a number"},
      {"minvalue", "a number"},
      {"maxvalue", "a number"},
      {"cache", "a number"},
  };
  const auto at = behind.find(lower(word));
  return at == behind.end() ? std::string() : at->second;
}

std::string expected_in(Sentence sentence, std::string_view first_word, std::size_t at) {
  switch (sentence) {
    case Sentence::enum_labels: return "labels side by side, in quotes where they are no plain words";
    case Sentence::table_item:
      if (equal_ignoring_case(first_word, "foreign") && at > 1) return "`references` and a table";
      if (at == 0) return "a column, `primary key`, `unique`, `check`, `foreign key`, `exclude`, `index` or `comment`";
      return at == 1 ? "a type" : "a clause such as `not null`, `default` or `references`, or the end of the line";
    case Sentence::declaration: break;
  }
  if (at == 0) return "`table`, `enum`, `sequence`, `schema`, `sql`, `dialect` or `covers`";
  if (equal_ignoring_case(first_word, "table") || equal_ignoring_case(first_word, "enum"))
    return "`{` at the end of the line";
  if (equal_ignoring_case(first_word, "sql")) return "a kind, a name and SQL in backticks";
  return "the end of the line";
}

std::string suggestion(Sentence sentence, std::string_view word, std::size_t at) {
  if (sentence == Sentence::enum_labels) return {};
  const auto& candidates = sentence == Sentence::table_item ? clauses : at == 0 ? declarations : object_words;
  const auto near = nearest(lower(word), candidates);
  return near.empty() || near == lower(word) ? std::string() : fmt::format("did you mean `{}`?", near);
}

std::string advice(Sentence sentence, std::string_view found) {
  if (found == "," && sentence != Sentence::declaration) return "items stand on lines of their own, without commas";
  if (found == "(") return "the engine's own SQL goes into backticks";
  return {};
}

}  // namespace

Diagnostic misfit(const std::shared_ptr<const SourceText>& source, Sentence sentence, std::span<const Token> tokens,
                  std::size_t at) {
  const auto before = at > 0 ? slice(source, tokens[at - 1].at) : std::string_view();
  auto expected = at > 0 ? expected_behind(before) : std::string();
  if (expected.empty()) expected = expected_in(sentence, slice(source, tokens[0].at), at);
  if (at >= tokens.size()) {
    const auto end = tokens.back().at.end;
    return error_at("unfinished", fmt::format("the line ends behind `{}`, expected {}", before, expected),
                    span(source, {end, end}));
  }
  const auto found = slice(source, tokens[at].at);
  const bool is_word = tokens[at].kind == TokenKind::word || tokens[at].kind == TokenKind::keyword;
  const bool wants_sql = expected.ends_with("in backticks");
  auto hint = wants_sql ? std::string("the engine's own SQL goes into backticks")
              : is_word ? suggestion(sentence, found, at)
                        : advice(sentence, found);
  if (tokens[at].kind == TokenKind::keyword && wants_sql) hint.clear();
  const bool is_long = found.size() > 60 || found.find('\n') != std::string_view::npos;
  const auto shown = is_long ? std::string("a long text") : fmt::format("`{}`", found);
  return error_at("syntax", fmt::format("found {}, expected {}", shown, expected), span(source, tokens[at].at), hint);
}

}  // namespace schemac::language

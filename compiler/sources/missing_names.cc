#include "sources/missing_names.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/mysql/names.h"
#include "operations/routine_names.h"
#include "sources/sql/postgresql/builtins.h"

namespace schemac {
namespace {

// --- where it stands

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from, std::size_t to) {
  for (auto at = text.find(word, from); at < to && at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || !is_letter(text[at - 1])) && (end >= text.size() || !is_letter(text[end]))) return at;
  }
  return std::string_view::npos;
}

// From the declaration to the next one of an object in the same text.
std::size_t end_of(const Source& source, const Span& begin) {
  auto end = begin.source->text.size();
  for (const auto& [id, place] : source.declared)
    if (place.source == begin.source && place.begin > begin.begin &&
        (id.kind == ObjectKind::table || id.kind == ObjectKind::sql_object))
      end = std::min(end, place.begin);
  return end;
}

// A file may call a trigger `users.touch`, which is `public."users.touch"` to the model.
bool is_short_for(const ObjectId& said, const ObjectId& owner) {
  if (said.kind != owner.kind || said.part != owner.part) return false;
  return said.name.name == owner.name.name || said.name.schema + "." + said.name.name == owner.name.name;
}

Span declaration_of(const Source& source, const ObjectId& owner) {
  if (const auto at = source.declared.find(owner); at != source.declared.end()) return at->second;
  const auto table = source.declared.find({ObjectKind::table, owner.name});
  if (owner.kind == ObjectKind::column && table != source.declared.end()) return table->second;
  for (const auto& [id, place] : source.declared)
    if (is_short_for(id, owner)) return place;
  return {};
}

Span place_of(const Source& source, const UnresolvedName& name) {
  auto place = declaration_of(source, name.owner);
  if (!place) return place;
  const std::string_view text = place.source->text;
  const auto end = end_of(source, place);
  const auto& word = name.parts.back();
  const auto whole = text.find(name.text, place.begin);
  if (whole != std::string_view::npos && whole < end && name.at != std::string::npos) {
    place.begin = whole + name.at;
    place.end = place.begin + 1;
    while (place.end < text.size() && (is_letter(text[place.end]) || text[place.end] == '.' || text[place.end] == '"'))
      ++place.end;
    return place;
  }
  const auto lowered = lower(text);
  auto at = std::string_view::npos;
  for (const auto& [from, to] : {std::pair(place.begin, end), std::pair(std::size_t{0}, text.size())}) {
    if (name.parts.size() > 1) {
      const auto path = fmt::format("{}.{}", name.parts[name.parts.size() - 2], word);
      at = find_word(lowered, lower(path), from, to);
      if (at != std::string_view::npos) return {place.source, at, at + path.size()};
    }
    at = find_word(text, word, from, to);
    if (at == std::string_view::npos) at = find_word(lowered, lower(word), from, to);
    if (at != std::string_view::npos) return {place.source, at, at + word.size()};
  }
  return place;
}

// --- what is said

std::string owner_text(const ObjectId& owner) {
  if (owner.kind == ObjectKind::column) return fmt::format("column `{}`", display(owner));
  if (owner.kind == ObjectKind::table) return fmt::format("table `{}`", display(owner.name));
  return fmt::format("{} `{}`", owner.part, display(owner.name));
}

std::vector<std::string> known_names(const Schema& schema, NameKind kind) {
  std::vector<std::string> out;
  if (kind == NameKind::relation)
    for (const auto& [name, table] : schema.tables) out.push_back(display(name));
  if (kind == NameKind::type)
    for (const auto& [name, type] : schema.enums) out.push_back(display(name));
  for (const auto& [key, object] : schema.sql_objects) {
    if (kind == NameKind::relation && (key.kind == "view" || key.kind == "materialized view"))
      out.push_back(display(key.name));
    if (kind == NameKind::type && key.kind == "domain") out.push_back(display(key.name));
    if (kind == NameKind::routine && (key.kind == "function" || key.kind == "procedure"))
      out.push_back(display({key.name.schema, split_routine(key.name.name).name}));
  }
  return out;
}

// `was name` says what the missing name is called now.
std::string later_name(const Source& source, const UnresolvedName& name) {
  for (const auto& [id, intent] : source.intents)
    for (const auto& older : intent.was) {
      if (older.name != name.parts.back()) continue;
      if (name.kind == NameKind::column && id.kind == ObjectKind::column && (!name.of || id.name == *name.of))
        return id.part;
      if (name.kind == NameKind::relation && id.kind == ObjectKind::table) return id.name.name;
    }
  return {};
}

std::string hint_for(const Source& source, const UnresolvedName& name) {
  if (const auto later = later_name(source, name); !later.empty()) return fmt::format("it is called `{}` now", later);
  auto candidates = name.candidates;
  if (name.kind == NameKind::relation || name.kind == NameKind::type || name.kind == NameKind::routine)
    candidates = known_names(source.schema, name.kind);
  if (name.kind == NameKind::routine)
    for (const auto& builtin : sql::routine_names_like(name.parts.back())) candidates.emplace_back(builtin);
  const auto& word = name.kind == NameKind::qualifier ? name.parts[name.parts.size() - 2] : name.parts.back();
  const auto near = word.size() < 2 ? std::string() : nearest(word, candidates);
  return near.empty() ? std::string() : fmt::format("did you mean `{}`?", near);
}

Diagnostic problem_of(const Source& source, const UnresolvedName& name) {
  const auto word = fmt::format("{}", fmt::join(name.parts, "."));
  std::string message, code;
  switch (name.kind) {
    case NameKind::column:
      code = "unknown-column";
      message = name.of ? fmt::format("no column `{}` in `{}`", name.parts.back(), display(*name.of))
                        : fmt::format("no column `{}`", word);
      break;
    case NameKind::qualifier:
      code = "unknown-table";
      message = fmt::format("no table or alias `{}` for `{}`", name.parts[name.parts.size() - 2], word);
      break;
    case NameKind::relation:
      code = "unknown-table";
      message = fmt::format("no table or view `{}`", word);
      break;
    case NameKind::routine:
      code = "unknown-function";
      message = fmt::format("no function `{}` is built in or declared", word);
      break;
    case NameKind::type:
      code = "unknown-type";
      message = fmt::format("no type `{}` is built in or declared", word);
      break;
  }
  return error_at(code, fmt::format("{}, named by {}", message, owner_text(name.owner)), place_of(source, name),
                  hint_for(source, name));
}

// --- what comes with the engine

struct Extensions {
  std::vector<std::string> known;
  bool others = false;  // of which nobody here knows what they bring
};

Extensions extensions_of(const Schema& schema) {
  Extensions out;
  for (const auto& [key, object] : schema.sql_objects) {
    if (key.kind != "extension" || key.name.name == "plpgsql") continue;
    if (std::ranges::find(sql::known_extensions(), key.name.name) != sql::known_extensions().end())
      out.known.push_back(key.name.name);
    else
      out.others = true;
  }
  return out;
}

bool comes_with(const UnresolvedName& name, std::string_view extension) {
  const auto word = std::string_view(name.parts.back());
  if (name.kind == NameKind::routine) return sql::has_routine(word, extension);
  return sql::has_type(word.starts_with('_') ? word.substr(1) : word, extension);
}

bool is_built_in(const UnresolvedName& name, const Extensions& extensions, bool any_extension) {
  if (name.kind != NameKind::routine && name.kind != NameKind::type) return false;
  if (comes_with(name, {})) return true;
  if (any_extension)
    return std::ranges::any_of(sql::known_extensions(), [&](std::string_view one) { return comes_with(name, one); });
  return std::ranges::any_of(extensions.known, [&](const std::string& one) { return comes_with(name, one); });
}

bool names_foreign_schema(const Source& source, const UnresolvedName& name) {
  return name.parts.size() > 1 && !source.schema.namespaces.contains(name.parts[name.parts.size() - 2]);
}

// Whether the catalogue has a name of that kind, in any schema where none is said.
std::string question(const UnresolvedName& name, const std::string& dialect) {
  if (dialect == "sqlite") {
    if (name.kind == NameKind::routine)
      return fmt::format("SELECT 1 FROM pragma_function_list WHERE name = {} COLLATE NOCASE",
                         string_literal(name.parts.back()));
    return fmt::format("SELECT 1 FROM sqlite_schema WHERE name = {} COLLATE NOCASE", string_literal(name.parts.back()));
  }
  if (dialect == "mysql")
    return fmt::format("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {}",
                       mysql::literal(name.parts.back()));
  const auto word = string_literal(name.parts.back());
  const std::string_view catalogue = name.kind == NameKind::routine ? "pg_proc"
                                     : name.kind == NameKind::type  ? "pg_type"
                                                                    : "pg_class";
  const std::string_view prefix = name.kind == NameKind::routine ? "pro" : name.kind == NameKind::type ? "typ" : "rel";
  auto out = fmt::format(
      "SELECT 1 FROM pg_catalog.{0} c JOIN pg_catalog.pg_namespace n ON n.oid = c.{1}namespace WHERE c.{1}name = {2}",
      catalogue, prefix, word);
  if (name.parts.size() > 1) out += " AND n.nspname = " + string_literal(name.parts[name.parts.size() - 2]);
  return out + " LIMIT 1";
}

bool declares(const Schema& schema, const UnresolvedName& name) {
  const auto names = known_names(schema, name.kind);
  return std::ranges::any_of(
      names, [&](const std::string& known) { return known == fmt::format("{}", fmt::join(name.parts, ".")); });
}

// SQLite makes a view of anything, and programs bring functions of their own; MySQL looks into a view when it is made.
bool is_certain_elsewhere(const UnresolvedName& name, bool is_mysql) {
  const bool is_of_query = name.kind == NameKind::column || (is_mysql && name.kind == NameKind::qualifier);
  return is_of_query && (is_mysql || name.owner.kind != ObjectKind::sql_object);
}

}  // namespace

Result<void> check_names(Source& source, const CheckedNames& checked) {
  const auto* entry = find_dialect(source.schema.engine.dialect);
  if (!entry || !entry->unresolved_names) return {};
  const bool is_postgresql = entry->dialect->traits().name == "postgresql";
  const bool is_mysql = entry->dialect->traits().name == "mysql";
  const auto extensions = extensions_of(source.schema);
  // a block of code may have made anything
  const bool is_whole =
      std::ranges::none_of(source.remarks, [](const Diagnostic& remark) { return remark.code == "not-read"; });
  Diagnostics problems;
  for (auto& name : entry->unresolved_names(source.schema)) {
    if (name.in_body && !checked.bodies) continue;
    if (is_postgresql && is_built_in(name, extensions, !checked.objects)) continue;
    auto problem = problem_of(source, name);
    const bool is_of_query = name.kind == NameKind::column || name.kind == NameKind::qualifier;
    const bool is_certain = is_postgresql ? is_of_query || (checked.objects && is_whole && !extensions.others &&
                                                            !names_foreign_schema(source, name))
                                          : is_certain_elsewhere(name, is_mysql);
    if (is_certain)
      problems.push_back(std::move(problem));
    else
      source.doubts.push_back({std::move(name), std::move(problem)});
  }
  if (problems.empty()) return {};
  for (auto& doubt : as_warnings(source.doubts)) problems.push_back(std::move(doubt));
  std::ranges::stable_sort(problems, [](const Diagnostic& a, const Diagnostic& b) {
    if (!a.where || !b.where) return static_cast<bool>(a.where) && !b.where;
    return std::pair(a.where.source->name, a.where.begin) < std::pair(b.where.source->name, b.where.begin);
  });
  return std::unexpected(std::move(problems));
}

Diagnostics as_warnings(const std::vector<Doubt>& doubts) {
  Diagnostics out;
  for (const auto& [name, problem] : doubts) {
    auto warning = problem;
    warning.severity = Severity::warning;
    // only SQLite lets a view name columns that are not there
    warning.message += name.kind == NameKind::column ? ": it is made all the same, and fails when it is used"
                                                     : ": the database has to have it";
    out.push_back(std::move(warning));
  }
  return out;
}

Result<void> settle_doubts(Source& text, const Source& other) {
  if (text.doubts.empty()) return {};
  const auto doubts = std::exchange(text.doubts, {});
  Diagnostics problems;
  std::vector<Doubt> left;
  if (other.connection) {
    std::vector<std::string> questions;
    for (const auto& doubt : doubts) questions.push_back(question(doubt.name, text.schema.engine.dialect));
    const auto answers = other.connection->query(questions, "looking for what the file names");
    if (!answers) return std::unexpected(answers.error());
    const bool is_made_anyway = text.schema.engine.dialect == "sqlite";
    for (std::size_t at = 0; at < doubts.size(); ++at) {
      if (doubts[at].name.kind != NameKind::column && (*answers)[at]->size() > 0) continue;
      if (is_made_anyway)
        left.push_back(doubts[at]);
      else
        problems.push_back(doubts[at].problem);
    }
  } else {
    for (const auto& doubt : doubts)
      if (!declares(other.schema, doubt.name)) left.push_back(doubt);
  }
  for (auto& warning : as_warnings(left)) text.remarks.push_back(std::move(warning));
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return {};
}

}  // namespace schemac

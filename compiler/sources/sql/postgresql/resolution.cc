#include "sources/sql/postgresql/resolution.h"

#include <algorithm>

#include "base/sql_tokens.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/types.h"
#include "sources/sql/postgresql/builtins.h"
#include "sources/sql/postgresql/functions.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

using Types = std::vector<TypeId>;

// can_coerce_type: every argument becomes what is declared, and the polymorphic ones agree.
bool fits(TypeTable& table, const Types& arguments, const Types& declared) {
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    if (arguments[at] == 0 || arguments[at] == table.unknown || table.is_polymorphic(declared[at])) continue;
    if (!table.converts(arguments[at], declared[at])) return false;
  }
  auto settled = declared;
  TypeId result = 0;
  return table.settle(arguments, settled, result);
}

// Keeps the candidates with the highest count, in their order.
template <class Count>
void keep_best(std::vector<Candidate>& candidates, const Count& count) {
  std::size_t best = 0;
  std::vector<Candidate> kept;
  for (auto& candidate : candidates) {
    const auto matches = count(candidate);
    if (matches > best || kept.empty()) {
      kept.clear();
      best = matches;
    }
    if (matches == best) kept.push_back(std::move(candidate));
  }
  candidates = std::move(kept);
}

// The last rules: unknown constants take the category that the candidates accept.
void decide_by_unknowns(TypeTable& table, const Types& arguments, const Types& bases,
                        std::vector<Candidate>& candidates) {
  std::vector<char> categories(arguments.size(), 0);
  std::vector<bool> preferred(arguments.size(), false);
  bool resolved = false;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    if (bases[at] != table.unknown) continue;
    resolved = true;
    bool conflict = false;
    for (const auto& candidate : candidates) {
      const auto& type = table[candidate.declared[at]];
      if (categories[at] == 0) {
        categories[at] = type.category;
        preferred[at] = type.preferred;
      } else if (type.category == categories[at]) {
        preferred[at] = preferred[at] || type.preferred;
      } else if (type.category == 'S') {
        categories[at] = 'S';
        preferred[at] = type.preferred;
      } else {
        conflict = true;
      }
    }
    if (conflict && categories[at] != 'S') {
      resolved = false;
      break;
    }
  }
  if (!resolved) return;
  std::vector<Candidate> kept;
  for (const auto& candidate : candidates) {
    bool keep = true;
    for (std::size_t at = 0; at < arguments.size() && keep; ++at) {
      if (bases[at] != table.unknown) continue;
      const auto& type = table[candidate.declared[at]];
      keep = type.category == categories[at] && (!preferred[at] || type.preferred);
    }
    if (keep) kept.push_back(candidate);
  }
  if (!kept.empty()) candidates = std::move(kept);
}

// func_select_candidate
std::optional<Candidate> select(TypeTable& table, const Types& arguments, std::vector<Candidate> candidates) {
  if (candidates.size() == 1) return candidates.front();
  if (candidates.empty()) return std::nullopt;
  Types bases;
  std::size_t unknowns = 0;
  for (const auto type : arguments) {
    bases.push_back(type == table.unknown ? type : table.base(type));
    if (type == table.unknown) ++unknowns;
  }
  const auto known = [&](std::size_t at) { return bases[at] != table.unknown && bases[at] != 0; };
  keep_best(candidates, [&](const Candidate& candidate) {
    std::size_t matches = 0;
    for (std::size_t at = 0; at < bases.size(); ++at)
      matches += known(at) && candidate.declared[at] == bases[at] ? 1U : 0U;
    return matches;
  });
  if (candidates.size() == 1) return candidates.front();
  keep_best(candidates, [&](const Candidate& candidate) {
    std::size_t matches = 0;
    for (std::size_t at = 0; at < bases.size(); ++at) {
      if (!known(at)) continue;
      const auto& type = table[candidate.declared[at]];
      const bool is_preferred = type.category == table[bases[at]].category && type.preferred;
      matches += candidate.declared[at] == bases[at] || is_preferred ? 1U : 0U;
    }
    return matches;
  });
  if (candidates.size() == 1) return candidates.front();
  if (unknowns == 0) return std::nullopt;
  decide_by_unknowns(table, arguments, bases, candidates);
  if (candidates.size() == 1) return candidates.front();
  if (unknowns == arguments.size()) return std::nullopt;
  TypeId only = table.unknown;
  for (const auto type : bases) {
    if (type == table.unknown) continue;
    if (only != table.unknown && only != type) return std::nullopt;
    only = type;
  }
  if (only == table.unknown) return std::nullopt;
  const Types same(arguments.size(), only);
  std::optional<Candidate> found;
  for (const auto& candidate : candidates) {
    if (!fits(table, same, candidate.declared)) continue;
    if (found) return std::nullopt;
    found = candidate;
  }
  return found;
}

std::optional<Resolved> settled(TypeTable& table, const Types& arguments, Candidate candidate) {
  Resolved out{.candidate = std::move(candidate), .arguments = {}, .result = 0};
  out.arguments = out.candidate.declared;
  out.result = out.candidate.result;
  if (!table.settle(arguments, out.arguments, out.result)) {
    out.arguments.assign(arguments.size(), 0);
    if (table.is_polymorphic(out.result)) out.result = 0;
  }
  return out;
}

std::optional<Candidate> chosen(TypeTable& table, const Types& arguments, const std::vector<Candidate>& all) {
  for (const auto& candidate : all)
    if (candidate.declared == arguments) return candidate;
  std::vector<Candidate> fitting;
  for (const auto& candidate : all)
    if (fits(table, arguments, candidate.declared)) fitting.push_back(candidate);
  if (std::ranges::find(arguments, TypeId{0}) != arguments.end() && fitting.size() > 1) {
    // with a type that is not known only what every candidate says is certain
    return std::nullopt;
  }
  return select(table, arguments, std::move(fitting));
}

std::vector<Candidate> operators_called(State& state, const std::string& name, bool prefix) {
  auto& table = state.types();
  std::vector<Candidate> out;
  const auto add = [&](const std::string& extension, const std::string& printed) {
    for (const auto& row : operator_rows(name, extension)) {
      if (row.left.empty() != prefix) continue;
      Candidate candidate{.name = printed};
      if (!prefix) candidate.declared.push_back(table.in_extension(extension, row.left));
      candidate.declared.push_back(table.in_extension(extension, row.right));
      candidate.result = table.in_extension(extension, row.result);
      out.push_back(std::move(candidate));
    }
  };
  add({}, name);
  for (const auto& [extension, schema] : table.extensions())
    if (std::ranges::find(state.search_path, schema) != state.search_path.end())
      add(extension, "OPERATOR(" + postgresql::quote(schema) + "." + name + ")");
  return out;
}

// `takes a boolean, VARIADIC b text[]` → the names of what goes in; none where one of them has no name.
std::vector<std::string> names_in(std::string_view takes, const std::vector<std::string>& types) {
  std::vector<std::string> out;
  takes.remove_prefix(std::min<std::size_t>(std::string_view("takes").size(), takes.size()));
  for (const auto& part : types_in_signature("(" + std::string(takes) + ")")) {
    auto item = std::string_view(part);
    if (item.starts_with("OUT ")) continue;
    for (const std::string_view mode : {"INOUT ", "VARIADIC "})
      if (item.starts_with(mode)) item.remove_prefix(mode.size());
    if (out.size() == types.size() || !item.ends_with(types[out.size()]) || item.size() == types[out.size()].size())
      return {};
    item.remove_suffix(types[out.size()].size() + 1);
    out.push_back(item.starts_with('"') ? unquoted(item) : std::string(item));
  }
  return out;
}

// A user's function has its types in its name: `f(integer, text)`.
void add_made(State& state, const std::string& space, const std::string& name, std::vector<Candidate>& out,
              std::vector<FunctionRow>& rows) {
  auto& table = state.types();
  const auto range = state.routines.equal_range({space, name});
  for (auto at = range.first; at != range.second; ++at) {
    const auto* object = state.schema.sql_objects.find(at->second);
    if (!object || object->kind == "procedure") continue;
    Candidate candidate{.name = postgresql::quote(QualifiedName{space, name})};
    const auto& whole = at->second.name.name;
    const auto types = types_in_signature(std::string_view(whole).substr(name.size()));
    for (const auto& type : types) candidate.declared.push_back(table.named(state, type));
    auto result = object->shape.empty() ? std::string()
                                        : object->shape[0].substr(std::min<std::size_t>(8, object->shape[0].size()));
    candidate.set = result.starts_with("SETOF ");
    if (candidate.set) result.erase(0, 6);
    candidate.result = table.named(state, result);
    candidate.kind = object->kind == "aggregate" ? 'a' : object->kind == "window function" ? 'w' : 'f';
    FunctionRow row;
    row.defaults = object->shape.size() > 2 ? object->shape.size() - 2 : 0;
    if (object->shape.size() > 1) row.names = names_in(object->shape[1], types);
    row.variadic = object->shape.size() > 1 && object->shape[1].find("VARIADIC ") != std::string::npos;
    out.push_back(std::move(candidate));
    rows.push_back(std::move(row));
  }
}

// FuncnameGetCandidates: those that take so many arguments, spread or with defaults as need be.
std::vector<Candidate> matching(TypeTable& table, const Call& call, const std::vector<Candidate>& all,
                                const std::vector<FunctionRow>& rows) {
  const auto count = call.arguments.size();
  std::vector<Candidate> out;
  for (std::size_t at = 0; at < all.size(); ++at) {
    auto candidate = all[at];
    const auto& row = rows[at];
    candidate.own = candidate.declared.size();
    const bool is_any = row.variadic && candidate.declared.back() == table.any;
    if (!call.argument_names.empty()) {
      // `make_interval(days => 1)`: the names decide which argument is which
      const auto positional = count - call.argument_names.size();
      if (row.names.size() != candidate.declared.size()) continue;
      Types declared(candidate.declared.begin(),
                     candidate.declared.begin() + static_cast<std::ptrdiff_t>(std::min(positional, candidate.own)));
      bool all_there = positional <= candidate.own;
      for (const auto& name : call.argument_names) {
        const auto place = std::ranges::find(row.names, name);
        all_there = all_there && place != row.names.end();
        if (all_there) declared.push_back(candidate.declared[static_cast<std::size_t>(place - row.names.begin())]);
      }
      if (!all_there) continue;
      candidate.declared = std::move(declared);
      out.push_back(std::move(candidate));
      continue;
    }
    if (row.variadic && !call.variadic && count >= candidate.own) {
      if (!is_any && count >= candidate.own) {
        candidate.spread = true;
        candidate.variadic = candidate.declared.back();
        const auto element = table.is_array(candidate.variadic)                      ? table.element(candidate.variadic)
                             : table[candidate.variadic].sql == "anycompatiblearray" ? table.own("anycompatible")
                                                                                     : table.own("anyelement");
        candidate.declared.pop_back();
        candidate.declared.resize(count, element);
      } else {
        candidate.declared.resize(count, table.any);
      }
      out.push_back(std::move(candidate));
      continue;
    }
    if (count > candidate.own || count + row.defaults < candidate.own) continue;
    candidate.declared.resize(count);
    out.push_back(std::move(candidate));
  }
  // of two with the same arguments the one that needs no default and no spreading
  std::vector<Candidate> kept;
  for (auto& candidate : out) {
    const auto same =
        std::ranges::find_if(kept, [&](const Candidate& other) { return other.declared == candidate.declared; });
    if (same == kept.end())
      kept.push_back(std::move(candidate));
    else if (same->name == candidate.name && (same->spread || same->own > candidate.own) && !candidate.spread)
      *same = std::move(candidate);
  }
  return kept;
}

}  // namespace

std::optional<Resolved> resolve_operator(State& state, const std::string& name, TypeId left, TypeId right) {
  auto& table = state.types();
  const auto all = operators_called(state, name, false);
  const Types arguments = {left, right};
  // binary_oper_exact: an unknown constant is taken to be of the other side's type
  Types guess = {left == table.unknown ? right : left, right == table.unknown ? left : right};
  const auto exact = [&](const Types& wanted) -> const Candidate* {
    const auto found = std::ranges::find(all, wanted, &Candidate::declared);
    return found == all.end() ? nullptr : &*found;
  };
  const bool guessed = left == table.unknown || right == table.unknown;
  if (const auto* found = exact(guess)) return settled(table, arguments, *found);
  if (guessed && table.base(guess[0]) != guess[0]) {
    const auto plain = table.base(guess[0]);
    if (const auto* found = exact({plain, plain})) return settled(table, arguments, *found);
  }
  const auto found = chosen(table, arguments, all);
  return found ? settled(table, arguments, *found) : std::nullopt;
}

std::optional<Resolved> resolve_prefix_operator(State& state, const std::string& name, TypeId right) {
  auto& table = state.types();
  const auto found = chosen(table, {right}, operators_called(state, name, true));
  return found ? settled(table, {right}, *found) : std::nullopt;
}

std::optional<Resolved> resolve_function(State& state, const Call& call) {
  auto& table = state.types();
  const auto& name = call.names.back();
  const auto space = call.names.size() > 1 ? call.names[call.names.size() - 2] : std::string();
  std::vector<Candidate> all;
  std::vector<FunctionRow> rows;
  const auto add = [&](const std::string& extension, const std::string& printed) {
    for (auto& row : function_rows(name, extension)) {
      Candidate candidate{.name = printed};
      for (const auto type : row.arguments) candidate.declared.push_back(table.in_extension(extension, type));
      candidate.result = table.in_extension(extension, row.result);
      candidate.set = row.set;
      candidate.kind = row.kind;
      all.push_back(std::move(candidate));
      rows.push_back(std::move(row));
    }
  };
  if (space.empty() || space == "pg_catalog") add({}, postgresql::quote(name));
  if (space != "pg_catalog")
    for (const auto& schema : space.empty() ? state.search_path : std::vector{space}) {
      add_made(state, schema, name, all, rows);
      for (const auto& [extension, where] : table.extensions())
        if (where == schema) add(extension, postgresql::quote(QualifiedName{schema, name}));
    }
  const auto candidates = matching(table, call, all, rows);
  const auto exact = std::ranges::find(candidates, call.arguments, &Candidate::declared);
  if (exact == candidates.end() && conversion_by_call(state, call) != 0) return std::nullopt;
  const auto found = chosen(table, call.arguments, candidates);
  return found ? settled(table, call.arguments, *found) : std::nullopt;
}

TypeId conversion_by_call(State& state, const Call& call) {
  auto& table = state.types();
  if (call.arguments.size() != 1 || !call.argument_names.empty() || call.variadic || call.arguments[0] == 0) return 0;
  TypeId target = call.names.size() == 1 || call.names[0] == "pg_catalog" ? table.own(call.names.back()) : 0;
  if (target == 0)
    if (const auto found = find_type(state, call.names)) target = table.named(state, postgresql::quote(*found));
  if (target == 0) return 0;
  const auto source = call.arguments[0];
  if (source == table.unknown) return target;
  const auto way = table.pathway(source, target, Context::explicit_cast);
  if (way == Pathway::relabel) return target;
  const bool of_a_row = (source == table.record || table[source].kind == 'c') && table[target].category == 'S';
  return way == Pathway::text && !of_a_row ? target : 0;
}

}  // namespace schemac::sql

#include <algorithm>

#include <fmt/ranges.h>

#include "sources/prisma/resolution.h"

namespace schemac::prisma {

std::string shown(const Value& value) {
  std::vector<std::string> parts;
  switch (value.kind) {
    case Value::Kind::string: return fmt::format("\"{}\"", value.text);
    case Value::Kind::number:
    case Value::Kind::word: return value.text;
    case Value::Kind::call:
      for (const auto& argument : value.arguments)
        parts.push_back((argument.name.empty() ? "" : argument.name + ": ") + shown(argument.value));
      return fmt::format("{}({})", value.text, fmt::join(parts, ", "));
    case Value::Kind::object:
      for (const auto& argument : value.arguments) parts.push_back(argument.name + ": " + shown(argument.value));
      return fmt::format("{{ {} }}", fmt::join(parts, ", "));
    case Value::Kind::list:
      for (const auto& item : value.items) parts.push_back(shown(item));
      return fmt::format("[{}]", fmt::join(parts, ", "));
  }
  broken_invariant("a value can be shown");
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const auto& name : names) quoted.push_back(fmt::format("`{}`", name));
  return fmt::format("{}", fmt::join(quoted, ", "));
}

void Arguments::error(Range where, std::string message, std::string hint) {
  in_.error(block_, where, "bad-attribute", std::move(message), std::move(hint));
}

const Value* Arguments::take(std::string_view name, bool first) {
  known_.emplace_back(name);
  const Argument* found = nullptr;
  for (const auto& argument : list_) {
    if (argument.name != name && !(first && argument.name.empty())) continue;
    if (found) {
      error(argument.where, fmt::format("found the argument `{}` of `{}` twice, expected it once", name, title_));
    } else {
      found = &argument;
    }
    taken_.push_back(&argument);
  }
  return found ? &found->value : nullptr;
}

const Value* Arguments::require(std::string_view name, bool first) {
  const auto* value = take(name, first);
  if (!value)
    error(where_, fmt::format("found `{}` without its argument `{}`, expected `{}({})`", title_, name, title_,
                              first ? "…" : fmt::format("{}: …", name)));
  return value;
}

std::optional<std::string> Arguments::take_string(std::string_view name, bool first) {
  const auto* value = take(name, first);
  if (!value) return std::nullopt;
  if (value->kind == Value::Kind::string) return value->text;
  error(value->where,
        fmt::format("found `{}` as `{}` of `{}`, expected a string in quotes", shown(*value), name, title_));
  return std::nullopt;
}

std::optional<std::string> Arguments::take_name(std::string_view name, bool first) {
  auto text = take_string(name, first);
  if (!text || !text->empty()) return text;
  error(where_, fmt::format("found an empty name in `{}`, expected one", title_));
  return std::nullopt;
}

std::optional<bool> Arguments::take_flag(std::string_view name) {
  const auto* value = take(name);
  if (!value) return std::nullopt;
  if (value->kind == Value::Kind::word && (value->text == "true" || value->text == "false"))
    return value->text == "true";
  error(value->where,
        fmt::format("found `{}` as `{}` of `{}`, expected `true` or `false`", shown(*value), name, title_));
  return std::nullopt;
}

void Arguments::finish() {
  for (const auto& argument : list_) {
    if (std::find(taken_.begin(), taken_.end(), &argument) != taken_.end()) continue;
    if (argument.name.empty()) {
      error(argument.where, fmt::format("found `{}` in `{}`, expected {}", shown(argument.value), title_,
                                        known_.empty() ? "no arguments" : "no argument without a name there"));
      continue;
    }
    const auto near = nearest(argument.name, known_);
    error(argument.where,
          fmt::format("`{}` has no argument `{}`, expected {}", title_, argument.name,
                      known_.empty() ? "none" : quoted_list(known_)),
          near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }
}

}  // namespace schemac::prisma

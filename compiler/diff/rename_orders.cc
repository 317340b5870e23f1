#include "diff/rename_orders.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "operations/routine_names.h"

namespace schemac {
namespace {

bool names_an_object(const Schema& schema, const QualifiedName& name) {
  return schema.tables.contains(name) || schema.enums.contains(name) || schema.sequences.contains(name) ||
         std::any_of(schema.sql_objects.begin(), schema.sql_objects.end(),
                     [&](const auto& entry) { return entry.first.name == name; });
}

// Names between points, up to a colon or the end: in quotes, or up to the next point or colon outside of a routine's
// arguments.
class PathReader {
 public:
  explicit PathReader(std::string_view text) : text_(text) {}

  // Nullopt where a quote does not end, or a name is empty.
  std::optional<std::vector<std::string>> path() {
    std::vector<std::string> names;
    for (;;) {
      auto name = at_ < text_.size() && text_[at_] == '"' ? quoted() : bare();
      if (!name || name->empty()) return std::nullopt;
      names.push_back(std::move(*name));
      if (at_ == text_.size() || text_[at_] != '.') return names;
      ++at_;
    }
  }

  bool takes(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool at_end() const { return at_ == text_.size(); }

 private:
  std::optional<std::string> quoted() {
    std::string name;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        name += text_[at_];
      } else if (text_.substr(at_ + 1).starts_with('"')) {
        name += text_[at_++];
      } else {
        ++at_;
        const auto given = arguments();
        return given.empty() ? name : routine_key(name, given);
      }
    }
    return std::nullopt;
  }

  std::optional<std::string> bare() {
    std::string name;
    for (; at_ < text_.size() && text_[at_] != '.' && text_[at_] != ':'; ++at_) {
      if (text_[at_] == '(') return name + arguments();
      name += text_[at_];
    }
    return name;
  }

  // `(integer, text)`, whatever stands in it.
  std::string arguments() {
    if (at_ == text_.size() || text_[at_] != '(') return {};
    const auto first = at_;
    int depth = 0;
    bool in_quotes = false;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') in_quotes = !in_quotes;
      if (in_quotes) continue;
      if (text_[at_] == '(') ++depth;
      if (text_[at_] == ')' && --depth == 0) {
        ++at_;
        break;
      }
    }
    return std::string(text_.substr(first, at_ - first));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string in_order(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ".") + name_in_order(name);
  return out;
}

}  // namespace

Result<RenameOrder> parse_rename_order(const std::string& text, const Schema& schema, const DialectTraits& traits) {
  PathReader reader(text);
  const auto from = reader.path();
  const bool two = from && reader.takes(':');
  const auto to = two ? reader.path() : std::nullopt;
  if (!to || !reader.at_end() || from->size() > 3 || to->size() > 3)
    return failure(
        "malformed-rename",
        fmt::format("`{}` is no rename: expected `table.old_column:new_column` or `old_table:new_table`, a name with a "
                    "point, a colon or a quote in it in double quotes",
                    text));
  RenameOrder order{.table = {}, .from = {}, .to = {}, .text = text};
  const auto& parts = *from;
  const auto is_column = [&](const QualifiedName& table, const std::string& column) {
    const Table* found = schema.tables.find(table);
    return found && found->columns.find(column);
  };
  const bool of_default = parts.size() == 2 && (!names_an_object(schema, {parts[0], parts[1]}) ||
                                                is_column({traits.default_schema, parts[0]}, parts[1]));
  if (parts.size() == 1 || (parts.size() == 2 && !of_default)) {
    order.from = in_order(parts);
    order.to = in_order(*to);
  } else {
    order.table =
        parts.size() == 3 ? QualifiedName{parts[0], parts[1]} : QualifiedName{traits.default_schema, parts[0]};
    order.from = parts.back();
    order.to = to->back();
  }
  return order;
}

QualifiedName qualified(const std::string& text, const std::string& schema) {
  const auto parts = PathReader(text).path();
  if (!parts) return {schema, text};
  if (parts->size() == 1) return {schema, parts->front()};
  if (schema.empty()) return {schema, text};  // an engine without schemas
  return {(*parts)[parts->size() - 2], parts->back()};
}

std::string name_in_order(std::string_view name) {
  const auto routine = split_routine(name);
  const bool is_routine = routine.arguments.ends_with(')') && !routine.name.empty();
  const auto& bare = is_routine ? routine.name : std::string(name);
  if (!bare.empty() && bare.find_first_of(".:\"(") == std::string::npos) return std::string(name);
  std::string out = "\"";
  for (const char c : bare) {
    out += c;
    if (c == '"') out += c;
  }
  return out + '"' + (is_routine ? routine.arguments : "");
}

std::string name_in_order(const QualifiedName& name) {
  const bool bare = name.schema.empty() || name.schema == "public";
  return (bare ? "" : name_in_order(name.schema) + ".") + name_in_order(name.name);
}

}  // namespace schemac

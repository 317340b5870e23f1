#include "diff/rename_orders.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "operations/routine_names.h"

namespace schemac {
namespace {

bool names_an_object(const Schema& schema, const QualifiedName& name) {
  return schema.tables.contains(name) || schema.enums.contains(name) || schema.sequences.contains(name) ||
         std::any_of(schema.sql_objects.begin(), schema.sql_objects.end(), [&](const auto& entry) { return entry.first.name == name; });
}

std::string before_arguments(const std::string& name) { return name.substr(0, name.size() - routine_arguments(name).size()); }

}  // namespace

Result<RenameOrder> parse_rename_order(const std::string& text, const Schema& schema, const DialectTraits& traits) {
  const auto colon = text.find(':');
  const auto malformed = [&] {
    return failure("malformed-rename", fmt::format("`{}` is no rename: expected `table.old_column:new_column` or `old_table:new_table`", text));
  };
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) return malformed();
  RenameOrder order{.table = {}, .from = {}, .to = text.substr(colon + 1), .text = text};
  std::vector<std::string> parts;
  std::string rest = text.substr(0, colon);
  const auto own_point = [&] { return before_arguments(rest).find('.'); };  // those among a routine's arguments are theirs
  for (std::size_t dot; (dot = own_point()) != std::string::npos; rest = rest.substr(dot + 1)) parts.push_back(rest.substr(0, dot));
  parts.push_back(rest);
  if (parts.size() > 3) return malformed();
  const auto last = before_arguments(order.to).rfind('.');
  const auto bare = last == std::string::npos ? order.to : order.to.substr(last + 1);
  if (parts.size() == 1) {
    order.from = parts[0];
  } else if (parts.size() == 3) {
    order.table = {parts[0], parts[1]};
    order.from = parts[2];
    order.to = bare;
  } else if (names_an_object(schema, {parts[0], parts[1]}) && !schema.tables.contains({traits.default_schema, parts[0]})) {
    order.from = fmt::format("{}.{}", parts[0], parts[1]);
  } else {
    order.table = {traits.default_schema, parts[0]};
    order.from = parts[1];
    order.to = bare;
  }
  return order;
}

QualifiedName qualified(const std::string& text, const std::string& schema) {
  const auto dot = before_arguments(text).find('.');
  if (dot == std::string::npos || schema.empty()) return {schema, text};
  return {text.substr(0, dot), text.substr(dot + 1)};
}

}  // namespace schemac

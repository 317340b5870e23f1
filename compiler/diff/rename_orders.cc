#include "diff/rename_orders.h"

#include <vector>

#include <fmt/format.h>

namespace schemac {

Result<RenameOrder> parse_rename_order(const std::string& text, const Schema& schema, const DialectTraits& traits) {
  const auto colon = text.find(':');
  const auto malformed = [&] {
    return failure("malformed-rename", fmt::format("`{}` is no rename: expected `table.old_column:new_column` or `old_table:new_table`", text));
  };
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) return malformed();
  RenameOrder order{.table = {}, .from = {}, .to = text.substr(colon + 1), .text = text};
  std::vector<std::string> parts;
  std::string rest = text.substr(0, colon);
  for (std::size_t dot; (dot = rest.find('.')) != std::string::npos; rest = rest.substr(dot + 1)) parts.push_back(rest.substr(0, dot));
  parts.push_back(rest);
  if (parts.size() > 3) return malformed();
  const auto last = order.to.rfind('.');
  const auto bare = last == std::string::npos ? order.to : order.to.substr(last + 1);
  if (parts.size() == 1) {
    order.from = parts[0];
  } else if (parts.size() == 3) {
    order.table = {parts[0], parts[1]};
    order.from = parts[2];
    order.to = bare;
  } else if (schema.tables.contains({parts[0], parts[1]}) && !schema.tables.contains({traits.default_schema, parts[0]})) {
    order.from = fmt::format("{}.{}", parts[0], parts[1]);
  } else {
    order.table = {traits.default_schema, parts[0]};
    order.from = parts[1];
    order.to = bare;
  }
  return order;
}

QualifiedName qualified(const std::string& text, const std::string& schema) {
  const auto dot = text.find('.');
  if (dot == std::string::npos || schema.empty()) return {schema, text};
  return {text.substr(0, dot), text.substr(dot + 1)};
}

}  // namespace schemac

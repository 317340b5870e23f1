// Identifiers: quoting, folding, and the names PostgreSQL makes up where nobody stated one.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac::postgresql {

constexpr std::size_t identifier_limit = 63;  // bytes

std::string quote(std::string_view identifier);  // only where it must be
std::string quote(const QualifiedName& name);
std::string quote_list(const std::vector<std::string>& identifiers);  // `a, "B"`

// `part1_part2_label`, the longer part cut first until it fits, never in the middle of a character.
std::string joined_name(std::string part1, std::string part2, std::string_view label);
// The first of `…_label`, `…_label1`, `…_label2` that is not taken.
std::string free_name(const std::string& part1, const std::string& part2, std::string_view label,
                      const std::function<bool(const std::string&)>& taken);
// The part of a name that stands for several columns: `a_b_c`.
std::string columns_part(const std::vector<std::string>& columns);
// What PostgreSQL calls an index column made by an expression: `lower(email)` is `lower`, `a || b` is `expr`.
std::string expression_part(std::string_view sql);

}  // namespace schemac::postgresql

// Constants as the server prints them, and what types come of two.
#pragma once

#include <string>
#include <string_view>

#include "sources/sql/postgresql/expression.h"

namespace schemac::sql {

// `'a'::text`, `5`, `true`, `'7 days'::interval`; of no type: the literal alone.
std::string typed_constant(const std::string& content, const std::string& type);
Typed number_constant(const std::string& digits);

// `1 hour` → `01:00:00`, where the text is one of the plain forms; else the text.
std::string canonical_interval(const std::string& text);

// The type that both values become, by the server's rules for numbers, strings and moments; empty where it is not known.
std::string wider_number(const std::string& a, const std::string& b);
bool is_string_type(std::string_view type);
bool is_number_type(std::string_view type);

Typed value_function(const Node& node);  // CURRENT_TIMESTAMP and its kin
std::string value_function_label(const Node& node);

// ` ROWS BETWEEN …` of a window; empty for the default.
std::string frame_text(unsigned options, const std::string& start, const std::string& end);

}  // namespace schemac::sql

// Constants as the server prints them: what a type's output function makes of what its input function read.
#pragma once

#include <string>
#include <string_view>

#include "sources/sql/postgresql/expression.h"

namespace schemac::sql {

// `1.50` of a numeric, `{a,b}` of an array, `2024-01-01 00:00:00` of a timestamp; what is not understood is left as it
// is.
std::string constant_output(const TypeTable& types, TypeId type, const std::string& content,
                            const std::string& modifier = {});
// Numbers that need neither quotes nor a type.
bool shows_bare(const TypeTable& types, TypeId type, const std::string& content);

std::string_view number_type(const std::string& digits);
std::string bits_of_hexadecimal(std::string_view digits);

struct ValueFunction {
  std::string text;
  std::string type;
  std::string modifier = {};
};

ValueFunction value_function(const Node& node);  // CURRENT_TIMESTAMP and its kin
std::string value_function_label(const Node& node);

// ` ROWS BETWEEN …` of a window; empty for the default.
std::string frame_text(unsigned options, const std::string& start, const std::string& end);

}  // namespace schemac::sql

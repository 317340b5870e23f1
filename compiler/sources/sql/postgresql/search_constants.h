// Constants of full text search and of jsonpath as the server prints them, in their plain forms.
#pragma once

#include <string>

namespace schemac::sql {

// `b a` → `'a' 'b'`
std::string tsvector_output(const std::string& text);
// `a & b` → `'a' & 'b'`
std::string tsquery_output(const std::string& text);
// `$.a[*].b` → `$."a"[*]."b"`
std::string jsonpath_output(const std::string& text);

}  // namespace schemac::sql

// The project's script.py.mako, as far as it holds nothing but the values that Alembic hands to it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace schemac::alembic {

// The values by the expressions that Alembic's own templates have for them, spaces left out:
// `down_revision|comma,n`, `repr(up_revision)`, `upgradesifupgradeselse"pass"`.
using TemplateValues = std::map<std::string, std::string, std::less<>>;

// nullopt where the template says more: control lines, blocks of Python, other expressions.
std::optional<std::string> fill_template(std::string_view text, const TemplateValues& values);

}  // namespace schemac::alembic

// SQL on its way through SQLAlchemy, which reads `:name` in a text as a parameter and `\:` as an escaped colon.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emitters/python.h"

namespace schemac::alembic {

// What to give to sa.text() so that exactly `sql` arrives; nullopt for the few texts that no escape can carry.
std::optional<std::string> text_argument(std::string_view sql);

// A call that runs exactly `sql`, online and with --sql.
python::Expression execute(std::string_view sql, std::string_view dialect);

}  // namespace schemac::alembic

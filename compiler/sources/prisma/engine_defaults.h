// Defaults as PostgreSQL's catalogue spells them, and what Prisma makes of that spelling.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/dialect.h"
#include "schema/schema.h"

namespace schemac::prisma {

// `'x'::text` → `'x'`, `'5000000000'::bigint` → `'5000000000'`; anything that is more than one constant stays as it is.
std::string without_cast(std::string_view sql, const Dialect& dialect);

// One string, number or word, perhaps with a minus before it.
bool is_constant(std::string_view sql, const Dialect& dialect);

// The model leaves out parentheses and casts that go without saying; the catalogue, which Prisma reads, does not.
std::string catalogue_text(std::string_view sql, const Dialect& dialect);
std::string catalogue_text(const Column& column, const Dialect& dialect);  // its default

// The moment at which the transaction began, in any of its spellings.
bool is_now(std::string_view sql);

// The constants of `ARRAY['a'::text, 'b'::text]` or of `'{a,b}'`, as SQL literals without casts. Numbers may stand in
// quotes.
std::optional<std::vector<std::string>> list_elements(std::string_view sql, const Dialect& dialect);

// True when Prisma reads both defaults as one and the same.
bool reads_alike(const Column& present, const Column& wanted, const Dialect& dialect);

}  // namespace schemac::prisma

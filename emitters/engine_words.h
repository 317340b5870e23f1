// What several tools' words have to know about an engine's own: short words for a column's numbering, where a default
// wants parentheses, what an engine stores otherwise than it was given.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac {

// A serial as the engine's own word makes it, its sequence's name and options included.
bool is_plain_serial(const QualifiedName& table, const Column& column);

// `GENERATED ALWAYS AS IDENTITY`, when everything about it is what the engine would choose.
std::optional<std::string> plain_identity_clause(const QualifiedName& table, const Column& column);

// A number, a text, or a word such as NULL.
bool is_literal(std::string_view sql);

// A default as it may stand behind DEFAULT: SQLite wants parentheses around all but literals, PostgreSQL around what a
// word such as AT or COLLATE binds.
std::string default_words(std::string_view sql, std::string_view dialect);

// False for a text that PostgreSQL stores otherwise when it gets it as it has stored it: a list of varchar constants.
// The plan's statements spell it so that it comes out the same.
bool reads_back(std::string_view sql);

}  // namespace schemac

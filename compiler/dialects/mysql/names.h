// Identifiers and texts of MySQL and MariaDB: quoting, the servers' versions, their lexis.
#pragma once

#include <string>
#include <string_view>

#include "base/object_id.h"
#include "base/sql_tokens.h"
#include "schema/schema.h"

namespace schemac::mysql {

inline constexpr SqlLexis lexis = {.backtick_identifiers = true, .backslash_escapes = true, .hash_comments = true};
inline constexpr std::size_t identifier_limit = 64;

std::string quote(std::string_view identifier);
std::string quote(const QualifiedName& name);
// `a`, `b`
std::string quoted_list(const std::vector<std::string>& names);

// A text as a literal, and back: backslashes count.
std::string literal(std::string_view text);
std::string literal_value(std::string_view token);

// MariaDB counts from 10, MySQL has not come that far.
inline bool is_mariadb(const Engine& engine) { return engine.major >= 10; }
// The server is at least of this version; one whose version nobody stated is of the newest.
bool is_at_least(const Engine& engine, int major, int minor, int patch = 0);

// `/*!80023 INVISIBLE */` → ` INVISIBLE `: what a server executes is no comment.
std::string with_executed_comments(std::string_view sql);

}  // namespace schemac::mysql

// Identifiers and texts of MySQL and MariaDB: quoting, the servers' versions, their lexis.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/object_id.h"
#include "base/sql_tokens.h"
#include "schema/engine_version.h"
#include "schema/schema.h"

namespace schemac::mysql {

// `"x"` is a text, as in every session whose SQL mode is not ANSI_QUOTES.
inline constexpr SqlLexis lexis = {.backtick_identifiers = true, .backslash_escapes = true, .hash_comments = true};
// The tokens of an object's text, which keeps an SQL mode of its own: ANSI_QUOTES and NO_BACKSLASH_ESCAPES change what
// is a text.
std::vector<SqlToken> tokens_in_mode(std::string_view sql, std::string_view sql_mode);
inline constexpr std::size_t identifier_limit = 64;

std::string quote(std::string_view identifier);
std::string quote(const QualifiedName& name);
// `a`, `b`
std::string quoted_list(const std::vector<std::string>& names);

// A text as a literal that every session reads back whose SQL mode is not NO_BACKSLASH_ESCAPES. The one writer of
// texts.
std::string literal(std::string_view text);
// The text of `'…'` or `"…"`. `\%` and `\_` keep their backslash, as the servers keep it.
std::string literal_value(std::string_view token);

using schemac::is_mariadb;
// The server is at least of this version: of MariaDB from 10 on, of MySQL below. One whose version nobody stated is of
// the newest.
bool is_at_least(const Engine& engine, int major, int minor, int patch = 0);

// `/*!80023 INVISIBLE */` → ` INVISIBLE `: what a server executes is no comment.
std::string with_executed_comments(std::string_view sql);

}  // namespace schemac::mysql

#include "emitters/alembic_text.h"

#include "base/sql_tokens.h"

namespace schemac::alembic {
namespace {

enum class Character { word, dollar, colon, backslash, other, beyond_ascii };

Character character_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return Character::other;
  const char c = text[at];
  if (static_cast<unsigned char>(c) >= 0x80) return Character::beyond_ascii;
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_') return Character::word;
  if (c == '$') return Character::dollar;
  if (c == ':') return Character::colon;
  return c == '\\' ? Character::backslash : Character::other;
}

enum class Colon { harmless, needs_escape, hopeless };

// After SQLAlchemy's two patterns: `(?<![:\w\\]):(\w+)(?!:)` finds a parameter, `\\(:[\w$]*)(?![:\w$])` an escaped
// colon. What Python counts as a word character beyond ASCII is not decided here: such a neighbour makes it hopeless.
Colon judge(std::string_view sql, std::size_t at) {
  const auto before = at == 0 ? Character::other : character_at(sql, at - 1);
  const auto after = character_at(sql, at + 1);
  if (before == Character::backslash) return Colon::hopeless;
  if (before == Character::colon || before == Character::word) return Colon::harmless;
  if (after == Character::beyond_ascii) return Colon::hopeless;
  if (after != Character::word) return Colon::harmless;
  if (before == Character::beyond_ascii) return Colon::hopeless;
  auto end = at + 1;
  while (character_at(sql, end) == Character::word || character_at(sql, end) == Character::dollar) ++end;
  const auto stop = character_at(sql, end);
  return stop == Character::colon || stop == Character::beyond_ascii ? Colon::hopeless : Colon::needs_escape;
}

// A semicolon that Alembic's --sql puts behind the statement must not fall into its last comment.
std::string guarded(std::string_view sql, std::string_view dialect) {
  const bool mysql = dialect == "mysql";  // to which `5--n` holds no comment
  const SqlLexis lexis{
      .dollar_quotes = !mysql, .backtick_identifiers = mysql, .backslash_escapes = mysql, .hash_comments = mysql};
  const auto tokens = sql_tokens(sql, lexis, true);
  const bool comment_at_end = !tokens.empty() && tokens.back().kind == SqlTokenKind::comment;
  return std::string(sql) + (comment_at_end ? "\n/**/" : "");
}

std::string doubled_percent(std::string_view sql) {
  std::string out;
  for (const char c : sql) out += c == '%' ? std::string("%%") : std::string(1, c);
  return out;
}

}  // namespace

std::optional<std::string> text_argument(std::string_view sql) {
  std::string out;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (sql[at] == ':') {
      const auto colon = judge(sql, at);
      if (colon == Colon::hopeless) return std::nullopt;
      if (colon == Colon::needs_escape) out += '\\';
    }
    out += sql[at];
  }
  return out;
}

python::Expression execute(std::string_view sql, std::string_view dialect) {
  const auto whole = guarded(sql, dialect);
  if (text_argument(whole) == whole) return python::call("op.execute", {python::text(whole)});
  // DDL() knows no parameters; its own percent signs are doubled.
  return python::call("op.execute", {python::call("sa.DDL", {python::text(doubled_percent(whole))})});
}

}  // namespace schemac::alembic

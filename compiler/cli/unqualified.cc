#include "cli/unqualified.h"

#include <algorithm>

#include "base/sql_tokens.h"
#include "dialects/registry.h"
#include "sources/sql/postgresql/builtins.h"

namespace schemac {
namespace {

std::string name_of(const SqlToken& token, std::string_view sql) {
  if (token.kind == SqlTokenKind::quoted_identifier) return unquoted(token.text(sql));
  return token.kind == SqlTokenKind::word ? lower(token.text(sql)) : std::string();
}

// pg_catalog is searched before every other schema; `OPERATOR(app.=)` names no word.
bool is_name_of_schema(const std::string& name) {
  return !name.empty() && !name.starts_with("pg_") && !sql::has_routine(name) && !sql::has_type(name);
}

class Unqualifying {
 public:
  Unqualifying(const std::string& sql, const std::string& schema)
      : sql_(sql), schema_(schema), tokens_(sql_tokens(sql, find_dialect("postgresql")->dialect->traits().lexis)) {}

  std::string run() {
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      if (names_schema(at) && text(at + 1) != ".") return sql_;  // an alias, or the schema itself
      if (name_of(tokens_[at], sql_) == schema_ && !names_schema(at))
        return sql_;  // `app.app`: then `app.id` is a column
    }
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      if (names_schema(at) && at + 2 < tokens_.size() && is_name_of_schema(name_of(tokens_[at + 2], sql_)))
        replace(tokens_[at].begin, tokens_[at + 2].begin, {});
      else if (tokens_[at].kind == SqlTokenKind::string && names_relation(at))
        replace(tokens_[at].begin, tokens_[at].end, string_literal(unqualified(string_value(text(at)), schema_)));
      else if (const auto tag = tag_of_block(at); !tag.empty())
        replace(tokens_[at].begin + tag.size(), tokens_[at].end - tag.size(),
                unqualified(std::string(text(at).substr(tag.size(), text(at).size() - 2 * tag.size())), schema_));
    }
    return out_.append(sql_, copied_);
  }

 private:
  std::string_view text(std::size_t at) const {
    return at < tokens_.size() ? tokens_[at].text(sql_) : std::string_view();
  }

  bool names_schema(std::size_t at) const {
    return name_of(tokens_[at], sql_) == schema_ && (at == 0 || text(at - 1) != ".");
  }

  // `'app.users_id_seq'::regclass`, `setval('app.users_id_seq', 7)`
  bool names_relation(std::size_t at) const {
    if (!text(at).starts_with('\'')) return false;
    if (text(at + 1) == "::" && text(at + 2) == "regclass") return true;
    const auto call = at > 1 && text(at - 1) == "(" ? lower(text(at - 2)) : std::string();
    return call == "setval" || call == "nextval" || call == "currval";
  }

  // `$schemac$`, of a block of schemac's own: `DO $schemac$ … $schemac$`. Bodies of others are their own affair.
  std::string_view tag_of_block(std::size_t at) const {
    constexpr std::string_view ours = "$schemac";
    if (!text(at).starts_with(ours) || at != 1 || lower(text(0)) != "do") return {};
    return text(at).substr(0, text(at).find('$', ours.size()) + 1);
  }

  void replace(std::size_t begin, std::size_t end, const std::string& by) {
    out_.append(sql_, copied_, begin - copied_).append(by);
    copied_ = end;
  }

  const std::string& sql_;
  const std::string& schema_;
  std::vector<SqlToken> tokens_;
  std::string out_;
  std::size_t copied_ = 0;
};

}  // namespace

std::string unqualified(const std::string& sql, const std::string& schema) { return Unqualifying(sql, schema).run(); }

Plan unqualified(Plan plan, const std::string& schema) {
  if (schema.empty() || plan.engine.dialect != "postgresql") return plan;
  const auto change = [&](std::vector<Statement>& statements) {
    for (auto& statement : statements) statement.sql = unqualified(statement.sql, schema);
  };
  for (auto& phase : plan.phases)
    for (auto& unit : phase.units) {
      for (auto* list : {&unit.before, &unit.last, &unit.after, &unit.undo_before, &unit.undo_last, &unit.undo_after})
        change(*list);
      for (auto& step : unit.steps) {
        change(step.statements);
        change(step.undo.statements);
      }
    }
  return plan;
}

}  // namespace schemac

#include "operations/references.h"

#include <algorithm>

#include "base/sql_tokens.h"
#include "operations/operation.h"
#include "operations/rename.h"
#include "operations/routine_names.h"

namespace schemac {
namespace {

std::string in_quotes(std::string_view name, char quote) {
  std::string out(1, quote);
  for (const char c : name) out += c == quote ? std::string(2, quote) : std::string(1, c);
  return out + quote;
}

// The part of an object's name that stands in a text: a column's own, a routine's without its arguments.
std::string name_in_text(const ObjectId& id) {
  if (id.kind == ObjectKind::schema) return id.name.schema;
  if (id.kind == ObjectKind::column) return id.part;
  const bool routine = id.kind == ObjectKind::sql_object && (is_routine(id.part) || id.part == "routine");
  if (routine) return split_routine(id.name.name).name;
  return id.name.name;
}

class Replacing {
 public:
  Replacing(std::string& sql, std::vector<Reference>& references, char quote)
      : sql_(sql), references_(references), quote_(quote) {}

  bool run(const ObjectId& from, const ObjectId& to) {
    const auto old_name = name_in_text(from);
    bool changed = false;
    for (std::size_t at = 0; at < references_.size(); ++at) {
      if (references_[at].object != from || !stands_there(references_[at], old_name)) continue;
      references_[at].object = to;
      const bool bare = from.kind == ObjectKind::column;
      if (!bare && from.kind != ObjectKind::schema && from.name.schema != to.name.schema)
        at = move_to_schema(at, to.name.schema);
      const auto output = references_[at].is_output_name;
      put(at, spelled(name_in_text(to), references_[at]));
      if (output) keep_output_name(at, old_name);
      changed = true;
    }
    return changed;
  }

 private:
  bool stands_there(const Reference& reference, const std::string& name) const {
    if (reference.begin >= reference.end || reference.end > sql_.size()) return false;
    return equal_ignoring_case(
        unquoted(std::string_view(sql_).substr(reference.begin, reference.end - reference.begin)), name);
  }

  std::string spelled(const std::string& name, const Reference& reference) const {
    const bool was_quoted = sql_[reference.begin] == quote_;
    auto text = quote_ == '`' || was_quoted ? in_quotes(name, quote_) : written_name(name);
    if (text.find('\'') == std::string::npos) return text;
    for (const auto& token : sql_tokens(sql_, {.dollar_quotes = true, .backtick_identifiers = quote_ == '`'}))
      if (token.kind == SqlTokenKind::string && token.begin < reference.begin && reference.end < token.end) {
        std::string doubled;
        for (const char c : text) doubled += c == '\'' ? "''" : std::string(1, c);
        return doubled;
      }
    return text;
  }

  // In place of one reference's text; what stands behind moves along.
  void put(std::size_t at, const std::string& text) {
    const auto [begin, end] = std::pair(references_[at].begin, references_[at].end);
    sql_.replace(begin, end - begin, text);
    const auto now = static_cast<std::uint32_t>(begin + text.size());
    for (std::size_t later = at + 1; later < references_.size(); ++later) {
      references_[later].begin += now - end;
      references_[later].end += now - end;
    }
    references_[at].end = now;
  }

  // The reference's new place in the list.
  std::size_t move_to_schema(std::size_t at, const std::string& schema) {
    const bool qualified = at > 0 && references_[at - 1].object.kind == ObjectKind::schema &&
                           references_[at - 1].end + 1 == references_[at].begin;
    if (qualified) {
      references_[at - 1].object.name.schema = schema;
      put(at - 1, spelled(schema, references_[at - 1]));
      return at;
    }
    const auto begin = references_[at].begin;
    references_.insert(references_.begin() + static_cast<std::ptrdiff_t>(at),
                       Reference{{ObjectKind::schema, {schema, {}}}, begin, begin});
    put(at, written_name(schema));
    sql_.insert(references_[at].end, ".");
    for (std::size_t later = at + 1; later < references_.size(); ++later) {
      ++references_[later].begin;
      ++references_[later].end;
    }
    return at + 1;
  }

  // The query goes on to show the column under its old name.
  void keep_output_name(std::size_t at, const std::string& name) {
    const auto alias = " AS " + (quote_ == '`' ? in_quotes(name, quote_) : written_name(name));
    sql_.insert(references_[at].end, alias);
    references_[at].is_output_name = false;
    for (std::size_t later = at + 1; later < references_.size(); ++later) {
      references_[later].begin += static_cast<std::uint32_t>(alias.size());
      references_[later].end += static_cast<std::uint32_t>(alias.size());
    }
  }

  std::string& sql_;
  std::vector<Reference>& references_;
  char quote_;
};

}  // namespace

bool rename_references(std::string& sql, std::vector<Reference>& references, const ObjectId& from, const ObjectId& to,
                       char quote) {
  return Replacing(sql, references, quote).run(from, to);
}

}  // namespace schemac

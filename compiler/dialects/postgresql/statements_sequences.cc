// A sequence's options, changed so that the place where it stands fits the new ones.
#include <algorithm>

#include <fmt/format.h>

#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/locks.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/statements.h"

namespace schemac::postgresql {
namespace {

// Where numbers go on from, as SQL over a sequence's `last_value` and `is_called`: where it stood, if that is within
// the bounds; else at the new start when nothing was ever drawn; behind the bound that is passed, called or not: it is
// used up; or at the bound that lies ahead.
struct Position {
  std::string value;
  std::string is_called;
};

Position fitting_position(const SequenceOptions& before, const SequenceOptions& after) {
  const bool rising = after.increment > 0;
  const auto passed =
      rising ? fmt::format("last_value > {}", after.maximum) : fmt::format("last_value < {}", after.minimum);
  const auto ahead =
      rising ? fmt::format("last_value < {}", after.minimum) : fmt::format("last_value > {}", after.maximum);
  const auto fresh = fmt::format("NOT is_called AND last_value = {}", before.start);
  return {fmt::format("CASE WHEN {0} AND ({1} OR {2}) THEN {3} WHEN {1} THEN {4} WHEN {2} THEN {5} ELSE last_value END",
                      fresh, passed, ahead, after.start, rising ? after.maximum : after.minimum,
                      rising ? after.minimum : after.maximum),
          fmt::format("(is_called OR {} AND NOT ({})) AND NOT ({})", passed, fresh, ahead)};
}

}  // namespace

std::vector<Statement> sequence_option_statements(const QualifiedName& name, const SequenceOptions& before,
                                                  const SequenceOptions& after) {
  std::vector<Statement> out;
  const auto alter = [&](const std::string& options) {
    out.push_back(
        on_sequence(fmt::format("ALTER SEQUENCE {}{}", quote(name), options), name, lock::share_row_exclusive));
  };
  auto present = before;
  if (after.minimum > before.minimum || after.maximum < before.maximum) {
    // the server refuses bounds that leave out where the sequence stands; it can only be moved within the present ones
    auto wide = before;
    wide.minimum = std::min(before.minimum, after.minimum);
    wide.maximum = std::max(before.maximum, after.maximum);
    if (!(wide == before)) {
      if (wide.type != after.type) wide.type = "bigint";
      alter(changed_options(before, wide));
      present = wide;
    }
    const auto position = fitting_position(before, after);
    out.push_back(plain(fmt::format("SELECT setval({}, {}, {}) FROM {} WHERE last_value NOT BETWEEN {} AND {}",
                                    literal(quote(name)), position.value, position.is_called, quote(name),
                                    after.minimum, after.maximum)));
  }
  if (const auto options = changed_options(present, after); !options.empty()) alter(options);
  return out;
}

Statement continue_sequence(const QualifiedName& from, const QualifiedName& to, const SequenceOptions& before,
                            const SequenceOptions& after) {
  const auto position = fitting_position(before, after);
  return plain(fmt::format("SELECT setval({}, {}, {}) FROM {}", literal(quote(to)), position.value, position.is_called,
                           quote(from)));
}

}  // namespace schemac::postgresql

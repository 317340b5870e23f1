#include "diff/rename_ledger.h"

#include <algorithm>

#include <fmt/format.h>

#include "operations/object_ids.h"
#include "operations/sql_objects.h"

namespace schemac {
namespace {

std::string flag_of(const ObjectId& from, const ObjectId& to) {
  if (from.kind == ObjectKind::schema)
    return fmt::format("{}:{}", name_in_order(from.name.schema), name_in_order(to.name.schema));
  if (from.kind == ObjectKind::sql_object &&
      is_on_a_table(from.part)) {  // `users.touch`: one name in the model, two in an order
    const auto of_table = [](const std::string& name) { return name.substr(0, name.rfind('.')); };
    const auto own = [](const std::string& name) { return name.substr(name.rfind('.') + 1); };
    return fmt::format("{}.{}:{}", name_in_order(QualifiedName{from.name.schema, of_table(from.name.name)}),
                       name_in_order(own(from.name.name)), name_in_order(own(to.name.name)));
  }
  const bool inside = !from.part.empty() && from.kind != ObjectKind::sql_object;
  if (inside)
    return fmt::format("{}.{}:{}", name_in_order(from.name), name_in_order(from.part), name_in_order(to.part));
  return fmt::format("{}:{}", name_in_order(from.name),
                     from.name.schema == to.name.schema ? name_in_order(to.name.name) : name_in_order(to.name));
}

bool is_one(const RenameOrder& a, const RenameOrder& b) {
  return a.table == b.table && a.from == b.from && a.to == b.to;
}

}  // namespace

Result<void> RenameLedger::parse(const std::vector<std::string>& texts, bool remembered,
                                 std::vector<RenameOrder>& into) {
  for (const auto& text : texts) {
    auto order = parse_rename_order(text, *input_.schemas.from, traits_);
    if (!order) return std::unexpected(order.error());
    order->remembered = remembered;
    into.push_back(*order);
  }
  return {};
}

Result<void> RenameLedger::read() {
  for (auto parsed : {parse(options_.rename, false, orders_), parse(options_.remembered, true, orders_),
                      parse(options_.no_rename, false, refusals_), parse(options_.remembered_no, true, refusals_)})
    if (!parsed) return parsed;
  for (const auto& order : orders_)
    for (const auto& refusal : refusals_)
      if (order.remembered == refusal.remembered && is_one(order, refusal))
        return failure(
            "contradicting-renames",
            order.remembered
                ? fmt::format("the file of answers says both yes and no to `{}`: take one of them out", order.text)
                : fmt::format("--rename={} and --no-rename={} contradict each other: give one of them", order.text,
                              refusal.text));
  // what is said now holds, whatever was answered before
  const auto outdated = [](const std::vector<RenameOrder>& now) {
    return [&now](const RenameOrder& old) {
      return old.remembered &&
             std::ranges::any_of(now, [&](const RenameOrder& one) { return !one.remembered && is_one(one, old); });
    };
  };
  std::erase_if(orders_, outdated(refusals_));
  std::erase_if(refusals_, outdated(orders_));
  return {};
}

void RenameLedger::contradict(const std::string& text, const std::string& why) {
  errors_.push_back(error_at("contradicting-renames", fmt::format("--rename={}: {}", text, why)));
}

const Intent* RenameLedger::intent(const ObjectId& id) const {
  const auto at = input_.intents.find(id);
  return at == input_.intents.end() ? nullptr : &at->second;
}

bool RenameLedger::refused(const IsTable& is_table, const std::string& from, const std::string& name) {
  bool found = false;
  for (auto& refusal : refusals_)
    if (refusal.from == from && refusal.to == name && is_table(refusal.table)) found = refusal.used = true;
  return found;
}

bool RenameLedger::refused(const QualifiedName& from, const QualifiedName& name) {
  const IsTable no_table = [](const QualifiedName& ordered) { return ordered.name.empty(); };
  return refused(no_table, name_in_order(from), name_in_order(name)) ||
         (from.schema == name.schema && refused(no_table, name_in_order(from), name_in_order(name.name)));
}

void RenameLedger::note(const ObjectId& from, const ObjectId& to, RenameState state, Sent why) {
  found_.push_back({from, to, why.origin, state, why.likelihood, std::move(why.reasons), flag_of(from, to)});
}

bool RenameLedger::take_or_ask(const ObjectId& from, const ObjectId& to, Sent why, bool needs_an_answer) {
  const bool taken = why.likelihood >= options_.thresholds.sure && !needs_an_answer;
  const bool asked = why.likelihood >= options_.thresholds.ask;
  note(from, to, taken ? RenameState::taken : asked ? RenameState::asked : RenameState::refused, std::move(why));
  return taken;
}

void RenameLedger::note_inert(const ObjectId& from, const ObjectId& to, bool new_is_there, bool old_is_there) {
  if (old_is_there && !new_is_there) return;  // refused, or wanted for something else
  note(from, to, new_is_there ? RenameState::done : RenameState::stale, {.origin = RenameOrigin::declared});
}

Diagnostics RenameLedger::account(const std::function<bool(const RenameOrder&)>& is_there) {
  Diagnostics errors = errors_;
  if (!errors.empty()) return errors;
  for (const auto& order : orders_) {
    if (order.used) continue;
    RenameOrder old = order;
    old.to = order.from;
    // by a plan that stopped in the middle, or was run before
    const bool done = is_there(order) && (order.remembered || !is_there(old));
    if (!order.remembered && !done)
      errors.push_back(error_at(
          "rename-matches-nothing",
          fmt::format(
              "--rename {}: there is no such pair: expected the old name in the present schema and the new one in "
              "the wanted schema",
              order.text)));
    else
      note_order(order, done ? RenameState::done : RenameState::stale);
  }
  for (const auto& order : refusals_)
    note_order(order, order.used ? RenameState::refused : is_there(order) ? RenameState::done : RenameState::stale);
  return errors;
}

void RenameLedger::note_order(const RenameOrder& order, RenameState state) {
  const auto& schema = traits_.default_schema;
  const bool column = !order.table.name.empty();
  const ObjectId from = column ? column_id(order.table, order.from) : table_id(qualified(order.from, schema));
  const ObjectId name = column ? column_id(order.table, order.to) : table_id(qualified(order.to, schema));
  found_.push_back(
      {from, name, order.remembered ? RenameOrigin::remembered : RenameOrigin::ordered, state, 1, {}, order.text});
}

}  // namespace schemac

#include "diff/rename_ledger.h"

#include <fmt/format.h>

#include "operations/object_ids.h"

namespace schemac {
namespace {

std::string flag_of(const ObjectId& from, const ObjectId& to) {
  if (from.kind == ObjectKind::schema) return fmt::format("{}:{}", from.name.schema, to.name.schema);
  const bool inside = !from.part.empty() && from.kind != ObjectKind::sql_object;
  if (inside) return fmt::format("{}:{}", display(from), to.part);
  return fmt::format("{}:{}", display(from.name), from.name.schema == to.name.schema ? to.name.name : display(to.name));
}

}  // namespace

Result<void> RenameLedger::parse(const std::vector<std::string>& texts, bool remembered, std::vector<RenameOrder>& into) {
  for (const auto& text : texts) {
    auto order = parse_rename_order(text, *input_.schemas.from, traits_);
    if (!order) return std::unexpected(order.error());
    order->remembered = remembered;
    into.push_back(*order);
  }
  return {};
}

Result<void> RenameLedger::read() {
  for (auto parsed : {parse(options_.rename, false, orders_), parse(options_.remembered, true, orders_), parse(options_.no_rename, false, refusals_),
                      parse(options_.remembered_no, true, refusals_)})
    if (!parsed) return parsed;
  return {};
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
  return refused(no_table, display(from), display(name)) || (from.schema == name.schema && refused(no_table, display(from), name.name));
}

void RenameLedger::note(const ObjectId& from, const ObjectId& to, RenameState state, Sent why) {
  found_.push_back({from, to, why.origin, state, why.likelihood, std::move(why.reasons), flag_of(from, to)});
}

bool RenameLedger::take_or_ask(const ObjectId& from, const ObjectId& to, double likelihood, const std::vector<std::string>& reasons) {
  const Sent why{RenameOrigin::detected, likelihood, reasons};
  if (likelihood >= options_.thresholds.sure) {
    note(from, to, RenameState::taken, why);
    return true;
  }
  if (likelihood >= options_.thresholds.ask) note(from, to, RenameState::asked, why);
  return false;
}

void RenameLedger::note_inert(const ObjectId& from, const ObjectId& to, bool new_is_there, bool old_is_there) {
  if (old_is_there && !new_is_there) return;  // refused, or wanted for something else
  note(from, to, new_is_there ? RenameState::done : RenameState::stale, {.origin = RenameOrigin::declared});
}

Diagnostics RenameLedger::account(const std::function<bool(const RenameOrder&)>& is_there) {
  Diagnostics errors;
  for (const auto& order : orders_) {
    if (order.used) continue;
    RenameOrder old = order;
    old.to = order.from;
    // by a plan that stopped in the middle, or was run before
    const bool done = is_there(order) && (order.remembered || !is_there(old));
    if (!order.remembered && !done)
      errors.push_back(error_at("rename-matches-nothing",
                                fmt::format("--rename {}: there is no such pair: expected the old name in the present schema and the new one in "
                                            "the wanted schema",
                                            order.text)));
    else
      note_order(order, done ? RenameState::done : RenameState::stale);
  }
  for (const auto& order : refusals_) note_order(order, order.used ? RenameState::refused : is_there(order) ? RenameState::done : RenameState::stale);
  return errors;
}

void RenameLedger::note_order(const RenameOrder& order, RenameState state) {
  const auto& schema = traits_.default_schema;
  const bool column = !order.table.name.empty();
  const ObjectId from = column ? column_id(order.table, order.from) : table_id(qualified(order.from, schema));
  const ObjectId name = column ? column_id(order.table, order.to) : table_id(qualified(order.to, schema));
  found_.push_back({from, name, order.remembered ? RenameOrigin::remembered : RenameOrigin::ordered, state, 1, {}, order.text});
}

}  // namespace schemac

#include "schema/table_pool.h"

#include <algorithm>
#include <functional>

namespace schemac {
namespace {

bool identical(const Expression& a, const Expression& b) {
  return a == b && a.columns == b.columns && a.objects == b.objects;
}

bool identical(const Rare<Expression>& a, const Rare<Expression>& b) {
  return a.has_value() == b.has_value() && (!a || identical(*a, *b));
}

bool identical(const PortableType& a, const PortableType& b) {
  return a.family == b.family && a.bits == b.bits && a.with_time_zone == b.with_time_zone;
}

bool identical(const Column& a, const Column& b) {
  return a == b && identical(a.type.portable, b.type.portable) && identical(a.default_value, b.default_value) &&
         (!a.generated || identical(a.generated->expression, b.generated->expression));
}

bool identical(const Constraint& a, const Constraint& b) {
  if (!(a == b)) return false;
  if (const auto* check = std::get_if<Check>(&a.body))
    return identical(check->expression, std::get<Check>(b.body).expression);
  if (const auto* exclusion = std::get_if<Exclusion>(&a.body))
    return identical(exclusion->definition, std::get<Exclusion>(b.body).definition);
  return true;
}

bool identical(const IndexKey& a, const IndexKey& b) { return identical(a.expression, b.expression); }

bool identical(const Index& a, const Index& b) {
  return a == b && identical(a.where, b.where) &&
         std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(), b.keys.end(),
                    [](const auto& x, const auto& y) { return identical(x, y); });
}

template <class List>
bool all_identical(const List& a, const List& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return identical(x, y); });
}

}  // namespace

bool identical(const Table& a, const Table& b) {
  return a.name == b.name && a.comment == b.comment && a.attributes == b.attributes &&
         all_identical(a.columns, b.columns) && all_identical(a.constraints, b.constraints) &&
         all_identical(a.indexes, b.indexes);
}

// The name tells nearly all tables apart; two states of one table are few.
std::size_t TablePool::Hash::operator()(const std::shared_ptr<const Table>& table) const {
  const std::hash<std::string> hash;
  return hash(table->name.schema) * 31 + hash(table->name.name);
}

bool TablePool::Identical::operator()(const std::shared_ptr<const Table>& a,
                                      const std::shared_ptr<const Table>& b) const {
  return identical(*a, *b);
}

std::shared_ptr<const Table> TablePool::share(Table&& table) {
  std::shared_ptr<const Table> mine = std::make_shared<Table>(std::move(table));
  const std::lock_guard lock(mutex_);
  return *tables_.insert(std::move(mine)).first;
}

}  // namespace schemac

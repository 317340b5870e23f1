// In how much two objects agree, whatever they are called. Where names may have changed places, that tells which of
// them stands for what.
#pragma once

#include <map>
#include <set>
#include <string>

#include "diff/renames/column_evidence.h"
#include "schema/schema.h"

namespace schemac {

constexpr std::size_t full_agreement = 12;  // of two columns that differ in nothing
// `swapped` are the names that may stand for each other: around a column they say nothing.
std::size_t agreement(const TableStates& states, const Column& have, const Column& wanted,
                      const std::set<std::string>& swapped);
std::size_t agreement(const Table& have, const Table& wanted);
std::size_t agreement(const EnumType& have, const EnumType& wanted);
std::size_t agreement(const Sequence& have, const Sequence& wanted);

}  // namespace schemac

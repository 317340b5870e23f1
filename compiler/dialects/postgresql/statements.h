// The SQL of each operation.
#pragma once

#include <vector>

#include "operations/operation.h"
#include "operations/statement.h"

namespace schemac::postgresql {

std::vector<Statement> statements(const Operation& operation, const Schema& before);

// Families with a file of their own.
std::vector<Statement> identity_statements(const SetIdentity& op);
std::vector<Statement> type_statements(const AlterColumnType& op);
std::vector<Statement> enum_statements(const AlterEnum& op, const Schema& before);

// `c::public.status`: how a value gets from one type to the other; empty where plain assignment does it.
std::string conversion_of(const Column& before, const Column& after);

}  // namespace schemac::postgresql

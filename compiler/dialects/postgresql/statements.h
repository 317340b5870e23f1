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
// The domain or composite type in the place of the one that has its name; the columns and domains that have that move
// over.
std::vector<Statement> swap_statements(const SqlObject& type, const Schema& before);

// Changes a sequence's options; the numbers that it gave out do not come again.
std::vector<Statement> sequence_option_statements(const QualifiedName& name, const SequenceOptions& before,
                                                  const SequenceOptions& after);
// Lets `to`, which has the options `after`, go on where `from` stands, which has `before`.
Statement continue_sequence(const QualifiedName& from, const QualifiedName& to, const SequenceOptions& before,
                            const SequenceOptions& after);

// `c::public.status`: how a value gets from one type to the other; empty where plain assignment does it.
std::string conversion_of(const Column& before, const Column& after);

}  // namespace schemac::postgresql

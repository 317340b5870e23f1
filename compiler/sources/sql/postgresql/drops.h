// What goes, and what goes with it.
#pragma once

#include <string>

#include "sources/sql/postgresql/state.h"

namespace schemac::sql {

void remove_column(State& state, const QualifiedName& table, const std::string& column, bool cascade);
void remove_constraint(State& state, const QualifiedName& table, const std::string& constraint, bool cascade);
void remove_relation(State& state, const QualifiedName& name, bool cascade);
// Comments, rights, triggers, policies and states of an object, or of a relation.
void remove_attached(State& state, const QualifiedName& name);

}  // namespace schemac::sql

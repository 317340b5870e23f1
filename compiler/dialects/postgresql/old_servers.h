// What a query says on a server that lacks a word of newer ones.
#pragma once

#include <string>

namespace schemac::postgresql {

// `x::regcollation` came with PostgreSQL 13: before it the name is looked up.
std::string for_server(std::string query, int major);

}  // namespace schemac::postgresql

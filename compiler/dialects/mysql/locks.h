// How the servers carry out what an ALTER TABLE asks for, and what they lock meanwhile.
//
// What is claimed is also asserted: the statement ends in ALGORITHM=INSTANT, or ALGORITHM=INPLACE, LOCK=NONE, and a server that would
// copy the table after all refuses it.
#pragma once

#include <string>

#include "operations/statement.h"
#include "schema/schema.h"

namespace schemac::mysql {

// From the cheapest to the dearest: several clauses of one statement go the way of the dearest.
enum class Algorithm {
  instant,           // the catalogue alone
  inplace,           // beside those who read and write
  inplace_blocking,  // beside those who read
  copy,              // the whole table is copied, nobody writes meanwhile
};

// Adding, dropping and changing a column.
Algorithm adding_column(const Table& table, const Column& column, const Engine& engine);
Algorithm dropping_column(const Table& table, const Column& column, const Engine& engine);
Algorithm changing_column(const Table& table, const Column& before, const Column& after, bool moved, const Engine& engine);
Algorithm adding_index(const Table& table, const Index& index);
// Over an expression, or unique over a whole TEXT (MariaDB): a virtual column comes and goes with it.
bool has_hidden_column(const Table& table, const Index& index);

// Every server knows how it does this table's changes: InnoDB, in one piece.
bool can_assert(const Table& table);

Statement plain(std::string sql);
// ALTER TABLE with its assertion.
Statement altering(std::string sql, const QualifiedName& table, Algorithm algorithm, bool asserted);
Statement on_table(std::string sql, const QualifiedName& table);

}  // namespace schemac::mysql

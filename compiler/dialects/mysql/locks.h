// How the servers carry out what an ALTER TABLE asks for, and what they lock meanwhile.
//
// What is claimed is also asserted: the statement ends in ALGORITHM=INSTANT, or ALGORITHM=INPLACE, LOCK=NONE, and a
// server that would copy the table after all refuses it.
#pragma once

#include <string>

#include "operations/statement.h"
#include "schema/schema.h"

namespace schemac::mysql {

// From the cheapest to the dearest: several clauses of one statement go the way of the dearest.
enum class Algorithm {
  instant,           // the catalogue alone
  inplace,           // beside those who read and write
  rebuild,           // likewise, and the whole table is written anew
  inplace_blocking,  // beside those who read
  copy,              // the whole table is copied, nobody writes meanwhile
};

// Adding, dropping and changing a column.
Algorithm adding_column(const Table& table, const Column& column, const Engine& engine);
Algorithm dropping_column(const Table& table, const Column& column, const Engine& engine);
Algorithm changing_column(const Table& table, const Column& before, const Column& after, bool moved,
                          const Engine& engine);
Algorithm adding_index(const Table& table, const Index& index);
// Names, comments, and what the catalogue alone knows.
Algorithm changing_metadata(const Engine& engine);
// What several clauses come to, the dearest of which is `algorithm`, in view of what else the table has.
struct Alterations {
  Algorithm algorithm = Algorithm::instant;
  std::size_t clauses = 0;
  bool rebuilds = false;        // one of them writes the whole table anew
  bool shifts_columns = false;  // some come, go or move
  bool displaces = false;       // one comes and not behind all others, or moves across a virtual one
  bool says_columns = false;    // MODIFY or CHANGE is among them
  bool virtual_column = false;  // the one clause is about a virtual column
  std::size_t fulltext = 0;     // so many FULLTEXT indexes come: InnoDB makes one at a time, unless it copies
};
// MySQL takes a check of a date, a time or a label for another one, and copies, as soon as a statement says any column
// of the table anew.
bool copies_with_its_columns(const Table& table, const Engine& engine);
Algorithm settled(const Alterations& changes, const Table& before, const Table& after, const Engine& engine);
// Over an expression, or unique over a whole TEXT (MariaDB): a virtual column comes and goes with it.
bool has_hidden_column(const Table& table, const Index& index);
bool is_spatial(const Type& type);

// Every server knows how it does this table's changes: InnoDB, in one piece.
bool can_assert(const Table& table);

Statement plain(std::string sql);
// ALTER TABLE with its assertion.
Statement altering(std::string sql, const QualifiedName& table, Algorithm algorithm, bool asserted);
Statement on_table(std::string sql, const QualifiedName& table);

}  // namespace schemac::mysql

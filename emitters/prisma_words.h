// Operations in the SQL that Prisma itself writes: names always quoted, its own spelling of types, clauses and
// references.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "operations/operation.h"

namespace schemac::prisma {

enum class Provider { postgresql, sqlite };

// One statement, or one clause of an ALTER TABLE, under the title that Prisma gives it.
struct Words {
  std::string title;  // `CreateTable`
  std::string table;  // of a clause: what stands behind ALTER TABLE, so that neighbours can be joined
  std::string sql;    // without a semicolon
};

// nullopt where Prisma has no word, or one that does something else.
std::optional<Words> words_of(const Operation& operation, Provider provider);
// Labels added behind the others, a statement each.
std::optional<Words> added_labels(const AlterEnum& op);
// A change of type that PostgreSQL makes by itself; `sets_default`: the plan sets the column's default anew.
std::optional<Words> plain_retyping(const AlterColumnType& op, bool sets_default);

// What Prisma would call it, for statements in other words: `AlterTable`, or a title of the same shape.
std::string title_of(const Operation& operation);

}  // namespace schemac::prisma

// What MySQL takes in other words than PostgreSQL and SQLite: defaults, prefixes of keys, the character set of a table.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/schema.h"
#include "sources/prisma/datamodel.h"

namespace schemac::prisma {

// What Prisma says behind every table that it makes.
inline constexpr std::string_view table_collation = "utf8mb4_unicode_ci";

struct MysqlDefault {
  Expression value;
  std::string on_update =
      {};  // `dbgenerated("CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)")` is how a file says it
};

// `column_type`: `datetime(3)`. Nothing where Prisma's SQL says nothing.
std::optional<MysqlDefault> default_for_mysql(const Datamodel& data, const ModelField& field,
                                              std::string_view column_type);

// A default that the file states and Prisma's SQL leaves out.
bool is_left_to_client(const ModelField& field);

// `10 -`: one word a field; empty when the key holds all of them whole.
std::string key_lengths(const ModelKey& key);

// The server writes `1.5` where a file says `1.50`.
std::string shortest(std::string number);

// Without what Prisma does not see: how wide a number is shown, and whether it is filled up with noughts.
Type as_prisma_reads(Type type);

// Prisma's SQL says NO ACTION, which MariaDB tells from saying nothing; it is not known yet which server will read it.
void say_every_action(Schema& schema);

// True where Prisma reads both alike.
bool same_mysql_type(const Type& present, const Type& wanted);
bool same_mysql_default(const Column& present, const Column& wanted);

}  // namespace schemac::prisma

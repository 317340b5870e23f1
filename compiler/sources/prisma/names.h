// The names that Prisma gives to what the file does not name, truncation included.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sources/prisma/datamodel.h"

namespace schemac::prisma {

std::string primary_key_name(Provider provider, std::string_view table);
std::string unique_name(Provider provider, std::string_view table, const std::vector<std::string>& columns);
std::string index_name(Provider provider, std::string_view table, const std::vector<std::string>& columns);
std::string foreign_key_name(Provider provider, std::string_view table, const std::vector<std::string>& columns);

// What a key of a model is called in the database.
std::string key_name(Provider provider, const Model& model, const ModelKey& key);
std::string foreign_key_name(Provider provider, const Model& model, const Relation& relation);

std::vector<std::string> key_columns(const Model& model, const ModelKey& key);

// The table of an implicit many-to-many relation.
std::string link_table_name(const Datamodel& data, const Relation& relation);

}  // namespace schemac::prisma

// Views, triggers, routines and events: how they are made, replaced and taken away again, and what they need.
//
// A definition is the whole statement. Where the server would keep another SQL mode with it than its own, a first line
// sets that: `SET SESSION sql_mode = '…';`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac::mysql {

std::vector<std::string> creation_of(const SqlObject& object);
std::vector<std::string> removal_of(const SqlObject& object);
bool can_replace(const SqlObject& object, const Engine& engine);
std::vector<std::string> replacement_of(const SqlObject& after);

// Of a view, the one kind that the server renames.
std::vector<std::string> renaming_of(const QualifiedName& from, const QualifiedName& to);

// What stands behind FOR EACH ROW, and behind the trigger that it follows, in a statement that makes a trigger under
// this SQL mode.
std::string trigger_body(std::string_view statement, std::string_view sql_mode);

// A statement without the semicolon that ends it: that of `END;` in front of a delimiter is no part of a body.
std::string without_terminator(std::string statement, std::string_view sql_mode = {});

// What must be there when it is made, of what it refers to: what a view reads, a trigger's table and what it says of
// NEW and OLD. A routine is made whatever its body names.
std::vector<ObjectId> needs_of(const SqlObject& object, const std::vector<Reference>& references);

// The SQL mode that the lines before a statement set; empty where they set none.
std::string sql_mode_of(std::string_view definition);

}  // namespace schemac::mysql

// A place that holds a schema, read into values: file, directory, database, `git:REV:path`, `exec:COMMAND`,
// `scratch:COMMAND`, `empty`.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "dialects/registry.h"
#include "schema/coverage.h"
#include "schema/intents.h"
#include "schema/left_out.h"
#include "schema/schema.h"

namespace schemac {

// A name in a text that means nothing there, and may mean something in the database: that is what the text is silent
// about.
struct Doubt {
  UnresolvedName name;
  Diagnostic problem;  // an error, for where the database has no such name either
};

struct Source {
  std::string name;  // for people: a path, or a URL without its password
  Schema schema;     // normalised
  Coverage coverage = {};
  Intents intents = {};
  std::map<ObjectId, Span> declared = {};  // where each object stands in the text, when there is one
  std::vector<ObjectId> order =
      {};  // enums, tables, indexes and foreign keys as a text in another tool's language has them
  std::vector<SqlObject> owners =
      {};                 // where they are not compared: of what belongs to somebody else than the one who reads
  LeftOut left_out = {};  // by --exclude or --schemas
  std::set<SqlObjectKey> unread = {};  // of which the text is known, and not how the engine would spell it
  std::string default_schema = {};     // of names without one, where it is not the engine's own
  std::set<std::string> matched = {};  // patterns of --exclude and names of --schemas that are about something here
  std::vector<Doubt> doubts = {};      // until the other side is known
  Diagnostics remarks = {};            // warnings and notes
  std::shared_ptr<Connection> connection = {};  // open, when the place is a database
};

struct SourceOptions {
  std::string format = {};   // empty: by shape
  std::string dialect = {};  // for a text that states none: the other side's
  Engine engine = {};        // the other side's, where it is known: SQL means another thing to another version
  std::optional<std::string> sql_mode = {};  // of a client of the other side's server, where that has such modes
  std::string scratch = {};  // a server on which texts of SQL are run to be read; empty: they are read without one
  Limits limits = {};        // of a database that is read
  std::chrono::milliseconds command_limit{300'000};  // of `exec:` and `scratch:`
  IntrospectOptions introspect = {};
  std::string default_schema = {};            // of names that a text leaves without one; empty: the engine's own
  std::vector<std::string> backfills = {};    // `TABLE.COLUMN=EXPRESSION`, by stated_values.h
  std::vector<std::string> conversions = {};  // the same
  std::vector<std::string> backs = {};        // the same, of columns that go
  std::vector<std::string> manage =
      {};  // the kinds that the source is to speak of; empty: whatever its language can say
};

Result<Source> read_source(const std::string& place, const SourceOptions& options);

}  // namespace schemac

// What schemac knows of one engine without being connected to it: its names, its types, its canonical spellings, and
// how it says each operation. A dialect is pure; the one function that talks to a server is `introspect`, in a file of
// its own.
//
// Every dialect folder holds the same files: types, normalise, statements, locks, legalise, introspect. Adding an
// engine is a folder and one line in registry.cc.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/pair.h"
#include "base/sql_tokens.h"
#include "operations/operation.h"
#include "operations/statement.h"
#include "schema/intents.h"
#include "schema/placed_column.h"
#include "schema/schema.h"

namespace schemac {

struct DialectTraits {
  std::string name;                   // `postgresql`
  std::string title;                  // `PostgreSQL`
  std::string default_schema;         // `public`; empty: the engine has no schemas
  std::size_t identifier_limit = 63;  // bytes; 0: none
  bool checks_references = true;      // a foreign key's target must exist when it is declared
  bool names_constraints = true;      // a constraint without a name gets one from the engine
  bool compares_column_order = false;
  bool names_indexes_by_table = false;              // two tables may each have an index of one name
  bool ignores_case = false;                        // `Users` and `users` are one table
  Engine oldest = {};                               // supported
  Engine newest = {};                               // tested
  std::vector<std::string> renamable_objects = {};  // kinds given as SQL that can get another name and stay
  SqlLexis lexis = {};
};

// What surrounds the statements of one transactional unit: SQLite must switch foreign keys off before BEGIN and check
// them before COMMIT. Empty where a plain transaction does.
struct UnitFrame {
  std::vector<Statement> before = {};  // outside the transaction, on the same connection
  std::string begin = "BEGIN";
  std::vector<Statement> last = {};   // inside, after everything else
  std::vector<Statement> after = {};  // outside again; also when the unit failed
};

// Everything a rewrite may look at. `from` already carries the renames.
struct LegaliseInput {
  const Schema& from;
  const Schema& to;
};

class Dialect {
 public:
  virtual ~Dialect() = default;

  virtual const DialectTraits& traits() const = 0;

  // --- names ---------------------------------------------------------------------------------------------------------
  virtual std::string quote(std::string_view identifier) const = 0;  // only where it must be
  virtual std::string quote(const QualifiedName& name) const = 0;    // with its schema where the engine has schemas
  // The exact identifier for a word that a user wrote without quotes (PostgreSQL folds to lower case).
  virtual std::string fold(std::string_view word) const = 0;

  // --- types (types.cc)
  // ------------------------------------------------------------------------------------------------ `text` as people
  // or the engine write it: `varchar(320)`, `timestamptz(3)[]`. Not a built-in type: a `user_type` with the name as
  // written, which the caller looks up. The error is a message without a place, with a suggestion.
  virtual Result<Type> parse_type(std::string_view text) const = 0;
  virtual std::string type_sql(const Type& type) const = 0;    // in DDL
  virtual std::string type_short(const Type& type) const = 0;  // as .schemac prints it; parse_type reads it back
  virtual std::vector<std::string> type_names() const = 0;     // for suggestions
  virtual bool same_type(const Type& a, const Type& b) const = 0;
  // Every value of `narrow` is kept by `wide`, and comes back when converted back.
  virtual bool holds_every_value(const Type& wide, const Type& narrow) const = 0;
  // The same of two forms of a column, which each stand in a table: MySQL's texts have the character set that their
  // table may say.
  virtual bool keeps_values(const PlacedColumn& wide, const PlacedColumn& narrow) const {
    return holds_every_value(wide.column.type, narrow.column.type);
  }

  // --- canonical form (normalise.cc)
  // ----------------------------------------------------------------------------------- Fills what was left out
  // (generated names, referenced columns, sequence options, columns and objects of expressions), spells everything
  // canonically and sorts. A fixed point. Reports what the engine cannot have.
  virtual Diagnostics normalise(Schema& schema) const = 0;
  // Fills the `references` of these tables' expressions, by the reader of the dialect's SQL: what a rename replaces,
  // and nothing else.
  virtual void resolve_expressions(Schema& /*schema*/, std::span<const QualifiedName> /*tables*/) const {}
  // Fills `references` and `depends_on` of the objects given as SQL that no server told the dependencies of
  // (`read_back` is false).
  virtual void resolve_objects(Schema& /*schema*/) const {}
  virtual bool same_expression(std::string_view a, std::string_view b) const = 0;
  // A default also depends on its column's type: `'x'::text` and `'x'` are the same for a text column.
  virtual bool same_default(const Column& a, const Column& b) const = 0;
  // The table that a partition is by itself. Unset where the engine has no partitions that are tables, or its parent is
  // not modelled.
  virtual std::optional<Partition> as_table(const SqlObject& /*partition*/, const Schema& /*schema*/) const {
    return std::nullopt;
  }

  // --- operations (legalise.cc, statements.cc, locks.cc)
  // ----------------------------------------------------------------- Rewrites operations into ones the engine has:
  // dependents of what is replaced are made again, on SQLite a table's changes become one rebuild. Run on the way down
  // as well, on the inverted operations.
  virtual Result<std::vector<Operation>> legalise(std::vector<Operation> operations,
                                                  const LegaliseInput& input) const = 0;
  // The SQL of one operation that takes `before` to `after`.
  virtual std::vector<Statement> statements(const Operation& operation, const Schema& before,
                                            const Schema& after) const = 0;
  // The transaction that a run of steps needs; nullopt when they are run without one.
  virtual UnitFrame frame(std::span<const Operation> operations, const Schema& before, const Schema& after) const = 0;
  // False when the operation must be committed before, or run outside of, the transaction of the others.
  virtual bool shares_transaction(const Operation& operation) const = 0;
};

}  // namespace schemac

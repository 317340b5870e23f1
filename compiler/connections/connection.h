// The outside world: a database one can ask. Introspection, verify and apply use it, nothing else does.
//
// Errors keep the server's code and text, say what schemac was doing, and never show a password.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "schema/schema.h"

namespace schemac {

// The answer to one query, kept in the client library's own memory.
class Rows {
 public:
  virtual ~Rows() = default;
  virtual std::size_t size() const = 0;
  virtual bool is_null(std::size_t row, std::size_t column) const = 0;
  virtual std::string_view text(std::size_t row, std::size_t column) const = 0;  // empty when NULL
};

// Statements that are tried together, and what came of them.
using Attempt = std::vector<std::string>;
struct Attempted {
  std::unique_ptr<Rows> rows = {};  // of its last statement; none where one of them was refused
  std::string state = {};           // then the server's code
};

// Attempts that build upon the same statements.
struct AttemptGroup {
  std::vector<std::string> first = {};
  std::vector<Attempt> attempts = {};
};

class Connection {
 public:
  virtual ~Connection() = default;

  virtual Engine engine() const = 0;
  virtual std::string display_name() const = 0;  // the URL without its password

  // One result per query, in one round trip where the engine can. `doing` completes "while …" in an error.
  virtual Result<std::vector<std::unique_ptr<Rows>>> query(std::span<const std::string> queries,
                                                           std::string_view doing) = 0;
  // Runs a script of statements; the first that fails stops it.
  virtual Result<void> execute(std::string_view script, std::string_view doing) = 0;
  // Every attempt by itself, undone before the next, in a transaction that begins with `settings` and is always rolled
  // back. A statement travels as one statement: whatever its text says, nothing behind a `;` is run. No lock of one
  // attempt is kept during another, and none while it waits for a lock. Answers in the order of the groups and their
  // attempts.
  virtual Result<std::vector<Attempted>> attempt(std::span<const std::string> settings,
                                                 std::span<const AttemptGroup> groups, std::string_view doing);
};

// What a connection is opened for. A reader cannot write: it reads in read-only transactions, and what it reads does
// not depend on who reads (search path, time zone, date and number styles are pinned for the transaction, so that a
// pooler's connection stays as it was). A writer has its session for itself: a database of schemac's own. An
// administrator makes and removes such databases, and sets nothing.
enum class Access { read, write, administer };

// How long a reader waits. A server that says nothing for longer than a statement may take is given up.
struct Limits {
  std::chrono::milliseconds lock{5'000};        // for a lock
  std::chrono::milliseconds statement{60'000};  // for a statement
};

bool is_database_url(std::string_view place);  // by its scheme alone, in any of the forms of url_forms.h
Result<std::unique_ptr<Connection>> connect(const std::string& place, Access access, const Limits& limits = {});

// `postgresql://me:secret@host/db?password=x` → `postgresql://me@host/db`; never fails, hides what it does not
// understand.
std::string without_password(std::string_view place);

}  // namespace schemac

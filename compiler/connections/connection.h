// The outside world: a database one can ask. Introspection, verify and apply use it, nothing else does.
//
// Errors keep the server's code and text, say what schemac was doing, and never show a password.
#pragma once

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

class Connection {
 public:
  virtual ~Connection() = default;

  virtual Engine engine() const = 0;
  virtual std::string display_name() const = 0;  // the URL without its password

  // One result per query, in one round trip where the engine can. `doing` completes "while …" in an error.
  virtual Result<std::vector<std::unique_ptr<Rows>>> query(std::span<const std::string> queries, std::string_view doing) = 0;
  // Runs a script of statements; the first that fails stops it.
  virtual Result<void> execute(std::string_view script, std::string_view doing) = 0;
};

// What a connection is opened for. A reader cannot write: its session is read-only, and what it reads does not depend on
// who reads (search path, time zone, date and number styles are pinned).
enum class Access { read, write };

bool is_database_url(std::string_view place);  // by its scheme alone, in any of the forms of url_forms.h
Result<std::unique_ptr<Connection>> connect(const std::string& place, Access access);

// `postgresql://me:secret@host/db?password=x` → `postgresql://me@host/db`; never fails, hides what it does not understand.
std::string without_password(std::string_view place);

}  // namespace schemac

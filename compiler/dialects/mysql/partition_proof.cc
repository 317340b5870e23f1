#include "dialects/mysql/partition_proof.h"

#include <fmt/format.h>

#include "dialects/mysql/cursor.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/parameters.h"

namespace schemac::mysql {
namespace {

// partitioning := way [PARTITIONS n] [SUBPARTITION BY way [SUBPARTITIONS n]] [( partition, … )]
// partition    := PARTITION name [values] option* [( SUBPARTITION name option*, … )]
class PartitionProof {
 public:
  explicit PartitionProof(std::string_view text) : cursor_(text) {}

  void run() {
    way();
    count("PARTITIONS");
    if (cursor_.accept_all({"SUBPARTITION", "BY"})) {
      way();
      count("SUBPARTITIONS");
    }
    if (cursor_.is("(")) list([&] { partition(); });
    if (!cursor_.done()) throw Unreadable{cursor_.place(), "its end"};
  }

 private:
  void way() {
    if (cursor_.accept("SYSTEM_TIME")) return history();
    const bool linear = cursor_.accept("LINEAR");
    if (cursor_.accept("HASH")) return group();
    if (cursor_.accept("KEY")) {
      if (cursor_.accept("ALGORITHM")) {
        cursor_.accept("=");  // a number, or MariaDB's word for it since 12.3: `XXH32`
        cursor_.is_name() ? word("a number or the algorithm's name") : number();
      }
      return columns();
    }
    if (linear || !(cursor_.accept("RANGE") || cursor_.accept("LIST")))
      throw Unreadable{cursor_.place(), linear ? "HASH or KEY" : "RANGE, LIST, HASH, KEY or SYSTEM_TIME"};
    if (cursor_.accept("COLUMNS")) return columns();
    group();
  }

  // SYSTEM_TIME INTERVAL 1 WEEK STARTS TIMESTAMP'2000-01-01 00:00:00' AUTO
  void history() {
    if (cursor_.accept("LIMIT")) number();
    if (cursor_.accept("INTERVAL")) {
      cursor_.is("(") ? group() : constant();
      word("a unit of time");
    }
    if (cursor_.accept("STARTS")) {
      if (cursor_.is("(")) {
        group();
      } else {
        if (cursor_.kind() == SqlTokenKind::word) cursor_.step();  // TIMESTAMP
        constant();
      }
    }
    cursor_.accept("AUTO");
  }

  void partition() {
    cursor_.expect("PARTITION");
    (void)cursor_.name();
    if (cursor_.accept("VALUES")) {
      if (cursor_.accept_all({"LESS", "THAN"})) {
        if (!cursor_.accept("MAXVALUE")) group();
      } else {
        cursor_.expect("IN");
        group();
      }
    } else if (!cursor_.accept("DEFAULT") && !cursor_.accept("CURRENT")) {
      cursor_.accept("HISTORY");
    }
    options();
    if (cursor_.is("("))
      list([&] {
        cursor_.expect("SUBPARTITION");
        (void)cursor_.name();
        options();
      });
  }

  void options() {
    for (;;) {
      if (cursor_.accept_all({"STORAGE", "ENGINE"}) || cursor_.accept("ENGINE")) {
        cursor_.accept("=");
        word("an engine");
      } else if (cursor_.accept("COMMENT") || cursor_.accept_all({"DATA", "DIRECTORY"}) ||
                 cursor_.accept_all({"INDEX", "DIRECTORY"})) {
        cursor_.accept("=");
        (void)cursor_.string();
      } else if (cursor_.accept("MAX_ROWS") || cursor_.accept("MIN_ROWS") || cursor_.accept("NODEGROUP")) {
        cursor_.accept("=");
        number();
      } else if (cursor_.accept("TABLESPACE")) {
        cursor_.accept("=");
        (void)cursor_.name();
      } else {
        return;
      }
    }
  }

  template <class Item>
  void list(const Item& item) {
    cursor_.expect("(");
    do item();
    while (cursor_.accept(","));
    cursor_.expect(")");
  }

  void count(std::string_view what) {
    if (cursor_.accept(what)) number();
  }

  void columns() {
    cursor_.expect("(");
    if (cursor_.accept(")")) return;  // KEY(): the primary key's
    do (void)cursor_.name();
    while (cursor_.accept(","));
    cursor_.expect(")");
  }

  void group() { (void)cursor_.parenthesised(); }
  void constant() {
    if (cursor_.kind() != SqlTokenKind::number && cursor_.kind() != SqlTokenKind::string)
      throw Unreadable{cursor_.place(), "a number or a text"};
    cursor_.step();
  }
  void number() {
    if (cursor_.kind() != SqlTokenKind::number) throw Unreadable{cursor_.place(), "a number"};
    cursor_.step();
  }
  void word(std::string_view what) {
    if (!cursor_.is_name() || !is_plain_word(unquoted(cursor_.text())))
      throw Unreadable{cursor_.place(), std::string(what)};
    cursor_.step();
  }
  Cursor cursor_;
};

}  // namespace

std::optional<std::string> fault_of_partitioning(std::string_view text) {
  for (const auto& token : sql_tokens(text, lexis, true)) {
    if (!token.closed) return fmt::format("holds `{}`, which is never closed", token.text(text).substr(0, 12));
    if (token.kind == SqlTokenKind::comment) return "holds a comment";
    if (token.text(text) == ";") return "goes on behind a `;`";
  }
  try {
    PartitionProof(text).run();
  } catch (const Unreadable& surprise) {
    const auto found = surprise.at < text.size() ? fmt::format("`{}`", text.substr(surprise.at, 20)) : "the end";
    return fmt::format("is no definition of partitions: found {}, expected {}", found, surprise.expected);
  }
  return std::nullopt;
}

}  // namespace schemac::mysql

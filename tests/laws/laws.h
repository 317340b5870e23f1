// The laws of the house, for one pair of schemas on one real engine.
#pragma once

#include <string>
#include <vector>

#include "pipeline.h"

namespace schemac::test {

// Two schema texts, and what surrounds them.
struct LawCase {
  std::string from;  // text of from.schemac; without a dialect line it is read for `dialect`
  std::string to;
  std::string dialect;
  DiffOptions diff = {};
  std::string rows = {};      // SQL that fills `from`
  std::string expected = {};  // what holds after the plan: `? SELECT …` and the lines of its answer
};

// One broken law: which, and everything needed to see it. Empty when all hold.
struct Violation {
  std::string law;
  std::string what;
};

struct LawOptions {
  bool every_stop = true;  // law 2 at each step; else at the end alone
};

struct Verdict {
  std::vector<Violation> violations = {};
  std::vector<std::string> steps = {};  // the plan in words, undo quality behind each
  bool unusable = false;                // `from` itself cannot be made: the case is wrong, not schemac
};

Verdict check_laws(const LawCase& law_case, const LawOptions& options = {});

std::string display(const std::vector<Violation>& violations);

// What goes in one transaction and comes again in a later one, on the way there or back: in between, and after a
// failure, it is not there.
std::vector<std::string> torn_apart(const Plan& plan);

// The declarations of a schema file in another order; the file's first line stays where it is.
std::string shuffled_declarations(const std::string& text, unsigned seed);

}  // namespace schemac::test

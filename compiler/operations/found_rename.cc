#include "operations/found_rename.h"

#include "base/diagnostic.h"

namespace schemac {

std::string_view origin_word(RenameOrigin origin) {
  switch (origin) {
    case RenameOrigin::declared: return "declared";
    case RenameOrigin::ordered: return "ordered";
    case RenameOrigin::remembered: return "remembered";
    case RenameOrigin::detected: return "detected";
  }
  broken_invariant("a rename has an origin");
}

std::string_view state_word(RenameState state) {
  switch (state) {
    case RenameState::taken: return "taken";
    case RenameState::asked: return "asked";
    case RenameState::refused: return "refused";
    case RenameState::done: return "done";
    case RenameState::stale: return "stale";
  }
  broken_invariant("a rename has a state");
}

}  // namespace schemac
